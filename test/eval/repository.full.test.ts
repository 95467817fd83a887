import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Question } from '../../eval/worth/question.ts';
import { makeRepositories } from '../../eval/worth/repository.ts';
import { afterwards } from '../entry/waiting.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { lantern } from './lantern.ts';

/** Makes repositories with a registry that serves the lantern and nothing else, and returns what was said. */
async function made(questions: readonly Question[], cache: string) {
  const { cache: served } = await lantern();
  const registry = createServer(({ url = '' }, response) => {
    const versions = Object.keys(questions[0]?.package.versions ?? {}).map((version) => {
      const dist = { tarball: `${registryUrl}lantern/-/lantern-${version}.tgz` };
      return [version, { name: 'lantern', version, dist }] as const;
    });
    if (url.endsWith('.tgz')) response.end(readFileSync(join(served, basename(url))));
    else if (url !== '/lantern') response.writeHead(404).end('{}');
    else response.end(JSON.stringify({ name: 'lantern', versions: Object.fromEntries(versions) }));
  });
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  afterwards(() => new Promise((resolve) => registry.close(resolve)));
  const address = registry.address();
  if (address === null || typeof address === 'string') throw new Error('a port was expected');
  const registryUrl = `http://127.0.0.1:${address.port}/`;
  const said: string[] = [];
  const npm = { npm_config_registry: registryUrl, npm_config_cache: temporaryFolder() };
  const environment = { PATH: process.env.PATH, HOME: process.env.HOME, ...npm };
  const workshop = {
    cache,
    folder: temporaryFolder(),
    environment,
    say: (line: string) => void said.push(line),
  };
  return { repositories: await makeRepositories(questions, workshop), said };
}

const git = (path: string, ...args: string[]) =>
  execFileSync('git', ['--git-dir', path, ...args], { encoding: 'utf8' });

test('a repository has a commit for each version, and the deciding lines stand where it says', async () => {
  const { cache, questions } = await lantern();
  const { repositories, said } = await made(questions, cache);
  const repository = repositories.get('lantern');
  if (repository === undefined) throw new Error(said.join('\n'));
  expect(git(repository.path, 'log', '--format=%s').trim().split('\n')).toEqual([
    'Take in lantern 2.0.0',
    'Take in lantern 1.1.0',
    'Take in lantern 1.0.0',
  ]);
  expect(git(repository.path, 'ls-tree', '-r', '--name-only', 'HEAD')).not.toContain('wick.js');
  expect(git(repository.path, 'show', 'HEAD:lib/light.js')).toContain("version = '2.0.0'");
  for (const { id, key } of questions)
    for (const [index, { path, line }] of key.evidence.entries()) {
      const place = repository.places.get(id)?.[index];
      const lines = git(repository.path, 'show', `HEAD:${path}`).split('\n');
      expect(lines[(place?.line ?? 0) - 1]).toContain(line);
    }
}, 60_000);

test('made twice, from packages, from what was kept and from the registry, it has the same commits', async () => {
  const { cache, questions } = await lantern();
  const heads: string[] = [];
  for (const from of [cache, cache, temporaryFolder()]) {
    const { repositories, said } = await made(questions, from);
    expect(said).toEqual([]);
    heads.push(git(repositories.get('lantern')?.path ?? '', 'rev-parse', 'HEAD'));
  }
  expect(new Set(heads).size).toBe(1);
}, 60_000);

test('a package that is no longer served leaves its questions out, by name, and no others', async () => {
  const { cache, questions } = await lantern();
  const gone = questions.map((each) => ({
    ...each,
    id: `${each.id}-2`,
    package: { ...each.package, name: 'lantern-gone' },
  }));
  const { repositories, said } = await made([...gone, ...questions], cache);
  expect([...repositories.keys()]).toEqual(['lantern']);
  expect(said).toEqual([
    `npm does not give lantern-gone@1.0.0 (E404). Left out: ${gone.map(({ id }) => id).join(', ')}.`,
  ]);
}, 60_000);

test('a version that is not what it was is refused, and is not kept', async () => {
  const { cache, questions } = await lantern();
  const changed = questions.map((each) => ({
    ...each,
    package: { ...each.package, versions: { ...each.package.versions, '1.1.0': 'sha512-another' } },
  }));
  const { repositories, said } = await made(changed, cache);
  expect(repositories.size).toBe(0);
  expect(said[0]).toContain('lantern@1.1.0 is not what it was when its questions were written. Left out: ');
  expect(existsSync(join(cache, 'lantern-1.1.0.tgz'))).toBe(false);
}, 60_000);

test('versions that come to another commit than the one written down are refused', async () => {
  const { cache, questions } = await lantern();
  const other = questions.map((each) => ({ ...each, package: { ...each.package, commit: 'f'.repeat(40) } }));
  await expect(made(other, cache)).rejects.toThrow(/come to commit 14042ce\w+, not to f+ of/);
}, 60_000);
