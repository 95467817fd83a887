// Is ready, and then sends a message that would be valid if it were not nested so deeply.
import { channel, frame, sayReady } from './channel.mjs';

sayReady();
const input = '['.repeat(4_000) + ']'.repeat(4_000);
channel.write(
  frame(`{"type":"call_tool","turnId":"t","callId":"c","name":"read","input":${input}}`),
);
