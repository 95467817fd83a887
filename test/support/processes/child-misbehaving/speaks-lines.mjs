// Is ready, and then sends lines, as on Node's own channel: an empty one first.
import { channel, sayReady } from './channel.mjs';

sayReady();
channel.write('\n{"cmd":"NODE_HANDLE_ACK"}\n');
