// Is ready, and then sends what is not JSON.
import { channel, frame, sayReady } from './channel.mjs';

sayReady();
channel.write(frame('{"type": "pong", '));
