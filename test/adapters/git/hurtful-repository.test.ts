import { chmodSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Fault } from '../../../src/runtime/fault.ts';
import { keptLog } from '../../support/child-sessions.ts';
import { atNight } from '../../support/whole.ts';
import {
  blame,
  commit,
  commitNamed,
  git,
  history,
  list,
  makeRepository,
  pin,
  read,
  search,
  text,
  unbounded,
} from './repository-on-disk.ts';

const MIB = 1024 ** 2;
/** What a model may ask of each tool at the top, and at a path. */
const AT_THE_TOP = [list(''), search('one'), history('', 5)];
const callsAt = (path: string) => [list(path), read(path), search('one', path), history(path), blame(path)];

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

/** Everything that can be asked is answered, with as much as an answer may have; nothing throws. */
async function answersOf(folder: string, paths: readonly string[], isDamaged = false): Promise<string[]> {
  const log = keptLog();
  const pinned = await pin(folder, { log });
  expect(pinned.pinned.digest.length).toBeLessThan(50_000);
  const texts: string[] = [];
  for (const [tool, input] of [...AT_THE_TOP, ...paths.flatMap(callsAt)]) {
    const answer = await pinned.run(tool, input, unbounded);
    expect(answer.text.trim(), tool).not.toBe('');
    expect(answer.text.length, tool).toBeLessThan(60_000);
    expect(answer.text, tool).not.toContain('\u001b');
    expect(answer.text, tool).not.toContain(folder);
    texts.push(answer.text);
  }
  const failed = log.events.filter(({ event }) => event !== 'repository_tool_stopped');
  if (!isDamaged) expect(failed).toEqual([]);
  for (const each of failed)
    expect(each).toMatchObject({ event: 'repository_tool_failed', facts: { repository: 'sample' } });
  return texts;
}

describe('A15: a repository that is made to hurt is read within its bounds', { timeout: 240_000 }, () => {
  it('a tree of 100,000 entries that points at itself ten levels deep takes bounded memory', async () => {
    const folder = makeRepository({ 'a.txt': 'one\n' });
    treeBomb(folder, 100_000, 10);
    const before = process.memoryUsage().rss;
    const texts = await answersOf(folder, ['d000000']);
    expect(texts[0]).toContain('the top of the repository: 100,000 entries');
    expect(texts[1]).toContain('more than 2,000 matches');
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * MIB);
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

  it('names that are commands, options, links or ways out are names', async () => {
    const folder = makeRepository({ 'a.txt': 'one\n' });
    const names = [
      '--output=x',
      ':(exclude)a.txt',
      '*',
      '$(touch x)',
      'a\nb',
      '\u001b[31m',
      '%s',
      'x'.repeat(2_000),
    ];
    commitNamed(
      folder,
      names.map((name) => Buffer.from(name)),
      'one\n',
    );
    commitNamed(folder, [Buffer.from('out')], '../../../../etc/passwd', '120000');
    await answersOf(folder, [...names, 'out', '../a.txt', '/etc/passwd', '.git/config']);
    const pinned = await pin(folder);
    expect(await text(pinned, ...read('--output=x'))).toContain('1: one');
    for (const path of ['out', '../a.txt', '/etc/passwd', '.git/config'])
      expect((await pinned.run(...read(path), unbounded)).text).not.toMatch(/root:|\[core\]/);
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
  const tried = atNight(cases, ([object, how]) => object === 'HEAD:a.txt' || how === 'is something else');

  it.each(tried)('%s %s: the answer says so, and nothing else follows', async (object, how) => {
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
