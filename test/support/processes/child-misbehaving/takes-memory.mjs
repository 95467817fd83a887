// Is ready, and takes memory outside its heap as fast as it can and as much as it gets, each kind
// in turn.
import { answerPings, sayReady } from './channel.mjs';

const BYTES = 8 * 1024 * 1024;
const { Memory } = Reflect.get(globalThis, 'WebAssembly');
const KINDS = [
  () => Buffer.alloc(BYTES, 1),
  () => new Uint8Array(new SharedArrayBuffer(BYTES)).fill(1),
  () => new Uint8Array(new Memory({ initial: BYTES / 65_536 }).buffer).fill(1),
];
/** @type {unknown[]} */
const held = [];

function take() {
  try {
    held.push(KINDS[held.length % KINDS.length]?.());
  } catch (error) {
    // It gets no more, and goes on trying.
    if (!(error instanceof RangeError)) throw error;
  }
}

answerPings();
sayReady();
setTimeout(() => {
  for (;;) take();
}, 50);
