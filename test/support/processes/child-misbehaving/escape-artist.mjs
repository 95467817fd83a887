// Tries from inside the sandbox to get out of it, reports on its standard error how each attempt
// ended, and exits. Without a sandbox it does what it says, so that it is to be run on a copy of
// itself, in a folder of its own.
import childProcess, { ChildProcess, execFileSync, fork, spawn } from 'node:child_process';
import cluster from 'node:cluster';
import dgram from 'node:dgram';
import dns from 'node:dns';
import fs from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import inspector from 'node:inspector';
import module, { createRequire } from 'node:module';
import net from 'node:net';
import os, * as osNames from 'node:os';
import { dirname, join } from 'node:path';
import * as processNames from 'node:process';
import tls from 'node:tls';
import trace from 'node:trace_events';
import v8, * as v8Names from 'node:v8';
import vm from 'node:vm';
import { Worker } from 'node:worker_threads';

/** @param {NodeJS.EventEmitter} emitter @param {string[]} goodNews */
function outcome(emitter, goodNews) {
  return new Promise((resolve, reject) => {
    emitter.once('error', reject);
    for (const event of goodNews) emitter.once(event, resolve);
  });
}

/** @param {any} holder Of anything at all. @param {string} name */
function call(holder, name, /** @type {unknown[]} */ ...given) {
  return holder[name](...given);
}

const own = process.argv[1] ?? '';
const folder = dirname(own);
const require = createRequire(own);
/** To a process that is certainly there: signal 0 looks whether one could be sent. */
const parent = process.ppid;
const closedPort = 9;
const resolver = new dns.Resolver({ timeout: 200, tries: 1 });

/** @type {Record<string, () => unknown>} */
const attempts = {
  // Files.
  'read a file elsewhere': () => fs.readFileSync('/etc/passwd'),
  'read by a path that goes up': () =>
    fs.readFileSync(`${folder}/../../../../../../../../../etc/passwd`),
  'read a file as a blob': async () => (await fs.openAsBlob('/etc/passwd')).text(),
  'read settings from a file': () => process.loadEnvFile('/etc/passwd'),
  'list a folder': () => fs.readdirSync('/'),
  'watch a folder': () => fs.watch('/etc').close(),
  'follow a link': () => fs.readlinkSync('/proc/self/exe'),
  'read through a descriptor': () => fs.openSync('/proc/self/environ', 'r'),
  'change its folder': () => process.chdir('/'),
  'write a file': () => fs.writeFileSync(join(folder, 'written'), 'x'),
  'write its own code': () => fs.appendFileSync(own, '// x'),
  'change the mode of its own code': () => fs.fchmodSync(fs.openSync(own, 'r'), 0o644),
  'change the times of its own code': () => fs.futimesSync(fs.openSync(own, 'r'), 1, 1),
  'make a link': () => fs.symlinkSync('/etc/passwd', join(folder, 'link')),
  'open a database': async () => {
    const { DatabaseSync } = await import('node:sqlite');
    new DatabaseSync(join(folder, 'database')).exec('CREATE TABLE stolen (x)');
  },
  'open a database, not imported': () => process.getBuiltinModule('node:sqlite').backup.name,
  'call a library of the system': () => import(/** @type {string} */ ('node:ffi')),
  'store as a page does': () => sessionStorage.setItem('name', 'value'),
  'give a program files': async () => {
    const { WASI } = await import('node:wasi');
    return new WASI({ version: 'preview1', preopens: { '/': '/' } });
  },
  'write a report': () => process.report.writeReport(join(folder, 'report.json')),
  'write its heap': () => v8.writeHeapSnapshot(join(folder, 'heap')),
  'write its heap when it is full': () => v8.setHeapSnapshotNearHeapLimit(1),
  'write a profile when its heap is full': () => call(v8, 'setHeapProfileNearHeapLimit', 1),
  'write a trace': () => trace.createTracing({ categories: ['node'] }).enable(),
  'write by a flag of V8': () => writeByFlag(v8.setFlagsFromString),
  'write by a flag of V8, imported': () => writeByFlag(v8Names.setFlagsFromString),
  'undo a check of V8': () => v8.setFlagsFromString('--no-wasm-bounds-checks'),
  // Processes.
  'start a process': () => execFileSync('/bin/true'),
  'start a shell': () => outcome(spawn('true', { shell: true }), ['spawn']),
  'start another Node': () => outcome(fork('-e', ['0']), ['spawn']),
  'start by the handle within': () => startByHandle(),
  'become a process': () => execveAlone(),
  'start a worker': () => outcome(new Worker('0', { eval: true }), ['online']),
  'start a worker of hooks': () => module.register('data:text/javascript,'),
  'start a worker of a cluster': () => outcome(cluster.fork(), ['online']),
  'load an addon': () => process.dlopen({ exports: {} }, join(folder, 'none.node')),
  // Signals, and what is done to other processes.
  'signal its parent': () => process.kill(parent, 0),
  'signal its parent, imported': () => call(processNames, 'kill', parent, 0),
  'signal by what lies beneath': () => call(process, '_kill', parent, 0),
  "open its parent's inspector": () => call(process, '_debugProcess', process.pid),
  'signal by the builtin module': () => process.getBuiltinModule('process').kill(parent, 0),
  'signal by a required module': () => require('node:process').kill(parent, 0),
  'signal by the global object': () => globalThis.process.kill(parent, 0),
  'signal in this context': () => vm.runInThisContext(`process.kill(${parent}, 0)`),
  'signal by the module of process': async () =>
    (await import('node:process')).default.kill(parent, 0),
  'take processor time from its parent': () => os.setPriority(parent, os.getPriority(parent)),
  'take processor time, imported': () =>
    call(osNames, 'setPriority', parent, os.getPriority(parent)),
  // What lies beneath.
  'open the inspector': () => inspector.open(0),
  'inspect itself': () => new inspector.Session().connect(),
  'reach bindings': () => call(process, 'binding', 'fs'),
  'reach linked bindings': () => call(process, '_linkedBinding', 'process_methods'),
  // The network.
  'open a socket': () => outcome(net.connect(closedPort, '127.0.0.1'), ['connect']),
  'open a socket of the file system': () =>
    outcome(net.connect(join(folder, 'none.sock')), ['connect']),
  'listen on a port': () => outcome(net.createServer().listen(0), ['listening']),
  'listen in the file system': () =>
    outcome(net.createServer().listen(join(folder, 'socket')), ['listening']),
  'send a datagram': () => outcome(dgram.createSocket('udp4').bind(0), ['listening']),
  'open a socket by its handle': () => connectByHandle(),
  'speak TLS': () => outcome(tls.connect(closedPort, '127.0.0.1'), ['secureConnect']),
  'speak HTTP': () => outcome(http.get(`http://127.0.0.1:${closedPort}/`), ['response']),
  'speak HTTP/2': () => outcome(http2.connect(`http://127.0.0.1:${closedPort}/`), ['connect']),
  'fetch a page': () => fetch('http://127.0.0.1:59999/'),
  'look up a name': () => dns.promises.lookup('localhost'),
  'ask a server of names': () => {
    resolver.setServers([`127.0.0.1:${closedPort}`]);
    return new Promise((resolve, reject) => {
      resolver.resolve4('name.example', (error) => (error ? reject(error) : resolve(null)));
    });
  },
};

