import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { environmentExample } from '../../src/entry/variables.ts';
import { ROOT, sourceFiles } from './source.ts';

const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...globSync('docs/**/*.md', { cwd: ROOT }),
];
const { scripts, dependencies, devDependencies, optionalDependencies } = JSON.parse(read('package.json'));

describe('the documents', () => {
  test('.env.example is the configuration table, written out', () => {
    expect(read('.env.example')).toBe(environmentExample());
  });

  test('every npm script that a document names exists', () => {
    const missing = documents.flatMap((name) =>
      [...read(name).matchAll(/npm run ([a-z:-]+)/g)]
        .map(([, script]) => script ?? '')
        .filter((script) => !(script in scripts))
        .map((script) => `${name}: ${script}`),
    );
    expect(missing).toEqual([]);
  });

  test('every link to a file of the project leads somewhere', () => {
    const broken = documents.flatMap((name) =>
      [...read(name).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .map(([, target]) => target ?? '')
        .filter((target) => !existsSync(join(ROOT, dirname(name), target)))
        .map((target) => `${name}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  test('every dependency has its reason', () => {
    const reasons = read('docs/dependencies.md');
    const all = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
    expect(all.filter((name) => !reasons.includes(`\`${name}\``))).toEqual([]);
  });

  test('dependencies are pinned, and the lock file has an integrity hash for each (A16)', () => {
    const versions = Object.values<string>({ ...dependencies, ...devDependencies, ...optionalDependencies });
    expect(versions.filter((version) => !/^\d/.test(version))).toEqual([]);
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { integrity?: string; link?: boolean }>;
    };
    const unhashed = Object.entries(packages).filter(
      ([path, entry]) => path !== '' && entry.integrity === undefined,
    );
    expect(unhashed.map(([path]) => path)).toEqual([]);
  });

  test('every rule that this version promises has a test whose name starts with its id', () => {
    const tests = sourceFiles('test').filter(({ path }) => path.endsWith('.ts'));
    const missing = PROMISED.filter((id) => {
      const named = new RegExp(`['"\`]${id}[:, ]`);
      return !tests.some(({ path, text }) => !path.startsWith('test/house/documents') && named.test(text));
    });
    expect(missing).toEqual([]);
  });

  test('documents name files by paths that exist', () => {
    const lost = documents.flatMap((name) =>
      [
        ...read(name).matchAll(
          /`((?:src|test|bench|docs|personas|migrations)\/[\w./-]+\.(?:ts|mjs|md|sql))`/g,
        ),
      ]
        .map(([, path]) => path ?? '')
        .filter((path) => !existsSync(join(ROOT, path)))
        .map((path) => `${relative(ROOT, name)}: ${path}`),
    );
    expect(lost).toEqual([]);
  });
});

const range = (letter: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `${letter}${from + index}`);
const PROMISED = [
  ...range('C', 1, 20),
  ...range('T', 1, 5),
  ...range('P', 1, 3),
  ...range('P', 7, 8),
  ...range('D', 1, 6),
  ...range('A', 1, 6),
  ...range('A', 9, 13),
  ...range('J', 1, 3),
  ...range('J', 5, 6),
];
