#!/usr/bin/env bash
# Builds the server of llama.cpp from the source that the npm package node-llama-cpp carries, once, into the user's cache folder, and
# prints its path. Takes some minutes, cmake and a C++ compiler; without them it says so and leaves the tests that need it out.
set -euo pipefail
version=3.22.1
sha512=bltIipuWmc123H7tMIgDGKSsSrhmhlQYeVUC48XTjVW7XGJJiJJyCdlTMzQ/LiWoPkGDpcL4FviDpgw7qfTiDw==
kept=${XDG_CACHE_HOME:-$HOME/.cache}/charrette/llama.cpp-$version
if [ -x "$kept/llama-server" ]; then
  echo "$kept/llama-server"
  exit 0
fi
if ! command -v cmake > /dev/null || ! command -v c++ > /dev/null; then
  echo "no cmake or no C++ compiler: tests on a real inference engine are left out" >&2
  exit 0
fi
mkdir -p "$kept"
work=$(mktemp -d "$kept/build.XXXXXX")
trap 'rm -rf "$work"' EXIT
package=$work/$(npm pack --silent --pack-destination "$work" "node-llama-cpp@$version")
if [ "$(openssl dgst -sha512 -binary "$package" | base64 --wrap=0)" != "$sha512" ]; then
  echo "node-llama-cpp@$version is not the package that was looked at: its hash is another" >&2
  exit 1
fi
tar --extract --gzip --file "$package" --directory "$work" package/llama/gitRelease.bundle
git clone --quiet "$work/package/llama/gitRelease.bundle" "$work/source" 2> /dev/null
# Optimised little: that halves the time to build it, and the model is tiny.
cmake -S "$work/source" -B "$work" -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_FLAGS_RELEASE=-O1 -DCMAKE_CXX_FLAGS_RELEASE=-O1 \
  -DBUILD_SHARED_LIBS=OFF -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_APP=OFF -DLLAMA_OPENSSL=OFF \
  -DLLAMA_USE_PREBUILT_UI=OFF -DGGML_NATIVE=OFF -DGGML_OPENMP=OFF > "$work/cmake.log"
cmake --build "$work" --target llama-server --parallel "$(nproc)" > "$work/make.log"
mv "$work/bin/llama-server" "$kept/llama-server"
echo "$kept/llama-server"
