import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { EXIT, errorExitOf } from '../../src/entry/cli/exit-codes.ts';
import { commandNameOf, type VerbFile } from '../../src/entry/cli/verb.ts';
import { VERBS } from '../../src/entry/commands/verbs.ts';
import { openStore } from '../../src/entry/open-store.ts';
import { Fault, SEE_LOG } from '../../src/foundation/fault.ts';
import { TERMINAL_TEXTS } from '../../src/surfaces/terminal/texts.ts';
import { designIdOf } from '../support/designs/events.ts';
import { keepLog } from '../support/processes/child-sessions.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { calledHere, charrette, ENTRY, Command as Running } from './cli.ts';
import { InProcess } from './in-process.ts';

const folder = temporaryFolder();
const place = (name: string) => join(folder, name);
/** Nothing that is refused may leave one behind. */
const dataDir = place('data');
const TOPIC = 'Should the job queue move from Redis to Postgres?';

function written(name: string, content: string | Uint8Array): string {
  writeFileSync(place(name), content);
  return place(name);
}

const emptyRepository = place('empty-repository');
mkdirSync(emptyRepository);
execFileSync('git', ['init', '--quiet', emptyRepository]);
mkdirSync(place('no-repository'));
mkdirSync(place('broken-personas'));
written('broken-personas/subtractor.md', '---\nname: Subtractor!\n---\nNothing.\n');
execFileSync('mkfifo', [place('pipe')]);

