import { expect, onTestFinished, test } from 'vitest';
import { openPostgresStore } from '../../src/adapters/store/postgres/open.ts';
import type { Run } from '../../src/adapters/store/sqlite/database.ts';
import { storeError } from '../../src/adapters/store/sqlite/faults.ts';
import { sqliteFleet } from '../../src/adapters/store/sqlite/fleet.ts';
import { openUpToDate } from '../../src/adapters/store/sqlite/open.ts';
import { checkedEvents } from '../../src/adapters/store/sqlite/slices.ts';
import { sqliteStore } from '../../src/adapters/store/sqlite/store.ts';
import type { Fleet } from '../../src/engine/ports/fleet.ts';
import type { Store, StoredEvent } from '../../src/engine/ports/store.ts';
import { describeOnPostgres } from '../adapters/store/on-postgres.ts';
import { keptLog } from '../support/child-sessions.ts';
import { commitOf, inboxEntryOf, storedEvents } from '../support/commits.ts';
import { designIdOf, sampleEvents } from '../support/events.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ID = designIdOf(1);
const SEQ = 2;
const EVENTS = storedEvents([
  sampleEvents.design_started,
  { ...sampleEvents.reply_recorded, text: 'Keep our backups.' },
  sampleEvents.answering_opened,
]);
/** The columns of the event whose bits are flipped, as texts. */
const COLUMNS = {
  payload: JSON.stringify(EVENTS[SEQ - 1]?.event),
  hash: EVENTS[SEQ - 1]?.hash ?? '',
  type: 'reply_recorded',
};
const TEXTS = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];

async function filled(store: Store, fleet: Fleet): Promise<void> {
  await store.accept(inboxEntryOf('first', ID));
  const epoch = (await fleet.claim(ID)) ?? 0;
  await store.commit(commitOf(ID, { events: EVENTS, epoch }));
}

/** Every text that differs in one bit, as bytes in hexadecimal: some are no UTF-8 and no JSON. */
function* flipped(text: string): Generator<string> {
  const bytes = Buffer.from(text);
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    yield bytes.toString('hex');
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  }
}

/** Says what a reader gets: nothing, or exactly what was recorded. Anything else fails. */
async function read(events: Store['events']): Promise<'refused' | 'unchanged'> {
  let found: StoredEvent[];
  try {
    found = await events(ID, 0, 10);
  } catch (error) {
    expect(error).toMatchObject({ code: 'chain_broken' });
    expect(String(error)).not.toContain('backups.');
    return 'refused';
  }
  expect(found).toEqual(EVENTS);
  return 'unchanged';
}

interface Opened {
  readonly events: Store['events'];
  /** Changes a column of the event; false where the database does not take it. */
  readonly change: (column: string, hex: string) => Promise<boolean>;
  /** Changes the number of the event, or of the last one by the design's row. */
  readonly renumber: (what: 'seq' | 'version', to: number) => Promise<boolean>;
}

async function everyBit({ events, change, renumber }: Opened): Promise<Record<string, number>> {
  const seen = { refused: 0, unchanged: 0, 'not taken': 0 };
  for (const column of TEXTS) {
    for (const hex of flipped(COLUMNS[column]))
      seen[(await change(column, hex)) ? await read(events) : 'not taken'] += 1;
    await change(column, Buffer.from(COLUMNS[column]).toString('hex'));
  }
  for (const [what, value] of [
    ['seq', SEQ],
    ['version', EVENTS.length],
  ] as const) {
    for (let bit = 0; bit < 31; bit++) {
      if (!(await renumber(what, value ^ (1 << bit)))) seen['not taken'] += 1;
      else {
        seen[await read(events)] += 1;
        await renumber(what, value);
      }
    }
  }
  expect(await read(events)).toBe('unchanged');
  return seen;
}

const BITS = TEXTS.reduce((sum, column) => sum + Buffer.byteLength(COLUMNS[column]) * 8, 0) + 2 * 31;

test('P11: each bit of one event that is flipped in SQLite costs the design, and no reader gets a changed word', async () => {
  const database = await openUpToDate(temporaryFolder());
  onTestFinished(() => database.close());
  database.script('pragma synchronous = off');
  const run: Run = async (work) => {
    try {
      return work(database);
    } catch (error) {
      throw storeError(error);
    }
  };
  const taken = async (text: string, ...values: (string | number)[]): Promise<boolean> => {
    try {
      return database.change(text, ...values) === 1;
    } catch {
      return false;
    }
  };
  await filled(sqliteStore(database, run), sqliteFleet(run));
  const seen = await everyBit({
    events: checkedEvents(run),
    change: (column, hex) =>
      taken(
        `update design_events set ${column} = cast(unhex(?) as text) where design_id = ? and rowid = 2`,
        hex,
        ID,
      ),
    renumber: (what, to) =>
      what === 'version'
        ? taken('update designs set version = ? where id = ?', to, ID)
        : taken('update design_events set seq = ? where design_id = ? and rowid = 2', to, ID),
  });
  expect(seen).toMatchObject({ refused: expect.any(Number), unchanged: 0 });
  expect(seen.refused).toBeGreaterThan(BITS * 0.99);
});

describeOnPostgres('a database whose bits flip', { timeout: 180_000 }, (own) => {
  test('P11: each bit of one event that is flipped costs the design or is not taken, and no reader gets a changed word', async () => {
    const { store, fleet } = await openPostgresStore({ url: own.url, log: keptLog() });
    onTestFinished(() => store.close());
    await filled(store, fleet);
    const raw = own.connect();
    onTestFinished(() => raw.end());
    await raw`set synchronous_commit = off`;
    const taken = (text: string, ...values: (string | number)[]) =>
      raw.unsafe(text, values).then(
        ({ count }) => count === 1,
        () => false,
      );
    const cast = (column: string) => (column === 'payload' ? '::jsonb' : '');
    const seen = await everyBit({
      events: store.events,
      change: (column, hex) =>
        taken(
          `update design_events set ${column} = convert_from(decode($1, 'hex'), 'UTF8')${cast(column)} where design_id = $2 and seq = ${SEQ}`,
          ...[hex, ID],
        ),
      renumber: (what, to) =>
        what === 'version'
          ? taken('update designs set version = $1 where id = $2', to, ID)
          : taken(
              `update design_events set seq = $1 where design_id = $2 and type = 'reply_recorded'`,
              to,
              ID,
            ),
    });
    expect(seen.unchanged).toBe(0);
    expect((seen.refused ?? 0) + (seen['not taken'] ?? 0)).toBe(BITS);
    expect(seen.refused).toBeGreaterThan(BITS * 0.4);
  });
});
