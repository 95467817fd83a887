// Prints as a library might, before it is ready and at each ping.
import { answerPings, sayReady } from './channel.mjs';

console.log('a notice of a library');
process.stdout.write('and another one\n');
sayReady();
answerPings(() => {
  console.info('at each ping');
});
