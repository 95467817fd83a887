import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import type { Act } from '../../src/acts/act.ts';
import { replaceNames } from '../../src/acts/call.ts';
import { ACTS } from '../../src/acts/table.ts';
import { DEFAULT_BUDGET_USD } from '../../src/engine/starting/starting.ts';
import { commandNameOf } from '../../src/entry/cli/verb.ts';
import { VERBS } from '../../src/entry/commands/verbs.ts';
import { writeEnvironmentExample } from '../../src/entry/variables.ts';
import { DEPTH_TAKES } from '../../src/presentation/words/phases.ts';
import { WARNINGS } from '../../src/presentation/words/warnings.ts';
import { ROOT, sourceFiles } from './source.ts';

const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'SUPPORT.md',
  'CODE_OF_CONDUCT.md',
  ...globSync(['{docs,src,test,eval,bench}/**/*.md', '.github/*.md'], {
    cwd: ROOT,
    exclude: ['**/node_modules/**', 'test/record/frozen/**'],
  }),
];
const REPOSITORY_PATH =
  /(?<![\w./-])((?:src|test|bench|docs|personas|migrations)\/[\w./-]*)[*<{]?/g;
/** Leaves out `src`, as tables of what to change do. */
const SOURCE_PATH =
  /(?<![\w./-])((?:acts|adapters|surfaces|core|engine|entry|foundation|presentation|record|sessions|turns)\/[\w./-]*)[*<{]?/g;
/** Options of npm, in commands of the page about the command line. */
const NPM_OPTIONS = ['--global', '--silent'];
const { scripts, dependencies, devDependencies, optionalDependencies } = JSON.parse(
  read('package.json'),
);

describe('the documents', () => {
  test('.env.example is the configuration table, written out', () => {
    expect(read('.env.example'), 'npm run generate:env').toBe(writeEnvironmentExample());
  });

  test('README.md says of each depth what the product says', () => {
    for (const [depth, takes] of Object.entries(DEPTH_TAKES))
      expect(read('README.md')).toContain(`| \`${depth}\` | ${takes} |`);
  });

  test('README.md and the pages give the defaults that the settings have', () => {
    const settings = [...read('.env.example').matchAll(/^#(CHARRETTE_\w+)=(\d+)$/gm)];
    const defaults = new Map(settings.map(([, name = '', value = '']) => [name, value]));
    const named = ['README.md', ...globSync('docs/*.md', { cwd: ROOT })]
      .flatMap((name) => [...read(name).matchAll(/`(CHARRETTE_\w+)` (?:\(|is \$?)(\d+)\b/g)])
      .map(([, name = '', value]) => ({ name, value, default: defaults.get(name) }))
      // A switch is spoken of where it is on.
      .filter((each) => each.default !== undefined && each.default !== '0');
    expect(named.length).toBeGreaterThan(1);
    expect(named.filter((each) => each.value !== each.default)).toEqual([]);

    const readme = read('README.md');
    const dollars = defaults.get('CHARRETTE_BUDGET_USD_PER_DAY');
    expect(readme).toContain(
      `| $${DEFAULT_BUDGET_USD}; $${dollars}, for models whose price is known |`,
    );
    expect(readme).toContain(
      `| ${defaults.get('CHARRETTE_DESIGNS_PER_PERSON_PER_DAY')}; 20, which takes`,
    );
    expect(readme).toContain(
      `| ${Number(defaults.get('CHARRETTE_ANSWER_SECONDS')) / 60} min, after which`,
    );
    expect(defaults.get('CHARRETTE_GATE_SECONDS')).toBe(String(24 * 60 * 60));
    expect(readme).toContain('become assumptions; a day |');
  });

  test('docs/cli.md names every verb, and no option that there is not', async () => {
    const page = read('docs/cli.md');
    const options = new Set(['--help', '--env-file', ...NPM_OPTIONS]);
    expect(VERBS.map(commandNameOf).filter((name) => !page.includes(`\`${name}`))).toEqual([]);
    for (const verb of VERBS) {
      const { configure, under = {} } = await verb.load();
      for (const each of [configure, ...Object.values(under).map((file) => file.configure)]) {
        const command = new Command(commandNameOf(verb));
        each?.(command);
        for (const { long } of command.options) options.add(String(long));
      }
    }
    const named = [...page.matchAll(/(?<=[ `])--[a-z][a-z-]+/g)].map(([option]) => option);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((option) => !options.has(option))).toEqual([]);
  });

  test('docs/http-api.md has the route of every act', () => {
    const page = read('docs/http-api.md');
    const routes = Object.values<Act>(ACTS).map(({ route }) =>
      replaceNames(route, (name) => `{${name}}`),
    );
    expect(routes.filter((route) => !page.includes(`\`${route}`))).toEqual([]);
  });

  test('docs/mcp.md has a row for each tool', () => {
    const rows = [...read('docs/mcp.md').matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    const tools = Object.values<Act>(ACTS).flatMap(({ tool }) => tool?.name ?? []);
    expect(rows.toSorted()).toEqual(tools.toSorted());
  });

  test('the README gives two commands that start from nothing, which CI runs', () => {
    const commands = read('README.md')
      .split('\n')
      .filter((line) => line.startsWith('npm ci && '));
    expect(commands).toEqual([
      expect.stringMatching(/ npm run design -- "[^"]+"$/),
      'npm ci && npm test',
    ]);
    expect(read('.ci/run')).toContain("grep '^npm ci && ' README.md");
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

  test('every link to a file of the project, or to a heading in it, leads somewhere', () => {
    const broken = documents.flatMap((name) =>
      linksIn(name)
        .filter(({ path, heading }) => !existsSync(join(ROOT, path)) || !hasHeading(path, heading))
        .map(({ text }) => `${name}: ${text}`),
    );
    expect(broken).toEqual([]);
  });

  test('docs/README.md leads to every page in docs, and a page shows every picture', () => {
    const shown = (from: readonly string[]) =>
      new Set(from.flatMap(linksIn).map(({ path }) => path));
    const pages = globSync('docs/*.md', { cwd: ROOT }).filter((name) => name !== 'docs/README.md');
    expect(pages.filter((name) => !shown(['docs/README.md']).has(name))).toEqual([]);
    const pictures = globSync('docs/**/*.*', { cwd: ROOT }).filter((name) => !name.endsWith('.md'));
    expect(pictures.filter((name) => !shown(documents).has(name))).toEqual([]);
  });

  test('every adapter and surface has a page for maintainers, which names only files and folders that it has', () => {
    const adapters = globSync('src/{adapters,surfaces}/*/', { cwd: ROOT });
    expect(adapters.length).toBeGreaterThan(0);
    expect(adapters.filter((folder) => !existsSync(join(ROOT, folder, 'README.md')))).toEqual([]);
    const lost = adapters.flatMap((folder) =>
      [
        ...read(join(folder, 'README.md')).matchAll(
          /`((?!bench\/)(?:[\w-]+\/)?[\w-]+\.ts|[\w-]+\/)`/g,
        ),
      ]
        .map(([, path]) => join(folder, path ?? ''))
        .filter((path) => !existsSync(join(ROOT, path))),
    );
    expect(lost).toEqual([]);
  });

  test('docs/dependencies.md has a row for each dependency, and none for anything else', () => {
    const [run = '', work = '', upkeep = '', few = ''] = read('docs/dependencies.md').split(
      /## Needed (?:to work on it|to check, pack and generate|by a few tests)/,
    );
    const beside = JSON.parse(read('test/second-opinion/package.json'));
    const [, packed = ''] =
      /"([\w-]+)@\$version"/.exec(read('test/inference-engine/build.sh')) ?? [];
    const own = [
      ...Object.keys({ ...beside.devDependencies, ...beside.optionalDependencies }),
      packed,
    ];
    expect(firstCells(run)).toEqual(
      Object.keys({ ...dependencies, ...optionalDependencies }).toSorted(),
    );
    expect(firstCells(work)).toEqual(Object.keys(devDependencies).toSorted());
    expect(firstCells(upkeep)).toEqual(
      Object.keys(JSON.parse(read('.ci/upkeep/package.json')).dependencies).toSorted(),
    );
    expect(firstCells(few)).toEqual(own.toSorted());
  });

  test('.editorconfig asks for what the formatter does', () => {
    const { indentStyle, indentWidth, lineWidth } = JSON.parse(read('biome.json')).formatter;
    const everywhere = read('.editorconfig')
      .split(/^\[(?!\*\])/m)[0]
      ?.split('\n');
    expect(everywhere).toContain(`indent_style = ${indentStyle}`);
    expect(everywhere).toContain(`indent_size = ${indentWidth}`);
    expect(everywhere).toContain(`max_line_length = ${lineWidth}`);
  });

  test('every event that is logged as an error stands where operators look', () => {
    const events = sourceFiles('src').flatMap(({ text }) =>
      [...text.matchAll(/log\.error\(\s*'(\w+)'/gi)].map(([, event]) => event ?? ''),
    );
    expect(events.length).toBeGreaterThan(25);
    const told = pagesOfDocs();
    expect(events.filter((event) => !told.includes(`\`${event}\``))).toEqual([]);
  });

  test('each event that is logged with a next step stands in the documents', () => {
    const written = pagesOfDocs();
    const events = sourceFiles('src').flatMap(({ text }) =>
      [...text.matchAll(/'(\w+)',\s*\{[^}]*\btoDo:/g)].map(([, event]) => event ?? ''),
    );
    expect(events.length).toBeGreaterThan(15);
    expect(events.filter((event) => !written.includes(`\`${event}\``))).toEqual([]);
  });

  test('each event that is logged with a next step has words on the page of operations', () => {
    const events = sourceFiles('src').flatMap(({ text }) => [
      ...[...text.matchAll(/'(\w+)',\s*\{[^}]*\btoDo\b/g)].map(([, event]) => event ?? ''),
      ...[...text.matchAll(/new HeldToken\(\w+, log, '(\w+)'/g)].map(([, event]) => event ?? ''),
    ]);
    expect(events.length).toBeGreaterThan(25);
    expect(events.filter((event) => WARNINGS[event] === undefined)).toEqual([]);
  });

  test('every path of the project that a document names exists, in commands too', () => {
    // What the example and the golden documents cite is in a repository of its own.
    const own = documents.filter((name) => !/^(?:docs\/example|test\/golden)\//.test(name));
    const named = own.flatMap((name) => pathsIn(name).map((path) => ({ name, path })));
    expect(named.length).toBeGreaterThan(100);
    const lost = named.filter(({ path }) => !existsSync(join(ROOT, path)));
    expect(lost.map(({ name, path }) => `${name}: ${path}`)).toEqual([]);
  });

  test('test/misbehaviour.md names, in each row, tests that are there', () => {
    const rows = read('test/misbehaviour.md')
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.startsWith('| what happens'));
    const shownBy = rows.map((row) => [...row.matchAll(/`(test\/[^`]+)` \*([^*]+)\*/g)]);
    expect(rows.length).toBeGreaterThanOrEqual(30);
    expect(rows.filter((_, at) => shownBy[at]?.length === 0)).toEqual([]);
    const lost = shownBy
      .flat()
      .filter(
        ([, file = '', title = '']) => !existsSync(join(ROOT, file)) || !titlesIn(file).has(title),
      );
    expect(lost.map(([words]) => words)).toEqual([]);
  });
});

/** The text of the pages in `docs`, without its folders. */
function pagesOfDocs(): string {
  return globSync('docs/*.md', { cwd: ROOT }).map(read).join('\n');
}

/**
 * What the tests of a file are called, and the first words of each row of a table of tests, as `%s`
 * in a title shows them.
 */
function titlesIn(file: string): Set<string> {
  const source = read(file);
  const quoted = String.raw`(?:'([^'\n]*)'|"([^"\n]*)"|\x60([^\x60\n]*)\x60)`;
  const called = new RegExp(String.raw`\b(?:it|test)\(\s*${quoted}`, 'g');
  const each = new RegExp(String.raw`\)\(\s*${quoted},`, 'g');
  const row = new RegExp(String.raw`^\s*\[\s*${quoted},`, 'gm');
  return new Set(
    [called, each, row].flatMap((form) =>
      [...source.matchAll(form)].map(
        ([, single, double, tilted]) => single ?? double ?? tilted ?? '',
      ),
    ),
  );
}

/**
 * The links of a document into this project: the path from its root, and the heading or an empty
 * text.
 */
function linksIn(name: string): { text: string; path: string; heading: string }[] {
  return [...read(name).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(([, text = '']) => {
    const [target = '', heading = ''] = text.split('#');
    return { text, path: target === '' ? name : join(dirname(name), target), heading };
  });
}

/** Paths of the project in backticks; of a pattern or a template, the folder before what varies. */
function pathsIn(name: string): string[] {
  const code = [...read(name).matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text);
  const named = (text: string, form: RegExp) =>
    [...text.matchAll(form)].map(([path, beforeVarying]) =>
      path === beforeVarying ? path : dirname(`${beforeVarying}x`),
    );
  return code.flatMap((text) => [
    ...named(text, REPOSITORY_PATH),
    ...named(text, SOURCE_PATH).map((path) => `src/${path}`),
  ]);
}

/**
 * GitHub makes a heading's anchor of its letters, digits, hyphens and underscores, in lower case.
 */
function hasHeading(path: string, wanted: string): boolean {
  if (wanted === '') return true;
  const prose = read(path).replaceAll(/^```[\s\S]*?^```$/gm, '');
  const anchors = [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
  return anchors.includes(wanted);
}

/** The names in backticks in the first column of a document's tables, sorted. */
function firstCells(text: string): string[] {
  return [...text.matchAll(/^\| (`[^|]+`) \|/gm)]
    .flatMap(([, cell = '']) => [...cell.matchAll(/`([^`]+)`/g)])
    .map(([, name = '']) => name)
    .toSorted();
}
