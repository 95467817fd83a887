import type { Call } from './call.ts';
import { describeBeginning } from './describe-beginning.ts';
import { showPath } from './path-name.ts';
import { shortLine } from './printable.ts';
import type { TreeEntry } from './tree.ts';

/** Names of files that say what a package is made of, in the package managers that are usual. */
const MANIFESTS = new Set([
  'package.json',
  'pyproject.toml',
  'requirements.txt',
  'go.mod',
  'Cargo.toml',
  'Gemfile',
  'composer.json',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'mix.exs',
]);
/** Manifests that are named, and of these, those whose beginning is shown: the ones nearest to the top. */
const NAMED = 30;
const SHOWN = 2;

export function isManifest(path: string): boolean {
  return (
    MANIFESTS.has(path.slice(path.lastIndexOf('/') + 1)) && !/(?:^|\/)(?:node_modules|vendor)\//.test(path)
  );
}

/** What the repository is built from: its package files, and how those nearest to the top begin. */
export async function describePackages(
  call: Call,
  found: readonly TreeEntry[],
): Promise<readonly string[][]> {
  if (found.length === 0) return [];
  const depth = ({ name }: TreeEntry): number => name.split('/').length;
  const nearest = found.toSorted((one, other) => depth(one) - depth(other));
  const named = nearest.slice(0, NAMED).map(({ name }) => shortLine(showPath(name), 100));
  const more = found.length > NAMED ? `, and ${found.length - NAMED} more` : '';
  const shown: string[][] = [];
  for (const entry of nearest.slice(0, SHOWN)) shown.push(...(await describeBeginning(call, entry)));
  return [[`Packages: ${named.join(', ')}${more}`], ...shown];
}
