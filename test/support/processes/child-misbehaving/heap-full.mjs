// Is ready, and fills its heap.
import { sayReady } from './channel.mjs';

sayReady();
const held = [];
setImmediate(() => {
  for (;;) held.push(new Array(10_000).fill(held.length));
});
