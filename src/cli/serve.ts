/** `charrette serve`: the daemon; with `--check`, whether it would start, and what to do if not. */

import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import { isFault } from '#support/fault.ts';
import type { OpenApp } from './app.ts';
import { noModelWords } from './program-name.ts';
import { stopSignal } from './stop-signal.ts';

export async function serve(openApp: OpenApp): Promise<number> {
  const signal = stopSignal('SIGINT');
  await using app = await openApp({ topic: '', isDaemon: true });
  printLine('Slack', await app.connectSlack());
  printLine('Discord', await app.connectDiscord());
  await app.engine.start({ claimAll: true });
  const { url, lines } = await app.startWeb();
  process.stdout.write(`${lines}\ncharrette ready ${url}\n`);
  // A daemon that is killed later has kept what it compiled.
  flushCompileCache();
  if (!signal.aborted) await once(signal, 'abort');
  return 0;
}

export async function checkStart(openApp: OpenApp): Promise<number> {
  await using app = await openApp({ quiet: true, isDaemon: true });
  const { missing, isRehearsal, keyNames } = app.models;
  const callable = missing === null ? 'a key is set; none is called now.' : noModelWords(keyNames);
  printLine('Models', isRehearsal ? 'the written example plays.' : callable);
  const checks = [
    missing === null || isRehearsal,
    await check('Slack', () => app.connectSlack()),
    await check('Discord', () => app.connectDiscord()),
    await check('HTTP', async () => (await app.startWeb()).lines),
  ];
  return checks.every(Boolean) ? 0 : 2;
}

/** `false`: it does not start. */
async function check(name: string, start: () => Promise<string>): Promise<boolean> {
  try {
    printLine(name, await start());
    return true;
  } catch (error) {
    if (!isFault(error)) throw error;
    printLine(name, error.message);
    return false;
  }
}

function printLine(name: string, words: string): void {
  process.stdout.write(`${name}: ${words}\n`);
}
