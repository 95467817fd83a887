// Is ready, and then sends a command that Node itself would carry out on its own channel.
import { say, sayReady } from './channel.mjs';

sayReady();
say({ cmd: 'NODE_HANDLE_ACK' });
