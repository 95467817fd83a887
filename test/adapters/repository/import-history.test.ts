import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importHistory } from '#adapters/repository/import-history.ts';
import { git, temporaryFolder } from './repository-on-disk.ts';

const EXAMPLE = readFileSync(
  join(import.meta.dirname, '../../../examples/job-queue/history.fast-import'),
  'utf8',
);

describe('a history kept as text', () => {
  it('becomes a repository with the same commits everywhere, on a branch that HEAD names', async () => {
    const [one, other] = [join(temporaryFolder(), 'a.git'), join(temporaryFolder(), 'b.git')];
    await importHistory(EXAMPLE, one);
    await importHistory(EXAMPLE, other);
    const commits = (folder: string) =>
      git(folder, ['log', '--format=%H %s', 'HEAD']).trim().split('\n');
    expect(commits(one)).toEqual(commits(other));
    expect(commits(one).length).toBeGreaterThanOrEqual(12);
  });

  it('a history kept as text is imported once, even by several processes at the same time, and nothing unfinished stays', async () => {
    const parent = temporaryFolder();
    const folder = join(parent, 'example.git');
    await Promise.all([importHistory(EXAMPLE, folder), importHistory(EXAMPLE, folder)]);
    await importHistory('nothing that git understands', folder);
    expect(readdirSync(parent)).toEqual(['example.git']);
    expect(git(folder, ['rev-parse', 'HEAD']).trim()).toMatch(/^[0-9a-f]{40}$/);
  });

  it('a history that git does not understand is a fault, and leaves nothing', async () => {
    const folder = join(temporaryFolder(), 'wrong.git');
    await expect(importHistory('nothing that git understands', folder)).rejects.toMatchObject({
      code: 'repository_unreadable',
    });
    expect(existsSync(folder)).toBe(false);
  });
});
