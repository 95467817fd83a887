// Says that it is ready as somebody else.
import { say } from './channel.mjs';

say({ type: 'ready', version: 2, sessionId: 'ses_00000000-0000-7000-8000-000000000000' });
