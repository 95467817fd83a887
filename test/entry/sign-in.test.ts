import { spawn } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { needing } from '../support/runner/needing.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { Browser } from '../surfaces/http/browser.ts';
import { calledHere, ENTRY, settings } from './cli.ts';
import { COMMAND_BOUND_MS } from './command-threads.ts';
import { FEW_PERSONAS } from './daemon.ts';
import { InProcess } from './in-process.ts';

const onTerminal = await needing('terminal');
const REHEARSAL = {
  CHARRETTE_REHEARSAL: '1',
  CHARRETTE_REHEARSAL_LATENCY_MS: '0',
  ...FEW_PERSONAS,
};
const SECRET = /chr\w_[\w-]{43}/;

async function opened() {
  const folder = temporaryFolder();
  const daemon = await InProcess.start(folder, { ...REHEARSAL, CHARRETTE_LOG_LEVEL: 'debug' });
  onTestFinished(() => daemon.stop());
  return { daemon, call: (...words: string[]) => calledHere(folder, words, REHEARSAL) };
}

test('D8: sign-in prints a link alone, which signs in once, and which no log keeps', async () => {
  const { daemon, call } = await opened();
  const made = await call('sign-in');
  expect(made).toMatchObject({
    code: 0,
    stderr: 'It signs in once, within ten minutes.\n',
  });
  const url = new URL(made.stdout.trim());
  const browser = new Browser(daemon.url);
  expect([`${url.href}\n`, url.origin]).toEqual([made.stdout, browser.origin]);
  expect((await browser.post(url.pathname, {})).status).toBe(303);
  expect((await browser.get('/operations')).status).toBe(200);
  expect((await new Browser(daemon.url).post(url.pathname, {})).status).toBe(401);
  expect(daemon.output).toContain('make_sign_in_link');
  expect(daemon.output).not.toContain(url.pathname.split('/').at(-1));
});

/**
 * Serves as a process, at a terminal of its own or without one; resolves with all it has said once
 * it is ready and has stopped.
 */
async function servedOnce(isTerminal: boolean): Promise<string> {
  const words = [process.execPath, ENTRY, 'serve'];
  const [program = '', ...given] = isTerminal
    ? ['script', '-qefc', words.join(' '), '/dev/null']
    : words;
  const child = spawn(program, given, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...{ PATH: process.env.PATH ?? '', ...settings(temporaryFolder()), ...REHEARSAL },
      ...{ CHARRETTE_HTTP_PORT: '0', CHARRETTE_STANDBY: '0' },
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

onTerminal.test('D8: the daemon prints a link that signs in at a terminal', async () => {
  expect(await servedOnce(true)).toMatch(
    /charrette ready http:\/\/127\.0\.0\.1:(\d+)\s[\s\S]*Sign in within ten minutes: http:\/\/127\.0\.0\.1:\1\/sign-in\/once\/chr\w_[\w-]{43}\s/,
  );
});

test('D8: the daemon prints no such link anywhere else', async () => {
  const said = await servedOnce(false);
  expect(said).toContain('charrette ready http');
  expect(said).not.toMatch(SECRET);
  expect(said).not.toContain('/sign-in/');
});
