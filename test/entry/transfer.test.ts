import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cp, open, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readExport } from '../../src/adapters/files/export-file.ts';
import { transferFiles } from '../../src/adapters/files/transfer-files.ts';
import { openPostgresTransfer } from '../../src/adapters/store/postgres/transfer.ts';
import { TABLES } from '../../src/adapters/store/records/transfer.ts';
import { DesignId } from '../../src/core/vocabulary/ids.ts';
import { openStore } from '../../src/entry/open-store.ts';
import { importLines } from '../../src/runtime/transfer/import.ts';
import { expectVerified } from '../recovery/expected.ts';
import { keptLog } from '../support/child-sessions.ts';
import { inboxEntryOf } from '../support/commits.ts';
import { designIdOf, turnIdOf } from '../support/events.ts';
import { ownStoreDatabase, reachablePostgres } from '../support/postgres.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { atNight } from '../support/whole.ts';
import { calledHere } from './cli.ts';
import { FEW_PERSONAS } from './daemon.ts';
import { InProcess } from './in-process.ts';

const CHILD = fileURLToPath(new URL('../support/import-child.ts', import.meta.url));
const REHEARSAL = {
  ...FEW_PERSONAS,
  CHARRETTE_REHEARSAL: '1',
  CHARRETTE_REHEARSAL_LATENCY_MS: '0',
  CHARRETTE_ANSWER_SECONDS: '86400',
  CHARRETTE_LOG_LEVEL: 'silent',
};
const server = await reachablePostgres();
const skipped = server.reason === null ? '' : ` (skipped: ${server.reason})`;

/** A store with a data folder: in it, or in a database. */
interface Place {
  readonly dataDir: string;
  readonly environment: Readonly<Record<string, string>>;
}

const root = temporaryFolder();
let folders = 0;
const drops: (() => Promise<void>)[] = [];
/** With a design that has ended, one that waits for answers, and one that was only asked for. */
let source: Place;
let ended: string;
let waiting: string;
/** What `charrette export` made of it. */
let file: string;

function newPath(): string {
  folders += 1;
  return join(root, `${folders}`);
}

function newFolder(): Place {
  return { dataDir: newPath(), environment: {} };
}

async function newDatabase(): Promise<Place> {
  const { url, drop } = await ownStoreDatabase(server.url ?? '');
  drops.push(drop);
  return { dataDir: newPath(), environment: { DATABASE_URL: url } };
}

function charrette({ dataDir, environment }: Place, ...words: string[]) {
  return calledHere(dataDir, words, { ...REHEARSAL, ...environment });
}

async function exported(place: Place): Promise<string> {
  const path = newPath();
  expect(await charrette(place, 'export', path)).toMatchObject({ code: 0 });
  return path;
}

/** All but the first line, which has a date, and the last, which has the hash of all. */
async function contentOf(path: string): Promise<string[]> {
  return (await readFile(path, 'utf8')).split('\n').slice(1, -2);
}

/** An export with other lines, whose last one is true of them. */
async function rewritten(lines: readonly string[]): Promise<string> {
  const path = newPath();
  const [header = ''] = (await readFile(file, 'utf8')).split('\n');
  const text = [header, ...lines].map((line) => `${line}\n`).join('');
  const designs = lines.filter((line) => line.endsWith('"kind":"design"}')).length;
  const sha256 = createHash('sha256').update(text).digest('hex');
  await writeFile(path, `${text}${JSON.stringify({ designs, kind: 'end', sha256 })}\n`);
  return path;
}

async function expectNothingIn(place: Place): Promise<void> {
  expect(await contentOf(await exported(place))).toEqual([]);
  expect(await readdir(join(place.dataDir, 'designs')).catch(() => [])).toEqual([]);
}

