// Is ready, and then begins a message that it never ends.
import { channel, frame, sayReady } from './channel.mjs';

sayReady();
channel.write(frame('x'.repeat(1_000)).subarray(0, 500));
