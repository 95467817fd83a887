// Calls a tool before it has said that it is ready.
import { say } from './channel.mjs';

say({ type: 'call_tool', turnId: 't', callId: 'c', name: 'read', input: {} });
