import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { ROOT } from './source.ts';

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly license?: string;
  readonly dev?: boolean;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
}

const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
const project: LockedPackage = JSON.parse(read('package.json'));
const lock: { readonly packages: Record<string, LockedPackage> } = JSON.parse(
  read('package-lock.json'),
);
/**
 * Licences that a production package may have: each lets it be used, changed and passed on with
 * anything.
 */
const LICENSES = [
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'Unlicense',
  '(MIT OR CC0-1.0)',
  '(AFL-2.1 OR BSD-3-Clause)',
];
/**
 * What the package holds: the code, what it reads when it runs, and the pages that its messages
 * name.
 */
const PACKED =
  /^(?:bin\/(?:charrette\.cjs|start\.sh)|dist\/[\w/-]+\.(?:js|mjs)|dist\/surfaces\/http\/console\/assets\/\w+\.(?:css|svg)|models\.yaml|personas\/[a-z-]+\.md|migrations\/(?:sqlite|postgres)\/[\w/.-]+\.(?:sql|json)|examples\/job-queue\/[\w/.-]+|docs\/(?:README\.md|[a-z-]+\.md|verify\.py)|(?:CHANGELOG|README|SECURITY)\.md|LICENSE|(?:(?:dist\/)?package|npm-shrinkwrap)\.json|\.env\.example)$/;
const packages = Object.entries(lock.packages).filter(([path]) => path !== '');

describe('A16: what is installed', () => {
  test('A16: the lock file is that of package.json, where every version is exact', () => {
    const { dependencies, devDependencies, optionalDependencies } = project;
    expect(lock.packages['']).toMatchObject({
      dependencies,
      devDependencies,
      optionalDependencies,
    });
    const versions = Object.values({
      ...dependencies,
      ...devDependencies,
      ...optionalDependencies,
    });
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  test('A16: each package is a version of a registry, with the hash of its content', () => {
    const wrong = packages.filter(
      ([, { version = '', integrity = '', link }]) =>
        link === true || !/^\d+\.\d+\.\d+/.test(version) || !integrity.startsWith('sha512-'),
    );
    expect(wrong.map(([path]) => path)).toEqual([]);
  });

  test('A16: the lock file names no server, so that any registry will do, and stays so', () => {
    expect(
      packages.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path),
    ).toEqual([]);
    expect(read('.npmrc')).toMatch(/^omit-lockfile-registry-resolved=true$/m);
  });

  test('A16: no package wants another one from a repository, an address or a folder', () => {
    const elsewhere = packages.flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.entries({ ...dependencies, ...optionalDependencies })
        .filter(([, wanted]) => /[:/]/.test(wanted.replace(/^npm:@?[\w./-]+@/, '')))
        .map(([name, wanted]) => `${path}: ${name} ${wanted}`),
    );
    expect(elsewhere).toEqual([]);
  });

  test('A16: no package runs a script of its own when it is installed', () => {
    const scripted = packages.filter(([, { hasInstallScript }]) => hasInstallScript === true);
    expect(scripted).toEqual([]);
    const upkeep = JSON.parse(read('.ci/upkeep/package-lock.json'))
      .packages as typeof lock.packages;
    const switchedOff = Object.entries(upkeep)
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([path]) => [path.split('node_modules/').at(-1), false]);
    expect(Object.entries(JSON.parse(read('.ci/upkeep/package.json')).allowScripts)).toEqual(
      switchedOff,
    );
    const own = ['preinstall', 'install', 'postinstall', 'prepare'];
    expect(
      own.filter((name) => name in (JSON.parse(read('package.json')).scripts as object)),
    ).toEqual([]);
  });

  test('A16: no package that is installed for production has a script that could run then', () => {
    const production = packages.filter(([, { dev }]) => dev !== true);
    expect(production.length).toBeGreaterThan(50);
    expect(production.filter(([, { hasInstallScript }]) => hasInstallScript === true)).toEqual([]);
  });

  test('A16: every package that is installed for production has a licence that is known here', () => {
    const others = packages
      .filter(([, { dev, license = '' }]) => dev !== true && !LICENSES.includes(license))
      .map(([path, { license }]) => `${path}: ${license}`);
    expect(others).toEqual([]);
  });

  test('A16: the package holds the code and what it reads when it runs, and nothing else', () => {
    const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: ROOT,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    const [{ files }]: [{ files: { path: string }[] }] = JSON.parse(stdout);
    const paths = files.map(({ path }) => path);
    expect(paths.filter((path) => !PACKED.test(path))).toEqual([]);
    const needed = [
      'bin/charrette.cjs',
      'bin/start.sh',
      'models.yaml',
      'personas/synthesizer.md',
      'migrations/sqlite/0000_charrette.sql',
      'migrations/postgres/meta/_journal.json',
      'examples/job-queue/history.fast-import',
      'examples/job-queue/recording.yaml',
    ];
    expect(needed.filter((path) => !paths.includes(path))).toEqual([]);
  });

  test('A16: what is started by npm reads the options itself: Node would take those after the file too', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const started = Object.values(scripts).filter(
      (script) => script.startsWith('node') && script.includes('charrette.mjs'),
    );
    expect(started.length).toBe(3);
    expect(started.filter((script) => !/^node(?: --[\w=-]+)* -- /.test(script))).toEqual([]);
  });
});

test('D6: the settings file that README says to write is not put into a commit by git add', () => {
  const folder = temporaryFolder();
  const git = (...args: readonly string[]) =>
    spawnSync('git', [...args], { cwd: folder, encoding: 'utf8' });
  expect(git('init', '-q').status).toBe(0);
  copyFileSync(join(ROOT, '.gitignore'), join(folder, '.gitignore'));
  expect(git('check-ignore', '.env', '.env.local', '.env.example').stdout).toBe(
    '.env\n.env.local\n',
  );
});
