// Answers its first ping, and is always busy after it.
import { answerPings, sayReady } from './channel.mjs';

let pings = 0;
answerPings(() => {
  pings += 1;
  while (pings > 1);
});
sayReady();
