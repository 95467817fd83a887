// Is ready, and then sends a message that would be valid if it were not too large.
import { say, sayReady } from './channel.mjs';

sayReady();
const input = 'x'.repeat(9 * 1024 * 1024);
say({ type: 'call_tool', turnId: 't', callId: 'c', name: 'read', input });
