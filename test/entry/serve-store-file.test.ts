import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { designIdOf } from '../support/designs/events.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { atNight } from '../support/runner/whole.ts';
import { calledHere, charrette } from './cli.ts';
import { Daemon, FEW_PERSONAS } from './daemon.ts';
import { afterwards } from './waiting.ts';

const REHEARSAL = {
  CHARRETTE_REHEARSAL: '1',
  CHARRETTE_REHEARSAL_LATENCY_MS: '0',
  ...FEW_PERSONAS,
};
const NOT_OURS = 'is no longer the one that was opened';

async function started(dataDir: string): Promise<Daemon> {
  const daemon = await Daemon.start(dataDir, REHEARSAL);
  afterwards(() => daemon.kill());
  return daemon;
}

/** The store of another installation, in a folder of its own. */
async function otherStore(): Promise<string> {
  const folder = temporaryFolder();
  expect(await charrette(folder, ['migrate'])).toMatchObject({ code: 0 });
  return join(folder, 'store.sqlite');
}

/** What happens to a store under its daemon, given the file, and a backup of a moment before. */
const HAPPENS: Readonly<Record<string, (file: string, backup: string) => void | Promise<void>>> = {
  removed: (file) => rmSync(file),
  emptied: (file) => truncateSync(file),
  'replaced by another store': async (file) => renameSync(await otherStore(), file),
  'overwritten by a backup': (file, backup) => copyFileSync(backup, file),
  'replaced by a folder': (file) => {
    rmSync(file);
    mkdirSync(file);
  },
  'left without its log': (file) => rmSync(`${file}-wal`),
};

/** What is noticed in three ways: by the path, by the content, and by the log. */
const EACH_WAY = ['removed', 'overwritten by a backup', 'left without its log'];

test.each(atNight(Object.entries(HAPPENS), ([what]) => EACH_WAY.includes(what)))(
  'P2: a store that is %s under its daemon takes nothing more, and everybody is told',
  async (_, happen) => {
    const dataDir = temporaryFolder();
    const backup = join(temporaryFolder(), 'backup');
    const daemon = await started(dataDir);
    await daemon.startDesign({ topic: 'Should the queue move?' });
    expect(await charrette(dataDir, ['backup', backup], REHEARSAL)).toMatchObject({ code: 0 });
    await daemon.startDesign({ topic: 'Should the cache move?' });
    await happen(join(dataDir, 'store.sqlite'), join(backup, 'store.sqlite'));

    const unavailable = {
      error: {
        code: 'unavailable',
        message: expect.stringContaining(NOT_OURS),
        details: { fault: 'store_unavailable' },
      },
    };
    const refused = await daemon.post('/designs', { topic: 'Should the log move?' });
    expect([refused.status, refused.body]).toEqual([503, unavailable]);
    const ready = async () => (await daemon.request('/readyz')).status;
    await expect.poll(ready).toBe(503);
    await expect.poll(() => daemon.output).toMatch(new RegExp(`${NOT_OURS}.*"msg":"store_away"`));
    expect((await daemon.stop()).code).toBe(0);
    if (happen !== HAPPENS['overwritten by a backup']) return;
    expect(
      readFileSync(join(dataDir, 'store.sqlite')).equals(
        readFileSync(join(backup, 'store.sqlite')),
      ),
    ).toBe(true);
  },
);

test('P16: a backup beside the log that a kill -9 left is refused with the ways out, and both stay as they are', async () => {
  const dataDir = temporaryFolder();
  const [file, backup] = [join(dataDir, 'store.sqlite'), join(temporaryFolder(), 'backup')];
  const daemon = await started(dataDir);
  await daemon.post('/tokens', { name: 'ci', role: 'read' });
  expect(await charrette(dataDir, ['backup', backup], REHEARSAL)).toMatchObject({ code: 0 });
  await daemon.request('/api/v1/tokens/ci', {
    method: 'DELETE',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  await daemon.kill();
  const log = readFileSync(`${file}-wal`);
  copyFileSync(join(backup, 'store.sqlite'), file);
  const { code, said } = await Daemon.refused(dataDir, REHEARSAL);
  expect(code).not.toBe(0);
  expect(said).toMatch(
    /not the one that store\.sqlite-wal .* belongs to.*Put the store .* back.*move store/,
  );
  expect((await calledHere(dataDir, ['doctor'], REHEARSAL)).stdout).toMatch(
    /^store +problem .*store\.sqlite-wal/m,
  );
  expect(readFileSync(file).equals(readFileSync(join(backup, 'store.sqlite')))).toBe(true);
  expect(readFileSync(`${file}-wal`).equals(log)).toBe(true);
  rmSync(`${file}-wal`);
  const again = await started(dataDir);
  expect(again.output).toContain('rights_asleep');
  await again.stop();
});

test('a store that was moved away and back under its daemon goes on', async () => {
  const dataDir = temporaryFolder();
  const file = join(dataDir, 'store.sqlite');
  const daemon = await started(dataDir);
  renameSync(file, `${file}.away`);
  expect((await daemon.post('/designs', { topic: 'Should the queue move?' })).status).toBe(503);
  renameSync(`${file}.away`, file);
  const { id } = await daemon.startDesign({ topic: 'Should the queue move?' });
  await daemon.stop();
  const again = await started(dataDir);
  expect((await again.design(id)).id).toBe(id);
  await again.stop();
});

test('an empty store beside designs is refused, until either is moved', async () => {
  const dataDir = temporaryFolder();
  const designs = join(dataDir, 'designs');
  const store = join(dataDir, 'store.sqlite');
  mkdirSync(join(designs, designIdOf(1)), { recursive: true });
  writeFileSync(join(designs, designIdOf(1), 'manifest.json'), '{}');
  for (const make of [() => undefined, () => writeFileSync(store, '')]) {
    make();
    const { code, said } = await Daemon.refused(dataDir, REHEARSAL);
    expect(code).not.toBe(0);
    expect(said).toMatch(
      /is empty, and .*designs has designs.*put it or a backup.*move .*designs away/,
    );
  }
  expect((await calledHere(dataDir, ['doctor'], REHEARSAL)).stdout).toMatch(
    /^store +problem .*is empty/m,
  );
  expect(await charrette(dataDir, ['design', 'Should the queue move?'], REHEARSAL)).toMatchObject({
    code: 1,
  });
  rmSync(store);
  expect((await calledHere(dataDir, ['doctor'], REHEARSAL)).stdout).toMatch(
    /^store +problem .*missing or empty/m,
  );
  expect(existsSync(store)).toBe(false);
  renameSync(designs, `${designs}.old`);
  const daemon = await started(dataDir);
  await daemon.stop();
});
