import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parsePlace } from '#core/proposals/place.ts';
import type { PinnedRepository } from '#ports/repository.ts';
import {
  blame,
  commit,
  git,
  history,
  list,
  makeRepository,
  pin,
  read,
  refusal,
  search,
  temporaryFolder,
  text,
  unbounded,
} from './repository-on-disk.ts';

const FILES = {
  'README.md': 'A shop.\n',
  'src/queue.ts': 'export const retry = "once";\n',
  'src/deep/er.ts': 'export const deep = true;\n',
  'docs/adr/0001-queue.md': '# One queue\n',
  'package.json': '{"name":"shop"}\n',
};

/**
 * A clone, by these options, of a repository that allows every filter; its remote is gone, so that
 * a fetch would fail.
 */
function clonedWith(
  options: readonly string[],
  ...commands: readonly (readonly string[])[]
): string {
  const origin = makeRepository(FILES);
  for (const allowed of ['allowFilter', 'allowAnySHA1InWant'])
    git(origin, ['config', `uploadpack.${allowed}`, 'true']);
  const folder = temporaryFolder();
  git(folder, ['clone', '--quiet', ...options, `file://${origin}`, 'it']);
  for (const command of commands) git(join(folder, 'it'), command);
  rmSync(origin, { recursive: true });
  return join(folder, 'it');
}

/** The objects, so that a test sees whether any was fetched. */
function objectsIn(folder: string): readonly string[] {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return found.filter((name) => /objects\/.*[0-9a-f]{30}/.test(name)).toSorted();
}

function lookUp(repository: PinnedRepository, words: string) {
  const place = parsePlace(words);
  if (place === null) throw new Error(`not a place: ${words}`);
  return repository.readLines(place, unbounded);
}

const NOT_HERE = /^This is not here, though it may well exist: the clone is partial/;

describe('P15: what a partial clone lacks is not called missing', () => {
  test.each([
    ['blob:none without a checkout', ['--filter=blob:none', '--no-checkout'], []],
    ['blob:none, bare', ['--filter=blob:none', '--bare'], []],
    ['blob:none with a sparse checkout', ['--filter=blob:none', '--sparse'], []],
    [
      'blob:none with one folder',
      ['--filter=blob:none', '--sparse'],
      [['sparse-checkout', 'set', 'docs']] as string[][],
    ],
    ['blob:limit', ['--filter=blob:limit=20', '--no-checkout'], []],
    ['tree:1', ['--filter=tree:1', '--no-checkout'], []],
    ['tree:1, shallow', ['--filter=tree:1', '--depth=1', '--bare'], []],
  ])('P15: %s', async (_, options, commands) => {
    const folder = clonedWith(options, ...commands);
    const objects = objectsIn(folder);
    const repository = await pin(folder);
    expect(repository.pinned.missing).toBeGreaterThan(0);
    expect(repository.pinned.digest).toMatch(/It lacks \d+ files? or folders? of this commit/);
    for (const [tool, input] of [
      read('src/queue.ts'),
      blame('src/queue.ts'),
      read('src/deep/er.ts'),
    ])
      expect(await refusal(repository, tool, input), tool).toMatch(NOT_HERE);
    expect(await lookUp(repository, 'src/queue.ts:1')).toMatchObject({
      kind: 'not_here',
      reason: 'partial',
    });
    const searched = await repository.run(...search('never written'), unbounded);
    expect(searched.text).toMatch(
      /^What could be searched .* has no line with never written; what could not may/,
    );
    expect(searched.text).toMatch(/Not all files were searched\. This is not here/);
    expect(await text(repository, ...list(''))).toContain('src/');
    expect(objectsIn(folder)).toEqual(objects);
  });

  test('P15: a name that is in no folder here is still not there', async () => {
    const repository = await pin(clonedWith(['--filter=blob:none', '--no-checkout']));
    expect(await lookUp(repository, 'src/made-up.ts:1')).toMatchObject({ kind: 'not_there' });
  });

  test('P15: below a folder that is not here no name is called missing', async () => {
    const repository = await pin(clonedWith(['--filter=tree:1', '--no-checkout']));
    for (const words of ['src/queue.ts:1', 'src/made-up.ts:1'])
      expect(await lookUp(repository, words)).toMatchObject({
        kind: 'not_here',
        reason: 'partial',
      });
    expect(await refusal(repository, ...list('src'))).toMatch(NOT_HERE);
    expect(await refusal(repository, ...history('src/made-up.ts'))).toMatch(NOT_HERE);
    expect(await repository.readText('src/queue.ts', unbounded)).toMatchObject({
      reason: 'partial',
    });
    expect(repository.pinned.digest).toContain('at least');
    expect(await text(repository, ...history(''))).toContain('First');
  });

  test('P15: a clone without any folder is refused, and says how to complete it', async () => {
    await expect(pin(clonedWith(['--filter=tree:0', '--no-checkout']))).rejects.toMatchObject({
      code: 'not_a_repository',
      message: expect.stringMatching(
        /partial clone, without the folders .* git fetch --refetch --no-filter/,
      ),
    });
  });

  test('P15: what is found before a file that is not here is shown', async () => {
    const repository = await pin(clonedWith(['--filter=blob:none', '--sparse']));
    const found = await text(repository, ...search('shop'));
    expect(found).toContain('README.md:1: A shop.');
    expect(found).toContain('Not all files were searched.');
  });
});

