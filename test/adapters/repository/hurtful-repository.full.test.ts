import { chmodSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Fault } from '../../../src/foundation/fault.ts';
import { answersOf } from './everything-asked.ts';
import { commit, git, history, makeRepository, pin, text } from './repository-on-disk.ts';

const MIB = 1024 ** 2;
/** A tree of so many entries, all of them the same tree, so many levels deep: a few megabytes that read as 10^50 files. */
function treeBomb(folder: string, entries: number, levels: number): void {
  let id = git(folder, ['rev-parse', 'HEAD^{tree}']);
  const names = Array.from({ length: entries }, (_, index) => `40000 d${String(index).padStart(6, '0')}\0`);
  for (let level = 0; level < levels; level++) {
    const inner = Buffer.from(id, 'hex').toString('latin1');
    const tree = Buffer.from(names.map((name) => name + inner).join(''), 'latin1');
    id = git(folder, ['hash-object', '-t', 'tree', '-w', '--stdin'], tree);
  }
  const head = git(folder, ['commit-tree', id, '-p', 'HEAD', '-m', 'Bomb']);
  git(folder, ['update-ref', 'HEAD', head]);
}

describe('A15: a repository that is made to hurt is read within its bounds', () => {
  it('a tree of 100,000 entries that points at itself ten levels deep takes no more memory than one level of it, read twice', async () => {
    const folder = makeRepository({ 'a.txt': 'one\n' });
    const taken = async () => {
      const texts = await answersOf(folder, ['d000000']);
      return { texts, bytes: process.memoryUsage().rss };
    };
    const before = process.memoryUsage().rss;
    treeBomb(folder, 100_000, 1);
    const flat = await taken();
    treeBomb(folder, 100_000, 10);
    const { texts, bytes } = await taken();
    expect(texts[0]).toContain('the top of the repository: 100,000 entries');
    expect(texts[1]).toContain('more than 2,000 matches');
    expect(bytes - before).toBeLessThan(2 * (flat.bytes - before));
  });

  it('a commit whose message takes megabytes is shown by its beginning, and older ones are not denied', async () => {
    const folder = makeRepository({ 'a.txt': 'one\n' });
    writeFileSync(join(folder, 'a.txt'), 'two\n');
    const message = `Subject ${'s'.repeat(3 * MIB)}\n\n${'line of a body\n'.repeat(300_000)}`;
    git(folder, ['commit', '--quiet', '--all', '-F', '-'], message);
    git(folder, [
      'commit',
      '--quiet',
      '--allow-empty',
      '-m',
      'Second',
      `--author=${'n'.repeat(100_000)} <a@b.example>`,
    ]);
    const [, , all, , , , one] = await answersOf(folder, ['a.txt']);
    for (const shown of [all, one]) {
      expect(shown).toMatch(/Ada Author: Subject s{50}/);
      expect(shown).toContain('there are older commits');
    }
    expect(all).toMatch(/^2 commits.*\n[0-9a-f]{12} 2024-03-01 n+ /);
    const whole = await text(await pin(folder), ...history('a.txt', 50));
    expect(whole).not.toContain('No commit changed it');
  });
});

describe('a repository whose objects are damaged', () => {
  /** How an object in its file is damaged. */
  const damages: Readonly<Record<string, (file: string) => void>> = {
    'is cut short': (file) => truncateSync(file, 5),
    'is empty': (file) => truncateSync(file, 0),
    'is something else': (file) => writeFileSync(file, 'nothing that was packed'),
    'is gone': (file) => rmSync(file),
  };
  const objects = ['HEAD^{tree}', 'HEAD~1', 'HEAD:a.txt', 'HEAD:src'];
  const cases = Object.keys(damages).flatMap((how) => objects.map((object) => [object, how] as const));

  it.each(cases)('%s %s: the answer says so, and nothing else follows', async (object, how) => {
    const folder = makeRepository({ 'a.txt': 'one\n', 'src/b.ts': 'one\n' });
    commit(folder, 'Second', { 'a.txt': 'two\n' });
    const id = git(folder, ['rev-parse', object]);
    const file = join(folder, '.git', 'objects', id.slice(0, 2), id.slice(2));
    expect(readdirSync(join(file, '..'))).toContain(id.slice(2));
    chmodSync(file, 0o644);
    damages[how]?.(file);
    const pinned = await pin(folder).catch((error: unknown) => error);
    if (pinned instanceof Error) {
      expect(pinned).toBeInstanceOf(Fault);
      expect(pinned.message).not.toContain('\n    at ');
      return;
    }
    await answersOf(folder, [object === 'HEAD:src' ? 'src' : 'a.txt'], true);
  });
});
