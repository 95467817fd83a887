import {
  copyFileSync,
  existsSync,
  readFileSync,
  renameSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { describeOnStores } from '../adapters/store/on-postgres.ts';
import { calledHere } from '../entry/cli.ts';
import { InProcess } from '../entry/in-process.ts';
import { afterwards } from '../entry/waiting.ts';
import { SetBack } from '../support/databases/set-back.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { Browser } from '../surfaces/http/browser.ts';
import {
  answerTo,
  answerWith,
  expectAsleep,
  expectAwake,
  grant,
  REHEARSAL,
  type Rights,
} from './rights-kept.ts';

async function started(
  dataDir: string,
  environment: Record<string, string> = {},
): Promise<InProcess> {
  const daemon = await InProcess.start(dataDir, {
    ...REHEARSAL,
    CHARRETTE_LOG_LEVEL: 'info',
    ...environment,
  });
  afterwards(() => daemon.stop());
  return daemon;
}

const storeIn = (folder: string) => join(folder, 'store.sqlite');

/** A data folder, and a backup of it from before a token and a link were revoked. */
async function backedUp(): Promise<{ dataDir: string; backup: string; rights: Rights }> {
  const [dataDir, backup] = [temporaryFolder(), join(temporaryFolder(), 'backup')];
  const daemon = await started(dataDir);
  const rights = await grant(daemon);
  expect(await calledHere(dataDir, ['backup', backup], REHEARSAL)).toMatchObject({ code: 0 });
  await rights.revoke(daemon);
  await expectAwake(daemon, rights);
  await daemon.stop();
  return { dataDir, backup, rights };
}

test('P16: rights of a store that starts from a backup sleep until each is woken', async () => {
  const { dataDir, backup, rights } = await backedUp();
  // A start of the original changes nothing.
  const original = await started(dataDir);
  await expectAwake(original, rights);
  expect(original.output).not.toContain('rights_asleep');
  await original.stop();

  const daemon = await started(backup);
  await expectAsleep(daemon, rights, backup);
  await daemon.stop();
  const again = await started(backup);
  expect((await answerTo(again, rights.kept)).status).toBe(200);
  expect(again.output).not.toContain('rights_asleep');
  await again.stop();
});

test('P16: a token that a command wakes before the first start from a backup stays awake', async () => {
  const { backup, rights } = await backedUp();
  const [words, mark] = [readFileSync(join(backup, 'backup.json')), join(backup, 'backup.json')];
  expect(await calledHere(backup, ['migrate'], REHEARSAL)).toMatchObject({ code: 0 });
  expect(await calledHere(backup, ['token', 'wake', 'kept'], REHEARSAL)).toMatchObject({ code: 0 });
  writeFileSync(mark, words);
  const daemon = await started(backup);
  expect((await answerTo(daemon, rights.kept)).status).toBe(200);
  expect((await answerTo(daemon, rights.revoked)).status).toBe(401);
  expect(daemon.output).toMatch(/"tokens":\["revoked"\],.*"msg":"rights_asleep"/);
  await daemon.stop();
});

test('P16: each empty mark that an operator makes puts rights to sleep', async () => {
  const { dataDir, rights } = await backedUp();
  for (const at of [1, 2]) {
    writeFileSync(join(dataDir, 'backup.json'), '');
    utimesSync(join(dataDir, 'backup.json'), at, at);
    const daemon = await started(dataDir);
    expect((await answerTo(daemon, rights.kept)).status).toBe(401);
    expect(await calledHere(dataDir, ['token', 'wake', 'kept'], REHEARSAL)).toMatchObject({
      code: 0,
    });
    await daemon.stop();
  }
});

test('P16: a start that ends before the mark is removed sleeps again, and one that ends after it stays asleep', async () => {
  const { backup, rights } = await backedUp();
  const mark = join(backup, 'backup.json');
  const words = readFileSync(mark);
  const first = await started(backup);
  await first.kill();
  expect(existsSync(mark)).toBe(false);
  const second = await started(backup);
  expect((await answerTo(second, rights.revoked)).status).toBe(401);
  await second.kill();
  // As if it had ended between the two steps.
  writeFileSync(mark, words);
  const third = await started(backup);
  await expectAsleep(third, rights, backup);
  await third.stop();
});

test('P16: rights sleep where the file of the store was put back by hand, as far as the data folder knows', async () => {
  const { dataDir, backup, rights } = await backedUp();
  copyFileSync(storeIn(backup), storeIn(dataDir));
  const daemon = await started(dataDir);
  await expectAsleep(daemon, rights, dataDir);
  await daemon.stop();
});

test('P16: rights of a copy sleep also where as many changes were made in it since', async () => {
  const { dataDir, backup, rights } = await backedUp();
  const elsewhere = temporaryFolder();
  copyFileSync(storeIn(backup), storeIn(elsewhere));
  const other = await started(elsewhere);
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f'])
    await other.post('/tokens', { name, role: 'read' });
  expect((await answerTo(other, rights.revoked)).status).toBe(200);
  await other.stop();
  copyFileSync(storeIn(elsewhere), storeIn(dataDir));
  const daemon = await started(dataDir);
  for (const token of [rights.kept, rights.revoked])
    expect((await answerTo(daemon, token)).status).toBe(401);
  expect(daemon.output).toContain('rights_asleep');
  await daemon.stop();
});

test('P16: a link to a design that was forgotten since has ended when the store is put back', async () => {
  const [dataDir, backup] = [temporaryFolder(), join(temporaryFolder(), 'backup')];
  const daemon = await started(dataDir, {
    CHARRETTE_ANSWER_SECONDS: '1',
    CHARRETTE_GATE_SECONDS: '1',
  });
  const { id, keptLink } = await grant(daemon);
  await daemon.untilEnded(id);
  await daemon.events(id).until('its files', ({ type }) => type === 'files_written');
  expect(await calledHere(dataDir, ['backup', backup], REHEARSAL)).toMatchObject({ code: 0 });
  await expect
    .poll(async () => (await calledHere(dataDir, ['forget', id, '--yes'], REHEARSAL)).code)
    .toBe(0);
  expect(await answerWith(daemon, new Browser(daemon.url), keptLink)).not.toBe(303);
  await daemon.stop();
  copyFileSync(storeIn(backup), storeIn(dataDir));
  const next = await started(dataDir);
  expect(await answerWith(next, new Browser(next.url), keptLink)).toBe(401);
  expect(next.output).toContain('rights_asleep');
  await next.stop();
});

test('P16: a token that has expired does not sleep, and a store without rights has none that sleep', async () => {
  const { dataDir } = await backedUp();
  const database = new DatabaseSync(storeIn(dataDir));
  database.exec(`update access_tokens set expires_at = 1 where name = 'kept'`);
  database.close();
  for (const folder of [dataDir, temporaryFolder()]) {
    writeFileSync(join(folder, 'backup.json'), '');
    const daemon = await started(folder);
    expect(daemon.output).toContain('started_from_backup');
    expect(daemon.output.match(/"tokens":.*?"msg":"rights_asleep"/)?.[0] ?? 'none').not.toContain(
      'kept',
    );
    expect(daemon.output.includes('rights_asleep')).toBe(folder === dataDir);
    expect((await daemon.get<{ tokens: unknown[] }>('/tokens')).tokens).not.toContainEqual(
      expect.objectContaining({ name: 'kept', asleepSince: expect.anything() }),
    );
    await daemon.stop();
  }
});

test.each(['{"changes":', '{}', 'null', '{"changes":7}'])(
  'P16: changes that cannot be read (%s) refuse the start, are told, and are not taken for none',
  async (content) => {
    const dataDir = temporaryFolder();
    const file = join(dataDir, 'rights.json');
    const running = await started(dataDir);
    await running.post('/tokens', { name: 'ci', role: 'read' });
    const kept = readFileSync(file);
    writeFileSync(file, content);
    const said = expect.stringMatching(
      /rights\.json cannot be read, which says if .*: it is not as Charrette writes it$/,
    );
    expect((await running.request('/readyz')).status).toBe(503);
    expect(running.output).toMatch(
      /rights\.json cannot be read, which says if [^{}]*: it is not as Charrette writes it".*"msg":"rights_not_kept"/,
    );
    expect((await calledHere(dataDir, ['doctor'], REHEARSAL)).stdout).toMatch(
      /^store +problem .*rights\.json cannot be read/m,
    );
    writeFileSync(file, kept);
    await running.stop();
    writeFileSync(file, content);
    await expect(InProcess.start(dataDir, REHEARSAL)).rejects.toMatchObject({
      code: 'bad_configuration',
      message: said,
    });
    expect((await calledHere(dataDir, ['doctor'], REHEARSAL)).stdout).toMatch(
      /^store +problem .*rights\.json cannot be read/m,
    );
    renameSync(file, join(dataDir, 'away'));
    const daemon = await started(dataDir);
    await daemon.stop();
  },
);

describeOnStores('rights on Postgres', (own) => {
  test('P16: rights of a database that goes back under its daemons sleep at all of them', async () => {
    const [dataDir, other] = [temporaryFolder(), temporaryFolder()];
    const environment = { DATABASE_URL: own.url };
    const daemon = await started(dataDir, environment);
    const second = await started(other, environment);
    const rights = await grant(daemon);
    const setBack = new SetBack(own.url);
    await setBack.remember();
    await rights.revoke(daemon);
    await expectAwake(second, rights);
    await setBack.goBack();
    // What was looked up within two seconds before is told again.
    await expect.poll(async () => (await answerTo(second, rights.kept)).status).toBe(401);
    await expect.poll(async () => (await answerTo(daemon, rights.kept)).status).toBe(401);
    for (const each of [daemon, second])
      await expect.poll(() => each.output, { timeout: 20_000 }).toContain('rights_asleep');
    await expectAsleep(daemon, rights, dataDir, environment);
    await Promise.all([daemon.stop(), second.stop()]);
  });

  test('P16: rights of two databases that a data folder uses at the same time and in turn stay awake', async () => {
    const dataDir = temporaryFolder();
    const { url, drop } = await own.another();
    afterwards(drop);
    const stores = [{ DATABASE_URL: own.url }, { DATABASE_URL: url }];
    const both = await Promise.all(stores.map((environment) => started(dataDir, environment)));
    const rights = await Promise.all(both.map((daemon) => grant(daemon)));
    for (const [at, daemon] of both.entries()) await rights[at]?.revoke(daemon);
    await Promise.all(both.map((daemon) => daemon.stop()));
    for (const at of [0, 1, 0, 1]) {
      const daemon = await started(dataDir, stores[at]);
      expect((await answerTo(daemon, rights[at]?.kept ?? '')).status).toBe(200);
      expect(daemon.output).not.toContain('rights_asleep');
      await daemon.stop();
    }
  });

  test('P16: a second machine that starts with the folder of a dump puts no right to sleep again', async () => {
    const folders = [temporaryFolder(), temporaryFolder(), temporaryFolder()];
    const environment = { DATABASE_URL: own.url };
    const [before = '', dataDir = '', other = ''] = folders;
    const daemon = await started(before, environment);
    const rights = await grant(daemon);
    await daemon.stop();
    for (const folder of [dataDir, other])
      writeFileSync(join(folder, 'backup.json'), '2026-11-27T10:00');
    const first = await started(dataDir, environment);
    expect((await answerTo(first, rights.kept)).status).toBe(401);
    const call = (...words: string[]) =>
      calledHere(dataDir, words, { ...REHEARSAL, ...environment });
    expect(await call('token', 'wake', 'kept')).toMatchObject({ code: 0 });
    const second = await started(other, environment);
    expect(second.output).toContain('started_from_backup');
    for (const each of [first, second]) {
      await expect.poll(async () => (await answerTo(each, rights.kept)).status).toBe(200);
      expect((await answerTo(each, rights.revoked)).status).toBe(401);
      expect(each.output).toContain('rights_asleep');
    }
    await Promise.all([first.stop(), second.stop()]);
  });

  test('P16: rights of a backup that is moved to Postgres sleep there', async () => {
    const { backup, rights } = await backedUp();
    const { url, drop } = await own.another();
    afterwards(drop);
    expect(await calledHere(backup, ['migrate', '--to', url], REHEARSAL)).toMatchObject({
      code: 0,
    });
    const environment = { DATABASE_URL: url };
    const daemon = await started(backup, environment);
    await expectAsleep(daemon, rights, backup, environment);
    await daemon.stop();
  });

  test('P16: a database that goes back while no daemon runs is noticed at the next start', async () => {
    const dataDir = temporaryFolder();
    const environment = { DATABASE_URL: own.url };
    const daemon = await started(dataDir, environment);
    const rights = await grant(daemon);
    const setBack = new SetBack(own.url);
    await setBack.remember();
    await rights.revoke(daemon);
    await daemon.stop();
    await setBack.goBack();
    const next = await started(dataDir, environment);
    await expectAsleep(next, rights, dataDir, environment);
    await next.stop();
  });
});
