// Is ready, says one thing, and is gone at once.
import { say, sayReady } from './channel.mjs';

sayReady();
say({ type: 'asked_again', turnId: 't', reason: 'the last thing I say' });
process.abort();
