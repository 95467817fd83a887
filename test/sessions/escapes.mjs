// Tries from inside the sandbox to get out of it, reports on its standard error how each attempt
// ended beside how it should end, and exits. It is run on a copy of itself, in a folder of its own.
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

/** @param {any} emitter @param {string} goodNews */
function outcome(emitter, goodNews) {
  return new Promise((resolve, reject) => {
    emitter.once('error', reject);
    emitter.once(goodNews, resolve);
  });
}

/** @param {any} holder Of what the types do not know. @param {string} name */
function call(holder, name, /** @type {unknown[]} */ ...given) {
  return holder[name](...given);
}

const own = process.argv[1] ?? '';
const folder = dirname(own);
const require = createRequire(own);
/** Signal 0 looks whether one could be sent. */
const parent = process.ppid;
const closedPort = 9;
const resolver = new dns.Resolver({ timeout: 200, tries: 1 });

/** What the permission model refuses. @type {Record<string, () => unknown>} */
const denied = {
  'read a file elsewhere': () => fs.readFileSync('/etc/passwd'),
  'read by a path that goes up': () => fs.readFileSync(`${folder}/../../../../../../etc/passwd`),
  'read by an address': () => fs.readFileSync(new URL('file:///etc/passwd')),
  'read a file as a blob': async () => (await fs.openAsBlob('/etc/passwd')).text(),
  'read a file as a stream': () => outcome(fs.createReadStream('/etc/passwd'), 'data'),
  'read settings from a file': () => process.loadEnvFile('/etc/passwd'),
  'import a file': () => import(/** @type {string} */ ('file:///etc/passwd')),
  'require a file': () => require('/etc/passwd'),
  'list a folder': () => fs.readdirSync('/'),
  'look whether a file is there': () => fs.existsSync('/etc/passwd'),
  'watch a folder': () => fs.watch('/etc').close(),
  'follow a link': () => fs.readlinkSync('/proc/self/exe'),
  'read its own environment': () => fs.openSync('/proc/self/environ', 'r'),
  'read the environment of its parent': () => fs.readFileSync(`/proc/${parent}/environ`),
  'change its folder': () => process.chdir('/'),
  'write a file': () => fs.writeFileSync(join(folder, 'written'), 'x'),
  'write its own code': () => fs.appendFileSync(own, '// x'),
  'change the mode of its own code': () => fs.fchmodSync(fs.openSync(own, 'r'), 0o644),
  'change the times of its own code': () => fs.futimesSync(fs.openSync(own, 'r'), 1, 1),
  'remove its own code': () => fs.rmSync(own),
  'copy its own code': () => fs.copyFileSync(own, join(folder, 'copy')),
  'make a link': () => fs.symlinkSync('/etc/passwd', join(folder, 'link')),
  'make a folder': () => fs.mkdirSync(join(folder, 'made')),
  'give a program files': async () => {
    const { WASI } = await import('node:wasi');
    return new WASI({ version: 'preview1', preopens: { '/': '/' } });
  },
  'write a report': () => process.report.writeReport(join(folder, 'report.json')),
  'write its heap': () => v8.writeHeapSnapshot(join(folder, 'heap')),
  'write its heap when it is full': () => v8.setHeapSnapshotNearHeapLimit(1),
  'write a trace': () => trace.createTracing({ categories: ['node'] }).enable(),
  'start a process': () => execFileSync('/bin/true'),
  'start a shell': () => outcome(spawn('true', { shell: true }), 'spawn'),
  'start another Node': () => outcome(fork('-e', ['0']), 'spawn'),
  'start by the handle within': () => startByHandle(),
  'become a process': () => call(process, 'execve', '/bin/true', ['true'], {}),
  'start a worker': () => outcome(new Worker('0', { eval: true }), 'online'),
  'start a worker of hooks': () => module.register('data:text/javascript,'),
  'start a worker of a cluster': () => outcome(cluster.fork(), 'online'),
  'open the inspector': () => inspector.open(0),
  'inspect itself': () => new inspector.Session().connect(),
  'reach bindings': () => call(process, 'binding', 'fs'),
  'reach linked bindings': () => call(process, '_linkedBinding', 'process_methods'),
  'open a socket': () => outcome(net.connect(closedPort, '127.0.0.1'), 'connect'),
  'open a socket of the file system': () => outcome(net.connect(join(folder, 'none')), 'connect'),
  'open a socket by its handle': () => connectByHandle(),
  'listen on a port': () => outcome(net.createServer().listen(0), 'listening'),
  'listen in the file system': () =>
    outcome(net.createServer().listen(join(folder, 'socket')), 'listening'),
  'send a datagram': () => outcome(dgram.createSocket('udp4').bind(0), 'listening'),
  'speak TLS': () => outcome(tls.connect(closedPort, '127.0.0.1'), 'secureConnect'),
  'speak HTTP': () => outcome(http.get(`http://127.0.0.1:${closedPort}/`), 'response'),
  'speak HTTP/2': () => outcome(http2.connect(`http://127.0.0.1:${closedPort}/`), 'connect'),
  'fetch a page': () => fetch('http://127.0.0.1:59999/'),
  'look up a name': () => dns.promises.lookup('localhost'),
  'ask a server of names': () => {
    resolver.setServers([`127.0.0.1:${closedPort}`]);
    return new Promise((resolve, reject) => {
      resolver.resolve4('name.example', (error) => (error ? reject(error) : resolve(null)));
    });
  },
};

