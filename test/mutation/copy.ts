import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const TREE = join(import.meta.dirname, '../..');

/** Copies what is or could be under version control, as it stands; packages are linked. */
export function copyTree(folder: string): void {
  const listed = spawnSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    {
      cwd: TREE,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  if (listed.status !== 0) throw new Error(`git ls-files: ${listed.stderr}`);
  for (const path of listed.stdout
    .split('\0')
    .filter((name) => name !== '' && name !== 'node_modules'))
    cpSync(join(TREE, path), join(folder, path), { force: true });
  const [packages, linked] = [join(TREE, 'node_modules'), join(folder, 'node_modules')];
  mkdirSync(linked);
  // What a run keeps there is its own.
  for (const name of readdirSync(packages).filter((each) => each !== '.cache'))
    symlinkSync(join(packages, name), join(linked, name));
}
