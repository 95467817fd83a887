// Is ready, and then sends bytes that are no text.
import { channel, frame, sayReady } from './channel.mjs';

sayReady();
const bytes = frame('x'.repeat(1_000)).fill(0xff, 4);
channel.write(bytes);
