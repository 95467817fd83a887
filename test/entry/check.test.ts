import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commit, git, makeRepository } from '../adapters/repository/repository-on-disk.ts';
import { citeLines, recordOn } from '../support/designs/repository-records.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { Command, calledHere } from './cli.ts';

const QUEUE = 'export const queue = 1;\nexport const retries = 5;\nexport const wait = 10;\n';
const RECORD = 'docs/decisions/0001-queue.md';
const DISSENTS = ['Outsider: five are too many', 'Auditor: nobody counted'];
const ON_RETRIES = recordOn([citeLines('src/queue.ts', QUEUE, 2)], { dissents: DISSENTS });
const SHOP = { 'src/queue.ts': QUEUE, 'src/other.ts': 'other\n', [RECORD]: ON_RETRIES };
const FEWER = { 'src/queue.ts': QUEUE.replace('5', '6') };

const check = (repository: string, ...words: readonly string[]) =>
  calledHere(temporaryFolder(), ['check', repository, ...words]);

function shopWith(files: Readonly<Record<string, string | Buffer>> = {}): string {
  return makeRepository({ ...SHOP, ...files });
}

describe('an accepted decision on a changed line', () => {
  test('an accepted decision on a changed line is named with its sentence, its reason, all dissents and its record', async () => {
    const shop = shopWith();
    commit(shop, 'Other', { 'src/other.ts': 'changed\n' });
    const quiet = await check(shop);
    expect(quiet, quiet.stderr).toMatchObject({ code: 0, stderr: '' });
    expect(quiet.stdout).toContain('No accepted decision');

    commit(shop, 'Fewer', FEWER);
    const { code, stdout } = await check(shop);
    expect(code).toBe(3);
    for (const words of [
      'Keep the queue.',
      'src/queue.ts:2',
      'Rely on src/queue.ts.',
      'src/queue.ts says so.',
      RECORD,
      ...DISSENTS,
    ])
      expect(stdout).toContain(words);
  });

  test('an accepted decision on a changed line is told to programs as JSON, and where it stands', async () => {
    const shop = shopWith();
    commit(shop, 'Fewer', { 'src/queue.ts': `// new\n${FEWER['src/queue.ts']}` });
    const { code, stdout } = await check(shop, '--json');
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      accepted: 1,
      leftOut: {},
      records: [
        {
          path: RECORD,
          number: '0001',
          sentence: 'Keep the queue.',
          dissents: DISSENTS,
          places: [
            { is: 'touched', at: { path: 'src/queue.ts', from: 3, to: 3 }, cited: { sentences: [1] } },
          ],
        },
      ],
    });
  });

  test('a cited line that has only moved is said, and fails nothing', async () => {
    const shop = shopWith();
    git(shop, ['mv', 'src/queue.ts', 'src/list.ts']);
    commit(shop, 'Rename');
    const { code, stdout } = await check(shop);
    expect(code).toBe(0);
    expect(stdout).toContain('src/list.ts:2');
  });

  test('in a renamed file that was altered as well is touched there', async () => {
    const shop = shopWith();
    git(shop, ['mv', 'src/queue.ts', 'src/list.ts']);
    commit(shop, 'Rename', { 'src/list.ts': FEWER['src/queue.ts'] });
    const { stdout } = await check(shop, '--json');
    expect(JSON.parse(stdout).records[0].places).toMatchObject([
      { is: 'touched', at: { path: 'src/list.ts', from: 2, to: 2 } },
    ]);
  });

  test('with another on the same line is not the only one named', async () => {
    const other = recordOn([citeLines('src/queue.ts', QUEUE, 1, 3)], { sentence: 'Wait ten seconds.' });
    const shop = shopWith({ 'docs/decisions/0002-wait.md': other });
    commit(shop, 'Fewer', FEWER);
    const { stdout } = await check(shop);
    expect(stdout).toContain('2 accepted decisions');
    expect(stdout).toContain('Wait ten seconds.');
  });

  test('an accepted decision on a changed line is left out while it is not accepted, which is said once', async () => {
    const status = ['superseded by ADR-0009', 'rejected', 'proposed', 'proposed'];
    const records = status.map((each, at) => [
      `docs/decisions/000${at + 2}-other.md`,
      recordOn([citeLines('src/queue.ts', QUEUE, 2)], { status: each }),
    ]);
    const shop = shopWith({ [RECORD]: '# Index\n', ...Object.fromEntries(records) });
    commit(shop, 'Fewer', FEWER);
    const { code, stdout } = await check(shop);
    expect(code).toBe(0);
    expect(stdout.match(/1 superseded, 1 declined, 2 proposed/g)).toHaveLength(1);
  });
});

