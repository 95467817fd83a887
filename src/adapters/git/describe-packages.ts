import type { Call } from './call.ts';
import { showPath } from './path-name.ts';
import { printable, shortLine } from './printable.ts';
import { readLines } from './read-lines.ts';
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
/** Manifests that are named, and of these, those whose content is shown: the ones nearest to the top. */
const NAMED = 30;
const SHOWN = 2;
const MANIFEST_BYTES = 64 * 1024;
const DEPENDENCIES = 60;
const LINES = 40;

export function isManifest(path: string): boolean {
  return (
    MANIFESTS.has(path.slice(path.lastIndexOf('/') + 1)) && !/(?:^|\/)(?:node_modules|vendor)\//.test(path)
  );
}

/** What the repository is built from: its package files, and of those at the top their dependencies. */
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
  for (const entry of nearest.slice(0, SHOWN)) shown.push(await describeManifest(call, entry));
  return [[`Packages: ${named.join(', ')}${more}`], ...shown];
}

async function describeManifest(call: Call, { id, name }: TreeEntry): Promise<string[]> {
  const path = showPath(name);
  if (path.endsWith('package.json')) {
    const { bytes, cut } = await call.git.read(['cat-file', 'blob', id], MANIFEST_BYTES);
    const dependencies = cut ? null : dependenciesIn(bytes.toString('utf8'));
    if (dependencies !== null) return [`${path} depends on:`, dependencies];
  }
  const file = await readLines(call.git, id, 1, LINES, call.bounds);
  if (file.binary || file.lines.length === 0) return [];
  return [`${path} begins:`, file.lines.map(printable).join('\n').trimEnd()];
}

/** `name version` for each dependency of a package.json; `null` for one that is no JSON of that kind. */
function dependenciesIn(text: string): string | null {
  const manifest = parsed(text);
  if (manifest === null) return null;
  const listed = ['dependencies', 'devDependencies'].flatMap((field) => {
    const names = manifest[field];
    return typeof names === 'object' && names !== null ? Object.entries(names) : [];
  });
  const shown = listed.slice(0, DEPENDENCIES).map(([name, version]) => {
    return shortLine(printable(`${name} ${typeof version === 'string' ? version : ''}`.trim()), 80);
  });
  const left = listed.length - shown.length;
  return `${shown.join(', ') || 'nothing'}${left > 0 ? `, and ${left} more` : ''}`;
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
