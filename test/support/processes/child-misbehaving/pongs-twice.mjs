// Is ready, and answers each ping twice.
import { answerPings, say, sayReady } from './channel.mjs';

sayReady();
let beat = 0;
answerPings(() => {
  beat += 1;
  say({ type: 'pong', beat });
});
