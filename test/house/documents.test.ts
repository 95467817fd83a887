import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './source-files.ts';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const documents = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.md'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\n')
  .filter(Boolean);

test('the README gives commands that exist', () => {
  const scripts = Object.keys(JSON.parse(read('package.json')).scripts);
  const named = [...read('README.md').matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name);
  expect(named.filter((name) => !scripts.includes(name ?? ''))).toEqual([]);
  expect(read('README.md').match(/^npm ci && .*$/gm)).toHaveLength(2);
});

test('links in documents lead to files that are there', () => {
  const broken = documents.flatMap((document) =>
    [...read(document).matchAll(/\]\((?!https?:|#|person:|time:)([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map(([, to = '']) => join(document, '..', to))
      .filter((to) => !document.startsWith('test/') && !existsSync(join(ROOT, to)))
      .map((to) => `${document} → ${to}`),
  );
  expect(broken).toEqual([]);
});

test('A16: the lock file names a hash for every package, and no server', () => {
  const { packages } = JSON.parse(read('package-lock.json'));
  const others = Object.entries<Record<string, unknown>>(packages).filter(([path]) => path !== '');
  expect(others.length).toBeGreaterThan(50);
  expect(others.filter(([, { integrity }]) => typeof integrity !== 'string')).toEqual([]);
  expect(others.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});
