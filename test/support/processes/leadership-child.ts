/**
 * A process of its own that is a daemon of a fleet and wants to lead: `node leadership-child.ts
 * <url> <name>`. It writes one line of JSON whenever it has acquired leadership and whenever it has
 * lost it. SIGTERM lets it resign.
 */
import { once } from 'node:events';
import { openPostgresStore } from '#adapters/store/postgres/open.ts';
import { systemClock } from '#adapters/system/clock.ts';
import { Leadership } from '#engine/ownership/leadership.ts';
import { silentLog } from '../runner/silent-log.ts';

/** A call that is lost is given up once leadership has expired, and soon then. */
const CALL_MS = 6_000;
const ignore = () => undefined;

function say(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const [url = '', name = ''] = process.argv.slice(2);
const { store, fleet } = await openPostgresStore({ url, log: silentLog, callMs: CALL_MS });
fleet.listen({ onChange: ignore, onDue: ignore, onLoss: () => say({ evicted: true }) });
const leadership = new Leadership({
  name,
  fleet,
  clock: systemClock,
  log: silentLog,
  async onAcquired(signal) {
    say({ taken: true });
    await once(signal, 'abort');
    say({ lost: true });
  },
});
process.once('SIGTERM', async () => {
  await leadership.stop();
  await store.close();
  process.exit(0);
});
say({ asking: true });
