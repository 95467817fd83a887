// Is ready, and then announces 600 MB.
import { channel, sayReady } from './channel.mjs';

sayReady();
const length = Buffer.alloc(4);
length.writeUInt32BE(600_000_000);
channel.write(length);
setInterval(() => channel.write('x'.repeat(100_000)), 1);
