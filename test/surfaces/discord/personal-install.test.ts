import { expect, test, vi } from 'vitest';
import { WAIT } from '../engines.ts';
import { connected, type WorldOptions } from './message-world.ts';

const TOPIC = 'Should the job queue move from Redis to Postgres?';

/** Ana and Ben have installed the bot for themselves, and no server names its commands. */
async function installed(options: WorldOptions = {}) {
  const world = await connected({ isStill: true, settings: { guildIds: [] }, ...options });
  const { discord, ana, ben } = world;
  discord.guild.install(ana, ben);
  await world.gateway.stop();
  await world.connectAgain();
  await vi.waitUntil(
    () => discord.commands.in(null).some(({ contexts }) => contexts?.includes(2)),
    WAIT,
  );
  return { ...world, direct: discord.guild.direct(ana), people: discord.people };
}

const ELSEWHERE = /you installed me only for yourself.*our direct messages/s;

test.each([
  [
    'a conversation of people',
    ({ guild }: Place, ana: string, ben: string) => guild.addGroup(ana, ben),
  ],
  [
    'a server without the bot',
    ({ guild }: Place) => {
      guild.removeBot();
      return guild.addChannel('elsewhere');
    },
  ],
])(
  'in %s each command answers privately, with the way to the direct messages',
  async (_name, placeIn) => {
    const { discord, ana, ben, people, direct, started } = await installed();
    const place = placeIn(discord, ana, ben);
    const link = `https://discord.com/channels/@me/${direct}`;
    const said = people.say(ben, place, 'We ought to decide on the queue.');
    const seen = [
      await people.slash(ana, place, 'design start', { topic: TOPIC }),
      await people.slash(ana, place, 'design new'),
      await people.slash(ana, place, 'design list'),
      await people.menu(ana, said, 'Design this'),
    ];
    for (const { privately, modal } of seen) {
      expect(privately).toEqual([expect.stringMatching(ELSEWHERE)]);
      expect(privately.join()).toContain(link);
      expect(modal).toBeNull();
    }
    expect(discord.visible(place)).toEqual([expect.stringContaining('We ought to decide')]);
    expect(await people.complete(ana, place, 'design status', 'design', '')).toEqual([]);
    expect(await started()).toEqual([]);
  },
);
type Place = Awaited<ReturnType<typeof installed>>['discord'];

test('A18: a design in somebody’s direct messages is read by them and by operators, and by nobody else', async () => {
  const { discord, ana, ben, people, direct, begunIn, general, gateway } = await installed({
    policy: ({ discord }) => ({ operators: [discord.guild.owner] }),
  });
  await people.slash(ana, direct, 'design start', { topic: TOPIC });
  const [design] = await begunIn(direct, 1);
  if (design === undefined) throw new Error('nothing was begun');
  const status = async (who: string, place: string) =>
    (await people.slash(who, place, 'design status', { design: design.id })).privately.join();
  expect(await status(ana, direct)).toContain(TOPIC);
  for (const place of [discord.guild.direct(ben), general])
    expect(await status(ben, place)).not.toContain('Redis');
  expect((await people.slash(ben, general, 'design list')).privately.join()).not.toContain('Redis');
  expect(await people.complete(ben, general, 'design status', 'design', '')).toEqual([]);
  const { readers } = gateway;
  expect(await readers.canOpen(ben, direct, 'page')).toBe(false);
  expect(readers.isOperator({ id: discord.guild.owner, name: 'Olga', groups: [] })).toBe(true);
});

test('who may start, and the servers that people must be in, hold for personal installs as well', async () => {
  const { discord, ana, ben, people } = await installed({
    policy: ({ ben }) => ({ starters: [ben] }),
  });
  const start = async (who: string) =>
    (
      await people.slash(who, discord.guild.direct(who), 'design start', { topic: TOPIC })
    ).privately.join();
  expect(await start(ana)).toContain('Only some people may start designs here');
  expect(await start(ben)).toContain('On it.');
});
