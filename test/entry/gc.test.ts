import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSqliteStore } from '../../src/adapters/store/sqlite/open.ts';
import { keptLog } from '../support/child-sessions.ts';
import { OLD, RECENT, storeWithDesigns } from '../support/old-designs.ts';
import { calledHere, temporaryFolder } from './cli.ts';

test('P9: gc previews, then removes, what ended long ago, and says by which rule', async () => {
  using folder = temporaryFolder();
  await storeWithDesigns(folder.path);
  const foldersOf = (ids: string[]) => ids.map((id) => existsSync(join(folder.path, 'designs', id)));

  const preview = await calledHere(folder.path, ['gc', '--preview']);
  expect(preview).toMatchObject({ code: 0, stderr: '' });
  expect(preview.stdout).toContain(OLD);
  expect(preview.stdout).toContain('1 design would be removed. Kept is what has not ended, ended after ');
  expect(preview.stdout).not.toContain(RECENT);
  expect(foldersOf([OLD, RECENT])).toEqual([true, true]);

  const removed = await calledHere(folder.path, ['gc', '--json']);
  expect(removed.code).toBe(0);
  expect(JSON.parse(removed.stdout)).toMatchObject({ preview: false, failed: 0, designs: [{ id: OLD }] });
  expect(foldersOf([OLD, RECENT])).toEqual([false, true]);

  const again = await calledHere(folder.path, ['gc']);
  expect(again.stdout).toContain('0 designs removed.');
});

test('gc beside a process that has the embedded store says how else it is done, and where there is no store makes none', async () => {
  using folder = temporaryFolder();
  expect(await calledHere(folder.path, ['gc'])).toMatchObject({ code: 0 });
  expect(existsSync(join(folder.path, 'store.sqlite'))).toBe(false);

  const { store } = await openSqliteStore({ dataDir: folder.path, log: keptLog() });
  const refused = await calledHere(folder.path, ['gc', '--preview']);
  await store.close();
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('The daemon collects by itself');
});
