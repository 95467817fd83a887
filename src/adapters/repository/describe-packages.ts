import type { Call } from './call.ts';
import { describeBeginning } from './describe-beginning.ts';
import { showPath } from './path-name.ts';
import { shortLine } from './printable.ts';
import type { TreeEntry } from './tree.ts';

/** File names in which the usual package managers declare a package. */
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
/** Manifests named, and among them those whose beginning is shown: the ones nearest to the top. */
const NAMED = 30;
const SHOWN = 2;

export function isManifest(path: string): boolean {
  return (
    MANIFESTS.has(path.slice(path.lastIndexOf('/') + 1)) && !/(?:^|\/)(?:node_modules|vendor)\//.test(path)
  );
}

/** Lists the repository's package files, with the beginnings of those nearest to the top. */
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
