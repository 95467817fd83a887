import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, cp } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../support/runner/temporary-folder.ts';
import { runChaos } from './chaos.ts';
import { check } from './checker.ts';
import { queryOf } from './database.ts';
import { type Evidence, readTables, type SeenMessage } from './evidence.ts';
import { processesOf } from './processes.ts';

/**
 * One run in which nothing goes wrong, kept as it was left; each test plants one mistake and takes
 * it back.
 */
const folder = temporaryFolder();
let clean: Evidence;
let database: DatabaseSync;

beforeAll(async () => {
  const options = { seed: 3, designs: 3, daemons: 1, serverUrl: null, startEveryMs: 0, faults: [] };
  const { findings } = await runChaos(
    { ...options, stormMs: 0, calmMs: 120_000 },
    async (evidence) => {
      await cp(evidence.folders[0] ?? '', folder, { recursive: true });
      clean = { ...evidence, folders: [folder] };
    },
  );
  expect(findings).toEqual([]);
  database = new DatabaseSync(join(folder, 'store.sqlite'));
});
afterAll(() => database?.close());

/** What the checker says when these statements were carried out on what the run has left. */
async function afterChange(...statements: string[]): Promise<string[]> {
  database.exec('begin');
  try {
    for (const statement of statements) database.exec(statement);
    return said({ ...clean, tables: await readTables(queryOf(database), true) });
  } finally {
    database.exec('rollback');
  }
}

function said(evidence: Evidence): string[] {
  return check(evidence).map(({ rule, what }) => `${rule} ${what}`);
}

/** The id of the first row that the statement gives. */
function one(statement: string): string {
  return String(database.prepare(statement).get()?.id ?? '');
}

test('a run in which nothing went wrong has no findings, and something to find things in', () => {
  expect(said(clean)).toEqual([]);
  expect(clean.tables.designs).toHaveLength(3);
  for (const rows of [clean.tables.turns, clean.tables.inbox, clean.messages])
    expect(rows.length).toBeGreaterThan(3);
  expect(clean.asked.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['start', 'gate', 'reply']),
  );
});

