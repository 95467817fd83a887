// Is ready, and then says half of how long its next message is.
import { channel, frame, sayReady } from './channel.mjs';

sayReady();
channel.write(frame('x').subarray(0, 2));
