import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished } from 'vitest';
import { CHARRETTE_VERSION } from '../../src/foundation/version.ts';
import { ROOT } from '../house/source.ts';
import { needing } from '../support/runner/needing.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { Daemon, FEW_PERSONAS, launch } from './daemon.ts';
import { longestWaitMs, until } from './waiting.ts';

const { test } = await needing('a folder of its own');
const { test: asRoot } = await needing('a folder of its own', 'root');
const { test: onLinux } = await needing('a folder of its own', 'mounts');

/** Below a folder that only this user can change; the temporary one is everybody's. */
const CACHE = join(ROOT, '.cache/test-kept');
const SHIPPED = join(ROOT, 'personas');

/**
 * Reads models and personas as every start does; prints who they are, which parsers were loaded,
 * and why nothing is kept.
 */
const programIn = (root: string) => `
import { registerHooks } from 'node:module';
const parsers = new Set();
registerHooks({
  load(url, context, next) {
    const [, name] = /node_modules\\/(micromark|yaml)\\//.exec(url) ?? [];
    if (name !== undefined) parsers.add(name);
    return next(url, context);
  },
});
const { readConfiguration } = await import('${root}/src/entry/models.ts');
const { loadPersonas } = await import('${root}/src/entry/open-model.ts');
const { keepResults } = await import('${root}/src/entry/checked-before.ts');
const settings = { CHARRETTE_PERSONAS_DIR: process.argv[1], CHARRETTE_DATA_DIR: process.argv[1], CHARRETTE_REHEARSAL: '1' };
const personas = await loadPersonas(readConfiguration(settings));
const why = await keepResults();
console.log(JSON.stringify({ personas, parsers: [...parsers].toSorted(), why }));
`;

interface Start {
  readonly personas: readonly { readonly profile: { readonly summary: string } }[];
  readonly parsers: readonly string[];
  readonly why: string | null;
}

const BOTH = ['micromark', 'yaml'];

function runStart(folder: string, under: readonly string[] = [], root = ROOT) {
  const [command = process.execPath, ...words] = [
    ...under,
    process.execPath,
    '--input-type=module',
    '-e',
    programIn(root),
    folder,
  ];
  return spawnSync(command, words, {
    env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: CACHE },
    encoding: 'utf8',
    timeout: longestWaitMs(),
    killSignal: 'SIGKILL',
  });
}

function start(folder: string, under?: readonly string[], root?: string): Start {
  const { stdout, stderr } = runStart(folder, under, root);
  if (stdout === '') throw new Error(`the start failed: ${stderr}`);
  return JSON.parse(stdout);
}

/** One persona, and who writes and audits. */
function threeFiles(): string {
  const folder = temporaryFolder();
  for (const name of ['subtractor', 'synthesizer', 'auditor'])
    copyFileSync(join(SHIPPED, `${name}.md`), join(folder, `${name}.md`));
  return folder;
}

function edit(file: string, search: string | RegExp, text: string): void {
  const before = readFileSync(file, 'utf8');
  const after = before.replace(search, text);
  expect(after).not.toBe(before);
  writeFileSync(file, after);
}

function keptFile(): string {
  const [file] = globSync(join(CACHE, '*/checked.json'));
  if (file === undefined) throw new Error('nothing was kept');
  return file;
}

// In whichever order they run.
beforeEach(() => {
  for (const file of globSync(join(CACHE, '*/*checked*'))) rmSync(file, { recursive: true });
  mkdirSync(CACHE, { recursive: true, mode: 0o700 });
});

test('the second start loads no parser, and has the same personas', () => {
  const folder = threeFiles();
  const first = start(folder);
  expect(first).toMatchObject({ parsers: BOTH, why: null });
  expect(first.personas).toHaveLength(3);
  expect(start(folder)).toEqual({ ...first, parsers: [] });
  expect(statSync(keptFile()).mode & 0o777).toBe(0o600);
});

test('a changed file is read anew, and what is wrong in it is told', () => {
  const folder = threeFiles();
  start(folder);
  const file = join(folder, 'subtractor.md');
  edit(file, /^summary: .*$/m, 'summary: Takes away.');
  const changed = start(folder);
  expect(changed.parsers).toEqual(['yaml']);
  expect(changed.personas.map(({ profile }) => profile.summary)).toContain('Takes away.');
  edit(file, '## Proposing', '## Proposals');
  for (const _ of ['at the first start', 'and at the next'])
    expect(runStart(folder).stderr).toContain('unknown section "Proposals"');
});

test('what another file has in common with one is told, though both are kept', () => {
  const folder = threeFiles();
  start(folder);
  const text = readFileSync(join(folder, 'subtractor.md'), 'utf8');
  writeFileSync(
    join(folder, 'divider.md'),
    text.replace('name: subtractor', 'name: divider').replace(/^title: .*$/m, 'title: Divider'),
  );
  for (const _ of ['at the first start', 'and at the next'])
    expect(runStart(folder).stderr).toContain('subtractor.md:7 the entry of reads');
});