describe('the checker finds', () => {
  test('P4: a message that is lost', () => {
    const [lost, ...messages] = clean.messages;
    expect(said({ ...clean, messages })).toContain(`P4 message ${effectOf(lost)} (1) is lost`);
  });

  test('P4: a message that was posted twice', () => {
    const [twice, ...others] = clean.messages;
    const messages = [twice, ...others, { ...twice, receipt: 'm9999' }] as SeenMessage[];
    expect(said({ ...clean, messages })).toContain(
      `P4 message ${effectOf(twice)} (1) is there twice`,
    );
  });

  test('P4: messages that came in another order', () => {
    const found = said({ ...clean, messages: clean.messages.toReversed() });
    expect(found.filter((each) => each.endsWith('is out of order'))).toHaveLength(3);
  });

  test('P4: a message that nothing calls for', () => {
    const messages = [
      ...clean.messages,
      { ...clean.messages[0], id: 'dsn_0/1.0' },
    ] as SeenMessage[];
    expect(said({ ...clean, messages })).toEqual(['P4 message dsn_0/1 (1) is not called for']);
  });

  test('C13: a process that outlived its daemon', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000); console.log()'], {
      env: { TMPDIR: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await once(child.stdout, 'data');
      const found = said({ ...clean, processes: processesOf(folder) });
      expect(found).toEqual([expect.stringContaining('C13 runs still: ')]);
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    expect(processesOf(folder)).toEqual([]);
  });

  test('T1: a turn without a record', async () => {
    const id = one('select turn_id as id from turns limit 1');
    const found = await afterChange(`delete from turns where turn_id = '${id}'`);
    expect(found).toEqual([`T1 ${id} has no record`]);
  });

  test('T1: a turn with two records', async () => {
    const id = one('select turn_id as id from turns limit 1');
    const found = await afterChange(
      // The same rows without the key that forbids it.
      'create table copied as select * from turns',
      'drop table turns',
      'alter table copied rename to turns',
      `insert into turns select * from turns where turn_id = '${id}'`,
    );
    expect(found).toEqual([`T1 ${id} has two records`]);
  });

  test('T1: a record that says something else than the events', async () => {
    const id = one(`select turn_id as id from turns where record ->> 'outcome' = 'spoke' limit 1`);
    const found = await afterChange(
      `update turns set record = json_set(record, '$.outcome', 'cancelled') where turn_id = '${id}'`,
    );
    expect(found).toEqual([`T1 ${id} has a record of something else`]);
  });

  test('P8: a gap in the events', async () => {
    const found = await afterChange(
      `delete from design_events where type = 'model_answered' and design_id = (select min(id) from designs)`,
    );
    expect(found).toContainEqual(
      expect.stringMatching(/^P8 event \d+ is missing: \d+ is in its place$/),
    );
    expect(found).toContainEqual(
      expect.stringMatching(/^P6 is at version \d+ and has \d+ events$/),
    );
  });

  test('P8: an event that was changed', async () => {
    const found = await afterChange(
      `update design_events set payload = json_set(payload, '$.latencyMs', 1234567)
       where type = 'model_answered' and design_id = (select min(id) from designs)`,
    );
    expect(found).toEqual([expect.stringMatching(/^P8 event \d+ was changed$/)]);
  });

  test('P5: an inbox entry that was not handled', async () => {
    const id = one(`select id from inbox where command ->> 'type' = 'record_reply' limit 1`);
    const found = await afterChange(`update inbox set answer = null where id = '${id}'`);
    expect(found).toEqual([`P5 inbox entry ${id} (record_reply) is not handled`]);
  });

  test('P5: a command that was accepted and not carried out', async () => {
    const id = one(`select id from inbox where command ->> 'type' = 'record_reply' limit 1`);
    const found = await afterChange(
      `update inbox set command = json_set(command, '$.replyId', 'another') where id = '${id}'`,
    );
    expect(found).toEqual([`P5 inbox entry ${id} (record_reply) was accepted and changed nothing`]);
  });

  test('P5: words that were acknowledged to a person, and that are nowhere', () => {
    const designId = clean.tables.designs[0]?.id ?? '';
    const words = {
      kind: 'reply',
      topic: '',
      designId,
      mark: 'Never kept',
      status: 201,
      sentAt: 0,
      heardAt: 0,
    } as const;
    expect(said({ ...clean, asked: [...clean.asked, words] })).toEqual([
      'P5 the reply "Never kept" was answered with 201 and is nowhere',
    ]);
  });

  test('P4: an effect that is left to be done', async () => {
    const which = `(select min(design_id) from outbox where effect ->> 'type' = 'write_files')`;
    const found = await afterChange(
      `update outbox set state = 'attempted' where effect ->> 'type' = 'write_files' and design_id = ${which}`,
    );
    expect(found).toEqual([
      expect.stringMatching(/^P4 effect dsn_\S+\/\d+\.\d+ \(write_files\) is attempted still$/),
    ]);
  });

  test('A8: a design that is owned when nobody runs, and a lease that was left', async () => {
    const owned = await afterChange(
      `update designs set owner = 7 where id = (select min(id) from designs)`,
    );
    expect(owned).toEqual(['A8 is owned by 7 still']);
    const due = await afterChange(
      'update designs set due_at = 0 where id = (select min(id) from designs)',
    );
    expect(due).toEqual(['A8 has ended and waits to be taken up again']);
    expect(said({ ...clean, tables: { ...clean.tables, daemons: 1 } })).toEqual([
      'A8 1 leases are left',
    ]);
  });

  test('A5: a status that the events do not bear out', async () => {
    const found = await afterChange(
      `update designs set status = 'failed' where id = (select min(id) from designs)`,
    );
    expect(found).toEqual([
      expect.stringMatching(/^A5 is shown as failed, and its events come to \w+$/),
    ]);
  });

  test('A5: a design that was cancelled by a person whom nobody knows', () => {
    const cancelled = clean.asked.map((each) => ({
      ...each,
      kind: 'start' as const,
      mark: each.topic,
    }));
    const tables = {
      ...clean.tables,
      events: clean.tables.events.map((row) =>
        row.event?.type === 'design_ended'
          ? {
              ...row,
              event: {
                ...row.event,
                status: 'cancelled',
                stoppedBecause: 'cancelled_by_person',
              } as const,
            }
          : row,
      ),
    };
    const found = said({ ...clean, asked: cancelled, tables });
    const untrue = 'A5 ended as cancelled (cancelled_by_person), but its events tell otherwise';
    expect(found.filter((each) => each === untrue)).toHaveLength(3);
  });

  // Last, because it cannot be taken back.
  test('P3: a file that is not what was written', async () => {
    const [design] = clean.tables.designs;
    await appendFile(join(folder, 'designs', design?.id ?? '', 'brief.md'), '!');
    expect(said(clean)).toEqual(['P3 has files that no daemon has']);
  });
});

function effectOf(message: SeenMessage | undefined): string {
  return message?.id.slice(0, message.id.lastIndexOf('.')) ?? '';
}
