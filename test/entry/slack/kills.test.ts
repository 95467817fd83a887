import type { ChildProcess } from 'node:child_process';
import { expect, test, vi } from 'vitest';
import { readable } from '../../support/slack/readable.ts';
import { risen } from '../risen.ts';
import { answer, begin, ended, fewPersonas, outline, PATIENT, WHOLE } from './telling.ts';
import { isFromBot, MODES, World } from './world.ts';

vi.setConfig({ testTimeout: 400_000 });

/** What the daemon is killed over, each once: the message is there, and the daemon has not been told so. */
const OVER: Readonly<Record<string, RegExp>> = {
  'the card': /Reading in/,
  'the questions': /before they write/,
  'the seals': /proposals sealed: /,
  'the proposals': /without sight of the others/,
  'a difference': /They differ on D1/,
  'the outcome': /The whole of it: brief\.md/,
  'the files': /📎 adr\.md/,
};
/** Slack's patience with a daemon that is away, in which the slowest machine starts one. */
const RETRIES_MS = [0, 1_000, 5_000, 20_000, 60_000];

test.each(MODES)(
  'P4: a daemon that is killed over every message says each of them once, over %s',
  async (mode) => {
    const slack = { ...PATIENT, retriesMs: RETRIES_MS };
    const world = await World.open({ mode, slack, environment: await fewPersonas() });
    const victims = killedOver(world);

    const telling = (async () => {
      const card = await begin(world);
      await answer(world, card);
      return card;
    })();
    telling.catch(() => undefined);
    await risen(world, victims, Object.keys(OVER).length);
    const card = await telling;
    await ended(world, card);
    expect([...victims.values()].toSorted()).toEqual(Object.keys(OVER).toSorted());
    expect(outline(world, card)).toEqual(WHOLE);
    expect(world.slack.visibleMessages(world.general).filter(isFromBot)).toHaveLength(1);
    expect(world.slack.record.violations).toEqual([]);
  },
);

/** Kills the daemon that there is once a message is there, before the answer to it goes out. Collects which, over what. */
function killedOver(world: World): Map<ChildProcess, string> {
  const { workspace } = world.slack;
  const victims = new Map<ChildProcess, string>();
  const told = workspace.watch;
  workspace.watch = (change) => {
    told(change);
    const { process } = world;
    if (change.kind !== 'posted' || victims.has(process)) return;
    const text = readable(workspace, change.message);
    const before = [...victims.values()];
    const over = Object.keys(OVER).find((what) => !before.includes(what) && OVER[what]?.test(text));
    if (over === undefined) return;
    victims.set(process, over);
    process.kill('SIGKILL');
  };
  return victims;
}
