import { existsSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeSealedFolder, sweepScratchFolders } from '#adapters/repository/sealed-folder.ts';
import { temporaryFolder } from '../../support/runner/temporary-folder.ts';

const DAY_MS = 86_400_000;

test('git’s own folders that killed processes have left are removed after a day, and no others', () => {
  const parent = temporaryFolder();
  const now = Date.now();
  const made = (name: string, days: number) => {
    const folder = join(parent, name);
    mkdirSync(join(folder, 'sha1'), { recursive: true });
    writeFileSync(join(folder, 'sha1', 'HEAD'), '');
    const then = new Date(now - days * DAY_MS);
    utimesSync(folder, then, then);
    return folder;
  };
  const left = [made('charrette-git-aB3dE6', 2), made('charrette-git-000000', 40)];
  const kept = [
    made('charrette-git-aB3dE7', 0.9),
    made('charrette-git-longer-name', 9),
    made('other', 9),
  ];
  const link = join(parent, 'charrette-git-link00');
  symlinkSync(kept[2] ?? '', link);
  expect(sweepScratchFolders(now, parent)).toBe(2);
  expect(left.map((folder) => existsSync(folder))).toEqual([false, false]);
  expect([...kept, link].map((folder) => existsSync(folder))).toEqual([true, true, true, true]);
});

test('a folder of git’s own that is in use has the time of its last use', () => {
  const folder = join(makeSealedFolder('sha1'), '..');
  utimesSync(folder, 1, 1);
  makeSealedFolder('sha256');
  expect(sweepScratchFolders(Date.now())).toBe(0);
  expect(existsSync(folder)).toBe(true);
});
