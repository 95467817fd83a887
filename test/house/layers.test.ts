import { describe, expect, test } from 'vitest';
import { importsOf, loadedWith, nodes, type SourceFile, sourceFiles } from './source.ts';

const source = sourceFiles('src');
const imports = source.flatMap(importsOf);

const adapter = (path: string): string | undefined =>
  /^src\/((?:adapters|surfaces)\/[^/]+)/.exec(path)?.[1];

/** Packages that belong to one adapter, so that a vendor's types cannot spread. */
const VENDORS: Record<string, RegExp> = {
  '@anthropic-ai/sdk': /^src\/adapters\/models\/anthropic\//,
  '@ai-sdk/google': /^src\/adapters\/models\/vendors\//,
  '@ai-sdk/openai': /^src\/adapters\/models\/vendors\//,
  '@ai-sdk/openai-compatible': /^src\/adapters\/models\/vendors\//,
  'drizzle-orm': /^src\/adapters\/store\//,
  postgres: /^src\/adapters\/store\//,
  hono: /^src\/surfaces\/http\//,
  '@hono/node-server': /^src\/surfaces\/http\//,
  pino: /^src\/adapters\/log\//,
  'prom-client': /^src\/surfaces\/http\//,
  'log-update': /^src\/surfaces\/terminal\//,
  '@inquirer/core': /^src\/surfaces\/terminal\//,
  '@slack/bolt': /^src\/surfaces\/slack\//,
  '@slack/types': /^src\/surfaces\/slack\//,
  '@slack/web-api': /^src\/surfaces\/slack\//,
  '@discordjs/ws': /^src\/surfaces\/discord\//,
  'discord.js': /^src\/surfaces\/discord\//,
  commander: /^src\/entry\//,
  '@modelcontextprotocol/server': /^src\/surfaces\/mcp\//,
  '@octokit/core': /^src\/adapters\/github\//,
};
/** Packages that could serve any adapter, although one alone needs them for now. */
const GENERAL = [
  'cli-truncate',
  'eventsource-parser',
  'mdast-util-to-markdown',
  'p-limit',
  'wrap-ansi',
  'yaml',
];

/**
 * Folders of presentation, by floor. What stands on one floor imports from its own and from those
 * below.
 */
const FLOORS = [
  ['format', 'schema', 'words'],
  ['judged', 'talk', 'decision', 'view'],
  ['thread', 'record', 'history', 'turn'],
  ['answers', 'picture'],
];
/** Folders that people read whole: none imports another of its floor. */
const DOCUMENTS = 2;

const sources = new Map(source.map((file) => [file.path, file]));
/** Files and packages that are loaded with core and presentation. */
const loadedByRules = new Set(
  [...sources.keys()]
    .filter((path) => /^src\/(core|presentation)\//.test(path))
    .flatMap((path) => [...loadedWith(sources, path)]),
);

describe('the layers', () => {
  test('no adapter or surface imports another', () => {
    const wrong = imports.filter(({ from, to }) => {
      const [one, two] = [adapter(from), adapter(to)];
      return one !== undefined && two !== undefined && one !== two;
    });
    expect(wrong).toEqual([]);
  });

  test('the folders of presentation import down its floors, and documents not one another', () => {
    const folderOf = (path: string) => /^src\/presentation\/([^/]+)\//.exec(path)?.[1];
    const floorOf = (folder: string) => FLOORS.findIndex((folders) => folders.includes(folder));
    const folders = new Set(source.flatMap(({ path }) => folderOf(path) ?? []));
    expect([...folders].toSorted()).toEqual(FLOORS.flat().toSorted());
    const wrong = imports.filter(({ from, to }) => {
      const [one, two] = [folderOf(from), folderOf(to)];
      if (one === undefined || two === undefined || one === two) return false;
      const [own, other] = [floorOf(one), floorOf(two)];
      return other > own || (other === own && own === DOCUMENTS);
    });
    expect(wrong).toEqual([]);
  });

  test('what is loaded with core and presentation needs no package but zod, and nothing of Node', () => {
    expect([...loadedByRules].filter((path) => !path.startsWith('src/'))).toEqual(['zod']);
  });

  test('a vendor stays within its own adapter', () => {
    const wrong = imports.filter(({ from, to }) => {
      const vendor = Object.keys(VENDORS).find((name) => to === name || to.startsWith(`${name}/`));
      return vendor !== undefined && !VENDORS[vendor]?.test(from);
    });
    expect(wrong).toEqual([]);
  });

  test('a package that only one adapter imports is known as its vendor', () => {
    const packages = imports.filter(({ to }) => !to.startsWith('src/') && !to.startsWith('node:'));
    const owners = Map.groupBy(packages, ({ to }) =>
      to.split('/', to.startsWith('@') ? 2 : 1).join('/'),
    );
    const alone = [...owners].filter(([, by]) => {
      const [first, ...others] = new Set(by.map(({ from }) => adapter(from)));
      return first !== undefined && others.length === 0;
    });
    const known = [...Object.keys(VENDORS), ...GENERAL];
    expect(alone.map(([name]) => name).filter((name) => !known.includes(name))).toEqual([]);
  });

  test('the environment is read in one place', () => {
    const readers = source.filter((file) => uses(file, 'process', 'env')).map((file) => file.path);
    // The start needs the data folder before it loads anything.
    expect(readers).toEqual(['src/entry/charrette.mjs', 'src/entry/config.ts']);
  });

  test('core, presentation and acts, with what the first two load, read no clock and draw no chance', () => {
    const inner = source.filter(
      ({ path }) => loadedByRules.has(path) || path.startsWith('src/acts/'),
    );
    const readers = inner.filter(
      (file) =>
        uses(file, 'Date', 'now') ||
        uses(file, 'performance', 'now') ||
        uses(file, 'Math', 'random') ||
        calls(file, ['setTimeout', 'setInterval', 'randomUUID', 'randomBytes']) ||
        newDateOfNow(file),
    );
    expect(readers.map((file) => file.path)).toEqual([]);
  });
});

function uses(file: SourceFile, object: string, property: string): boolean {
  if (!file.text.includes(`${object}.${property}`)) return false;
  return [...nodes(file)].some((node) => {
    const [of, name] = [node.object, node.property] as [{ name?: string }?, { name?: string }?];
    return node.type === 'MemberExpression' && of?.name === object && name?.name === property;
  });
}

function calls(file: SourceFile, names: readonly string[]): boolean {
  return [...nodes(file)].some((node) => {
    const callee = node.callee as { name?: string } | undefined;
    return node.type === 'CallExpression' && names.includes(callee?.name ?? '');
  });
}

function newDateOfNow(file: SourceFile): boolean {
  return [...nodes(file)].some((node) => {
    const callee = node.callee as { name?: string } | undefined;
    return (
      node.type === 'NewExpression' &&
      callee?.name === 'Date' &&
      (node.arguments as unknown[]).length === 0
    );
  });
}