beforeAll(async () => {
  source = newFolder();
  const daemon = await InProcess.start(source.dataDir, REHEARSAL);
  ended = (await daemon.startDesign({ topic: 'Should the queue move?' })).id;
  await daemon.events(ended).until('questions', ({ type }) => type === 'answering_opened');
  await daemon.insist(`/designs/${ended}/answered`, { author: 'ana' });
  await daemon.untilEnded(ended);
  await daemon.insist(`/designs/${ended}/replies`, { text: 'The replica lags on Mondays.', author: 'bea' });
  waiting = (await daemon.startDesign({ topic: 'Should the cache move?' })).id;
  await daemon.events(waiting).until('questions', ({ type }) => type === 'answering_opened');
  await daemon.insist(`/designs/${waiting}/replies`, { text: 'Nobody else reads it.', author: 'bea' });
  await daemon.stop();
  await writeFile(join(source.dataDir, 'designs', ended, 'notes.txt'), 'no file of a design');
  const { store, fleet, failures } = await openStore(
    { databaseUrl: null, dataDir: source.dataDir },
    keptLog(),
  );
  const designId = designIdOf(1);
  await store.accept(inboxEntryOf('asked-for', designId));
  const epoch = (await fleet.claim(designId)) ?? 0;
  await store.keepTraces(designId, epoch, [{ turnId: turnIdOf(1), steps: [], underWay: null }]);
  await fleet.release({ designId, epoch }, 0, 1);
  for (const name of ['ada-12345678.log', 'bea-12345678.log'])
    await failures.keep(DesignId.parse(ended), { name, at: 1_700_000_000_000, text: 'It said “漢字”.' });
  await store.dismissLesson(DesignId.parse(ended), { at: 1_700_000_000_000, by: 'Ana' });
  await store.close();
  file = await exported(source);
});
afterAll(async () => {
  for (const drop of drops) await drop();
});

describe('an export', () => {
  test('P3: an export is for its owner only, and never in the place of another file', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await charrette(source, 'export', file)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is there already'),
    });
  });

  test('an export is refused beside a process that has the embedded store, and without a store, of which it makes none', async () => {
    const { store } = await openStore({ databaseUrl: null, dataDir: source.dataDir }, keptLog());
    const path = newPath();
    const refused = await charrette(source, 'export', path);
    await store.close();
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('Stop that one') });
    const nowhere = newFolder();
    expect(await charrette(nowhere, 'export', path)).toMatchObject({ code: 2 });
    expect((await charrette(source, 'export', join(path, '../missing/a.jsonl'))).stderr).toContain(
      'the folder that it belongs in is not there',
    );
    await expect(stat(nowhere.dataDir)).rejects.toThrow('ENOENT');
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });

  test('P8: an export of a store in which an event was changed is refused, and no file is left', async () => {
    const damaged = newFolder();
    await cp(source.dataDir, damaged.dataDir, { recursive: true });
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(join(damaged.dataDir, 'store.sqlite'));
    database.exec(`update design_events set words = replace(words, 'cache', 'lake') where seq = 1`);
    database.close();
    const path = newPath();
    expect(await charrette(damaged, 'export', path)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`${waiting} is not as it was recorded: a text of event 1 was changed`),
    });
    expect((await readdir(root)).filter((name) => name.includes('unfinished'))).toEqual([]);
  });
});

test('P8: neither an export of a damaged store nor an import into it is begun, though its rows could be read', async () => {
  const damaged = newFolder();
  await cp(source.dataDir, damaged.dataDir, { recursive: true });
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(join(damaged.dataDir, 'store.sqlite'), { defensive: false });
  const [index] = database
    .prepare(`select rootpage from sqlite_schema where type = 'index' and tbl_name = 'responses'`)
    .all() as { rootpage: number }[];
  database.close();
  const handle = await open(join(damaged.dataDir, 'store.sqlite'), 'r+');
  await handle.write(Buffer.alloc(4_096, 'x'), 0, 4_096, ((index?.rootpage ?? 0) - 1) * 4_096);
  await handle.close();
  for (const words of [
    ['export', newPath()],
    ['import', file],
  ])
    expect(await charrette(damaged, ...words)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('The database file is damaged.'),
    });
});

