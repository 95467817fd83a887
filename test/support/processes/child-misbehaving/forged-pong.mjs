// Is ready, and answers a ping that was never sent.
import { say, sayReady } from './channel.mjs';

sayReady();
say({ type: 'pong', beat: 1_000 });
