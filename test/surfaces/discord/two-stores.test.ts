import { expect, test, vi } from 'vitest';
import { DISCORD_TEXTS } from '#surfaces/discord/discord-texts.ts';
import { WAIT } from '../engines.ts';
import { discordWith } from './local.ts';
import { connected } from './message-world.ts';

const TOPIC = 'Should the job queue move from Redis to Postgres?';

/** Two daemons with one application, each with a store of its own. */
async function twoDaemons() {
  const at = await discordWith();
  const worlds = [await connected({ at }), await connected({ at })] as const;
  const [{ discord, ana, general }] = worlds;
  // Each answers, and Discord takes one answer.
  discord.record.allow(/40060|late_ack/);
  const designs = async () => (await Promise.all(worlds.map((world) => world.started()))).flat();
  return { discord, worlds, ana, general, designs };
}

/** Answers for which another daemon's was there before. */
const refused = (worlds: readonly Awaited<ReturnType<typeof connected>>[]) =>
  worlds.flatMap(({ log }) =>
    log.events.filter(
      ({ event, facts }) => event === 'discord_not_answered' && facts.code === 40_060,
    ),
  ).length;
/** Starts that were left to another daemon; the same refusal is logged once a minute. */
const left = (worlds: readonly Awaited<ReturnType<typeof connected>>[]) =>
  worlds.flatMap(({ log }) =>
    log.events.filter(({ facts }) => facts.detail === DISCORD_TEXTS.answeredElsewhere),
  ).length;

test('a command starts one design at the daemon that answers it first', async () => {
  const { discord, worlds, ana, general, designs } = await twoDaemons();
  for (const count of [1, 2]) {
    const seen = await discord.people.slash(ana, general, 'design start', {
      topic: `${TOPIC} ${count}`,
    });
    expect(seen.privately).toEqual([expect.stringContaining('On it.')]);
    await vi.waitUntil(() => refused(worlds) === count, WAIT);
    await vi.waitUntil(async () => (await designs()).length >= count, WAIT);
    expect(await designs()).toHaveLength(count);
  }
  expect(left(worlds)).toBeGreaterThan(0);
});

test('a form starts one design at the daemon that answers it first', async () => {
  const { discord, worlds, ana, general, designs } = await twoDaemons();
  const { modal } = await discord.people.slash(ana, general, 'design new');
  if (modal === null) throw new Error('there is no form');
  const seen = await discord.people.submit(ana, modal, { topic: TOPIC });
  expect(seen.privately).toEqual([expect.stringContaining('On it.')]);
  await vi.waitUntil(() => left(worlds) === 1, WAIT);
  await vi.waitUntil(async () => (await designs()).length > 0, WAIT);
  expect(await designs()).toHaveLength(1);
});

test.each(['failed_after', 'cut_after'] as const)(
  'P5: a start is carried out if the answer to our own first answer was lost (%s)',
  async (mishap) => {
    const { discord, ana, general, begunIn } = await connected();
    discord.faults.script('interactions.callback', mishap);
    const seen = await discord.people.slash(ana, general, 'design start', { topic: TOPIC });
    expect(seen.privately).toEqual([expect.stringContaining('On it.')]);
    expect(await begunIn(general, 1)).toHaveLength(1);
  },
);

test('a start is not carried out where we had to wait and another daemon answered', async () => {
  const { discord, ana, general, begunIn, log } = await connected();
  discord.record.allow(/40060|late_ack/);
  discord.faults.script('interactions.callback', 'limited');
  discord.refused.set('interactions.callback', 'already_acknowledged');
  await Promise.race([
    discord.people.slash(ana, general, 'design start', { topic: TOPIC }),
    vi.waitUntil(() => log.events.some(({ event }) => event === 'discord_not_answered'), WAIT),
  ]);
  await vi.waitUntil(() => log.events.some(({ event }) => event === 'discord_not_answered'), WAIT);
  discord.refused.clear();
  await discord.people.slash(ana, general, 'design start', {
    topic: 'Which tests should we delete?',
  });
  const topics = (await begunIn(general, 1)).map(({ topic }) => topic);
  expect(topics).toEqual(['Which tests should we delete?']);
});
