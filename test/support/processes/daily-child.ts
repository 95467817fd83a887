/**
 * A daemon that has done its daily work and cannot store that: `node daily-child.ts <data folder>
 * [<url of Postgres>]`. It writes one line of JSON once the work is done, and waits to be killed.
 */
import { systemClock } from '#adapters/system/clock.ts';
import { keepDaily } from '#engine/daily-work.ts';
import { openStore } from '#entry/open-store.ts';
import { silentLog } from '../runner/silent-log.ts';

const [dataDir = '', databaseUrl = null] = process.argv.slice(2);
const { store, fleet } = await openStore({ databaseUrl, dataDir }, silentLog);
fleet.listen({ onChange: () => undefined, onDue: () => undefined, onLoss: () => undefined });
keepDaily(async () => undefined, {
  fleet,
  clock: systemClock,
  log: silentLog,
  store: {
    lastRun: (name) => store.lastRun(name),
    keepRun: () => {
      process.stdout.write('{"done":true}\n');
      return new Promise(() => undefined);
    },
  },
});
