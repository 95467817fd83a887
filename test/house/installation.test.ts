import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from './source.ts';

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
}

const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
const project: LockedPackage & { readonly allowScripts: Record<string, boolean> } = JSON.parse(
  read('package.json'),
);
const lock: { readonly packages: Record<string, LockedPackage> } = JSON.parse(read('package-lock.json'));
const packages = Object.entries(lock.packages).filter(([path]) => path !== '');

describe('A16: what is installed', () => {
  test('A16: the lock file is that of package.json, where every version is exact', () => {
    const { dependencies, devDependencies, optionalDependencies } = project;
    expect(lock.packages['']).toMatchObject({ dependencies, devDependencies, optionalDependencies });
    const versions = Object.values({ ...dependencies, ...devDependencies, ...optionalDependencies });
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
    expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
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
    const scripted = packages
      .filter(([, { hasInstallScript }]) => hasInstallScript === true)
      .map(([path]) => path.split('node_modules/').at(-1) ?? '');
    expect(Object.entries(project.allowScripts).filter(([, isAllowed]) => isAllowed)).toEqual([]);
    expect(scripted.filter((name) => project.allowScripts[name] !== false)).toEqual([]);
    const own = ['preinstall', 'install', 'postinstall', 'prepare'];
    expect(own.filter((name) => name in (JSON.parse(read('package.json')).scripts as object))).toEqual([]);
  });
});
