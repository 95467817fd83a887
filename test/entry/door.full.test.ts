import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Browser } from '../adapters/http/browser.ts';
import { ATTACKS, type Attacker, attackersOf, type Crowd, leaned } from '../support/door-attacks.ts';
import { Daemon, embeddedDataFolder, TOKEN } from './daemon.ts';

/** A real daemon, and crowds that lean on it (A22). Linux only: its memory is read from the system. */
const COUNT = 1_200;
const STREAMS = 2_000;
const LEANING_MS = 3_000;
const MOST_MIB = 64;
const QUESTION = { topic: 'Which door?', personas: ['archaeologist', 'failure-analyst'] };

let daemon: Daemon;
let id: string;
let attackers: readonly Attacker[];

beforeAll(async () => {
  daemon = await Daemon.start(embeddedDataFolder().path, { CHARRETTE_REHEARSAL: '1' });
  ({ id } = await daemon.startDesign(QUESTION));
  attackers = await attackersOf(daemon, id);
  // What is loaded by the first request is no attacker's.
  for (const attack of Object.values(ATTACKS))
    for (const who of attackers) (await attack(daemon, who, 20, id)).close();
});
afterAll(() => daemon.stop());

const refusedLines = (before: number) =>
  daemon.output
    .slice(before)
    .split('\n')
    .filter((line) => line.includes('request_refused'));

describe.each(Object.entries(ATTACKS))('%s', (name, attack) => {
  test.each(['stranger', 'link', 'reader', 'operator'])(
    `A22: ${name}: a %s costs little memory and few lines, and a right token gets in`,
    async (kind) => {
      const who = attackers.find((each) => each.name === kind);
      if (who === undefined) throw new Error(`nobody is a ${kind}`);
      const before = daemon.output.length;
      const beganAt = performance.now();
      let entered: number | undefined;
      const count = name.startsWith('streams') ? STREAMS : COUNT;
      const come = async (): Promise<Crowd> => {
        const crowd = await attack(daemon, who, count, id);
        entered = await signedIn();
        return crowd;
      };
      const { grownMiB, problems } = await leaned(daemon, come, LEANING_MS);
      expect(entered).toBe(303);
      expect(problems).toEqual([]);
      expect(grownMiB).toBeLessThan(MOST_MIB);
      const lines = refusedLines(before);
      const windows = Math.ceil((performance.now() - beganAt) / 10_000);
      // The attack, what the attacker is known by, and the wrong tokens of `signedIn` have a line each.
      const reasons = new Set(lines.map((line) => (JSON.parse(line) as { kind: string }).kind));
      expect(reasons.size, lines.join('\n')).toBeLessThanOrEqual(3);
      expect(lines.length, lines.join('\n')).toBeLessThanOrEqual(reasons.size * (windows + 1));
      expect(daemon.output.slice(before)).not.toContain('request_failed');
    },
  );
});

/** Returns the status of the answer to a right token, after those to some that are wrong. */
async function signedIn(): Promise<number> {
  const browser = new Browser(daemon.url);
  const sent = (token: string) => browser.post('/sign-in', { token });
  for (let wrong = 0; wrong < 11; wrong += 1)
    expect((await sent(`wrong ${wrong}`)).status, `wrong token ${wrong}`).toBe(401);
  return (await sent(TOKEN)).status;
}
