// Is ready, and once it is spoken to begins a message and is gone: what is on its way to it then
// would take the beginning along.
import { channel, frame, sayReady } from './channel.mjs';

sayReady();
channel.once('data', () =>
  channel.write(frame('x'.repeat(1_000)).subarray(0, 500), () => process.exit(0)),
);
