// Is ready, closes its channel, and lives on.
import { channel, sayReady } from './channel.mjs';

sayReady();
channel.removeAllListeners('end');
channel.end(() => channel.destroy());
setInterval(() => undefined, 60_000);