/** @param {(flag: string) => void} set */
function writeByFlag(set) {
  set('--allow-natives-syntax');
  set('--trace-turbo');
  set(`--trace-turbo-path=${folder}`);
  const compile =
    '%PrepareFunctionForOptimization(f); f(1); %OptimizeFunctionOnNextCall(f); return f(1);';
  return new Function('f', compile)((/** @type {number} */ x) => x + 1);
}

/** The check of `spawn` left out: the call that it would have made. */
function startByHandle() {
  const { prototype } = /** @type {any} */ (new ChildProcess())._handle.constructor;
  const { spawn: original } = prototype;
  /** @type {unknown[]} */
  let given = [];
  prototype.spawn = function (/** @type {unknown[]} */ ...all) {
    given = all;
    return original.apply(this, all);
  };
  try {
    childProcess.spawn('/bin/true');
  } finally {
    prototype.spawn = original;
  }
  return given;
}

/** Replaces this process where it can, so that it is only tried where it cannot. */
function execveAlone() {
  return process.permission === undefined
    ? null
    : call(process, 'execve', '/bin/true', ['true'], {});
}

function connectByHandle() {
  const socket = new net.Socket();
  socket.on('error', () => undefined);
  socket.connect(closedPort, '127.0.0.1');
  const { prototype } = /** @type {any} */ (socket)._handle.constructor;
  const { connect: original } = prototype;
  return new Promise((resolve, reject) => {
    prototype.connect = function (/** @type {unknown[]} */ ...all) {
      prototype.connect = original;
      const result = original.apply(this, all);
      if (result === 0) resolve(result);
      else reject(result);
      return result;
    };
    new net.Socket().on('error', () => undefined).connect(closedPort, '127.0.0.1');
  });
}

/** @type {Record<string, string>} */
const results = {};
for (const [name, attempt] of Object.entries(attempts)) {
  try {
    await attempt();
    results[name] = 'succeeded';
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const { code, name: kind } = Object(cause);
    results[name] = String(code ?? kind);
  }
}
process.stderr.write(`\n${JSON.stringify(results)}\n`, () => process.exit(0));
