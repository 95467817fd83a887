// Is ready, answers pings, and holds more memory than it may, outside its heap.
import { answerPings, sayReady } from './channel.mjs';

/** @type {Buffer[]} */
const held = [];
answerPings(() => {
  if (held.length === 0) held.push(Buffer.alloc(200 * 1024 * 1024, 1));
});
sayReady();
