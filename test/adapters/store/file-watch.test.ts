import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { watchFile } from '../../../src/adapters/store/sqlite/file-watch.ts';
import { temporaryFolder } from '../../support/runner/temporary-folder.ts';

const FAULT = new Error('not ours');

test.each([
  ['removed', (file: string) => rmSync(file)],
  [
    'replaced',
    (file: string) => {
      writeFileSync(`${file}.new`, 'another');
      renameSync(`${file}.new`, file);
    },
  ],
])('P15: a store that is %s during a change of ours takes no further one', (_, change) => {
  const file = join(temporaryFolder(), 'store.sqlite');
  writeFileSync(file, 'ours');
  const watched = watchFile(file, FAULT);
  watched(() => writeFileSync(`${file}-wal`, 'ours'));
  watched(() => writeFileSync(file, 'ours, longer'));
  watched(() => change(file));
  expect(() => watched(() => undefined)).toThrow(FAULT);
});
