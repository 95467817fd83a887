import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { charrette } from '../entry/cli.ts';
import { type Daemon, FEW_PERSONAS } from '../entry/daemon.ts';
import { ownDatabase, ownStoreDatabase, reachablePostgres } from '../support/databases/postgres.ts';
import { type DaemonOptions, startDaemon } from '../support/processes/daemon-process.ts';
import { needing } from '../support/runner/needing.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { expectVerified } from './expected.ts';
import { answerTo } from './rights-kept.ts';

const { test } = await needing('postgres', 'programs of a Postgres server');
const server = await reachablePostgres();
/** The commands of `charrette backup`, as they are to be typed. */
const COMMANDS = /^ {2}(.*)$/gm;

async function made(database: ReturnType<typeof ownDatabase>): Promise<string> {
  const { url, drop } = await database;
  onTestFinished(drop);
  return url;
}

/** Gone with the test, before its databases. */
async function started(options: DaemonOptions): Promise<Daemon> {
  const daemon = await startDaemon(options);
  onTestFinished(() => daemon.kill());
  return daemon;
}

function typed(command: string, environment: Readonly<Record<string, string>>): void {
  const { status, stderr } = spawnSync('sh', ['-c', command], {
    env: { PATH: process.env.PATH ?? '', ...environment },
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
}

test('a fleet’s database dumped by the named backup command while daemons run continues its designs once restored', async () => {
  const url = await made(ownStoreDatabase(server.url ?? ''));
  const other = await made(ownDatabase(server.url ?? ''));
  const environment = { ...FEW_PERSONAS, CHARRETTE_ANSWER_SECONDS: '86400' };
  const original = temporaryFolder();
  const daemon = await started({ dataDir: original, databaseUrl: url, environment });
  const ended = (await daemon.startDesign({ topic: 'Should the queue move?' })).id;
  await daemon.events(ended).until('questions', ({ type }) => type === 'answering_opened');
  await daemon.insist(`/designs/${ended}/answered`, { author: 'ana' });
  await daemon.untilEnded(ended);
  const waiting = (await daemon.startDesign({ topic: 'Should the cache move?' })).id;
  await daemon.events(waiting).until('questions', ({ type }) => type === 'answering_opened');

  const given = await daemon.post<{ token: string }>('/tokens', { name: 'ci', role: 'read' });

  const file = join(temporaryFolder(), 'a dump');
  const named = await charrette(original, ['backup', file], { DATABASE_URL: url });
  expect(named.code).toBe(2);
  expect(named.stderr).not.toContain(url);
  const [dump = '', copy = '', mark = '', ...restoring] = [...named.stderr.matchAll(COMMANDS)].map(
    ([, each]) => each ?? '',
  );
  typed(dump, { DATABASE_URL: url });
  typed(copy, {});
  typed(mark, {});
  await daemon.kill();
  const dataDir = join(temporaryFolder(), 'data');
  expect(restoring).toHaveLength(2);
  for (const command of restoring) typed(command, { OTHER_URL: other, OTHER_DATA_DIR: dataDir });
  await expectVerified(dataDir, ended);

  const next = await started({ dataDir, databaseUrl: other, environment });
  expect(await answerTo(next, given.body.token)).toMatchObject({
    status: 401,
    text: expect.stringContaining('sleeps'),
  });
  await next.insist(`/designs/${waiting}/answered`, { author: 'ana' });
  await next.untilEnded(waiting);
  await expectVerified(dataDir, waiting);
  // The files of what had ended are made again, byte for byte.
  expect(await next.text(`/designs/${ended}/artifacts/brief.md`)).toBe(
    await next.text(`/designs/${ended}/artifacts/brief.md`),
  );
  expect(await next.text(`/designs/${ended}/artifacts/manifest.json`)).toContain(ended);
  await next.stop();
});
