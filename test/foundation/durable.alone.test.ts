import fs, { readdir, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join, relative } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { writeDurably } from '../../src/foundation/durable.ts';
import { patch } from '../support/runner/patched.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';

const { open, rename } = fs;
const BYTES = Buffer.from('what was decided\n');

/** Has the calls of the disk done otherwise until the end of the running test. */
function onDisk(changes: Partial<Pick<typeof fs, 'open' | 'rename'>>): void {
  onTestFinished(() => syncBuiltinESMExports());
  if (changes.open !== undefined) patch(fs, 'open', changes.open);
  if (changes.rename !== undefined) patch(fs, 'rename', changes.rename);
  syncBuiltinESMExports();
}

function ownFile() {
  const folder = temporaryFolder();
  return { folder, path: join(folder, 'design', 'brief.md') };
}

test('P3: a write flushes the file before it gets its name, and the folders before anybody reads it', async () => {
  const { folder, path } = ownFile();
  const steps: string[] = [];
  const named = (path: unknown) => relative(folder, String(path)).replace(/\.[0-9a-f]{16}\./, '.');
  onDisk({
    open: async (...given) => {
      if (given[1] === 'r') steps.push(`read ${named(given[0])}`);
      const file = await open(...given);
      const flush = file.sync.bind(file);
      file.sync = () => {
        steps.push(`flush ${named(given[0]) || '.'}`);
        return flush();
      };
      return file;
    },
    rename: (from, to) => {
      steps.push(`rename ${named(from)} to ${named(to)}`);
      return rename(from, to);
    },
  });

  await writeDurably(path, BYTES);

  expect(steps).toEqual([
    'flush .',
    'flush design/.brief.md.unfinished',
    'rename design/.brief.md.unfinished to design/brief.md',
    'flush design',
    'read design/brief.md',
  ]);
});

test('P3: a file that reads back differently is a fault that says so', async () => {
  const { folder, path } = ownFile();
  onDisk({
    rename: async (from, to) => {
      await rename(from, to);
      await writeFile(to, 'what was decides\n');
    },
  });

  await expect(writeDurably(path, BYTES)).rejects.toMatchObject({
    code: 'write_failed',
    message: `${path} did not read back as it was written, so it was removed. Check the disk that it is on.`,
  });
  expect(await readdir(join(folder, 'design'))).toEqual([]);
});
