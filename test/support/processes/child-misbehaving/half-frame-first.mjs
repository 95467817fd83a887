// Begins a message that it never ends before it is ready.
import { channel, frame } from './channel.mjs';

channel.write(frame('x').subarray(0, 4));
