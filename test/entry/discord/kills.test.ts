import type { ChildProcess } from 'node:child_process';
import { expect, test, vi } from 'vitest';
import { readable } from '../../support/discord/readable.ts';
import { risen } from '../risen.ts';
import { fewPersonas } from '../slack/telling.ts';
import { answer, begin, ended, outline, PATIENT, WHOLE } from './telling.ts';
import { World } from './world.ts';

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

test.each([
  ['while Discord knows the nonce', {}],
  ['when it has forgotten that', { nonceMs: 0 }],
])('P4: a daemon that is killed over every message says each of them once, %s', async (_, options) => {
  const world = await World.open({
    discord: { ...PATIENT, ...options },
    environment: await fewPersonas(),
  });
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
  expect(world.fromBot(world.general)).toHaveLength(1);
  expect(world.discord.record.violations).toEqual([]);
});

/** Kills the daemon that there is once a message is there, before the answer to it goes out. Collects which, over what. */
function killedOver(world: World): Map<ChildProcess, string> {
  const { guild } = world.discord;
  const victims = new Map<ChildProcess, string>();
  const told = guild.watch;
  guild.watch = (change) => {
    told(change);
    const { process } = world;
    if (change.kind !== 'posted' || victims.has(process)) return;
    const text = readable(guild, change.message);
    const before = [...victims.values()];
    const over = Object.keys(OVER).find((what) => !before.includes(what) && OVER[what]?.test(text));
    if (over === undefined || change.message.author !== guild.bot.id) return;
    victims.set(process, over);
    process.kill('SIGKILL');
  };
  return victims;
}
