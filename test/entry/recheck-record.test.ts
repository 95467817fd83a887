import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { adoptedClaims } from '../../src/core/decision/fates.ts';
import { claimsOf } from '../../src/core/proposals/labels.ts';
import type { CheckedCitation } from '../../src/core/vocabulary/checked.ts';
import type { Design } from '../../src/core/vocabulary/design.ts';
import { cutMiddle } from '../../src/core/vocabulary/text.ts';
import type { Forge } from '../../src/engine/ports/forge.ts';
import type { PinnedRepository } from '../../src/engine/ports/repository.ts';
import { planPublication } from '../../src/record/publish.ts';
import { commit, git, makeRepository, pin, unbounded } from '../adapters/repository/repository-on-disk.ts';
import { completed } from '../support/sample-design.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { calledHere } from './cli.ts';

const QUEUE = Array.from({ length: 12 }, (_, at) => `line ${at + 1} of the queue`);
const PLACES = ['src/kept.ts:2', 'src/queue.ts:3-4', 'src/queue.ts:8', 'src/left.ts:1'] as const;
const KEPT = { 'src/kept.ts': 'kept\nas it is\n' };

const story = completed().reachEnd().design;
/** The story with a decision that adopts all claims. */
const ended: Design = {
  ...story,
  composites: story.composites.map((each) => ({
    ...each,
    composite: {
      ...each.composite,
      accounts: [],
      decision: { ...each.composite.decision, rests: claimsOf(story).map(({ id }) => id) },
    },
  })),
};

/** A forge to which nothing was published yet. */
const EMPTY: Forge = {
  repositories: ['acme/shop'],
  folder: 'docs/decisions',
  decisions: async () => [],
  read: async () => null,
  pulls: async () => [],
  propose: () => Promise.reject(new Error('nothing is proposed')),
};

/** The decision as one that rests on these places of the repository, as checks have found them. */
async function citing({ pinned, readLines }: PinnedRepository, places: readonly string[]): Promise<Design> {
  const checks: (CheckedCitation & { participant: string })[] = [];
  for (const [index, { participant, id }] of adoptedClaims(ended).slice(0, places.length).entries()) {
    const [path = '', range = ''] = places[index]?.split(':') ?? [];
    const [from = 0, to = from] = range.split('-').map(Number);
    const read = await readLines({ path, from, to }, unbounded);
    const text = read.kind === 'lines' ? { excerpt: cutMiddle(read.lines.join('\n'), 600) } : {};
    const item = Number(id.split('-')[1]);
    checks.push({ participant, item, status: 'checked', path, from, to, ...text });
  }
  expect(checks).toHaveLength(places.length);
  const proposals = ended.proposals.map((sealed) => ({
    ...sealed,
    citations: checks.flatMap(({ participant, ...check }) =>
      participant === sealed.participant ? [check] : [],
    ),
  }));
  return { ...ended, repository: pinned, proposals, head: 'a'.repeat(64) };
}

/** A repository with the record of a decision that rests on lines of its first commit. */
async function published(places: readonly string[] = PLACES) {
  const folder = makeRepository({
    ...KEPT,
    'src/queue.ts': `${QUEUE.join('\n')}\n`,
    'src/left.ts': 'left\n',
    '.env': 'KEY=1\n',
    'src/long.ts': `${'long '.repeat(200)}\n`,
    'src/token.ts': `const token = 'ghp_${'a1B2'.repeat(9)}';\n`,
  });
  const repository = await pin(folder);
  const design = await citing(repository, places);
  const plan = await planPublication({ forge: EMPTY, design: async () => null }, design, null, unbounded);
  const [file] = 'code' in plan ? [] : plan.pull.files;
  if (file === undefined) throw new Error('there is a record');
  commit(folder, 'Decided', { [file.path]: file.text });
  const dataDir = join(temporaryFolder(), 'never-made');
  onTestFinished(() => expect(existsSync(dataDir)).toBe(false));
  const path = join(folder, file.path);
  const recheck = (...options: string[]) => calledHere(dataDir, ['recheck', path, ...options]);
  const inClone = (record: string, ...options: string[]) =>
    calledHere(dataDir, ['recheck', record, ...options]);
  return { folder, file, path, pinned: repository.pinned, recheck, inClone };
}

