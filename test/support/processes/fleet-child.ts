/**
 * A process of its own that is a daemon of a fleet as far as the store goes: `node fleet-child.ts
 * <url>`. It owns all that is due, and appends to the first of it until that is refused. It writes
 * one line of JSON for what happens.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { openPostgresStore } from '#adapters/store/postgres/open.ts';
import type { DesignId } from '#core/vocabulary/ids.ts';
import { Fault, StaleVersionError } from '#foundation/fault.ts';
import type { Claim } from '#ports/fleet.ts';
import type { Store } from '#ports/store.ts';
import { commitOf } from '../designs/commits.ts';
import { silentLog } from '../runner/silent-log.ts';

/** Everything that is due at all is due by then. */
const LATER = Number.MAX_SAFE_INTEGER;

function say(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function appendUntilRefused(store: Store, { designId, epoch }: Claim): Promise<void> {
  for (;;) {
    const expectedVersion = await versionOf(store, designId);
    const refused = await store.commit(commitOf(designId, { expectedVersion, epoch })).then(
      () => null,
      (error: unknown) => error,
    );
    if (refused === null) say({ version: expectedVersion + 1 });
    else if (!(refused instanceof Fault || refused instanceof StaleVersionError)) {
      say({ refused: refused instanceof Error ? refused.name : 'no error' });
      return;
    }
    await pause(50);
  }
}

async function versionOf(store: Store, designId: DesignId): Promise<number> {
  for (;;) {
    const summary = await store
      .summary(designId)
      .catch((error: unknown) => say({ error: String(error) }));
    if (summary !== undefined) return summary?.version ?? 0;
    await pause(50);
  }
}

const [url = ''] = process.argv.slice(2);
const { store, fleet } = await openPostgresStore({ url, log: silentLog });
fleet.listen({
  onChange: (designId) => say({ changed: designId }),
  onDue: (designId) => say({ due: designId }),
  onLoss: () => say({ lost: true, sure: fleet.isSure() }),
});
const claims = await fleet.claimDue(LATER, 100);
say({ claimed: claims.length, sure: fleet.isSure() });
const [first] = claims;
if (first !== undefined) await appendUntilRefused(store, first);
