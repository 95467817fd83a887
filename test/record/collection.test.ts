import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openPostgresStore } from '../../src/adapters/store/postgres/open.ts';
import { openSqliteStore } from '../../src/adapters/store/sqlite/open.ts';
import type { DesignId } from '../../src/core/vocabulary/ids.ts';
import type { Fleet } from '../../src/ports/fleet.ts';
import type { Store } from '../../src/ports/store.ts';
import { createBundles } from '../../src/record/bundles.ts';
import { collect, endOfKeeping, previewCollection } from '../../src/record/collection.ts';
import { ownStoreDatabase, reachablePostgres } from '../support/databases/postgres.ts';
import { commitOf, inboxEntryOf } from '../support/designs/commits.ts';
import { designIdOf } from '../support/designs/events.ts';
import { keepLog } from '../support/processes/child-sessions.ts';
import { needing } from '../support/runner/needing.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const LONG_AGO = Date.parse('2026-03-01T00:00:00Z');
const LATELY = Date.parse('2026-11-01T00:00:00Z');
const clock = { now: () => NOW, at: () => ({ [Symbol.dispose]: () => undefined }) };
const BEFORE = endOfKeeping(clock);
const going = new AbortController().signal;

interface Opened {
  readonly store: Store;
  readonly fleet: Fleet;
}

