// Is ready, and says something valid as fast as it can.
import { answerPings, channel, frame, sayReady } from './channel.mjs';

sayReady();
answerPings();
const said = frame(JSON.stringify({ type: 'asked_again', turnId: 'trn', reason: 'once more' }));
const many = Buffer.concat(Array.from({ length: 100 }, () => said));
const goOn = () => {
  if (channel.write(many)) setImmediate(goOn);
  else channel.once('drain', goOn);
};
goOn();