test('P1: every column of the tables of designs is moved, follows from the events, or is left out on purpose', async () => {
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(join(source.dataDir, 'store.sqlite'));
  const columns = database
    .prepare(
      `select tables.name as "table", columns.name from pragma_table_list as tables, pragma_table_info(tables.name) as columns
        where tables.schema = 'main' and tables.name not like 'sqlite_%'`,
    )
    .all() as { table: string; name: string }[];
  database.close();
  const moved = new Set(
    Object.values(TABLES).flatMap(({ name, columns: of }) =>
      Object.keys(of).map((column) => `${name}.${column}`),
    ),
  );
  const left = columns.filter(({ table, name }) => !moved.has(`${table}.${name}`));
  const byTable = Object.groupBy(left, ({ table }) => table);
  const names = Object.entries(byTable).map(
    ([table, of = []]) => `${table}: ${of.map(({ name }) => name).join(' ')}`,
  );
  expect(names.toSorted()).toEqual([
    // Tokens open one store, and its audit log says what was done in it.
    'access_tokens: id name role channels sha256 created_at created_by expires_at last_used_at revoked_at',
    // Questions of the last days count against this store's budget, and its own gateways hold starts.
    'asked_questions: id person asked_at usd',
    'audit_log: position at entry',
    // When this database's own daemons last did the work of the day.
    'daily_runs: name ran_at',
    'design_events: design_id',
    // Moved are id and due_at; owner and epoch are a daemon's, and all others follow from the rest.
    'designs: id owner epoch due_at arrivals version topic status phase step started_at ended_at started_by successor_of follow_up_of rehearsal decision thread spent_usd set_aside standing',
    // What is left of designs that are gone, and the log of heads, are of one store.
    'failures: design_id',
    'forgotten: design_id count head forgotten_at forgotten_by',
    'heads: position design_id count head at hash key_id signature',
    'held_starts: name held_at start',
    'inbox: position design_id',
    // Kept anew from the events, by the work of the day.
    'lesson_dismissals: design_id',
    'lessons: design_id lesson',
    // Positions of one store's stream over all designs, and who is signed in there.
    'milestones: position design_id at milestone',
    'outbox: design_id',
    'passes: id kind holder design_id name way sha256 created_at created_by ends_at last_used_at revoked_at',
    'readiness: id checked_at',
    'responses: key status body stored_at',
    'trace_parts: position design_id',
    'turns: position design_id',
  ]);
});

