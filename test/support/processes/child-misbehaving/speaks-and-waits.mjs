// Is ready, says one thing, and waits.
import { say, sayReady } from './channel.mjs';

sayReady();
say({ type: 'asked_again', turnId: 't', reason: 'the one thing I say' });
