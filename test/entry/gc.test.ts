import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSqliteStore } from '../../src/adapters/store/sqlite/open.ts';
import { OLD, RECENT, storeWithDesigns } from '../support/designs/old-designs.ts';
import { keepLog } from '../support/processes/child-sessions.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { calledHere } from './cli.ts';

test('P9: gc previews, then removes, designs that ended long ago, and names the rule', async () => {
  const folder = temporaryFolder();
  await storeWithDesigns(folder);
  const foldersOf = (ids: string[]) => ids.map((id) => existsSync(join(folder, 'designs', id)));

  const preview = await calledHere(folder, ['gc', '--preview']);
  expect(preview).toMatchObject({ code: 0, stderr: '' });
  expect(preview.stdout).toContain(OLD.slice(-8));
  expect(preview.stdout).toContain(
    '1 design would be removed. Designs stay if they have not ended, ended after ',
  );
  expect(preview.stdout).not.toContain(RECENT.slice(-8));
  expect(foldersOf([OLD, RECENT])).toEqual([true, true]);

  const removed = await calledHere(folder, ['gc', '--json']);
  expect(removed.code).toBe(0);
  expect(JSON.parse(removed.stdout)).toMatchObject({ preview: false, failed: 0, designs: [{ id: OLD }] });
  expect(foldersOf([OLD, RECENT])).toEqual([false, true]);

  const again = await calledHere(folder, ['gc']);
  expect(again.stdout).toContain('0 designs removed.');
});

test('gc beside a user of the embedded store names the other way, and makes no store', async () => {
  const folder = temporaryFolder();
  expect(await calledHere(folder, ['gc'])).toMatchObject({ code: 0 });
  expect(existsSync(join(folder, 'store.sqlite'))).toBe(false);

  const { store } = await openSqliteStore({ dataDir: folder, log: keepLog() });
  const refused = await calledHere(folder, ['gc', '--preview']);
  await store.close();
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('Its daemon removes old designs');
});
