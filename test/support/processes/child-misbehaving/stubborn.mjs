// Is ready, answers pings, and neither stops when told to nor when asked by the system.
import { answerPings, sayReady } from './channel.mjs';

process.on('SIGTERM', () => process.stderr.write('not now\n'));
answerPings();
sayReady();
