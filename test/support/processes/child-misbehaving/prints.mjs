// Prints as a library might, while it has a conversation.
import { answerPings, sayReady } from './channel.mjs';

console.log('a notice of a library');
sayReady();
process.stdout.write('and another one\n');
answerPings(() => {
  console.info('at each ping');
});