const REFUSED: readonly [string, readonly string[], RegExp][] = [
  ['an empty topic', ['design', '   '], /The topic is empty/],
  [
    'a huge topic',
    ['design', 'x'.repeat(100_000)],
    /The topic has 100000 characters; the limit is 4000/,
  ],
  ['control characters in the topic', ['design', 'Redis\u0007?'], /control characters/],
  ['a topic without words', ['design', '???'], /no letters or digits/],
  ['no topic', ['design'], /missing required argument 'topic'/],
  ['a topic without quotes', ['design', 'Where', 'do'], /the topic comes first, in quotes/],
  [
    'a topic behind --context',
    ['design', '--context', 'notes.md', TOPIC],
    /the topic comes first, in quotes/,
  ],
  [
    'an unknown option',
    ['design', TOPIC, '--fast'],
    /^error: unknown option '--fast'\n\(for help, add --help.*\n$/,
  ],
  [
    'an unknown persona',
    ['design', TOPIC, '--personas', 'subtractor,nobody'],
    /There is no persona nobody\. The personas are archaeologist, /,
  ],
  ['an empty persona', ['design', TOPIC, '--personas', 'subtractor,,'], /--personas expects ids/],
  [
    'a folder that is no repository',
    ['design', TOPIC, '--repo', place('no-repository')],
    /is not in a git repository/,
  ],
  [
    'a repository without a commit',
    ['design', TOPIC, '--repo', emptyRepository],
    /has no commit yet/,
  ],
  [
    'a repository that is not there',
    ['design', TOPIC, '--repo', place('nowhere')],
    /cannot be opened/,
  ],
  [
    'answers that are missing',
    ['design', TOPIC, '--answers', place('nowhere.md')],
    /--answers .* there is no such file/,
  ],
  [
    'answers that are empty',
    ['design', TOPIC, '--answers', written('empty.md', ' \n')],
    /is empty/,
  ],
  [
    'answers to no questions',
    ['design', TOPIC, '--no-questions', '--answers', written('a.md', 'Q1: 1')],
    /exclude each other/,
  ],
  [
    'a context that is a folder',
    ['design', TOPIC, '--context', folder],
    /--context .* is not a file/,
  ],
  [
    'a binary context',
    ['design', TOPIC, '--context', written('b.bin', new Uint8Array([1, 0, 255, 254]))],
    /is not text in UTF-8/,
  ],
  [
    'a huge context',
    ['design', TOPIC, '--context', written('big.txt', 'x'.repeat(200_001))],
    /200001 characters; the limit is 200000/,
  ],
  [
    'a budget of nothing',
    ['design', TOPIC, '--budget', '0'],
    /--budget is "0"; expected a number of US dollars above 0/,
  ],
  [
    'a deadline in words',
    ['design', TOPIC, '--deadline', 'soon'],
    /--deadline is "soon"; expected a number of minutes/,
  ],
  [
    'a depth that is none',
    ['design', TOPIC, '--depth', 'abyss'],
    /Allowed choices are quick, standard\./,
  ],
  ['a status that is none', ['list', '--status', 'done'], /Allowed choices are running, /],
  [
    'an unknown option',
    ['design', TOPIC, '--jsn'],
    /unknown option '--jsn'[\s\S]*Did you mean --json/,
  ],
  ['an option that another verb had', ['list', '--url', 'x'], /^error: unknown option '--url'/],
  ['a verb as an option', ['list', '--check'], /^error: unknown option '--check'/],
  ['an unknown verb', ['lst'], /unknown command 'lst'[\s\S]*Did you mean list/],
  [
    'an unknown verb near one that is not needed first',
    ['personnas'],
    /'personnas'[\s\S]*Did you mean personas/,
  ],
  [
    'help of an unknown verb',
    ['help', 'publis'],
    /^error: unknown command 'publis'\n\(Did you mean publish\?\)/,
  ],
  ['a verb of chats', ['status'], /^error: unknown command 'status'/],
  ['an unknown design', ['show', 'dsn_0192f3aa-0000-7000-8000-000000000000'], /There is no design/],
  [
    'a difference that is none',
    ['settle', 'abcdefgh', 'point', '1a'],
    /"point" is not a difference/,
  ],
  [
    'a choice that is none',
    ['decide', 'abcdefgh', 'perhaps'],
    /'perhaps' is invalid .*Allowed choices are accept, send_back, again, stop/,
  ],
  [
    'a named pipe as context',
    ['design', TOPIC, '--context', place('pipe')],
    /pipe .* is not a file/,
  ],
  [
    'a model that is not in the file of models',
    ['design', TOPIC, '--model', 'gpt-99'],
    /^--model is "gpt-99", which is not in models\.yaml/,
  ],
  ['a folder that is no bundle', ['verify', place('nowhere')], /is not a folder/],
];

const called = (words: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  calledHere(dataDir, words, environment);

describe('wrong usage', () => {
  it.each(REFUSED)(
    '%s is refused with what to do instead, and nothing is begun',
    async (_, words, message) => {
      const { code, stdout, stderr } = await called(words);
      expect(stderr).toMatch(message);
      expect(code).toBe(2);
      expect(stdout).toBe('');
      expect(stderr).not.toMatch(/\n {4}at /);
      expect(existsSync(dataDir)).toBe(false);
    },
  );

  it('wrong usage shows in the exit code of the process, too', async () => {
    const { code, stderr, stdout } = await charrette(dataDir, ['design', '']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe('The topic is empty. Say in a sentence what is to be decided.\n');
  });

  it('A9: checking and designing both name a broken persona file with its line and the reason', async () => {
    const environment = { CHARRETTE_PERSONAS_DIR: place('broken-personas') };
    for (const words of [['personas'], ['design', TOPIC]]) {
      const { code, stderr } = await called(words, environment);
      expect(stderr).toMatch(/subtractor\.md:2 /);
      expect(code).toBe(2);
    }
    expect(existsSync(dataDir)).toBe(false);
  });

  it.each([
    ['lost', (file: string) => rmSync(file)],
    ['emptied', (file: string) => writeFileSync(file, '')],
  ])('doctor finds results of designs beside an embedded store that was %s', async (what, lose) => {
    const dataDir = place(`results-${what}`);
    const { store } = await openStore({ databaseUrl: null, dataDir }, keepLog());
    await store.close();
    const bundle = join(dataDir, 'designs', designIdOf(1));
    mkdirSync(bundle, { recursive: true });
    writeFileSync(join(bundle, 'manifest.json'), '{}');
    lose(join(dataDir, 'store.sqlite'));
    const { stdout } = await calledHere(dataDir, ['doctor']);
    expect(stdout).toMatch(/store +problem +.*empty.*designs has .*move/);
  });

  it('a missing configured repository is named by doctor, and by a daemon at its start, which serves all others', async () => {
    const environment = {
      CHARRETTE_REPOS: `shop=${place('nowhere')},mail=${emptyRepository}`,
      CHARRETTE_REHEARSAL: '1',
    };
    const missing = new RegExp(
      `shop: ${place('nowhere')} cannot be opened: .* mail: .*no commit yet`,
    );
    const { code, stdout } = await calledHere(place('repositories'), ['doctor'], environment);
    expect([code, stdout]).toEqual([1, expect.stringMatching(missing)]);
    const daemon = await InProcess.start(place('repositories'), environment);
    await vi.waitUntil(() => daemon.output.includes('no commit yet'), { timeout: 20_000 });
    await daemon.stop();
    const said = daemon.output.split('\n').filter((line) => line.includes('repository_not_pinned'));
    expect(said.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ level: 'warn', name: 'shop' }),
      expect.objectContaining({ level: 'warn', name: 'mail' }),
    ]);
  });

  it('a configured partial clone is read, and doctor says what it lacks', async () => {
    const origin = place('partial-origin');
    const git = (...words: string[]) => execFileSync('git', words);
    git('clone', '--quiet', emptyRepository, origin);
    const as = ['-c', 'user.name=Ana', '-c', 'user.email=ana@example.com'];
    for (const text of ['first', 'second']) {
      writeFileSync(join(origin, 'a.txt'), text);
      git('-C', origin, 'add', '.');
      git('-C', origin, ...as, 'commit', '--quiet', '--message', text);
    }
    git('-C', origin, 'config', 'uploadpack.allowFilter', 'true');
    git('clone', '--quiet', '--filter=blob:none', `file://${origin}`, place('partial'));
    const doctor = async () => {
      const environment = { CHARRETTE_REPOS: `shop=${place('partial')}` };
      return (await calledHere(place('of-partial'), ['doctor'], environment)).stdout;
    };
    expect(await doctor()).toMatch(
      /repositories +note +shop at [0-9a-f]{12}\. shop: It is a partial clone: .* run git fetch --refetch --no-filter/,
    );
    git('-C', origin, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
    rmSync(place('partial'), { recursive: true });
    git(
      'clone',
      '--quiet',
      '--filter=blob:none',
      '--no-checkout',
      `file://${origin}`,
      place('partial'),
    );
    expect(await doctor()).toMatch(
      /repositories +note .* It lacks 1 file or folder of this commit\./,
    );
    rmSync(place('partial'), { recursive: true });
    git('clone', '--quiet', `file://${origin}`, place('partial'));
    expect(await doctor()).toMatch(/repositories +ok +shop at [0-9a-f]{12}\n/);
  });
});

it('facts for the log alone are printed at a terminal, which has none', () => {
  const fault = new Fault(
    'store_unavailable',
    `It does not work. ${SEE_LOG}`,
    new Error('XX000: no such relation'),
  );
  expect(errorExitOf(fault).words).toBe('It does not work. The cause: XX000: no such relation');
  expect(errorExitOf(new Fault('store_unavailable', `It does not work. ${SEE_LOG}`)).words).toBe(
    'It does not work.',
  );
});

it('a refused connection at the start is a mistake: it names the setting and starts nothing', async () => {
  const { code, stderr } = await called(['design', TOPIC], {
    ANTHROPIC_API_KEY: 'sk-ant-never-shown-000',
    ANTHROPIC_BASE_URL: `http://127.0.0.1:${await closedPort()}`,
  });
  expect([code, stderr]).toEqual([
    EXIT.usage,
    expect.stringContaining('the endpoint in ANTHROPIC_BASE_URL'),
  ]);
  expect(existsSync(dataDir)).toBe(false);
});

it('a model that no network leads to, or that refuses the key, ends a start at once, with the cause and what to do', async () => {
  const refusing = createHttpServer((_, answer) => answer.writeHead(401).end('{}')).listen(
    0,
    '127.0.0.1',
  );
  await once(refusing, 'listening');
  onTestFinished(() => void refusing.close());
  const { port } = refusing.address() as AddressInfo;
  const started = (url: string) =>
    charrette(dataDir, ['design', TOPIC], {
      ANTHROPIC_API_KEY: 'sk-ant-never-shown-000',
      ANTHROPIC_BASE_URL: url,
    });
  const ended = await Promise.all(
    ['http://model.invalid', `http://127.0.0.1:${port}`].map(started),
  );
  const remedy = TERMINAL_TEXTS.seeSetup('charrette');
  expect(ended.map(({ code, stdout }) => [code, stdout])).toEqual([
    [EXIT.usage, ''],
    [EXIT.usage, ''],
  ]);
  const [away = '', refused = ''] = ended.map(({ stderr }) => stderr);
  expect(away).toMatch(
    /^The model cannot be reached at http:\/\/model\.invalid, .*\(getaddrinfo \w+ model\.invalid\)/,
  );
  expect(refused).toMatch(/^The model refused our key \(401\): .*, with ANTHROPIC_API_KEY\.$/m);
  for (const words of [away, refused]) {
    expect(words.trimEnd().split('\n')).toEqual([expect.any(String), remedy]);
  }
  expect(existsSync(dataDir)).toBe(false);
});

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

function declared(command: Command, { configure, run, under = {} }: VerbFile): Command {
  configure?.(command);
  if (run !== undefined) command.action(() => undefined);
  for (const [name, file] of Object.entries(under)) declared(command.command(name), file);
  return command;
}

describe('help', () => {
  it.each(VERBS)('help lists "$synopsis" as that verb declares itself', async (verb) => {
    const command = declared(new Command(commandNameOf(verb)), await verb.load());
    const under = command.commands.map((each) => each.name()).join('|');
    const term = command.createHelp().subcommandTerm(command).replace(' [options]', '');
    expect(`${term} ${under}`.trim()).toBe(verb.synopsis);
  });

  it.each(VERBS.flatMap((verb) => verb.examples.map((example) => [example, verb] as const)))(
    'the example "%s" is taken as it is typed',
    async (example, verb) => {
      const typed = [...example.matchAll(/"([^"]*)"|(\S+)/g)].map(
        ([, quoted, bare]) => quoted ?? bare ?? '',
      );
      const command = declared(new Command(commandNameOf(verb)).exitOverride(), await verb.load());
      expect(typed[0]).toBe(commandNameOf(verb));
      expect(() => command.parse(typed.slice(1), { from: 'user' })).not.toThrow();
    },
  );

  it('help ends in silence when its reader goes away, as with head', async () => {
    const command = new Running(dataDir, ['--help']);
    command.child.stdout?.destroy();
    expect(await command.ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('help reports a standard output that cannot be written', () => {
    const full = openSync('/dev/full', 'w');
    onTestFinished(() => closeSync(full));
    const { status, stderr } = spawnSync(process.execPath, [ENTRY, '--help'], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    expect(stderr).toMatch(/^Standard output cannot be written: .*ENOSPC.*\n$/);
    expect(status).toBe(1);
  });

  it.each([[['--help']], [['design', '--help']], [['help', 'retry']]])(
    '%j explains itself and ends well',
    async (words) => {
      const { code, stdout } = await called(words);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^Usage: charrette/);
    },
  );
});

describe('a mere look', () => {
  it('a mere look makes no data folder, and shows no secret', async () => {
    const { code, stdout } = await called(['list']);
    expect(stdout).toContain('No designs yet');
    expect(code).toBe(0);
    const { stdout: found } = await called(['doctor'], {
      ANTHROPIC_API_KEY: 'sk-ant-never-shown-000',
      CHARRETTE_REHEARSAL: '1',
    });
    expect(found).toMatch(/data folder +note/);
    expect(found).not.toContain('never-shown');
    expect(existsSync(dataDir)).toBe(false);
  });

  it('a list that cannot look does not claim that there are no designs', async () => {
    const { code, stdout, stderr } = await calledHere(written('no-folder', ''), ['list']);
    expect([code, stdout]).toEqual([EXIT.other, '']);
    expect(stderr).toMatch(/The data folder \S+no-folder cannot be opened/);
  });

  it('an ambiguous part of an id is answered with the designs that it may mean', async () => {
    const ids = ['1', '2'].map((last) => `dsn_0192f3aa-0000-7000-8000-00000000000${last}`);
    for (const id of ids) mkdirSync(place(`bundles/designs/${id}`), { recursive: true });
    for (const id of ids) written(`bundles/designs/${id}/manifest.json`, '{}');
    const { code, stderr } = await calledHere(place('bundles'), ['verify', '0192f3aa']);
    expect(code).toBe(EXIT.usage);
    expect(stderr).toContain(`Give more of the id:\n  ${ids.join('\n  ')}`);
  });
});