/** A repository with a file whose object is spoiled after it was pinned. */
async function spoiled(path: string, spoil: (object: string) => void): Promise<PinnedRepository> {
  const folder = makeRepository(FILES);
  const repository = await pin(folder);
  const id = git(folder, ['rev-parse', `HEAD:${path}`]);
  const object = join(folder, '.git/objects', id.slice(0, 2), id.slice(2));
  chmodSync(object, 0o600);
  spoil(object);
  return repository;
}

const UNREADABLE = { kind: 'not_here', reason: 'unreadable' };

describe('P15: what cannot be read is not called missing', () => {
  test.each([
    ['an object that is gone', (object: string) => rmSync(object)],
    ['an object that is damaged', (object: string) => writeFileSync(object, 'junk')],
    ['an empty object', (object: string) => writeFileSync(object, '')],
    [
      'an object that cannot be opened',
      (object: string) => {
        rmSync(object);
        mkdirSync(object);
      },
    ],
  ])('P15: %s', async (_, spoil) => {
    const file = await spoiled('src/queue.ts', spoil);
    expect(await lookUp(file, 'src/queue.ts:1')).toMatchObject(UNREADABLE);
    expect(await refusal(file, ...read('src/queue.ts'))).toMatch(
      /could not be read, though it may well exist/,
    );
    expect((await file.run(...search('never written'), unbounded)).text).toContain(
      'Not all files were searched',
    );
    const folder = await spoiled('src', spoil);
    expect(await lookUp(folder, 'src/made-up.ts:1')).toMatchObject(UNREADABLE);
    expect(await folder.readText('src/queue.ts', unbounded)).toMatchObject(UNREADABLE);
  });

  test('P15: a folder with more names than are read may have any other', async () => {
    const names = Array.from({ length: 40 }, (_, at) => [
      `src/${String(at).padStart(2, '0')}.ts`,
      'x\n',
    ]);
    const repository = await pin(makeRepository(Object.fromEntries(names)), {
      bounds: { listBytes: 500 },
    });
    expect(await lookUp(repository, 'src/39.ts:1')).toMatchObject({
      kind: 'not_here',
      reason: 'too_large',
    });
    expect(await refusal(repository, ...read('src/39.ts'))).toContain(
      'too large to be read to its end',
    );
    expect(await lookUp(repository, 'src/01.ts:1')).toMatchObject({ kind: 'it' });
  });

  test('P15: a read that found no room is not here', async () => {
    const repository = await pin(makeRepository(FILES));
    const ended = await repository.readLines(
      { path: 'README.md', from: 1, to: 1 },
      AbortSignal.abort(),
    );
    expect(ended).toMatchObject({ kind: 'not_here', reason: 'no_room' });
  });
});

describe('files as other systems write them', () => {
  const LINES = 'first line here\nsecond line here\n';
  const written = async (content: Buffer) => {
    const folder = makeRepository({ 'a.txt': 'x\n' });
    commit(folder, 'Text', { 'a.txt': content, '.gitattributes': '* -text\n' });
    return await pin(folder);
  };

  test('lines end where they do in CRLF', async () => {
    const repository = await written(Buffer.from(LINES.replaceAll('\n', '\r\n')));
    expect(await lookUp(repository, 'a.txt:2')).toMatchObject({
      kind: 'it',
      lines: ['second line here'],
    });
    expect(await text(repository, ...blame('a.txt'))).toMatch(
      / first line here\n.* second line here\n/,
    );
    expect(await lookUp(repository, 'a.txt:3')).toMatchObject({ kind: 'not_there' });
  });

  test('P15: a file in UTF-16 is not read, and none of its lines is called missing', async () => {
    const repository = await written(Buffer.from(`\ufeff${LINES}`, 'utf16le'));
    expect(await text(repository, ...read('a.txt'))).toContain('a binary file, or in UTF-16');
    expect(await lookUp(repository, 'a.txt:2')).toMatchObject({
      kind: 'not_here',
      reason: 'refused',
    });
  });
});
