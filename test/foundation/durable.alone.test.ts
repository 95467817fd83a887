import fs, { readdir, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join, relative } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sha256Of } from '../../src/foundation/digest.ts';
import { writeDurably, writeTogether } from '../../src/foundation/durable.ts';
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

const fileOf = (path: string) => ({ path, content: BYTES, sha256: sha256Of(BYTES) });

function ownFile() {
  const folder = temporaryFolder();
  return { folder, path: join(folder, 'design', 'brief.md') };
}

/** What is done on the disk below a folder, until the end of the running test. */
function stepsIn(folder: string): string[] {
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
  return steps;
}

test('P3: a write flushes the file before it gets its name, and the folders before anybody reads it', async () => {
  const { folder, path } = ownFile();
  const steps = stepsIn(folder);

  await writeDurably(path, BYTES);

  expect(steps).toEqual([
    'flush .',
    'flush design/.brief.md.unfinished',
    'rename design/.brief.md.unfinished to design/brief.md',
    'flush design',
    'read design/brief.md',
  ]);
});

test('P3: files written together are all flushed and named before their folder is flushed once, and read after that', async () => {
  const { folder, path } = ownFile();
  const written = [path, join(folder, 'design', 'record.md')];
  await writeTogether([fileOf(path)]);
  const steps = stepsIn(folder);

  await writeTogether(written.map(fileOf));

  const isOfFolder = (step: string) => step === 'flush design';
  const at = steps.findIndex(isOfFolder);
  expect(steps.filter(isOfFolder)).toHaveLength(1);
  expect(steps.slice(0, at).toSorted()).toEqual([
    'flush design/.brief.md.unfinished',
    'flush design/.record.md.unfinished',
    'rename design/.brief.md.unfinished to design/brief.md',
    'rename design/.record.md.unfinished to design/record.md',
  ]);
  expect(steps.slice(at + 1).toSorted()).toEqual(['read design/brief.md', 'read design/record.md']);
});

test('P3: of files written together each one that reads back differently is a fault', async () => {
  const { folder, path } = ownFile();
  const other = join(folder, 'design', 'record.md');
  onDisk({
    rename: async (from, to) => {
      await rename(from, to);
      if (to === other) await writeFile(to, 'what was decides\n');
    },
  });

  await expect(writeTogether([path, other].map(fileOf))).rejects.toMatchObject({
    code: 'write_failed',
  });
  expect(await readdir(join(folder, 'design'))).toEqual(['brief.md']);
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
