import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { charrette } from '../entry/cli.ts';
import { FEW_PERSONAS } from '../entry/daemon.ts';
import { killEveryDaemon, startDaemon } from '../support/daemon-process.ts';
import { ownDatabase, ownStoreDatabase, reachablePostgres } from '../support/postgres.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { expectVerified } from './expected.ts';

const server = await reachablePostgres();
const hasPrograms = ['pg_dump', 'pg_restore'].every((name) => spawnSync(name, ['--version']).status === 0);
const reason = server.reason ?? (hasPrograms ? null : 'this system has no pg_dump');
const skipped = reason === null ? '' : ` (skipped: ${reason})`;
const drops: (() => Promise<void>)[] = [];
/** The command of `charrette backup`, as it is to be typed. */
const DUMP = /^ {2}(pg_dump .*)$/m;
const RESTORE = /^ {2}(pg_restore .*)$/m;

afterEach(async () => {
  await killEveryDaemon();
});
afterAll(async () => {
  for (const drop of drops) await drop();
});

async function made(database: ReturnType<typeof ownDatabase>): Promise<string> {
  const { url, drop } = await database;
  drops.push(drop);
  return url;
}

function typed(command: string | undefined, environment: Readonly<Record<string, string>>): void {
  const { status, stderr } = spawnSync('sh', ['-c', command ?? 'false'], {
    env: { PATH: process.env.PATH ?? '', ...environment },
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
}

describe(`a fleet’s database${skipped}`, { skip: reason !== null }, () => {
  test('dumped while daemons run, with the very command that backup names, and restored, goes on with its designs', async () => {
    const url = await made(ownStoreDatabase(server.url ?? ''));
    const other = await made(ownDatabase(server.url ?? ''));
    const environment = { ...FEW_PERSONAS, CHARRETTE_ANSWER_SECONDS: '86400' };
    const daemon = await startDaemon({ dataDir: temporaryFolder(), databaseUrl: url, environment });
    const ended = (await daemon.startDesign({ topic: 'Should the queue move?' })).id;
    await daemon.events(ended).until('questions', ({ type }) => type === 'answering_opened');
    await daemon.insist(`/designs/${ended}/answered`, { author: 'ana' });
    await daemon.untilEnded(ended);
    const waiting = (await daemon.startDesign({ topic: 'Should the cache move?' })).id;
    await daemon.events(waiting).until('questions', ({ type }) => type === 'answering_opened');

    const file = join(temporaryFolder(), 'a dump');
    const named = await charrette(temporaryFolder(), ['backup', file], { DATABASE_URL: url });
    expect(named.code).toBe(2);
    expect(named.stderr).not.toContain(url);
    typed(DUMP.exec(named.stderr)?.[1], { DATABASE_URL: url });
    await daemon.kill();
    typed(RESTORE.exec(named.stderr)?.[1], { OTHER_URL: other });

    const dataDir = temporaryFolder();
    const next = await startDaemon({ dataDir, databaseUrl: other, environment });
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
});
