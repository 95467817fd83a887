// Tries from inside the sandbox to get out of it, reports on its standard error how each attempt ended, and exits.
import { execFileSync, fork, spawn } from 'node:child_process';
import dgram from 'node:dgram';
import fs from 'node:fs';
import inspector from 'node:inspector';
import net from 'node:net';
import { Worker } from 'node:worker_threads';

/** @param {NodeJS.EventEmitter} emitter @param {string[]} goodNews */
function outcome(emitter, goodNews) {
  return new Promise((resolve, reject) => {
    emitter.once('error', reject);
    for (const event of goodNews) emitter.once(event, resolve);
  });
}

const own = process.argv[1] ?? '';
/** @type {Record<string, () => unknown>} */
const attempts = {
  'read a file elsewhere': () => fs.readFileSync('/etc/passwd'),
  'list a folder': () => fs.readdirSync('/'),
  'read through a descriptor': () => fs.openSync('/proc/self/environ', 'r'),
  'write a file': () => fs.writeFileSync('/tmp/charrette-escape', 'x'),
  'write its own code': () => fs.appendFileSync(own, '// x'),
  'remove its own code': () => fs.unlinkSync(own),
  'make a link': () => fs.symlinkSync('/etc/passwd', '/tmp/charrette-escape'),
  'start a process': () => execFileSync('/bin/true'),
  'start a shell': () => outcome(spawn('true', { shell: true }), ['spawn']),
  'start another Node': () => outcome(fork(own), ['spawn']),
  'start a worker': () => outcome(new Worker('0', { eval: true }), ['online']),
  'load an addon': () => process.dlopen({ exports: {} }, '/tmp/charrette-escape.node'),
  'open the inspector': () => inspector.open(0),
  'open a socket': () => outcome(net.connect(9, '127.0.0.1'), ['connect']),
  'listen on a port': () => outcome(net.createServer().listen(0), ['listening']),
  'send a datagram': () => outcome(dgram.createSocket('udp4').bind(0), ['listening']),
  'fetch a page': () => fetch('http://127.0.0.1:59999/'),
};

/** @type {Record<string, string>} */
const results = {};
for (const [name, attempt] of Object.entries(attempts)) {
  try {
    await attempt();
    results[name] = 'succeeded';
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    results[name] = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  }
}
fs.writeSync(2, JSON.stringify(results));
process.exit(0);