describe('an import', () => {
  test.each([
    ['P1, P8: into another folder', async () => newFolder()],
    [`P1, P8: into Postgres and back${skipped}`, server.url === null ? null : newDatabase],
  ] as const)(
    '%s brings all that is stored, with the same hashes, and files that verify',
    async (_, make) => {
      if (make === null) return;
      const there = await make();
      expect(await charrette(there, 'import', file)).toMatchObject({
        code: 0,
        stdout: '3 designs imported.\n',
      });
      const back = newFolder();
      expect(await charrette(back, 'import', await exported(there))).toMatchObject({ code: 0, stderr: '' });
      expect(await contentOf(await exported(back))).toEqual(await contentOf(file));
      for (const place of [there, back]) {
        const found = (await readdir(join(place.dataDir, 'designs', ended))).toSorted();
        const before = await readdir(join(source.dataDir, 'designs', ended));
        expect(found).toEqual(before.filter((name) => name !== 'notes.txt').toSorted());
        await expectVerified(place.dataDir, ended);
        const events = (await charrette(place, 'events', ended)).stdout.trim().split('\n');
        const [closed] = events
          .map((each) => JSON.parse(each))
          .filter(({ type }) => type === 'record_closed');
        const folder = join(place.dataDir, 'designs', ended);
        const verified = await charrette(place, 'verify', folder, '--head', closed.head);
        expect(verified).toMatchObject({ code: 0 });
        expect(JSON.parse(events.at(-1) ?? '')).toMatchObject({
          type: 'reply_recorded',
          author: 'bea, by the API (token admin)',
          after: 'end',
        });
        const { stdout } = await charrette(place, 'show', ended);
        expect(stdout).toContain('Said after the end, and no part of the result');
        expect(stdout).toContain('bea, by the API (token admin): The replica lags on Mondays.');
      }
    },
  );

  test.each([
    ['an embedded store', async () => newFolder()],
    [`Postgres${skipped}`, server.url === null ? null : newDatabase],
  ] as const)(
    'C18, P5: lets a design continue in %s that waits for answers, with the ones it has',
    async (_, make) => {
      if (make === null) return;
      const there = await make();
      await charrette(there, 'import', file);
      const daemon = await InProcess.start(there.dataDir, { ...REHEARSAL, ...there.environment });
      await daemon.insist(`/designs/${waiting}/answered`, { author: 'ana' });
      expect(await daemon.untilEnded(waiting)).toMatchObject({ status: 'completed' });
      expect(daemon.events(waiting).of('reply_recorded')).toHaveLength(1);
      await daemon.stop();
      await expectVerified(there.dataDir, waiting);
    },
  );

  test('P6: an import into a store that holds one of its designs is refused as a whole, and names it', async () => {
    const there = newFolder();
    await charrette(there, 'import', file);
    const before = await contentOf(await exported(there));
    expect(await charrette(there, 'import', file)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`this store already holds design ${designIdOf(1)}`),
    });
    expect(await contentOf(await exported(there))).toEqual(before);
  });

  test('P3: an import is refused where a folder has another file of that name', async () => {
    const there = newFolder();
    await cp(join(source.dataDir, 'designs'), join(there.dataDir, 'designs'), { recursive: true });
    await writeFile(join(there.dataDir, 'designs', ended, 'brief.md'), 'Another one.');
    expect(await charrette(there, 'import', file)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('brief.md is there already, and is not the file of the import'),
    });
    expect(await contentOf(await exported(there))).toEqual([]);
  });

  test.each([
    ['an embedded store', async () => newFolder()],
    [`Postgres${skipped}`, server.url === null ? null : newDatabase],
  ] as const)(
    'P7: of records that no store could have written is refused by %s, and says why',
    async (_, make) => {
      if (make === null) return;
      const lines = await contentOf(file);
      const changing = (text: string, change: (line: string) => string[]) => {
        const at = lines.findIndex((line) => line.includes(text));
        return lines.toSpliced(at, 1, ...change(lines[at] ?? ''));
      };
      const bad: readonly (readonly [lines: string[], why: string])[] = [
        [changing('"kind":"effect"', (line) => [line, line]), 'has a row twice'],
        [changing('"kind":"turn"', (line) => [line, line]), 'has a row twice'],
        [changing('"kind":"command"', (line) => [line, line]), 'has a row twice'],
        [
          changing('"kind":"file"', (line) => [line.replace('"more":false', '"more":true')]),
          'the end is missing',
        ],
        [
          changing('"kind":"effect"', (line) => [line.replace(/"receipt":"[^"]*"/, '"receipt":"\\u0000"')]),
          'holds text that cannot be stored',
        ],
        [
          changing('"kind":"effect"', (line) => [line.replace(/"attempts":\d+/, '"attempts":4294967296')]),
          'none of an export',
        ],
      ];
      const there = await make();
      for (const [changed, why] of bad) {
        const refused = await charrette(there, 'import', await rewritten(changed));
        expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining(why) });
        await expectNothingIn(there);
      }
    },
  );

  test('P7, P8: an import of a file that is no export, was cut or changed, or is of a later version, is refused, and leaves nothing', async () => {
    const text = await readFile(file, 'utf8');
    const lines = await contentOf(file);
    const event = lines.findIndex((line) => line.includes('"kind":"event"'));
    const others = lines.filter((_, at) => at !== event + 1);
    const bad: readonly (readonly [text: string, why: string])[] = [
      ['', 'not an export'],
      ['{"kind":"export"', 'not an export'],
      [await readFile('README.md', 'utf8'), 'not an export'],
      [text.slice(0, text.length / 2), 'cut short'],
      [text.slice(0, -1), 'cut short'],
      [text.replace('"version":1}', '"version":2}'), 'later version'],
      [text.replace(/"charretteVersion":"[^"]*"/, '"charretteVersion":"99.0.0"'), 'later version'],
      [text.replace('"state":"done"', '"state":"dropped"'), 'changed'],
      [text.replace('Should the cache move?', 'Should the lake move?'), 'event 1 was changed'],
      [await readFile(await rewritten(others), 'utf8'), 'event 2 is missing'],
      [await readFile(await rewritten([...lines, ...lines.slice(0, 1)]), 'utf8'), 'not in its place'],
      [await readFile(await rewritten(['{"kind":"other"}', ...lines]), 'utf8'), 'line 2'],
      [await readFile(await rewritten(lines.slice(1)), 'utf8'), 'belongs to no design'],
      [
        `${text.slice(0, 120)}\u0000${'x'.repeat(12_000_000)}\n${text.split('\n').at(-2)}\n`,
        'longer than any',
      ],
    ];
    const there = newFolder();
    for (const [content, why] of bad) {
      const path = newPath();
      await writeFile(path, content);
      const refused = await charrette(there, 'import', path);
      expect(refused.stderr, why).toContain(why);
      expect(refused.code, why).toBe(why === 'not an export' ? 2 : 1);
    }
    await expectNothingIn(there);
  });
});

