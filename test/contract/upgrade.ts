import { readMigrationFiles } from 'drizzle-orm/migrator';
import { expect } from 'vitest';
import type { Fleet } from '../../src/runtime/ports/fleet.ts';
import type { Store } from '../../src/runtime/ports/store.ts';
import { designIdOf } from '../support/events.ts';

const [running, ended, promised, accepted, later] = [1, 2, 3, 4, 5].map(designIdOf);
const design = (id: string | undefined, status: string) =>
  `insert into designs (id, epoch, version, topic, status, phase, step, started_at, started_by, timers)
   values ('${id}', 3, 1, 'Topic', '${status}', 'spawning', 'spawning', 1, 'ada', '[]')`;
const entry = (id: string, designId: string | undefined, handled: boolean) =>
  `insert into inbox (id, design_id, command, received_at, handled)
   values ('${id}', '${designId}', '{"type": "cancel", "by": "ada", "reason": ""}', 1, ${handled})`;

/** Makes an empty database what the first version of the schema has left behind. `run` takes one statement. */
export async function leftByTheFirstVersion(run: (statement: string) => Promise<unknown>): Promise<void> {
  const [first] = readMigrationFiles({ migrationsFolder: 'migrations/postgres' });
  if (first === undefined) throw new Error('there are no migrations');
  const noted = 'drizzle.__drizzle_migrations';
  for (const statement of [
    ...first.sql,
    'create schema drizzle',
    `create table ${noted} (id serial primary key, hash text not null, created_at bigint)`,
    `insert into ${noted} (hash, created_at) values ('${first.hash}', ${first.folderMillis})`,
    design(running, 'awaiting_input'),
    design(ended, 'completed'),
    design(promised, 'failed'),
    `insert into outbox (id, design_id, effect) values ('${promised}/1.0', '${promised}', '{"type": "write_files"}')`,
    entry('handled', ended, true),
    entry('waiting', accepted, false),
  ]) {
    await run(statement);
  }
}

/** C18: what the first version had not finished is due, and nothing else. */
export async function expectGoneOn({ store, fleet }: { store: Store; fleet: Fleet }): Promise<void> {
  const due = await fleet.claimDue(0, 10);
  expect(due.map(({ designId }) => designId).toSorted()).toEqual([running, promised, accepted]);
  expect(await store.answerTo('handled')).toEqual({ accepted: true });
  expect(await store.answerTo('waiting')).toBeNull();
  if (accepted === undefined) throw new Error('four designs were made');
  expect((await store.mail(accepted)).entries).toMatchObject([{ id: 'waiting', designId: accepted }]);
}

/** C18: what the first version still begins while both run is due, too. */
export async function expectGoneOnMeanwhile(
  fleet: Fleet,
  run: (statement: string) => Promise<unknown>,
): Promise<void> {
  await run(design(later, 'running'));
  expect(await fleet.claimDue(0, 10)).toEqual([{ designId: later, epoch: 4 }]);
}
