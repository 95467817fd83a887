// Is ready, and then says something that is not in the protocol.
import { say, sayReady } from './channel.mjs';

sayReady();
say({ type: 'run_command', command: 'id' });
