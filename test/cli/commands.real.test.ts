/** Verbs on designs that exist: with an owner elsewhere, with none, and what they end with. */

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { fails, startModelEndpoint } from '#test/support/model-endpoint.ts';
import {
  AtTerminal,
  charrette,
  type Environment,
  EXAMPLE,
  newFolder,
  Running,
} from './commands.ts';

const REHEARSAL = { CHARRETTE_REHEARSAL: '1' };

/** A daemon of this folder, and a design that it runs. */
async function serve(folder: string, given: Environment = {}): Promise<Running> {
  const daemon = new Running(folder, ['serve'], {
    CHARRETTE_HTTP_PORT: '0',
    ...REHEARSAL,
    ...given,
  });
  await daemon.says('charrette ready http://');
  return daemon;
}

/** A design whose process was killed while its questions were open: nobody runs it. */
async function leaveDesign(folder: string, given: Environment = {}): Promise<string> {
  const terminal = new AtTerminal(folder, ['design', EXAMPLE], given);
  await terminal.shows('Answer:');
  const { stdout } = await charrette(folder, ['list']);
  await terminal.kill();
  return stdout.slice(0, 8);
}

test('without a model, design and serve say the same, create nothing, and exit 2', async () => {
  const folder = newFolder();
  const tried = await charrette(folder, ['design', 'Where do the logs go?']);
  expect(tried).toMatchObject({ code: 2, stdout: '' });
  expect(tried.stderr).toMatch(/^charrette: No model’s key is set. Set ANTHROPIC_API_KEY or .*\n$/);
  expect(tried.stderr).toContain(`charrette design "${EXAMPLE}"`);
  expect(await charrette(folder, ['serve'])).toEqual(tried);
  expect(readdirSync(folder)).toEqual([]);
  const asScript = await charrette(folder, ['serve'], { npm_lifecycle_event: 'start' });
  expect(asScript.stderr).toContain('npm run design -- "');
});

test('A10: a model that is overloaded is told once, while its turn waits', async () => {
  const endpoint = await startModelEndpoint(() => fails(529, { message: 'Overloaded' }));
  onTestFinished(() => endpoint.close());
  const overloaded = { ANTHROPIC_API_KEY: 'a-key', ANTHROPIC_BASE_URL: endpoint.url };
  const running = new Running(newFolder(), ['design', 'Where do the logs go?'], overloaded);
  const told = "Waiting for the model: the model's endpoint answered 529: Overloaded.";
  await running.says(told);
  expect(await running.stop('SIGTERM')).toBe(1);
  expect(running.stderr.split(told)).toHaveLength(2);
});

test.each<[string, string[], number, string]>([
  ['too little money', ['--budget', '1.5'], 2, 'needs a budget of at least $2.50.'],
  ['too much money', ['--budget', '6'], 2, 'A design may cost at most $5 here.'],
  ['an unknown persona', ['--personas', 'subtractor,poet'], 2, 'There is no persona poet.'],
  ['no repository', ['--repo', '/nope'], 2, 'The folder /nope is no git repository.'],
  ['no such file', ['--context', 'notes.md'], 2, 'notes.md cannot be context: ENOENT'],
  ['a binary file', ['--context', 'image.png'], 2, 'image.png is not text of at most'],
  [
    'a large file',
    ['--context', 'large.md'],
    2,
    'large.md is not text of at most 100000 characters.',
  ],
])('does not start with %s', async (_, options, code, sentence) => {
  const folder = newFolder();
  writeFileSync(join(folder, 'image.png'), Buffer.from([0x89, 0x50, 0xff, 0xfe, 0]));
  writeFileSync(join(folder, 'large.md'), 'word '.repeat(21_000));
  const tried = await charrette(folder, ['design', EXAMPLE, ...options]);
  expect(tried.stderr).toContain(sentence);
  expect(tried).toMatchObject({ code, stdout: '' });
});