/** Moves two cited lines down, changes one, and removes a file. */
function goOn(folder: string): string {
  const later = QUEUE.with(7, 'line 8 is another now').toSpliced(0, 0, '// above');
  rmSync(join(folder, 'src/left.ts'));
  return commit(folder, 'Later', { 'src/queue.ts': `${later.join('\n')}\n` });
}
const TOLD = [
  '- `src/kept.ts:2`: unchanged',
  '- `src/queue.ts:3-4`: moved, now `src/queue.ts:4-5`',
  '- `src/queue.ts:8`: changed, now `src/queue.ts:9`',
  '- `src/left.ts:1`: gone',
];
const SUM = (id: string) =>
  `Looked at again at ${id.slice(0, 7)}: cited places: 1 unchanged, 1 moved, 1 changed, 1 gone.`;

describe('a published record', () => {
  it('J14: says of each cited line if it still stands, without store, daemon or data folder', async () => {
    const { folder, recheck, pinned } = await published();
    const before = await recheck();
    expect(before).toMatchObject({ code: 0, stderr: '' });
    expect(before.stdout).toMatch(/: cited places: 4 unchanged\.\n$/);

    const id = goOn(folder);
    const after = await recheck();
    expect(after).toMatchObject({ code: 3, stderr: '' });
    expect(after.stdout.trim().split('\n')).toEqual([...TOLD, SUM(id)]);
    expect(await recheck('--at', pinned.commit)).toMatchObject({ code: 0 });
    const json = JSON.parse((await recheck('--json')).stdout);
    expect(json).toMatchObject({ commit: id, isByHash: false, summary: SUM(id) });
    expect(json.places[3]).toEqual({ place: 'src/left.ts:1', state: 'gone', now: '' });
    expect(await recheck('--at', 'f'.repeat(40))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is no commit'),
    });
  });

  it('J14: is as good where lines have only moved', async () => {
    const { folder, recheck } = await published(['src/queue.ts:3-4']);
    commit(folder, 'Later', { 'src/queue.ts': `// above\n${QUEUE.join('\n')}\n` });
    expect(await recheck()).toMatchObject({ code: 0, stdout: expect.stringContaining('1 moved.') });
  });

  it('J14: is compared by its hashes in a shallow clone, which is said', async () => {
    const { folder, file, inClone } = await published();
    const id = goOn(folder);
    const clone = join(temporaryFolder(), 'clone');
    git(folder, ['clone', '--quiet', '--depth', '1', `file://${folder}`, clone]);
    const { code, stdout, stderr } = await inClone(join(clone, file.path));
    expect({ code, lines: stdout.trim().split('\n') }).toEqual({
      code: 3,
      lines: [...TOLD.with(2, '- `src/queue.ts:8`: changed'), SUM(id)],
    });
    expect(stderr).toContain('is not in this clone');
  });

  it('J14: carries the commit and a row for each place, which git may have given other line ends', async () => {
    const { file, path, pinned, recheck } = await published(['src/kept.ts:2']);
    expect(file.text).toMatch(
      new RegExp(
        `^charrette-commit: "${pinned.commit}"\ncharrette-cited:\n  - \\{ "lines": "src/kept.ts:2", "sha256": "[0-9a-f]{64}" \\}\n---$`,
        'm',
      ),
    );
    writeFileSync(path, file.text.replaceAll('\n', '\r\n'));
    expect(await recheck()).toMatchObject({ code: 0, stdout: expect.stringContaining('1 unchanged.') });
  });

  it.each([
    ['a path out of the repository', '../outside.ts:1'],
    ['a file that holds secrets', '.env:1'],
  ])('J14: follows no line of %s', async (_, place) => {
    const { file, folder, path, recheck, inClone } = await published(['src/kept.ts:2']);
    writeFileSync(path, file.text.replace('"src/kept.ts:2"', JSON.stringify(place)));
    const refused = { code: 3, stdout: expect.stringContaining(`- \`${place}\`: not followed\n`) };
    expect(await recheck()).toMatchObject(refused);
    commit(folder, 'Changed');
    const clone = join(temporaryFolder(), 'clone');
    git(folder, ['clone', '--quiet', '--depth', '1', `file://${folder}`, clone]);
    expect(await inClone(join(clone, file.path))).toMatchObject(refused);
  });

  it('J14: has no hash of lines that were cut or redacted when they were checked', async () => {
    const { file, folder, recheck, inClone } = await published(['src/long.ts:1', 'src/token.ts:1']);
    expect(file.text).toContain(
      '\n  - { "lines": "src/long.ts:1" }\n  - { "lines": "src/token.ts:1" }\n---\n',
    );
    expect(await recheck()).toMatchObject({ code: 0, stdout: expect.stringContaining('2 unchanged.') });
    const clone = join(temporaryFolder(), 'clone');
    git(folder, ['clone', '--quiet', '--depth', '1', `file://${folder}`, clone]);
    const none = { code: 1, stdout: '', stderr: expect.stringContaining('fetch it again') };
    expect(await inClone(join(clone, file.path))).toMatchObject(none);
  });

  it('J14: does not follow a link', async () => {
    const { folder, recheck } = await published(['src/left.ts:1']);
    rmSync(join(folder, 'src/left.ts'));
    git(folder, ['rm', '--quiet', '--cached', 'src/left.ts']);
    const id = git(folder, ['hash-object', '-w', '--stdin'], 'kept.ts');
    git(folder, ['update-index', '--add', '--cacheinfo', `120000,${id},src/left.ts`]);
    git(folder, ['commit', '--quiet', '-m', 'A link']);
    expect(await recheck()).toMatchObject({ code: 3, stdout: expect.stringContaining('1 gone.') });
  });

  it.each<[string, (text: string) => string, RegExp]>([
    ['one without its head', (text) => text.replace(/^charrette-head.*\n/m, ''), /not a record that/],
    [
      'one with another commit than an id',
      (text) => text.replace(/^(charrette-commit: ).*/m, '$1"HEAD"'),
      /not a record that/,
    ],
    ['one without its commit', (text) => text.replace(/^charrette-commit: .*\n/m, ''), /not a record that/],
    ['a row that is no JSON', (text) => text.replace('  - { ', '  - '), /not a record that/],
    [
      'a place that spans a file',
      (text) => text.replace('src/kept.ts:2', 'src/kept.ts:1-9999'),
      /not a record that/,
    ],
    [
      'more rows than any has',
      (text) => text.replace(/^ {2}- .*\n/m, (row) => row.repeat(101)),
      /not a record that/,
    ],
    ['any text', () => '# Decisions\n', /not a record that/],
    ['one that is too large', (text) => `${text}${'x'.repeat(4_000_000)}`, /the limit is 1000000 characters/],
  ])('is refused in a sentence: %s', async (_, change, words) => {
    const { file, path, recheck } = await published(['src/kept.ts:2']);
    writeFileSync(path, change(file.text));
    expect(await recheck()).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(words) });
  });

  it('is refused where there is none, or outside a repository', async () => {
    const { file, inClone } = await published(['src/kept.ts:2']);
    expect(await inClone('docs/none.md')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no such file'),
    });
    const alone = join(temporaryFolder(), 'record.md');
    writeFileSync(alone, file.text);
    expect(await inClone(alone)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is not in a git repository'),
    });
  });
});
