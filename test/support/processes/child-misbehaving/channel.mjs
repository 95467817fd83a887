// How the programs in this folder speak. It knows the form of a frame by itself, as somebody who
// has taken over a process would, and ends with its channel as the persona child does.
import { writeSync } from 'node:fs';
import { Socket } from 'node:net';

export const [sessionId] = process.argv.slice(2);
export const channel = new Socket({ fd: 1 });
channel.resume();
channel.on('end', () => process.exit(0));
channel.on('error', () => process.exit(0));

/** @param {string} raw */
export function frame(raw) {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(raw));
  return Buffer.concat([length, Buffer.from(raw)]);
}

/** @param {unknown} message */
export function say(message) {
  channel.write(frame(JSON.stringify(message)));
}

export function sayReady() {
  say({ type: 'ready', version: 2, sessionId });
}

/** Reads what it is sent: answers each ping, after having called `heard` with its beat. */
export function answerPings(onPing = () => undefined) {
  let pending = Buffer.alloc(0);
  channel.on('data', (chunk) => {
    pending = Buffer.concat([pending, Buffer.from(chunk)]);
    while (pending.length >= 4 && pending.length >= 4 + pending.readUInt32BE()) {
      const end = 4 + pending.readUInt32BE();
      const message = JSON.parse(pending.subarray(4, end).toString());
      pending = pending.subarray(end);
      if (message.type !== 'ping') continue;
      onPing();
      say({ type: 'pong', beat: message.beat });
    }
  });
}

/**
 * Its last words, which a test reads as the standard error of the process. @param {unknown} results
 */
export function report(results) {
  writeSync(2, JSON.stringify(results));
  process.exit(0);
}