test('list loads no chat, page, agent’s server or model’s client', async () => {
  const folder = newFolder();
  const tell =
    "import{registerHooks}from'node:module';registerHooks({load(u,c,n){process._rawDebug(u);return n(u,c)}})";
  const { code, stderr } = await charrette(folder, ['list'], {
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(tell)}`,
  });
  expect(code).toBe(0);
  expect(stderr).toContain('/src/store/sqlite.ts');
  const loaded = [...stderr.matchAll(/node_modules\/((?:@[\w-]+\/)?[\w.-]+)/g)].map(
    ([, name]) => name,
  );
  const unwanted =
    /^(@slack|@ai-sdk|@anthropic-ai|@hono|@modelcontextprotocol|discord|hono|mdast|ora|pino|postgres|drizzle)/;
  expect(loaded).toContain('zod');
  expect(stderr).not.toMatch(/\/src\/(turns|repository|chat|web)\//);
  expect(loaded.filter((name) => unwanted.test(name ?? ''))).toEqual([]);
});

test('takes context files and a folder’s repository along', async () => {
  const folder = newFolder();
  const shop = join(folder, 'shop');
  mkdirSync(shop);
  writeFileSync(join(folder, 'notes.md'), 'Peak: 900 jobs a minute.');
  const git = (...words: string[]) => {
    const { execFileSync } = process.getBuiltinModule('node:child_process');
    const who = ['-c', 'user.name=Ana', '-c', 'user.email=ana@example.com'];
    return execFileSync('git', ['-C', shop, ...who, ...words], { encoding: 'utf8' });
  };
  git('init', '--quiet');
  git('commit', '--quiet', '--allow-empty', '--message', 'Begin');
  const words = ['--depth', 'quick', '--context', 'notes.md', '--repo', 'shop', '--json'];
  const { code, stdout } = await charrette(folder, ['design', EXAMPLE, ...words]);
  expect(code).toBe(0);
  const [started] = stdout.split('\n');
  expect(JSON.parse(started ?? '')).toMatchObject({
    context: [{ name: 'The shop in one page' }, { name: 'notes.md' }],
    repository: { name: shop, commit: git('rev-parse', 'HEAD').trim() },
    startedBy: { name: 'ana', via: 'terminal' },
  });
});

test('two processes work on one design: one runs it, others answer and go on', async () => {
  const folder = newFolder();
  const owner = new AtTerminal(folder, ['design', EXAMPLE]);
  await owner.shows('Answer:');
  const id = (await charrette(folder, ['list'])).stdout.slice(0, 8);
  const answered = await charrette(folder, ['answer', id, 'Q2: sixty', 'a minute'], {
    USER: 'ben',
  });
  expect(answered).toEqual({ code: 0, stdout: '', stderr: 'Stored.\n' });
  await owner.shows('ben: “Q2: sixty a minute”');
  expect((await charrette(folder, ['show', id])).stdout).toMatch(/^\*\*Q1\*\* \w/m);
  expect((await charrette(folder, ['decide', id, 'stop'])).stderr).toContain(
    'Nothing waits for a decision.',
  );
  expect((await charrette(folder, ['go-on', id])).stderr).toBe('They go on.\n');
  expect(await owner.end()).toBe(0);
  expect((await charrette(folder, ['cancel', id])).code).toBe(1);
});

test('C18: verbs without an owner store their command, and watch goes on with the design', async () => {
  const folder = newFolder();
  const id = await leaveDesign(folder);
  const unowned = `No process is running this design: charrette serve or charrette watch ${id} goes on.\n`;
  expect(await charrette(folder, ['answer', id, 'Nobody else does.'])).toEqual({
    code: 0,
    stdout: '',
    stderr: `Stored.\n${unowned}`,
  });
  expect((await charrette(folder, ['show', id])).stderr).toBe(unowned);
  expect((await charrette(folder, ['go-on', id])).stderr).toBe(`They go on.\n${unowned}`);
  const watched = await charrette(folder, ['watch', id]);
  expect(watched.code).toBe(0);
  expect(watched.stdout).toContain('decision.md');
  expect(await charrette(folder, ['watch', id])).toMatchObject({ code: 0, stderr: '' });
});

test('C19: a design that nobody runs is cancelled once, and runs again once', async () => {
  const folder = newFolder();
  const id = await leaveDesign(folder);
  expect((await charrette(folder, ['cancel', id])).stderr).toMatch(/^Cancelled\.\n/);
  const daemon = await serve(folder);
  const ended = await charrette(folder, ['watch', id]);
  expect(ended.code).toBe(4);
  expect(ended.stdout).toContain(`**${EXAMPLE}**`);
  expect(ended.stdout).toContain('Cancelled by ana.');
  expect(ended.stdout).toContain(`\n\`charrette run-again ${id}\` starts it anew.\n`);
  expect((await charrette(folder, ['cancel', id])).stderr).toBe('Cancelled.\n');
  expect(await daemon.stop('SIGTERM')).toBe(0);

  const again = await charrette(folder, ['run-again', id]);
  expect(again.code).toBe(0);
  const listed = await charrette(folder, ['list', 'QUEUE']);
  expect(listed.stdout.match(/Should the job queue/g)).toHaveLength(2);
  expect(listed.stdout.match(/ · example · /g)).toHaveLength(2);
  const successor = `charrette show ${listed.stdout.slice(0, 8)}`;
  const twice = await charrette(folder, ['run-again', id]);
  expect(twice).toMatchObject({ code: 1, stdout: '' });
  expect(twice.stderr).toBe(`It ran again already. ${successor} shows that run.\n`);
  const old = (await charrette(folder, ['show', id])).stdout;
  expect(old).toContain(`It ran again: \`${successor}\``);
  expect(old).not.toContain('anew');
  expect((await charrette(folder, ['list', 'unicorn'])).stderr).toBe('No design matches.\n');
});

