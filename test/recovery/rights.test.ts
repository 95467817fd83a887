import { copyFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeOnStores } from '../adapters/store/on-postgres.ts';
import { calledHere } from '../entry/cli.ts';
import { InProcess } from '../entry/in-process.ts';
import { afterwards } from '../entry/waiting.ts';
import { SetBack } from '../support/databases/set-back.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { answerTo, expectAsleep, expectAwake, grant, REHEARSAL, type Rights } from './rights-kept.ts';

async function started(dataDir: string, environment: Record<string, string> = {}): Promise<InProcess> {
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

test('P16: a number that cannot be read refuses the start, and is not taken for none', async () => {
  const { dataDir } = await backedUp();
  writeFileSync(join(dataDir, 'rights.json'), '{"changes":');
  await expect(InProcess.start(dataDir, REHEARSAL)).rejects.toMatchObject({
    code: 'bad_configuration',
    message: expect.stringContaining('rights.json cannot be read'),
  });
  renameSync(join(dataDir, 'rights.json'), join(dataDir, 'away'));
  const daemon = await started(dataDir);
  await daemon.stop();
});

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
    const [[teller = daemon]] = [[daemon, second].filter(({ output }) => output.includes('rights_asleep'))];
    await expectAsleep(teller, rights, teller === daemon ? dataDir : other, environment);
    await Promise.all([daemon.stop(), second.stop()]);
  });

  test('P16: rights of a backup that is moved to Postgres sleep there', async () => {
    const { backup, rights } = await backedUp();
    const { url, drop } = await own.another();
    afterwards(drop);
    expect(await calledHere(backup, ['migrate', '--to', url], REHEARSAL)).toMatchObject({ code: 0 });
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