describe('a change of the record itself', () => {
  const NEXT = 'docs/decisions/0009-next.md';
  const next = recordOn([], { sentence: 'Use no queue.' });
  const withStatus = (status: string) =>
    recordOn([citeLines('src/queue.ts', QUEUE, 2)], { status, dissents: DISSENTS });

  test.each([
    ['is deleted', null],
    ['is declined', withStatus('declined')],
    ['is superseded by nothing', withStatus('superseded by ADR-0007')],
    ['is superseded by itself', withStatus('superseded by ADR-0001')],
    ['has no status', '# The queue\n'],
  ])('an accepted decision that %s is named', async (_, text) => {
    const shop = shopWith({ [NEXT]: next });
    if (text === null) rmSync(join(shop, RECORD));
    commit(shop, 'Withdraw', text === null ? {} : { [RECORD]: text });
    const { code, stdout } = await check(shop);
    expect(code, stdout).toBe(3);
    expect(stdout).toContain('or is withdrawn by it');
    for (const words of [RECORD, 'Keep the queue.', ...DISSENTS]) expect(stdout).toContain(words);
    commit(shop, 'Fewer', FEWER);
    const both = await check(shop, '--against', 'HEAD~2');
    expect(both.stdout).toContain('src/queue.ts:2');
  });

  test('an accepted decision that another one supersedes is said, and fails nothing', async () => {
    const shop = shopWith();
    commit(shop, 'Next', { [NEXT]: next, [RECORD]: withStatus('superseded by ADR-0009'), ...FEWER });
    const { code, stdout } = await check(shop);
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('Superseded by this change: ADR-0001.');
  });

  test('places that a record cites no more count as before the change', async () => {
    const later = FEWER['src/queue.ts'] ?? '';
    for (const cited of [[], [citeLines('src/queue.ts', later, 2)]]) {
      const shop = shopWith();
      commit(shop, 'Fewer', { ...FEWER, [RECORD]: recordOn(cited) });
      const { code, stdout } = await check(shop);
      expect(code, stdout).toBe(3);
      expect(stdout).toContain('src/queue.ts:2` no longer stands');
    }
  });

  test('another folder of records, or a record’s other name, hides no decision', async () => {
    const shop = shopWith({ 'other/0001-a.md': next });
    commit(shop, 'Folder', { '.adr-dir': 'other\n' });
    expect(await check(shop)).toMatchObject({ code: 3 });
    const renamed = shopWith();
    git(renamed, ['mv', RECORD, 'docs/decisions/0001-list.md']);
    commit(renamed, 'Rename');
    expect(await check(renamed)).toMatchObject({ code: 0 });
  });
});

describe('what is compared', () => {
  test('with the branch that HEAD left, only its own commits count', async () => {
    const shop = shopWith(FEWER);
    git(shop, ['checkout', '--quiet', '-b', 'work']);
    commit(shop, 'Other', { 'src/other.ts': 'changed\n' });
    git(shop, ['checkout', '--quiet', 'main']);
    commit(shop, 'As cited', { 'src/queue.ts': QUEUE });
    git(shop, ['checkout', '--quiet', 'work']);
    expect(await check(shop, '--against', 'main')).toMatchObject({ code: 0 });
    git(shop, ['merge', '--quiet', '--no-edit', 'main']);
    commit(shop, 'Fewer', FEWER);
    expect(await check(shop, '--against', 'main')).toMatchObject({ code: 3 });
  });

  test('by default it is the default branch of origin', async () => {
    const clone = join(temporaryFolder(), 'clone');
    git('/', ['clone', '--quiet', shopWith(), clone]);
    commit(clone, 'Fewer', FEWER);
    commit(clone, 'Other', { 'src/other.ts': 'changed\n' });
    expect(await check(clone)).toMatchObject({ code: 3 });
  });

  test('where a commit is missing, the hashes decide, and this is said', async () => {
    const shop = shopWith();
    commit(shop, 'Other', { 'src/other.ts': 'changed\n' });
    const shallow = join(temporaryFolder(), 'shallow');
    git('/', ['clone', '--quiet', '--depth=1', `file://${shop}`, shallow]);
    const missing = git(shop, ['rev-parse', 'HEAD~1']);
    for (const words of [[], ['--against', missing]]) {
      const { code, stdout } = await check(shallow, ...words);
      expect(code).toBe(0);
      expect(stdout).toContain('by the hashes in the records alone');
    }
    commit(shop, 'Fewer', FEWER);
    git(shallow, ['fetch', '--quiet', '--depth=1']);
    git(shallow, ['reset', '--quiet', '--hard', 'origin/main']);
    expect(await check(shallow, '--against', missing)).toMatchObject({ code: 3 });
  });

  test('without a path, a subfolder’s whole repository is checked', async () => {
    const shop = shopWith();
    commit(shop, 'Fewer', FEWER);
    const inside = new Command(temporaryFolder(), ['check'], {}, ['/usr/bin/env', '-C', join(shop, 'src')]);
    const { code, stdout, stderr } = await inside.ended;
    expect(code, stderr).toBe(3);
    expect(stdout).toContain('in `docs/decisions`');
  });

  test('a single record can be named', async () => {
    const shop = shopWith({
      'docs/decisions/0002-b.md': recordOn([citeLines('src/other.ts', 'other\n', 1)]),
    });
    commit(shop, 'Fewer', FEWER);
    expect(await check(join(shop, RECORD))).toMatchObject({ code: 3 });
    expect(await check(join(shop, 'docs/decisions/0002-b.md'))).toMatchObject({ code: 0 });
  });
});

