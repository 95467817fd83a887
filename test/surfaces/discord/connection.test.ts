import { setImmediate } from 'node:timers/promises';
import { GatewayCloseCodes, GatewayIntentBits, Routes } from 'discord-api-types/v10';
import { describe, expect, test } from 'vitest';
import { fastClock, unhurriedClock } from '../../entry/pace.ts';
import type { DiscordServer } from '../../platforms/discord/server.ts';
import { createMovedClock } from '../../support/runner/moved-clock.ts';
import { WAIT } from '../engines.ts';
import {
  connectionTo,
  type Logged,
  ownFleet,
  type ReceivedEvent,
  settingsFor,
} from './connection-world.ts';
import { discordWith } from './local.ts';

const { Guilds, GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits;

/** Connected to a local Discord, with one session begun. */
async function connected(options: Parameters<typeof discordWith>[0] = {}, given = {}) {
  const world = await discordWith(options);
  const made = connectionTo(settingsFor(world.discord, given), await ownFleet());
  await expect.poll(made.connection.isConnected, WAIT).toBe(true);
  await expect.poll(() => count(made.received, 'READY'), WAIT).toBe(1);
  return { ...world, ...made };
}

const count = (received: readonly ReceivedEvent[], event: string) =>
  received.filter((each) => each.event === event).length;
const told = (received: readonly ReceivedEvent[], event: string) =>
  received.filter((each) => each.event === event).map(({ payload }) => payload);
const events = (logged: readonly Logged[]) => logged.map(({ event }) => event);
/** The intents of each session that was begun. */
const intents = ({ record }: DiscordServer) =>
  record.callsOf('gateway.identify').map(({ body }) => (body as { intents: number }).intents);
/** Ends a session, so that it cannot be resumed. */
const NORMAL = 1_000;
/** Milliseconds to wait, and why. */
const reasons = (logged: readonly Logged[]) =>
  logged
    .filter(({ event }) => event === 'discord_not_connected')
    .map(({ facts }) => [facts.waitMs, (facts.error as Error).message] as const);
/**
 * A clock that a test moves second by second, at each of which the one daemon of a fleet sees that
 * it still leads.
 */
function livedThrough() {
  const { clock, pass } = createMovedClock(unhurriedClock());
  let seen = Promise.withResolvers<void>();
  const fleet = {
    acquireLeadership: async () => {
      seen.resolve();
      seen = Promise.withResolvers();
      return true;
    },
    resignLeadership: () => Promise.resolve(),
  };
  const live = async (ms: number): Promise<void> => {
    for (let livedMs = 0; livedMs < ms; livedMs += 1_000) {
      const { promise } = seen;
      pass(1_000);
      await promise;
      // It arms its next look only after this one.
      await setImmediate();
    }
  };
  return { clock, live, fleet };
}
const resumes = ({ record }: DiscordServer) => record.callsOf('gateway.resume').length;

describe('incoming events', () => {
  test('events arrive as Discord sent them: messages, changes, deletions and interactions', async () => {
    const { discord, ana, general, received } = await connected();
    const message = discord.people.say(ana, general, 'Two a minute.');
    await expect
      .poll(() => told(received, 'MESSAGE_CREATE'), WAIT)
      .toMatchObject([
        { id: message.id, channel_id: general, content: 'Two a minute.', author: { id: ana } },
      ]);
    discord.people.edit(message, 'Three a minute.');
    await expect
      .poll(() => told(received, 'MESSAGE_UPDATE'), WAIT)
      .toMatchObject([{ id: message.id, content: 'Three a minute.' }]);
    const other = discord.people.say(ana, general, 'Four.');
    discord.people.remove(message);
    discord.people.remove(message, other);
    await expect.poll(() => count(received, 'MESSAGE_DELETE'), WAIT).toBeGreaterThan(0);
    expect(told(received, 'MESSAGE_DELETE')[0]).toMatchObject({
      id: message.id,
      channel_id: general,
    });
    expect(discord.record.violations).toEqual([]);
  });

  test('no more is asked for than is used', async () => {
    const { discord } = await connected();
    expect(intents(discord)).toEqual([Guilds | GuildMessages | DirectMessages | MessageContent]);
  });

  test('a handler that fails is logged, and later events are received', async () => {
    const { discord, ana, general } = await discordWith();
    const failing = { MESSAGE_CREATE: () => Promise.reject(new Error('not today')) };
    const { connection, received, logged } = connectionTo(
      settingsFor(discord),
      await ownFleet(),
      failing,
    );
    await expect.poll(connection.isConnected, WAIT).toBe(true);
    const message = discord.people.say(ana, general, 'Two a minute.');
    discord.people.edit(message, 'Three.');
    await expect.poll(() => count(received, 'MESSAGE_UPDATE'), WAIT).toBe(1);
    expect(logged).toContainEqual(
      expect.objectContaining({ event: 'discord_event_failed', level: 'error' }),
    );
  });
});

describe('the message content intent', () => {
  test.each([
    ['where it is off', false],
    ['where it is taken away later', true],
  ])(
    '%s nothing comes in, and the operator reads which switch is missing',
    async (_, isOnAtFirst) => {
      const { discord } = await discordWith({ hasMessageContent: isOnAtFirst });
      const { connection, logged } = connectionTo(settingsFor(discord), await ownFleet());
      if (isOnAtFirst) {
        await expect.poll(connection.isConnected, WAIT).toBe(true);
        discord.sockets.drop('close', 4014);
      }
      const told = () => logged.find(({ event }) => event === 'discord_refused');
      await expect.poll(told, WAIT).toMatchObject({ level: 'error', facts: { code: 4014 } });
      expect(String(told()?.facts.toDo)).toContain(
        'switch on the Message Content Intent under Bot',
      );
      expect(connection.isConnected()).toBe(false);
      expect(intents(discord).length).toBeLessThanOrEqual(1);
    },
  );
});

describe('a connection that is lost', () => {
  test('a lost connection is resumed, and messages sent in between are received once', async () => {
    const { discord, ana, general, connection, received } = await connected();
    discord.sockets.drop('reset');
    await expect.poll(connection.isConnected, WAIT).toBe(false);
    discord.people.say(ana, general, 'In between.');
    await expect.poll(connection.isConnected, WAIT).toBe(true);
    await expect.poll(() => count(received, 'MESSAGE_CREATE'), WAIT).toBe(1);
    expect([count(received, 'READY'), resumes(discord)]).toEqual([1, 1]);
  });

  test('a silent connection is replaced within seconds, and messages sent in between are received once', async () => {
    const { discord, ana, general, received, logged } = await connected();
    discord.sockets.freeze();
    discord.people.say(ana, general, 'In between.');
    await expect.poll(() => count(received, 'MESSAGE_CREATE'), WAIT).toBe(1);
    expect([count(received, 'READY'), resumes(discord)]).toEqual([1, 1]);
    expect(events(logged)).toContain('discord_not_connected');
    expect(discord.record.violations).toEqual([]);
  });

  test('a silent connection is resumed even if the first try fails', async () => {
    const { discord, ana, general, received } = await connected();
    discord.faults.script('gateway.bot', 'failed_before', 'cut_before');
    discord.sockets.freeze();
    discord.people.say(ana, general, 'In between.');
    await expect.poll(() => count(received, 'MESSAGE_CREATE'), WAIT).toBe(1);
    expect([count(received, 'READY'), resumes(discord)]).toEqual([1, 1]);
  });

  test('a silent connection is opened again if Discord forgets the session meanwhile', async () => {
    const { discord, received, connection } = await connected();
    discord.sockets.freeze();
    discord.sockets.forget();
    await expect.poll(() => count(received, 'READY'), WAIT).toBe(2);
    await expect.poll(connection.isConnected, WAIT).toBe(true);
    expect(discord.sockets.count).toBe(1);
  });

  test('a connection with an invalid session is opened again, which is reported', async () => {
    const { discord, received, connection } = await connected();
    discord.sockets.forget();
    discord.sockets.drop('reset');
    await expect.poll(() => count(received, 'READY'), WAIT).toBe(2);
    await expect.poll(connection.isConnected, WAIT).toBe(true);
    expect(told(received, 'READY')[1]).toMatchObject({ user: { id: discord.guild.bot.id } });
  });

  test('a connection is tried for again if the first try fails', async () => {
    const { discord } = await discordWith();
    discord.faults.script('gateway.bot', 'failed_before', 'cut_before', 'failed_before');
    const { connection, logged } = connectionTo(settingsFor(discord), await ownFleet());
    await expect.poll(connection.isConnected, WAIT).toBe(true);
    expect(reasons(logged)).toEqual([
      [500, 'HTTPError: Internal Server Error'],
      [1_000, expect.stringMatching(/^(?:UND_ERR_SOCKET|ECONNRESET)$/)],
      [2_000, 'HTTPError: Internal Server Error'],
    ]);
  });

  test('a session that Discord ends at once is retried ever later: some 300 of its 1,000 a day', async () => {
    const { discord } = await discordWith();
    discord.sockets.closesAtOnceWith = NORMAL;
    const { clock, live, fleet } = livedThrough();
    const { logged } = connectionTo(settingsFor(discord), fleet, {}, clock);
    const doubled = Array.from({ length: 10 }, (_, at) => 500 * 2 ** at);
    for (const [at, waitMs] of [...doubled, 300_000, 300_000].entries()) {
      await expect.poll(() => reasons(logged).map(([ms]) => ms)[at], WAIT).toBe(waitMs);
      await live(waitMs);
    }
    expect(intents(discord).length).toBeLessThanOrEqual(13);
    expect(reasons(logged)[0]).toEqual([500, 'Discord closed the connection (1000)']);
    expect(logged).toContainEqual(
      expect.objectContaining({ event: 'discord_disconnected', level: 'warn' }),
    );
  });

  test('a session that is closed each time it is resumed is given up for a new one', async () => {
    const { discord } = await discordWith();
    discord.sockets.closesAtOnceWith = GatewayCloseCodes.UnknownError;
    const { connection } = connectionTo(settingsFor(discord), await ownFleet(), {}, fastClock(100));
    await expect.poll(() => intents(discord).length, WAIT).toBe(2);
    expect(resumes(discord)).toBe(4);
    discord.sockets.closesAtOnceWith = null;
    await expect.poll(connection.isConnected, WAIT).toBe(true);
  });

  test('the wait is short again after a connection that lasted', async () => {
    const { discord } = await discordWith();
    const clock = fastClock(100);
    discord.sockets.closesAtOnceWith = NORMAL;
    const { connection, logged } = connectionTo(settingsFor(discord), await ownFleet(), {}, clock);
    await expect.poll(() => reasons(logged).length, WAIT).toBeGreaterThan(2);
    discord.sockets.closesAtOnceWith = null;
    await expect.poll(connection.isConnected, WAIT).toBe(true);
    const lasting = clock.now() + 61_000;
    await expect.poll(clock.now, WAIT).toBeGreaterThan(lasting);
    const before = logged.length;
    discord.faults.always('gateway.bot', 'cut_before');
    discord.sockets.freeze();
    await expect.poll(() => reasons(logged.slice(before)).length, WAIT).toBeGreaterThan(0);
    discord.faults.always('gateway.bot', null);
    expect(reasons(logged.slice(before))[0]).toEqual([500, 'no answer']);
  });

  test('no session is begun where none is left for the day, and the log says until when', async () => {
    const { discord } = await discordWith();
    discord.sockets.sessionsLeft = 0;
    const { connection, logged } = connectionTo(settingsFor(discord), await ownFleet());
    await expect
      .poll(() => reasons(logged)[0]?.[1], WAIT)
      .toMatch(/Not enough sessions.*resets at/);
    expect(intents(discord)).toEqual([]);
    discord.sockets.sessionsLeft = 1;
    await expect.poll(connection.isConnected, WAIT).toBe(true);
  });

  test.each([
    [4004, /DISCORD_TOKEN/],
    [4011, /more servers/],
    [4013, /version of Charrette/],
  ])(
    'for good (%i): the operator learns what to do, and nothing is tried for some minutes',
    async (code, words) => {
      const { discord, connection, logged } = await connected();
      discord.sockets.drop('close', code);
      await expect.poll(() => events(logged), WAIT).toContain('discord_refused');
      const refused = logged.find(({ event }) => event === 'discord_refused');
      expect(refused).toMatchObject({
        level: 'error',
        facts: { code, toDo: expect.stringMatching(words) },
      });
      expect(connection.isConnected()).toBe(false);
      await connection.stop();
      expect(intents(discord)).toHaveLength(1);
    },
  );
});

describe('a token', () => {
  test('D6: the operator learns what to do about a token that Discord does not take, which is shown nowhere', async () => {
    const { discord } = await discordWith();
    const token = 'another.discord.token';
    const { connection, logged } = connectionTo(settingsFor(discord, { token }), await ownFleet());
    await expect.poll(() => events(logged), WAIT).toContain('discord_refused');
    expect(connection.isConnected()).toBe(false);
    const refused = logged.find(({ event }) => event === 'discord_refused');
    expect(String(refused?.facts.toDo)).toContain('copy it again under Bot');
    expect(shown(logged)).not.toContain(token);
  });

  test('a token that Discord takes back while connected is named until a call with it succeeds', async () => {
    const { discord, general, connection, rest, held, logged } = await connected();
    const refusals = () => events(logged).filter((event) => event === 'discord_refused').length;
    const say = () =>
      rest.post(Routes.channelMessages(general), { body: { content: 'Still here.' } });
    expect(held.toDo()).toBeNull();
    discord.refused.set('messages.create', 'unauthorized');
    for (let call = 0; call < 2; call += 1)
      await expect(say()).rejects.toMatchObject({ status: 401 });
    expect(held.toDo()).toContain('DISCORD_TOKEN');
    expect(refusals()).toBe(1);
    discord.refused.delete('messages.create');
    await say();
    expect(held.toDo()).toBeNull();
    discord.sockets.drop('close', GatewayCloseCodes.AuthenticationFailed);
    await expect.poll(held.toDo, WAIT).toContain('DISCORD_TOKEN');
    expect([connection.isConnected(), refusals()]).toEqual([false, 2]);
  });

  test('a refused token of an interaction is no refusal of the bot’s own', async () => {
    const { discord, rest, held } = await connected();
    discord.refused.set('webhooks.follow_up', 'unauthorized');
    const route = Routes.webhook(discord.applicationId, 'gone');
    const call = rest.post(route, { body: { content: 'Late.' }, auth: false });
    await expect(call).rejects.toMatchObject({ status: 401 });
    expect(held.toDo()).toBeNull();
  });

  test('D6: the token is in no line of the log, whatever happens to the connection', async () => {
    const { discord, logged, connection } = await connected();
    discord.sockets.invalidate(false);
    await expect.poll(() => intents(discord), WAIT).toHaveLength(2);
    await expect.poll(connection.isConnected, WAIT).toBe(true);
    discord.sockets.drop('close', 4000);
    await expect.poll(() => resumes(discord), WAIT).toBe(1);
    expect(shown(logged)).not.toContain(discord.token);
  });

  const shown = (logged: readonly Logged[]): string =>
    JSON.stringify(logged, (_name, value: unknown) =>
      value instanceof Error
        ? `${value.name} ${value.message} ${value.stack} ${String(value.cause)}`
        : value,
    );
});

describe('stopping', () => {
  test('a stop ends the session, and nothing comes in any more', async () => {
    const { discord, ana, general, connection, received } = await connected();
    expect(connection.isLeader()).toBe(true);
    await connection.stop();
    expect([connection.isLeader(), connection.isConnected()]).toEqual([false, false]);
    await expect.poll(() => discord.sockets.reachable, WAIT).toBe(0);
    discord.people.say(ana, general, 'Anybody there?');
    expect(count(received, 'MESSAGE_CREATE')).toBe(0);
    await connection.stop();
  });
});