test('J9: decide accepts without a terminal only by the hash of what was read', async () => {
  const folder = newFolder();
  const daemon = await serve(folder);
  const gate = { CHARRETTE_GATE_BELOW: '1' };
  const owner = new AtTerminal(folder, ['design', EXAMPLE, '--no-questions'], gate);
  await owner.shows('Type accept, send back or stop:');
  const id = (await charrette(folder, ['list'])).stdout.slice(0, 8);
  const shown = await charrette(folder, ['decide', id]);
  expect(shown.code).toBe(2);
  expect(shown.stdout).toContain(' dissents: ');
  const read = await charrette(folder, ['show', id]);
  expect(read.stdout).toBe(shown.stdout);
  const hash = /accept --text (\w{8})`/.exec(read.stdout)?.[1] ?? '';
  expect(read.stdout).toMatch(/^\*\*Should .*\n\n\*This is an example/);
  expect(read.stdout).toContain(`- \`charrette decide ${id} send-back --note "…"\``);
  const unseen = await charrette(folder, ['decide', id, 'accept']);
  expect(unseen).toMatchObject({ code: 2, stdout: '' });
  expect(unseen.stderr).toBe(
    `Read it with \`charrette show ${id}\`, then \`charrette decide ${id} accept --text ${hash}\`.\n`,
  );
  expect((await charrette(folder, ['decide', id, 'send-back'])).stderr).toContain('note');
  expect((await charrette(folder, ['decide', id, 'accept', '--text', hash])).code).toBe(0);
  expect(await owner.end()).toBe(0);
  expect(await daemon.stop('SIGTERM')).toBe(0);
});

