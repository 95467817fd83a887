// Runs what only maintainers need: the compiler, the linter, the generator of migrations.
//   node .ci/upkeep.cjs tsc --noEmit
// They have a lock file of their own, so that `npm ci` brings those who run Charrette 150 MB less.
// The first call installs them, as does the first after a change of that lock file.
'use strict';
const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const folder = join(__dirname, 'upkeep');
const PROGRAMS = {
  tsc: 'typescript/bin/tsc',
  biome: '@biomejs/biome/bin/biome',
  'drizzle-kit': 'drizzle-kit/bin.cjs',
};

const installed = join(folder, 'node_modules/.installed');
/** Exists while one process installs and others wait for it. */
const mark = join(__dirname, '../.cache/upkeep-is-being-installed');
const LONGEST_MS = 5 * 60_000;
const LOOK_MS = 200;

/** Returns the program's file. Installs all of them first if they are not those of the lock file. */
function programOf(name) {
  const lock = readFileSync(join(folder, 'package-lock.json'));
  const wanted = createHash('sha256').update(lock).digest('hex');
  const isThere = () => existsSync(installed) && readFileSync(installed, 'utf8') === wanted;
  if (!isThere()) {
    takeMark();
    try {
      if (!isThere()) install(wanted);
    } finally {
      rmdirSync(mark);
    }
  }
  return join(folder, 'node_modules', PROGRAMS[name]);
}

function takeMark() {
  mkdirSync(join(mark, '..'), { recursive: true });
  for (const until = Date.now() + LONGEST_MS; ; ) {
    try {
      mkdirSync(mark);
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (Date.now() > until) throw new Error(`Another installation was killed: remove ${mark}.`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_MS);
  }
}

function install(wanted) {
  const words = ['ci', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error'];
  console.error(`Installing what only maintainers run, 150 MB: npm ${words.slice(0, 3).join(' ')}`);
  const { status, error } = spawnSync('npm', words, {
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    const cause = error === undefined ? `exit code ${status}` : error.message;
    throw new Error(`npm could not install them (${cause}). It needs its registry, or its cache.`);
  }
  writeFileSync(installed, wanted);
}

/** Returns the exit code. */
function run([name, ...words]) {
  if (!Object.hasOwn(PROGRAMS, name ?? '')) {
    console.error(`Name one of ${Object.keys(PROGRAMS).join(', ')}.`);
    return 2;
  }
  try {
    const { status } = spawnSync(process.execPath, [programOf(name), ...words], {
      stdio: 'inherit',
    });
    return status ?? 1;
  } catch (error) {
    console.error(error.message);
    return 1;
  }
}

module.exports = { programOf };
if (require.main === module) process.exitCode = run(process.argv.slice(2));
