import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Question } from '../../eval/worth/question.ts';
import { fetchPackages, makeRepositories, NotFetched } from '../../eval/worth/repository.ts';
import { afterwards } from '../entry/waiting.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { lantern } from './lantern.ts';

/**
 * Makes repositories with a registry that serves the lantern and nothing else. `status`: what it
 * answers for anything else.
 */
async function workshopIn(questions: readonly Question[], cache: string, status = 404) {
  const { cache: served } = await lantern();
  const registry = createServer(({ url = '' }, response) => {
    const versions = Object.keys(questions[0]?.package.versions ?? {}).map((version) => {
      const dist = { tarball: `${registryUrl}lantern/-/lantern-${version}.tgz` };
      return [version, { name: 'lantern', version, dist }] as const;
    });
    if (url.endsWith('.tgz')) response.end(readFileSync(join(served, basename(url))));
    else if (url !== '/lantern') response.writeHead(status).end('{}');
    else response.end(JSON.stringify({ name: 'lantern', versions: Object.fromEntries(versions) }));
  });
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  afterwards(() => new Promise((resolve) => registry.close(resolve)));
  const address = registry.address();
  if (address === null || typeof address === 'string') throw new Error('a port was expected');
  const registryUrl = `http://127.0.0.1:${address.port}/`;
  const npm = {
    npm_config_registry: registryUrl,
    npm_config_cache: temporaryFolder(),
    npm_config_fetch_retries: '0',
  };
  const environment = { PATH: process.env.PATH, HOME: process.env.HOME, ...npm };
  return { cache, folder: temporaryFolder(), environment };
}

async function made(questions: readonly Question[], cache: string) {
  return makeRepositories(questions, await workshopIn(questions, cache));
}

const git = (path: string, ...args: string[]) =>
  execFileSync('git', ['--git-dir', path, ...args], { encoding: 'utf8' });

test('a repository has a commit for each version, and the deciding lines stand in files of the package', async () => {
  const { cache, questions } = await lantern();
  const repository = (await made(questions, cache)).get('lantern');
  if (repository === undefined) throw new Error('it was asked for');
  expect(git(repository.path, 'log', '--format=%s').trim().split('\n')).toEqual([
    'Take in lantern 2.0.0',
    'Take in lantern 1.1.0',
    'Take in lantern 1.0.0',
  ]);
  const files = git(repository.path, 'ls-tree', '-r', '--name-only', 'HEAD')
    .trim()
    .split('\n')
    .toSorted();
  expect(files).toEqual([
    ...['README.md', 'docs/use.md', 'lib/glass.js', 'lib/light.js', 'lib/oil.js', 'package.json'],
  ]);
  expect(git(repository.path, 'show', 'HEAD:lib/light.js')).toContain("version = '2.0.0'");
  const places = questions.flatMap(({ id }) => repository.places.get(id) ?? []);
  expect(new Set(places.map(({ path }) => path)).size).toBe(4);
  for (const { path, text } of places) {
    const line = git(repository.path, 'show', `HEAD:${path}`)
      .split('\n')
      .find((each) => each.includes(text));
    expect(line, path).toMatch(path.endsWith('.md') ? /^[A-Z]/ : /^(?:\/\/| \*) [A-Z]/);
  }
}, 60_000);

test('the repository, made twice, from what was kept and from the registry, has the same commits', async () => {
  const { cache, questions } = await lantern();
  const heads: string[] = [];
  for (const from of [cache, cache, temporaryFolder()]) {
    const workshop = await workshopIn(questions, from);
    expect(await fetchPackages(questions, workshop)).toEqual(new Map());
    const repositories = await makeRepositories(questions, workshop);
    heads.push(git(repositories.get('lantern')?.path ?? '', 'rev-parse', 'HEAD'));
  }
  expect(new Set(heads).size).toBe(1);
}, 60_000);

test('of packages those that are no longer served are named, and no others', async () => {
  const { cache, questions } = await lantern();
  const gone = questions.map((each) => ({
    ...each,
    package: { ...each.package, name: 'lantern-gone' },
  }));
  const all = [...gone, ...questions];
  expect(await fetchPackages(all, await workshopIn(questions, cache))).toEqual(
    new Map([['lantern-gone', 'npm does not have lantern-gone@1.0.0 (E404).']]),
  );
}, 60_000);

test('a registry that does not answer is no reason to leave questions out', async () => {
  const { questions } = await lantern();
  const other = questions.map((each) => ({
    ...each,
    package: { ...each.package, name: 'lantern-away' },
  }));
  const fetched = fetchPackages(other, await workshopIn(questions, temporaryFolder(), 503));
  await expect(fetched).rejects.toThrow(NotFetched);
  await expect(fetched).rejects.toThrow(/lantern-away@1\.0\.0 \(E503\).*repeat the command/);
}, 60_000);

test('a version that is not what it was is refused, and is not kept', async () => {
  const { cache, questions } = await lantern();
  const versions = { ...questions[0]?.package.versions, '1.1.0': 'sha512-another' };
  const changed = questions.map((each) => ({ ...each, package: { ...each.package, versions } }));
  const gone = await fetchPackages(changed, await workshopIn(questions, cache));
  expect(gone.get('lantern')).toBe(
    'lantern@1.1.0 is not what it was when its questions were written.',
  );
  expect(existsSync(join(cache, 'lantern-1.1.0.tgz'))).toBe(false);
}, 60_000);