describe('what people and repositories bring', () => {
  test.each([
    ['deleted', null],
    ['binary', Buffer.from([0, 1, 2])],
    ['a pointer of LFS', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n'],
  ])('a cited file that is now %s is named', async (_, content) => {
    const shop = shopWith();
    if (content === null) rmSync(join(shop, 'src/queue.ts'));
    commit(shop, 'Change', content === null ? {} : { 'src/queue.ts': content });
    expect(await check(shop)).toMatchObject({ code: 3 });
  });

  test('a cited file that became a submodule or a link is named', async () => {
    for (const make of [
      (path: string) => symlinkSync('other.ts', path),
      (path: string) => cpSync(makeRepository({ a: 'a' }), path, { recursive: true }),
    ]) {
      const shop = shopWith();
      rmSync(join(shop, 'src/queue.ts'));
      make(join(shop, 'src/queue.ts'));
      commit(shop, 'Change');
      const { code, stdout } = await check(shop);
      expect(code, stdout).toBe(3);
    }
  });

  test('a file of more than four megabytes is said, and not compared', async () => {
    const large = `${QUEUE}${'x'.repeat(4 * 1024 * 1024)}\n`;
    const shop = shopWith({ 'src/queue.ts': large });
    commit(shop, 'Fewer', { 'src/queue.ts': large.replace('5', '6') });
    const { code, stdout } = await check(shop);
    expect(code).toBe(0);
    expect(stdout).toContain('src/queue.ts:2` was not compared: the file is too large');
  });

  test('line ends of Windows change nothing, in the file or in the record', async () => {
    const ofWindows = recordOn([citeLines('src/queue.ts', QUEUE, 2)], { isOfWindows: true });
    const shop = shopWith({ [RECORD]: ofWindows });
    commit(shop, 'Ends', { 'src/queue.ts': QUEUE.replaceAll('\n', '\r\n') });
    expect(await check(shop)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('1 accepted record'),
    });
  });

  test('a record that was damaged by hand is named with its line', async () => {
    const shop = shopWith();
    commit(shop, 'Damage', { [RECORD]: ON_RETRIES.replace('"src/queue.ts:2"', '"src/queue.ts"') });
    const { code, stdout } = await check(shop);
    expect(code).toBe(3);
    expect(stdout).toMatch(/0001-queue\.md.* was not read: line 4 is damaged/);
  });

  test('records of other tools cite nothing and are no mistake', async () => {
    const other = {
      'docs/decisions/0002-b.md': '---\nlayout: post\n---\n# B\n',
      'docs/decisions/0003-c.md': '# C\n\n## Status\n\nAccepted\n',
    };
    const shop = shopWith(other);
    commit(shop, 'Other', { 'src/other.ts': 'changed\n' });
    const { code, stdout } = await check(shop);
    expect(code).toBe(0);
    expect(stdout).toContain('2 accepted records');
  });

  test('a folder that is a link out of the repository is not read', async () => {
    const shop = shopWith();
    const outside = temporaryFolder();
    mkdirSync(join(outside, 'decisions'));
    for (const [place, path] of [
      ['docs/decisions', 'docs/decisions'],
      ['docs', 'docs/decisions'],
    ] as const) {
      rmSync(join(shop, place), { recursive: true });
      symlinkSync(join(outside, place === 'docs' ? '' : 'decisions'), join(shop, place));
      commit(shop, 'Link');
      const { code, stderr } = await check(join(shop, path));
      expect(code).toBe(2);
      expect(stderr).toContain(`${place} is a link`);
      git(shop, ['reset', '--quiet', '--hard', 'HEAD~1']);
    }
  });

  test.each([
    [['--against', 'no-such-branch'], /names no commit here/],
    [['--against', '--output=/tmp/x'], /names no commit here/],
    [['--format', 'xml'], /Allowed choices/],
  ])('%j is wrong usage', async (words, why) => {
    const { code, stderr } = await check(shopWith(), ...words);
    expect(code).toBe(2);
    expect(stderr).toMatch(why);
  });

  test('a folder without a repository, and one that is not committed, are wrong usage', async () => {
    expect(await check(temporaryFolder())).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no git repository'),
    });
    expect(await check(join(shopWith(), 'docs/none'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('There is no docs/none'),
    });
  });
});

