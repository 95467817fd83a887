import { expect, test } from 'vitest';
import { atNight } from '../../support/whole.ts';
import { THREE_PERSONAS } from '../daemon.ts';
import { World as Discord } from '../discord/world.ts';
import { until } from '../waiting.ts';
import { DISCORD, SLACK, SLACK_HTTP } from './platforms.ts';
import { ARGUED, answer, begin, ended, outline } from './telling.ts';
import type { ChatWorld } from './world.ts';

/** The calls at which the daemon is killed, each once: the message is there, and the daemon does not know. */
const OVER: Readonly<Record<string, RegExp>> = {
  'the card': /Reading in/,
  'the questions': /before they write/,
  'the proposals': /without sight of the others/,
  'a difference': /They differ|The argument/,
  'the outcome': /finished/,
  'the files': /📎 adr\.md/,
};
/** Slack's patience with a daemon that is away, in which the slowest machine starts one. */
const RETRIES_MS = [0, 100, 500, 2_000, 6_000, 20_000];

const PLATFORMS = [
  SLACK,
  SLACK_HTTP,
  DISCORD,
  {
    name: 'Discord, when it has forgotten the nonce',
    open: (environment: Record<string, string>) => Discord.open({ environment, discord: { nonceMs: 0 } }),
  },
];

test.each(atNight(PLATFORMS, (each) => each !== SLACK_HTTP))(
  'P4: a daemon that is killed over every message says each of them once: $name',
  async ({ open }) => {
    const world: ChatWorld = await open(THREE_PERSONAS, { retriesMs: RETRIES_MS });
    const { killed, lastBegun } = killedOver(world);
    const card = await begin(world);
    await answer(world, card);
    const isOver = () => killed.length === Object.keys(OVER).length;
    await until('the last kill', isOver, undefined, () => `killed over ${killed.join(', ')}`);
    await lastBegun();
    await ended(world, card);
    expect(killed.toSorted()).toEqual(Object.keys(OVER).toSorted());
    expect(outline(world, card)).toEqual(ARGUED);
    expect(world.fromBot(world.general)).toHaveLength(1);
  },
);

/** Kills the daemon that there is once a message is there, before the answer to it goes out, and starts another. */
function killedOver(world: ChatWorld): { killed: readonly string[]; lastBegun: () => Promise<unknown> } {
  const killed: string[] = [];
  let begun: Promise<unknown> = Promise.resolve();
  let victim: unknown = null;
  world.onPosted((text) => {
    const over = Object.keys(OVER).find((what) => !killed.includes(what) && OVER[what]?.test(text));
    if (over === undefined || world.daemon === victim) return;
    killed.push(over);
    victim = world.daemon;
    begun = world.kill().then(() => world.begin());
  });
  return { killed, lastBegun: () => begun };
}