/** What our flags and the lockdown take away, by the error. @type {Record<string, Record<string, () => unknown>>} */
const takenAway = {
  ERR_DLOPEN_DISABLED: {
    'load an addon': () => process.dlopen({ exports: {} }, join(folder, 'none.node')),
  },
  ERR_UNKNOWN_BUILTIN_MODULE: {
    'open a database': async () => {
      const { DatabaseSync } = await import('node:sqlite');
      new DatabaseSync(join(folder, 'database')).exec('CREATE TABLE stolen (x)');
    },
    'call a library of the system': () => import(/** @type {string} */ ('node:ffi')),
  },
  ReferenceError: { 'store as a page does': () => sessionStorage.setItem('name', 'value') },
  TypeError: {
    'open a database, not imported': () => process.getBuiltinModule('node:sqlite').backup.name,
    'signal its parent': () => process.kill(parent, 0),
    'signal its parent, imported': () => call(processNames, 'kill', parent, 0),
    'signal by what lies beneath': () => call(process, '_kill', parent, 0),
    'signal by the builtin module': () => process.getBuiltinModule('process').kill(parent, 0),
    'signal by a required module': () => require('node:process').kill(parent, 0),
    'signal by the global object': () => globalThis.process.kill(parent, 0),
    'signal in this context': () => vm.runInThisContext(`process.kill(${parent}, 0)`),
    'signal by the module of process': async () =>
      (await import('node:process')).default.kill(parent, 0),
    "open a process's inspector": () => call(process, '_debugProcess', process.pid),
    'take processor time from its parent': () => os.setPriority(parent, os.getPriority(parent)),
    'take processor time, imported': () =>
      call(osNames, 'setPriority', parent, os.getPriority(parent)),
    'write by a flag of V8': () => v8.setFlagsFromString('--trace-turbo'),
    'write by a flag of V8, imported': () => call(v8Names, 'setFlagsFromString', '--trace-turbo'),
    'undo a check of V8': () => call(v8, 'setFlagsFromString', '--no-wasm-bounds-checks'),
  },
};

/** The check of `spawn` left out: the call that it would have made. */
function startByHandle() {
  const { prototype } = /** @type {any} */ (new ChildProcess())._handle.constructor;
  const { spawn: original } = prototype;
  prototype.spawn = function (/** @type {unknown[]} */ ...all) {
    return original.apply(this, all);
  };
  try {
    return childProcess.spawn('/bin/true');
  } finally {
    prototype.spawn = original;
  }
}

/** The check of `connect` left out. */
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

/** @type {Record<string, { expected: string, got: string }>} */
const results = {};
for (const [expected, attempts] of Object.entries({ ERR_ACCESS_DENIED: denied, ...takenAway })) {
  for (const [name, attempt] of Object.entries(attempts)) {
    let got = 'succeeded';
    try {
      await attempt();
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      got = String(Object(cause).code ?? Object(cause).name);
    }
    results[name] = { expected, got };
  }
}
process.stderr.write(`\n${JSON.stringify(results)}\n`, () => process.exit(0));