describe('forms for programs', () => {
  const hostile = 'Stop.\n::error::all is lost%0A, @octocat fixes #1 [x](https://evil.example) <!-- -->';
  const shop = () => {
    const record = recordOn([citeLines('src/a,b:c.ts', QUEUE, 2)], { dissents: [hostile] });
    const made = makeRepository({ 'src/a,b:c.ts': QUEUE, [RECORD]: record });
    commit(made, 'Fewer', { 'src/a,b:c.ts': FEWER['src/queue.ts'] });
    return made;
  };

  test('A23: GitHub’s runner gets an annotation at the place, and no other command', async () => {
    const { code, stdout } = await check(shop(), '--format', 'github');
    expect(code).toBe(3);
    const rows = stdout.trimEnd().split('\n');
    expect(rows[0]).toMatch(
      /^::warning file=src\/a%2Cb%3Ac\.ts,line=2,endLine=2::.*Stop\. ?(?:%0A)?::error::all is lost%250A/,
    );
    expect(rows[1]).toMatch(/^::notice::1 accepted decision/);
    expect(rows).toHaveLength(2);
  });

  test('A23: a comment mentions no one, closes nothing, and has one hidden mark', async () => {
    const { stdout } = await check(shop(), '--format', 'markdown');
    expect(stdout.startsWith('<!-- charrette:check -->\n')).toBe(true);
    expect(stdout.match(/(?<!\\)<!--/g)).toHaveLength(1);
    expect(stdout).not.toMatch(/@octocat|fixes #1|\]\(https:\/\/evil/);
    expect(stdout).toContain('all is lost');
  });

  test('a comment is cut below what GitHub takes, and says how much is left out', async () => {
    const dissents = Array.from({ length: 20 }, (_, at) => `Auditor: ${String(at).padEnd(280, ' x')}`);
    const records = Array.from({ length: 20 }, (_, at) => [
      `docs/decisions/00${at + 10}-queue.md`,
      recordOn([citeLines('src/queue.ts', QUEUE, 2)], { dissents }),
    ]);
    const long = shopWith(Object.fromEntries(records));
    commit(long, 'Fewer', FEWER);
    const { code, stdout } = await check(long, '--format', 'markdown');
    expect(code).toBe(3);
    expect(stdout.length).toBeGreaterThan(50_000);
    expect(stdout.length).toBeLessThan(65_536);
    expect(stdout).toMatch(/^<!-- charrette:check -->\n\*\*21 accepted[\s\S]*and \d+ more[^\n]*\n$/);
  });

  test('SARIF has a result at the place, by the rules of version 2.1.0', async () => {
    const { stdout } = await check(shop(), '--format', 'sarif');
    const { version, runs } = JSON.parse(stdout);
    expect(version).toBe('2.1.0');
    expect(Object.keys(runs[0]).toSorted()).toEqual(['invocations', 'results', 'tool']);
    const { results, tool } = runs[0];
    expect(results).toEqual([
      {
        ruleId: tool.driver.rules[0].id,
        level: 'warning',
        message: { text: expect.stringContaining('all is lost') },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'src/a%2Cb%3Ac.ts', uriBaseId: '%SRCROOT%' },
              region: { startLine: 2, endLine: 2 },
            },
          },
        ],
        relatedLocations: [expect.objectContaining({ id: 1 })],
        partialFingerprints: { 'charrette/v1': `${RECORD} src/a,b:c.ts:2` },
      },
    ]);
  });
});
