/** `charrette serve`: the daemon; with `--check`, whether it would start, and what to do if not. */

import { once } from 'node:events';
import { isFault } from '#support/fault.ts';
import type { OpenHouse } from './house.ts';
import { noModelWords } from './program-name.ts';
import { stopSignal } from './stop-signal.ts';

export async function serve(isCheck: boolean, openHouse: OpenHouse): Promise<number> {
  const signal = stopSignal('SIGINT');
  await using house = await openHouse(isCheck ? { quiet: true } : { topic: '' });
  const { engine, models, gateways, startWeb } = house;
  if (isCheck) {
    const { missing, isRehearsal } = models;
    const checks = [
      await check('Models', async () =>
        missing === null ? 'one can be called.' : noModelWords(missing),
      ),
    ];
    for (const { name, connect } of gateways) checks.push(await check(name, connect));
    checks.push(await check('HTTP', async () => (await startWeb()).lines.join('\n')));
    return checks.every(Boolean) && (missing === null || isRehearsal) ? 0 : 2;
  }
  for (const { name, connect } of gateways) say(`${name}: ${await connect()}`);
  await engine.start({ claimAll: true });
  const { url, lines } = await startWeb();
  for (const line of lines) say(line);
  say(`charrette ready ${url}`);
  if (!signal.aborted) await once(signal, 'abort');
  return 0;
}

/** `false`: it does not start. */
async function check(name: string, start: () => Promise<string>): Promise<boolean> {
  try {
    say(`${name}: ${await start()}`);
    return true;
  } catch (error) {
    if (!isFault(error)) throw error;
    say(`${name}: ${error.message}`);
    return false;
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
