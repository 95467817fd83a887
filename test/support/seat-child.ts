/**
 * A process of its own that is a daemon of a fleet and wants a seat: `node seat-child.ts <url> <seat>`. It writes one
 * line of JSON whenever it has taken the seat and whenever it has lost it. SIGTERM lets it leave.
 */
import { once } from 'node:events';
import { openPostgresStore } from '../../src/adapters/store/postgres/open.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { Seat } from '../../src/runtime/seat.ts';

const ignore = () => undefined;
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

function say(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const [url = '', name = ''] = process.argv.slice(2);
const { store, fleet } = await openPostgresStore({ url, log });
fleet.listen({ changed: ignore, due: ignore, lost: () => say({ buried: true }) });
const seat = new Seat({
  name,
  fleet,
  clock: systemClock,
  log,
  async onTaken(signal) {
    say({ taken: true });
    await once(signal, 'abort');
    say({ lost: true });
  },
});
process.once('SIGTERM', async () => {
  await seat.stop();
  await store.close();
  process.exit(0);
});
say({ asking: true });
