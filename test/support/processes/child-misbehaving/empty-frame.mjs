// Is ready, and then sends a message of no bytes.
import { channel, frame, sayReady } from './channel.mjs';

sayReady();
channel.write(frame(''));