test('P9: forget removes a design everywhere, and never one that runs', async () => {
  const folder = newFolder();
  const owner = new AtTerminal(folder, ['design', EXAMPLE]);
  await owner.shows('Answer:');
  const id = (await charrette(folder, ['list'])).stdout.slice(0, 8);
  const unnamed = await charrette(folder, ['forget', id]);
  expect(unnamed.code).toBe(2);
  const whole = /dsn_[\w-]+/.exec(unnamed.stderr)?.[0] ?? '';
  expect((await charrette(folder, ['forget', whole])).stderr).toBe('It runs. Cancel it first.\n');
  const cancelling = new AtTerminal(folder, ['cancel', id]);
  await cancelling.shows(`Cancel “${EXAMPLE}”?`);
  cancelling.type('n\r');
  expect(await cancelling.end()).toBe(1);
  expect((await charrette(folder, ['list'])).stdout).toContain('awaiting input');
  await charrette(folder, ['cancel', id]);
  expect(await owner.end()).toBe(4);
  const forgetting = new AtTerminal(folder, ['forget', id]);
  await forgetting.shows(`Remove “${EXAMPLE}” everywhere, with its`);
  forgetting.type('y\r');
  expect(await forgetting.end()).toBe(0);
  expect(forgetting.text).toContain('Removed.');
  expect((await charrette(folder, ['show', id])).stderr).toBe(`There is no design ${id}.\n`);
  expect((await charrette(folder, ['list'])).stderr).toBe('There are no designs.\n');
  expect(readdirSync(join(folder, 'data', 'designs'))).toEqual([]);
});

test('a backup is taken before the first design', async () => {
  const folder = newFolder();
  const { code, stdout, stderr } = await charrette(folder, ['backup', 'copy']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('copy holds all designs');
});

test('a backup is a folder that a daemon starts from', async () => {
  const folder = newFolder();
  const { stdout } = await charrette(folder, ['design', EXAMPLE, '--depth', 'quick']);
  const file = stdout.trimEnd().split('\n').at(-1)?.replaceAll('`', '') ?? '';
  const copy = join(folder, 'copy');
  expect((await charrette(folder, ['backup', copy])).code).toBe(0);
  expect((await charrette(folder, ['backup', copy])).stderr).toContain('exists already');
  const there = { CHARRETTE_DATA_DIR: copy };
  const daemon = await serve(folder, there);
  const id = /dsn_[\w-]+/.exec(file)?.[0] ?? '';
  expect((await charrette(folder, ['show', id], there)).stdout).toContain('copy/designs/');
  expect(readFileSync(join(copy, 'designs', id, 'decision.md'))).toEqual(
    readFileSync(join(folder, file)),
  );
  expect(await daemon.stop('SIGTERM')).toBe(0);
});

test('A23: a topic that commands the terminal does nothing in a list, a line, or a result', async () => {
  const folder = newFolder();
  const topic = 'Drop it?\u001b[2J\u009b31m\u202egnp';
  const ran = await charrette(folder, ['design', topic, '--depth', 'quick'], REHEARSAL);
  const listed = await charrette(folder, ['list']);
  const shown = await charrette(folder, ['show', listed.stdout.slice(0, 8)]);
  for (const { code, stdout, stderr } of [ran, listed, shown]) {
    expect(code).toBe(0);
    expect(stdout + stderr).not.toMatch(/[\u001b\u009b\u202e]/);
  }
  expect(listed.stdout).toContain('Drop it?');
});

test('verify says what does not match, and exits 1', async () => {
  const folder = newFolder();
  const { stdout } = await charrette(folder, ['design', EXAMPLE, '--depth', 'quick']);
  const file = join(folder, stdout.trimEnd().split('\n').at(-1)?.replaceAll('`', '') ?? '');
  writeFileSync(file, readFileSync(file, 'utf8').replace('Postgres', 'Oracle'));
  const verified = await charrette(folder, ['verify', join(file, '..')]);
  expect(verified.code).toBe(1);
  expect(verified.stdout).toContain('decision.md is not what the manifest says');
  expect(existsSync(file)).toBe(true);
  expect((await charrette(folder, ['verify', 'nowhere'])).code).toBe(1);
});
