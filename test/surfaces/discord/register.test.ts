import type { ServerResponse } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { systemClock } from '#adapters/system/clock.ts';
import { createRest } from '#surfaces/discord/calls/rest.ts';
import { GUILD_COMMANDS, listDirectCommands } from '#surfaces/discord/commands/definitions.ts';
import { registerAtConnection } from '#surfaces/discord/commands/registration.ts';
import { listening } from '../../platforms/http.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { WAIT } from '../engines.ts';
import { discordWith } from './local.ts';
import { connected } from './message-world.ts';

const NOWHERE = '123456789012345678';

/** Puts the commands in place as a connection does, with the bot on its own server. */
async function registered(guilds: 'none' | 'its own') {
  const { discord, rest } = await discordWith();
  const { applicationId, guild } = discord;
  const servers = guilds === 'none' ? [] : [guild.id];
  const context = { rest, applicationId, servers, clock: systemClock, log: keepLog() };
  await registerAtConnection(context, new AbortController().signal);
  return discord;
}

describe('the commands on Discord', () => {
  test('commands without named servers are put in place for all', async () => {
    const discord = await registered('none');
    expect(discord.commands.in(null).map(({ name }) => name)).toEqual(['design', 'Design this']);
    expect(discord.record.violations).toEqual([]);
  });

  test('commands of named servers are theirs, and those of direct messages stand alone', async () => {
    const discord = await registered('its own');
    expect(discord.commands.in(discord.guild.id)).toMatchObject(GUILD_COMMANDS);
    expect(discord.commands.in(null)).toMatchObject(listDirectCommands(false));
    expect(discord.record.violations).toEqual([]);
  });

  test('commands are put in place at each connection, although one server refuses, which is told', async () => {
    const { discord, log, gateway, connectAgain } = await connected({
      settings: { guildIds: [NOWHERE] },
    });
    const logged = () => log.events.map(({ event, facts }) => [event, facts.guild]);
    await expect.poll(logged, WAIT).toContainEqual(['discord_commands_not_registered', NOWHERE]);
    expect(logged()).toContainEqual(['discord_commands_registered', null]);
    Object.assign(discord.commands.in(null)[0] ?? {}, { description: 'Something else' });
    await gateway.stop();
    await connectAgain();
    await expect
      .poll(() => discord.commands.in(null)[0], WAIT)
      .toMatchObject(listDirectCommands(false)[0] ?? {});
  });

  /** A Discord that leaves its first answer about the commands of `NOWHERE` to the test. */
  async function connecting() {
    const calls: string[] = [];
    const first = Promise.withResolvers<ServerResponse>();
    const { origin, close } = await listening(async (request, response) => {
      const call = `${request.method} ${request.url?.includes(NOWHERE) === true ? 'server' : 'all'}`;
      calls.push(call);
      if (call === 'PUT server' && calls.filter((each) => each === call).length === 1)
        return first.resolve(response);
      response.setHeader('content-type', 'application/json').end('[]');
    }, String);
    onTestFinished(close);
    const log = keepLog();
    const rest = createRest({ token: 'local.discord.token', apiUrl: `${origin}/api`, log });
    const stopping = new AbortController();
    const waits: number[] = [];
    const at = (dueAt: number, callback: () => void) => {
      waits.push(dueAt);
      callback();
      return { [Symbol.dispose]: () => undefined };
    };
    const registered = registerAtConnection(
      { rest, applicationId: '1', servers: [NOWHERE], clock: { now: () => 0, at }, log },
      stopping.signal,
    );
    const response = await first.promise;
    await expect.poll(() => calls, WAIT).toContain('PUT all');
    const askToWait = () =>
      response
        .writeHead(429, { 'content-type': 'application/json', 'retry-after': '30' })
        .end('{}');
    return { calls, waits, log, askToWait, stopping, registered };
  }

  test('commands are put in place elsewhere while a server asks to wait, and there after that time', async () => {
    const { calls, waits, log, askToWait, registered } = await connecting();
    askToWait();
    await registered;
    expect(waits).toEqual([expect.closeTo(30_000, -3)]);
    expect(calls.filter((call) => call.endsWith('server'))).toEqual(['PUT server', 'PUT server']);
    expect(log.events.map(({ event }) => event)).not.toContain('discord_commands_not_registered');
  });

  test('a daemon that stops makes no further try to put commands in place, and says nothing of them', async () => {
    const { calls, log, askToWait, stopping, registered } = await connecting();
    stopping.abort(new Error('stopping'));
    askToWait();
    await registered;
    expect(calls.filter((call) => call.endsWith('server'))).toEqual(['PUT server']);
    expect(log.events.map(({ event }) => event)).not.toContain('discord_commands_not_registered');
  });
});
