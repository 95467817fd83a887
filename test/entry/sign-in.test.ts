import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { Browser } from '../adapters/http/browser.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { COMMAND_BOUND_MS, calledHere, ENTRY, settings } from './cli.ts';
import { FEW_PERSONAS } from './daemon.ts';
import { InProcess } from './in-process.ts';

const REHEARSAL = { CHARRETTE_REHEARSAL: '1', CHARRETTE_REHEARSAL_LATENCY_MS: '0', ...FEW_PERSONAS };
const bounded = { timeout: COMMAND_BOUND_MS };
/** A design that has ended, of a command's output. */
const idIn = (stdout: string): string => JSON.parse(stdout.split('\n')[0] ?? '').designId;
const SECRET = /chr\w_[\w-]{43}/;

async function opened() {
  const folder = temporaryFolder();
  const daemon = await InProcess.start(folder, { ...REHEARSAL, CHARRETTE_LOG_LEVEL: 'debug' });
  onTestFinished(() => daemon.stop());
  return { daemon, call: (...words: string[]) => calledHere(folder, words, REHEARSAL) };
}

test('D8: sign-in prints a link alone, which signs in once, and which no log keeps', bounded, async () => {
  const { daemon, call } = await opened();
  const made = await call('sign-in');
  expect(made).toMatchObject({ code: 0, stderr: 'It signs in once, within ten minutes.\n' });
  const url = new URL(made.stdout.trim());
  expect([`${url.href}\n`, url.origin]).toEqual([made.stdout, daemon.url]);
  const browser = new Browser(daemon.url);
  expect((await browser.post(url.pathname, {})).status).toBe(303);
  expect((await browser.get('/operations')).status).toBe(200);
  expect((await new Browser(daemon.url).post(url.pathname, {})).status).toBe(401);
  const json = JSON.parse((await call('sign-in', '--json')).stdout);
  expect(json).toEqual({ url: expect.stringMatching(SECRET), endsAt: expect.stringMatching(/^\d{4}-.*Z$/) });
  const audit = (await call('audit', '--json')).stdout;
  expect(audit).toContain('make_sign_in_link');
  for (const secret of [url.pathname, json.url].map((each) => each.split('/').at(-1)))
    for (const kept of [daemon.output, audit]) expect(kept).not.toContain(secret);
});

test('A18: link makes, lists and revokes a link to one design', bounded, async () => {
  const { daemon, call } = await opened();
  const topic = 'Should the outbox move to Kafka?';
  const id = idIn((await call('design', topic, '--json', '--no-questions')).stdout);
  const made = await call('link', 'add', id, '--days', '3');
  expect(made).toMatchObject({ code: 0, stderr: expect.stringContaining('It is shown once.') });
  const url = new URL(made.stdout.trim());
  const browser = new Browser(daemon.url);
  expect(await browser.get(url.pathname)).toMatchObject({ status: 303, location: `/designs/${id}` });
  expect((await browser.get(`/designs/${id}`)).text).toContain(topic);
  const listed = await call('link', 'list', id);
  expect(listed.stdout).toMatch(/^\w+ {2}until \d{4}-.* {2}by .+\n$/);
  expect(listed.stdout).not.toMatch(SECRET);
  expect(await call('link', 'revoke', id, listed.stdout.split(' ')[0] ?? '')).toMatchObject({ code: 0 });
  // A daemon knows for a second what it has looked up.
  const answered = async () => (await new Browser(daemon.url).get(url.pathname)).status;
  await expect.poll(answered, { timeout: 30_000 }).toBe(401);
  expect((await call('link', 'list', id)).stdout).toBe('No links to this design.\n');
  expect(daemon.output).not.toMatch(SECRET);
  for (const words of [
    ['add', id, 'x'],
    ['revoke', id],
    ['add', id, '--days', '91'],
    ['add', id, '--days', '0'],
  ])
    expect((await call('link', ...words)).code, words.join(' ')).toBe(2);
});

test('sign-in and link say what to do where no daemon runs', bounded, async () => {
  const folder = temporaryFolder();
  const call = (...words: string[]) => calledHere(folder, words, REHEARSAL);
  const { stdout } = await call('design', 'Does it end?', '--json', '--no-questions');
  for (const words of [['sign-in'], ['link', 'add', idIn(stdout)]])
    expect(await call(...words)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('Start one with charrette serve.'),
    });
});

/** Serves as a process, at a terminal of its own or without one; resolves with all it has said once it is ready and has stopped. */
async function servedOnce(isTerminal: boolean): Promise<string> {
  const words = [process.execPath, ENTRY, 'serve'];
  const [program = '', ...given] = isTerminal ? ['script', '-qefc', words.join(' '), '/dev/null'] : words;
  const child = spawn(program, given, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...{ PATH: process.env.PATH ?? '', ...settings(temporaryFolder()), ...REHEARSAL },
      ...{ CHARRETTE_HTTP_PORT: '0', CHARRETTE_STANDBY: '0', CHARRETTE_SANDBOX: 'node' },
      CHARRETTE_ADMIN_TOKEN: 'the-admin-token-of-the-tests',
    },
    timeout: COMMAND_BOUND_MS,
    killSignal: 'SIGKILL',
  });
  let said = '';
  let isReady = false;
  const end = isTerminal ? 'REHEARSAL: no model is called.' : '"ready"';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (isReady || !said.includes('charrette ready http') || !said.includes(end)) return;
      isReady = true;
      child.kill('SIGTERM');
    });
  await new Promise((closed) => child.once('close', closed));
  return said;
}

test('D8: the daemon prints a link that signs in at a terminal', bounded, async ({ skip }) => {
  if (!existsSync('/usr/bin/script')) skip('script is not here: it gives a process a terminal');
  expect(await servedOnce(true)).toMatch(
    /charrette ready (\S+)[\s\S]*Sign in within ten minutes: \1\/sign-in\/once\/chr\w_[\w-]{43}\s/,
  );
});

test('D8: the daemon prints no such link anywhere else', bounded, async () => {
  const said = await servedOnce(false);
  expect(said).toContain('charrette ready http');
  expect(said).not.toMatch(SECRET);
  expect(said).not.toContain('/sign-in/');
});
