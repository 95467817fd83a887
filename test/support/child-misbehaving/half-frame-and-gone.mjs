// Is ready, begins a message, and is gone.
import { channel, frame, sayReady } from './channel.mjs';

sayReady();
channel.write(frame('x'.repeat(1_000)).subarray(0, 500), () => process.exit(0));
