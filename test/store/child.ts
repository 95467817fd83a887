/**
 * A process that uses the store of a folder, for tests that stop, starve or kill it. Prints a line
 * of JSON for each thing that was acknowledged.
 *
 *     node test/store/child.ts <what> <folder> [argument]
 */

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { designsIn } from '#store/designs.ts';
import { openStore } from '#store/open.ts';
import { thisProcess } from '#store/owner.ts';
import { openSqlite } from '#store/sqlite.ts';
import type { DesignRow, Store } from '#store/store.ts';
import { Fault } from '#support/fault.ts';
import { claimed, commitOf, GO_ON, newDesignId, putOwned } from './world.ts';

const [what = '', folder = '', argument = ''] = process.argv.slice(2);

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function putGoOn(store: Store, { id: designId }: DesignRow): Promise<number> {
  const platformId = newDesignId();
  const row = { designId, platform: 'slack', platformId, command: GO_ON, at: 1 };
  return (await store.putCommand(row)).id;
}

/** Commits without end, or so often. */
async function commitOften(count: number): Promise<void> {
  const store = await openStore({ dataDir: folder });
  const row = await putOwned(store, { id: `owner ${process.pid}`, process: thisProcess() });
  print({ designId: row.id, owner: row.owner });
  for (let version = 0; version < count * 2; version += 2) {
    const inboxId = await putGoOn(store, row);
    const answers = [{ inboxId, answer: { ok: true, version } as const }];
    await store.commit(commitOf(row, { version, answers }));
    print({ version: version + 2 });
  }
  await store.close();
}

/** Kills itself before the n-th statement of a commit; after the last, when it is acknowledged. */
async function dieInCommit(designId: string, statement: number): Promise<void> {
  const store = await openStore({ dataDir: folder });
  const row = await claimed(store, designId as DesignRow['id']);
  const inboxId = await putGoOn(store, row);
  const database = openSqlite(folder);
  let left = statement;
  const dying = {
    dialect: database.dialect,
    place: database.place,
    query: database.query,
    transact: <Result>(work: Parameters<typeof database.transact<Result>>[0]) =>
      database.transact<Result>((query) =>
        work((text) => {
          if (left === 0) process.kill(process.pid, 'SIGKILL');
          left -= 1;
          return query(text);
        }),
      ),
    note: <Result>(work: Parameters<typeof database.note<Result>>[0]) => database.note(work),
    watch: () => () => undefined,
    purge: async () => undefined,
    backup: async () => undefined,
    close: () => database.close(),
  };
  const answers = [{ inboxId, answer: { ok: true, version: 2 } as const }];
  await designsIn(dying).commit(commitOf(row, { answers }));
  print({ statements: statement - left });
  process.kill(process.pid, 'SIGKILL');
}

/** Claims a design for half a second, and commits when it is told to. */
async function commitWhenTold(designId: string): Promise<void> {
  const store = await openStore({ dataDir: folder });
  const row = await claimed(store, designId as DesignRow['id'], undefined, 500);
  print({ epoch: row.epoch });
  for await (const _line of createInterface({ input: process.stdin })) {
    await store.commit(commitOf(row)).then(() => print({ stored: true }), printFault);
    break;
  }
  await store.close();
}

/** Fills the disk; then makes room, and goes on. */
async function fillDisk(): Promise<void> {
  const ballast = join(folder, 'ballast');
  writeFileSync(ballast, Buffer.alloc(1024 * 1024));
  const store = await openStore({ dataDir: folder });
  const row = await putOwned(store);
  const bytes = new Uint8Array(100_000).fill(7);
  const names: string[] = [];
  const put = async (name: string): Promise<void> => {
    await store.putFile(row.id, row.epoch, name, bytes);
    names.push(name);
  };
  try {
    for (let n = 0; n < 100; n += 1) await put(`${n}`);
  } catch (error) {
    printFault(error);
  }
  rmSync(ballast);
  await put('after');
  await store.close();
  const again = await openStore({ dataDir: folder });
  const kept = (await again.files(row.id)).map(({ name }) => name);
  print({ names: names.sort(), kept });
  await again.close();
}

function printFault(error: unknown): void {
  if (!(error instanceof Fault)) throw error;
  print({ fault: error.code, message: error.message });
}

switch (what) {
  case 'open':
    await openStore({ dataDir: folder }).then((store) => print({ id: store.id }), printFault);
    break;
  case 'commit':
    await commitOften(Number(argument));
    break;
  case 'die-in-commit':
    await dieInCommit(argument, Number(process.argv[5]));
    break;
  case 'commit-when-told':
    await commitWhenTold(argument);
    break;
  case 'fill':
    await fillDisk();
    break;
}
