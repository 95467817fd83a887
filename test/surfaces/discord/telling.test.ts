import { expect, test, vi } from 'vitest';
import { fastClock } from '../../entry/pace.ts';
import type { DiscordServer } from '../../platforms/discord/server.ts';
import { WAIT } from '../engines.ts';
import { connected } from './message-world.ts';

type Refuse = (discord: DiscordServer, call: string) => void;

const REFUSALS: Readonly<Record<string, Refuse>> = {
  'a 401': ({ refused }, call) => refused.set(call, 'invalid_token'),
  'a 403': ({ refused }, call) => refused.set(call, 'cannot_send_to_user'),
  'a 404': ({ refused }, call) => refused.set(call, 'unknown_interaction'),
  'a 429 without end': ({ faults }, call) => faults.always(call, 'limited'),
  'a 500': ({ faults }, call) => faults.always(call, 'failed_before'),
  nothing: ({ faults }, call) => faults.always(call, 'cut_before'),
};
const each = Object.entries(REFUSALS);

/** Ana's view of a bot to which Discord answers some calls with this. */
async function refusing(refuse: Refuse, ...calls: readonly string[]) {
  const world = await connected({
    clock: fastClock(20),
    discord: { ackMs: 1_500, timeoutMs: 1_500 },
  });
  const { discord, ana, general } = world;
  discord.record.allow(/^(?:late_ack|never_answered)/);
  for (const call of calls) refuse(discord, call);
  const directly = () => discord.visible(discord.guild.direct(ana)).join('\n');
  const hints = () =>
    discord.visible(general).filter((text) => text.includes('something to show only you'));
  return { ...world, directly, hints };
}

test.each(each)(
  'P13: with %s to the first answer, a command is answered in a direct message',
  async (_, refuse) => {
    const { discord, ana, general, directly } = await refusing(refuse, 'interactions.callback');
    await discord.people.slash(ana, general, 'design list');
    await vi.waitUntil(() => directly().includes('No designs here yet'), WAIT);
  },
);

test.each(each)(
  'P13: with %s to a later answer, it comes in a direct message',
  async (_, refuse) => {
    const opened = Promise.withResolvers<void>();
    const clock = fastClock(20);
    const { discord, ana, general } = await connected({
      clock,
      discord: { timeoutMs: 1_500 },
      store: (store) => ({
        list: async (filter) => {
          if (filter.channel === general) await opened.promise;
          return store.list(filter);
        },
      }),
    });
    for (const call of ['webhooks.edit', 'webhooks.follow_up', 'webhooks.delete'])
      refuse(discord, call);
    const seen = await discord.people.slash(ana, general, 'design list');
    expect(seen.privately).toEqual([expect.stringContaining('longer than usual')]);
    opened.resolve();
    const direct = () => discord.visible(discord.guild.direct(ana)).join('\n');
    await vi.waitUntil(() => direct().includes('No designs here yet'), WAIT);
  },
);

test.each(each)(
  'P13: with %s to a direct message, a button in the place opens it',
  async (_, refuse) => {
    const { discord, ana, general, hints } = await refusing(refuse, 'users.direct');
    discord.people.mention(ana, general, 'list');
    await vi.waitUntil(() => hints().length > 0, WAIT);
  },
);

test.each(each)(
  'P13: with %s to every way, the log says once why a person was not told',
  async (_, refuse) => {
    const calls = ['interactions.callback', 'users.direct', 'messages.create'];
    const { discord, ana, general, log, directly, hints } = await refusing(refuse, ...calls);
    const untold = () => log.events.filter(({ event }) => event === 'person_not_told');
    await discord.people.slash(ana, general, 'design list');
    await vi.waitUntil(() => untold().length > 0, WAIT);
    const why = [expect.any(String), expect.any(String), expect.any(String)];
    expect(untold()).toEqual([
      { event: 'person_not_told', facts: { platform: 'discord', person: ana, why } },
    ]);
    expect([directly(), hints()]).toEqual(['', []]);
  },
);
