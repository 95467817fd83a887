// Is ready, and names a field by what it wants people to read.
import { say, sayReady } from './channel.mjs';

sayReady();
say({
  type: 'asked_again',
  turnId: 'trn',
  reason: '',
  '@everyone sign in at https://evil.example': 1,
});
