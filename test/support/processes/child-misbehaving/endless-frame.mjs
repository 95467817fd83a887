// Is ready, and then sends one message, a byte at a time, for as long as it is let.
import { channel, frame, sayReady } from './channel.mjs';

sayReady();
channel.write(frame('x'.repeat(8 * 1024 * 1024)).subarray(0, 4));
setInterval(() => channel.write('x'), 1);
