#!/bin/sh
# Starts Charrette with the Node that came along, where no other one need be: in an image, a unit, a bare machine. First it looks
# whether that Node starts, because a program that cannot be loaded cannot say what it lacks.
package=$(dirname "$(dirname "$(readlink -f "$0")")")
node=
said=
for found in "$package/node_modules/.bin/node" "$package/../.bin/node" "$(command -v node)"; do
  [ -x "$found" ] || continue
  if answer=$("$found" --version 2>&1); then
    node=$found
    break
  fi
  said="$said$found does not start: $answer
"
done
if [ -z "$node" ]; then
  printf '%s' "$said" >&2
  case $said in
    '') echo "Charrette found no Node in $package. Install its packages again, without --omit=optional." >&2 ;;
    *"shared librar"*) echo "A library of the system is missing. On Debian and Ubuntu: apt-get install libatomic1 libstdc++6; on Fedora and RHEL: dnf install libatomic libstdc++." >&2 ;;
    *) echo "The Node that came along needs glibc 2.28 or newer. On Alpine and other systems without it, put a Node 26 of your own on the PATH." >&2 ;;
  esac
  exit 127
fi
# No command is called `charrette` in a clone: texts say what to type there if this reads as the clone's own npm script.
[ ! -e "$package/src" ] || export npm_lifecycle_event=charrette INIT_CWD="$PWD"
exec "$node" --max-semi-space-size=2 -- "$package/bin/charrette.cjs" "$@"
