/**
 * A process of its own that uses the store in a data folder: `node store-child.ts <what> <folder>`. It writes one line
 * of JSON for everything that happens, so that a test knows what was acknowledged before the process was killed.
 */

import { openPgliteStore } from '../../src/adapters/store/pglite/open.ts';
import { Fault } from '../../src/runtime/fault.ts';
import type { Store } from '../../src/runtime/ports/store.ts';
import { commitOf, storedEvents } from './commits.ts';
import { designIdOf, sampleEvents } from './events.ts';

const ignore = () => undefined;
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
const designId = designIdOf(1);

function say(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function sayFault(error: unknown): void {
  if (!(error instanceof Fault)) throw error;
  say({ fault: error.code, message: error.message });
}

/** Appends one event with one effect at a time, and says so once it is acknowledged. */
async function append(store: Store, text: string): Promise<never> {
  let head: string | undefined;
  for (let version = 0; ; version += 1) {
    const reply = { ...sampleEvents.reply_recorded, id: `reply-${version}`, text };
    const events = storedEvents([reply], version, head);
    head = events[0]?.hash;
    const effects = [{ id: `${designId}/${version + 1}.0`, effect: { type: 'write_files' } as const }];
    await store.commit(commitOf(designId, { expectedVersion: version, events, effects }));
    say({ version: version + 1 });
  }
}

/** Text that PostgreSQL cannot compress away, so that the disk fills quickly. */
function incompressible(): string {
  return Array.from({ length: 5_000 }, (_, n) => Math.imul(n + 1, 2_654_435_761).toString(36)).join('');
}

const [what, dataDir] = process.argv.slice(2);
if (dataDir === undefined) throw new Error('no data folder was given');
try {
  const store = await openPgliteStore({ dataDir, log });
  const summary = await store.summary(designId);
  say({ opened: summary?.version ?? 0 });
  if (what === 'append') await append(store, 'short');
  if (what === 'fill') {
    await append(store, incompressible()).catch(sayFault);
    await store.ping().catch(sayFault);
  }
  await store.close();
  say({ closed: true });
} catch (error) {
  sayFault(error);
}