function collection(open: (dataDir: string) => Promise<Opened>): void {
  let dataDir: string;
  let opened: Opened;
  let log: ReturnType<typeof keepLog>;
  let bundles: ReturnType<typeof createBundles>;
  let ids = 0;

  beforeEach(async () => {
    dataDir = temporaryFolder();
    log = keepLog();
    bundles = createBundles({ dataDir, log });
    opened = await open(dataDir);
  });
  afterEach(async () => {
    await opened.fleet.leave();
    await opened.store.close();
  });

  /** With files; owned by nobody. Running if it has no end. */
  async function design(
    endedAt: number | null,
    successorOf: DesignId | null = null,
  ): Promise<DesignId> {
    ids += 1;
    const id = designIdOf(ids);
    const inboxId = `start-${id}`;
    await opened.store.accept(inboxEntryOf(inboxId, id));
    const epoch = (await opened.fleet.claim(id)) ?? 0;
    const handled = [{ inboxId, answer: { accepted: true } as const }];
    const summary = {
      endedAt,
      successorOf,
      status: endedAt === null ? 'running' : 'completed',
    } as const;
    await opened.store.commit(commitOf(id, { epoch, handled, summary }));
    await opened.fleet.release({ designId: id, epoch }, null, 1);
    await bundles.write(id, [{ name: 'brief.md', text: '# The brief' }]);
    await bundles.writeFailure(id, 'ada-12345678.log', 'it was killed');
    return id;
  }
  const parts = () => ({ store: opened.store, bundles, clock, log });
  const run = async (signal = going) =>
    (await collect(parts(), BEFORE, signal)).designs.map(({ id }) => id);
  const preview = async () => (await previewCollection(parts(), BEFORE)).map(({ id }) => id);
  const isThere = async (id: DesignId) => ({
    row: (await opened.store.summary(id)) !== null,
    folder: existsSync(bundles.folder(id)),
  });
  const all = { row: true, folder: true };
  const nothing = { row: false, folder: false };

  test('P9: designs that ended long ago go, files and rows; those that run, ended lately or have mail stay', async () => {
    const [old, recent, running] = [
      await design(LONG_AGO),
      await design(LATELY),
      await design(null),
    ];
    const written = await design(LONG_AGO);
    await opened.store.accept(inboxEntryOf('late', written));
    expect(await preview()).toEqual([old]);
    expect(await isThere(old)).toEqual(all);
    expect(await run()).toEqual([old]);
    expect(await isThere(old)).toEqual(nothing);
    for (const id of [recent, running, written]) expect(await isThere(id)).toEqual(all);
    expect(await run()).toEqual([]);
  });

  test('P9: a design that is run again stays with its successor and goes with it, and the preview says so', async () => {
    const first = await design(LONG_AGO);
    const second = await design(LONG_AGO, first);
    const third = await design(LONG_AGO, second);
    const kept = await design(LONG_AGO);
    await design(LATELY, kept);
    const expected = [third, second, first];
    expect(await preview()).toEqual(expected);
    expect(await run()).toEqual(expected);
    for (const id of expected) expect(await isThere(id)).toEqual(nothing);
    expect(await isThere(kept)).toEqual(all);
  });

  test('P9: a design that gets a command just before it is removed keeps its files as well', async () => {
    const old = await design(LONG_AGO);
    const store: Store = {
      ...opened.store,
      collect: async (...wanted) => {
        await opened.store.accept(inboxEntryOf('just-now', old));
        return opened.store.collect(...wanted);
      },
    };
    expect((await collect({ ...parts(), store }, BEFORE, going)).designs).toEqual([]);
    expect(await isThere(old)).toEqual(all);
  });

  test.each(['setAside', 'remove'] as const)(
    'P9: a design for which %s fails is logged, the others go, and the next run does it',
    async (failing) => {
      const [stuck, other] = [await design(LONG_AGO), await design(LONG_AGO + 1)];
      const fails = async (id: DesignId) =>
        id === stuck ? bundlesInAFile(failing) : bundles[failing](id);
      const { designs, failed } = await collect(
        { ...parts(), bundles: { ...bundles, [failing]: fails } },
        BEFORE,
        going,
      );
      expect(designs.map(({ id }) => id)).toEqual(failing === 'remove' ? [stuck, other] : [other]);
      expect(failed).toBe(1);
      expect(log.events.map(({ event }) => event)).toEqual(['folder_not_removed', 'collected']);
      if (failing === 'remove') expect(await bundles.aside()).toEqual([stuck]);
      else expect(await isThere(stuck)).toEqual(all);
      await run();
      for (const id of [stuck, other]) expect(await isThere(id)).toEqual(nothing);
      expect(await bundles.aside()).toEqual([]);
    },
  );

  test('P9: an interrupted removal is finished by the next run, and undone if the rows are still there', async () => {
    const [gone, stays] = [await design(LONG_AGO), await design(LATELY)];
    for (const id of [gone, stays]) await bundles.setAside(id);
    expect(await isThere(stays)).toEqual({ row: true, folder: false });
    expect(await opened.store.collect([gone], BEFORE)).toEqual([gone]);
    expect(await run()).toEqual([]);
    expect(await isThere(gone)).toEqual(nothing);
    expect(await isThere(stays)).toEqual(all);
    expect(await bundles.aside()).toEqual([]);
  });

  test('P9: a run that is aborted removes nothing more', async () => {
    const old = await design(LONG_AGO);
    expect(await run(AbortSignal.abort())).toEqual([]);
    expect(await isThere(old)).toEqual(all);
    expect(await run()).toEqual([old]);
  });

  test('P9: two that collect at the same time take everything once', async () => {
    const old = [];
    for (let n = 0; n < 12; n += 1) old.push(await design(LONG_AGO + n));
    const went = (await Promise.all([run(), run()])).flat();
    expect(went.toSorted()).toEqual(old.toSorted());
    for (const id of old) expect(await isThere(id)).toEqual(nothing);
    expect(await bundles.aside()).toEqual([]);
  });

  /** A real failure: the place of the data folder is taken by a file. */
  async function bundlesInAFile(what: 'setAside' | 'remove'): Promise<void> {
    const file = join(dataDir, 'not-a-folder');
    await writeFile(file, '');
    await createBundles({ dataDir: file, log })[what](designIdOf(1));
  }
}

describe('collection on SQLite', () => {
  collection(async (dataDir) => {
    return openSqliteStore({ dataDir, log: keepLog() });
  });
});

const server = await reachablePostgres();
const { describe: describePostgres } = await needing('postgres');

describePostgres('collection on Postgres', () => {
  collection(async () => {
    const { url, drop } = await ownStoreDatabase(server.url ?? '');
    onTestFinished(drop);
    return openPostgresStore({ url, log: keepLog() });
  });
});
