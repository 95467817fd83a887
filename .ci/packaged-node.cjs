// Compares the Node that comes along as a package with the one that nodejs.org has published:
//   node .ci/packaged-node.cjs SHASUMS256.txt node-v26.12.1-linux-x64.tar.gz
// The list is https://nodejs.org/dist/v26.12.1/SHASUMS256.txt; its signature is checked before,
// with gpg --verify and the keys of https://github.com/nodejs/release-keys. The archive is beside
// it. Hashes in the list are of archives, so the program is taken out.
'use strict';
const { execFileSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { basename, join } = require('node:path');

const [, , list, archive, packages = join(__dirname, '../node_modules')] = process.argv;
const MAX_BYTES = 512 * 1024 * 1024;
const ARCHIVE = /^node-v([\d.]+)-(linux|darwin)-(x64|arm64)\.tar\.(?:gz|xz)$/;

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Returns what is wrong, in words, or `null`. */
function problem() {
  if (list === undefined || archive === undefined)
    return 'Name the list of hashes and the archive.';
  const name = basename(archive);
  const [, version, platform, processor] = ARCHIVE.exec(name) ?? [];
  if (version === undefined) return `${name} is not named like an archive of Node.`;
  const lines = readFileSync(list, 'utf8').split('\n');
  const listed = lines
    .map((line) => line.trim().split(/\s+/))
    .find(([, file]) => file === name)?.[0];
  if (listed === undefined) return `${list} has no line for ${name}.`;
  if (sha256(readFileSync(archive)) !== listed)
    return `${name} does not have the hash that is listed.`;
  const path = `${name.replace(/\.tar\..z$/, '')}/bin/node`;
  const published = execFileSync('tar', ['-xOf', archive, path], { maxBuffer: MAX_BYTES });
  const own = platform === 'darwin' && processor === 'arm64' ? 'node-bin' : 'node';
  const folder = join(packages, `${own}-${platform}-${processor}`);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (manifest.version !== version)
    return `The package is of ${manifest.version}, and the archive of ${version}.`;
  if (sha256(readFileSync(join(folder, 'bin/node'))) !== sha256(published))
    return `The program in ${folder} is not the one in ${name}. Do not run it.`;
  return null;
}

const found = problem();
console.log(
  found ?? `The packaged Node is, byte for byte, the one in ${basename(archive)}, which is listed.`,
);
process.exitCode = found === null ? 0 : 1;