describe('a file that cannot be used', () => {
  const cases: Record<string, [spoil: (file: string) => void, why: string]> = {
    'is cut off': [(file) => truncateSync(file, 100), 'Unterminated string in JSON'],
    'has another form': [(file) => edit(file, '"version"', '"written"'), 'has another form'],
    'is far too large': [(file) => truncateSync(file, 100_000_000), 'is larger than 1048576 bytes'],
    'can be written by its group': [
      (file) => chmodSync(file, 0o664),
      'checked.json can be written by others',
    ],
    'is a link': [
      (file) => {
        renameSync(file, `${file}-elsewhere`);
        symlinkSync(`${file}-elsewhere`, file);
      },
      'checked.json is no file, or a link',
    ],
  };
  test.each(Object.entries(cases))(
    'a file that %s is not used, which is told, and is replaced',
    (_, [spoil, why]) => {
      const folder = threeFiles();
      const first = start(folder);
      spoil(keptFile());
      const second = start(folder);
      expect(second).toEqual({ ...first, why: expect.stringContaining(why) });
      expect(start(folder)).toEqual({ ...first, parsers: [] });
    },
  );

  asRoot('neither is one of another user', () => {
    const folder = threeFiles();
    const first = start(folder);
    chownSync(keptFile(), 65_534, 65_534);
    const why = expect.stringContaining('checked.json belongs to another user (65534)');
    expect(start(folder)).toEqual({ ...first, why });
    expect(start(folder)).toEqual({ ...first, parsers: [] });
  });
});

test('a file of another version is replaced without a word', () => {
  const folder = threeFiles();
  const first = start(folder);
  edit(keptFile(), `"version":"${CHARRETTE_VERSION} `, '"version":"0.0.1 ');
  expect(start(folder)).toEqual(first);
  expect(start(folder)).toEqual({ ...first, parsers: [] });
});

test('other packages, such as a newer parser, read every file anew', () => {
  const folder = threeFiles();
  const root = temporaryFolder();
  for (const name of ['src', 'personas', 'models.yaml', 'package.json', 'package-lock.json'])
    cpSync(join(ROOT, name), join(root, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  const first = start(folder);
  expect(start(folder, [], root)).toEqual({ ...first, parsers: [] });
  edit(join(root, 'package-lock.json'), /("node_modules\/yaml": \{\s+"version": ")/, '$19');
  expect(start(folder, [], root)).toEqual(first);
});

test('a value that does not fit its schema is checked anew', () => {
  const folder = threeFiles();
  const first = start(folder);
  edit(keptFile(), /"heading":"Proposing"/, '"heading":"Conspiring"');
  edit(keptFile(), /"role":"auditor"/, '"role":"jester"');
  expect(start(folder)).toEqual(first);
});

test('nothing is kept in a folder that others may write', () => {
  const folder = threeFiles();
  const first = start(folder);
  const compiled = dirname(keptFile());
  rmSync(keptFile());
  chmodSync(compiled, 0o770);
  onTestFinished(() => chmodSync(compiled, 0o700));
  const why = expect.stringContaining(`${compiled} can be written by others`);
  expect(start(folder)).toEqual({ ...first, why });
  expect(readdirSync(compiled)).not.toContain('checked.json');
});

test('a full disk costs what is kept, and nothing else', () => {
  const folder = threeFiles();
  const first = start(folder);
  rmSync(keptFile());
  // 2 blocks of 1,024 bytes: what a full disk does to a write.
  const limited = ['bash', '-c', 'ulimit -f 2; exec "$@"', 'limited'];
  const why = expect.stringContaining('the file is larger than this system allows');
  expect(start(folder, limited)).toEqual({ ...first, why });
  expect(globSync(join(CACHE, '*/*checked*'))).toEqual([]);
});

onLinux('so does a folder that cannot be written', () => {
  const folder = threeFiles();
  const first = start(folder);
  rmSync(keptFile());
  const readOnly = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"';
  const why = expect.stringContaining('that disk is read-only');
  expect(start(folder, ['unshare', '-rm', 'sh', '-c', readOnly, CACHE])).toEqual({ ...first, why });
});

test('a killed daemon leaves what it checked, and one line of the next tells what is wrong with it', async () => {
  const ready = async () => {
    const environment = { ...FEW_PERSONAS, NODE_COMPILE_CACHE: CACHE, CHARRETTE_REHEARSAL: '1' };
    const daemon = await Daemon.ready(launch(temporaryFolder(), environment));
    onTestFinished(() => daemon.kill());
    return daemon;
  };
  const daemon = await ready();
  await until('what it checked', () => globSync(join(CACHE, '*/checked.json')).length > 0);
  await daemon.kill();
  expect(daemon.output).not.toContain('start_not_cached');
  truncateSync(keptFile(), 100);
  const next = await ready();
  await until('the line', () => next.output.includes('start_not_cached'));
  expect(next.output.split('start_not_cached')).toHaveLength(2);
  expect(next.output).toContain('What was checked before is not used: ');
});
