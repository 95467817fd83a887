import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRepositories } from '../../../src/adapters/repository/repositories.ts';
import { throughHunks } from '../../../src/adapters/repository/track-lines.ts';
import { parsePlace } from '../../../src/core/proposals/place.ts';
import { keptLog } from '../../support/child-sessions.ts';
import { commit, git, makeRepository, pin } from './repository-on-disk.ts';

const repositories = createRepositories({ log: keptLog(), redact: (text) => text });
const FILE = Array.from({ length: 20 }, (_, at) => `line ${at + 1} of the queue`);

function place(words: string) {
  const found = parsePlace(words);
  if (found === null) throw new Error(`not a place: ${words}`);
  return { path: found.path, from: found.from, to: found.to };
}

function named({ path, from, to }: { path: string; from: number; to: number }): string {
  return `${path}:${from}-${to}`;
}

/** A repository in which lines of a file have moved, changed and gone since its first commit. */
async function changedRepository() {
  const folder = makeRepository({
    'src/queue.ts': `${FILE.join('\n')}\n`,
    'src/kept.ts': 'kept\nas it is\n',
    'src/old.ts': 'one\ntwo\nthree\n',
    'src/left.ts': 'left\n',
  });
  const { pinned } = await pin(folder);
  const later = FILE.slice();
  later[11] = 'line 12 is another now';
  later.splice(16, 2);
  later.unshift('// a line above', '// and another', '// and a third');
  later.push(...later.splice(5, 2));
  rmSync(join(folder, 'src/old.ts'));
  rmSync(join(folder, 'src/left.ts'));
  commit(folder, 'Later', { 'src/queue.ts': `${later.join('\n')}\n`, 'src/renamed.ts': 'one\ntwo\nthree\n' });
  return { folder, pinned };
}

describe('lines of an earlier commit', () => {
  it('are the same, moved, changed or gone, by git’s own renames and differences', async () => {
    const { folder, pinned } = await changedRepository();
    const cited = [
      'src/kept.ts:2',
      'src/queue.ts:8-9',
      'src/queue.ts:12',
      'src/queue.ts:17-18',
      'src/queue.ts:3-4',
    ];
    const all = [...cited, 'src/old.ts:2', 'src/left.ts:1'].map(place);
    const { commit: at, tracked } = await repositories.follow(folder, pinned, null, all);
    expect(at).toBe(git(folder, ['rev-parse', 'HEAD']));
    expect(tracked.map(({ state, now }) => [state, now === null ? null : named(now)])).toEqual([
      ['same', 'src/kept.ts:2-2'],
      ['moved', 'src/queue.ts:9-10'],
      ['changed', 'src/queue.ts:13-13'],
      ['gone', null],
      ['moved', 'src/queue.ts:20-21'],
      ['moved', 'src/renamed.ts:2-2'],
      ['gone', null],
    ]);
  });

  it('are the same at the commit that was read, which may be named by the beginning of its id', async () => {
    const { folder, pinned } = await changedRepository();
    const at = pinned.commit.slice(0, 10);
    const followed = await repositories.follow(folder, pinned, at, [place('src/queue.ts:12')]);
    expect(followed).toMatchObject({ commit: pinned.commit, tracked: [{ state: 'same' }] });
  });

  it.each(['HEAD', '--all', 'f'.repeat(40), 'abc'])(
    'are not followed to %s, which names no commit',
    async (at) => {
      const { folder, pinned } = await changedRepository();
      await expect(repositories.follow(folder, pinned, at, [])).rejects.toMatchObject({ code: 'bad_usage' });
    },
  );

  it('of a binary file cannot be followed', async () => {
    const folder = makeRepository({ 'a.bin': 'a\0b\n' });
    const { pinned } = await pin(folder);
    commit(folder, 'Later', { 'a.bin': 'a\0c\n' });
    const { tracked } = await repositories.follow(folder, pinned, null, [place('a.bin:1')]);
    expect(tracked).toMatchObject([{ state: 'unknown', now: null }]);
  });
});

it('an insertion within cited lines changes them, one above moves them, one below does nothing', () => {
  const lines = { path: 'a', from: 5, to: 7 };
  const inserted = (oldFrom: number) =>
    throughHunks(lines, 'a', [{ oldFrom, oldCount: 0, newCount: 2 }]).state;
  expect([3, 4, 5, 6, 7, 8].map(inserted)).toEqual(['moved', 'moved', 'changed', 'changed', 'same', 'same']);
});