/** A process that is killed at this moment of importing `file`. */
async function killedAt(moment: string, { dataDir, environment }: Place): Promise<void> {
  const words = [CHILD, file, dataDir, environment.DATABASE_URL ?? '', moment];
  const child: ChildProcess = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  const [, signal] = await once(child, 'exit');
  expect(signal, moment).toBe('SIGKILL');
}

/** With Postgres `npm test` takes those of the store: files are staged as with the other. */
const MOMENTS = [
  'store.append#2:after',
  'staging.stage#3:after',
  'staging.place:before',
  'staging.place:after',
  'store.commit:before',
];

describe.each([
  ['an embedded store', async () => newFolder(), MOMENTS],
  [
    `Postgres${skipped}`,
    server.url === null ? null : newDatabase,
    atNight(MOMENTS, (moment) => moment.startsWith('store.')),
  ],
] as const)('killed while it imports into %s', (_, make, moments) => {
  test.skipIf(make === null)('P4: has brought nothing, and the next one brings all of it', async () => {
    const there = (await make?.()) ?? newFolder();
    for (const moment of moments) {
      await killedAt(moment, there);
      expect(await contentOf(await exported(there)), moment).toEqual([]);
    }
    await killedAt('store.commit:after', there);
    expect(await contentOf(await exported(there))).toEqual(await contentOf(file));
    expect(await readdir(join(there.dataDir, 'designs'))).not.toContain('.import');
    await expectVerified(there.dataDir, ended);
  });
});

describe.skipIf(server.url === null)(`on Postgres${skipped}`, () => {
  test('an export is refused while a daemon runs, and says which', async () => {
    const there = await newDatabase();
    const daemon = await InProcess.start(there.dataDir, { ...REHEARSAL, ...there.environment });
    const refused = await charrette(there, 'export', newPath());
    await daemon.stop();
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`process ${process.pid} on `);
    await exported(there);
  });

  test('P4: an import that loses its connection has brought nothing', async () => {
    const there = await newDatabase();
    const url = there.environment.DATABASE_URL ?? '';
    const store = await openPostgresTransfer(url, { alone: false });
    const admin = postgres(url, { max: 1 });
    const cutting: typeof store = {
      ...store,
      append: async (id, rows) => {
        await store.append(id, rows);
        await admin`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`;
      },
    };
    const parts = { store: cutting, files: transferFiles(there.dataDir), onProgress: () => undefined };
    await expect(importLines(readExport(file), parts)).rejects.toMatchObject({ code: 'store_unavailable' });
    await store.close();
    await admin.end();
    await expectNothingIn(there);
  });
});
