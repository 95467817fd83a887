import type { ServerResponse } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createRest } from '#surfaces/discord/calls/rest.ts';
import { GUILD_COMMANDS, listDirectCommands } from '#surfaces/discord/commands/definitions.ts';
import { registerAtConnection } from '#surfaces/discord/commands/registration.ts';
import { listening } from '../../platforms/http.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';
import { WAIT } from '../engines.ts';
import { discordWith } from './local.ts';
import { connected } from './message-world.ts';
import { registerCommands } from './registering.ts';

const NOWHERE = '123456789012345678';

async function registering(guilds: 'none' | 'its own' = 'none') {
  const { discord, rest } = await discordWith();
  const { applicationId, guild } = discord;
  return {
    discord,
    rest,
    application: { applicationId, guildIds: guilds === 'none' ? [] : [guild.id] },
  };
}

describe('the commands on Discord', () => {
  test('commands are put in place where there are none, and left alone once they are as they should be', async () => {
    const { discord, rest, application } = await registering();
    expect(await registerCommands(rest, application)).toEqual([[null, 'missing']]);
    expect(discord.commands.in(null).map(({ name }) => name)).toEqual(['design', 'Design this']);
    expect(await registerCommands(rest, application)).toEqual([]);
    expect(discord.record.callsOf('commands.replace')).toHaveLength(1);
    expect(discord.record.violations).toEqual([]);
  });

  test('commands of named servers are theirs, and those of direct messages stand alone', async () => {
    const { discord, rest, application } = await registering('its own');
    await registerCommands(rest, application);
    expect(discord.commands.in(discord.guild.id)).toMatchObject(GUILD_COMMANDS);
    expect(discord.commands.in(null)).toMatchObject(listDirectCommands(false));
    expect(await registerCommands(rest, application)).toEqual([]);
    expect(discord.record.callsOf('commands.replace')).toHaveLength(2);
    expect(discord.record.violations).toEqual([]);
  });

  test.each([
    ['a description', { description: 'Something else' }],
    ['an option', { options: [] }],
    ['a right', { default_member_permissions: '8' }],
    ['a place', { contexts: [0] }],
  ])('commands are outdated when %s is another', async (_name, change) => {
    const { discord, rest, application } = await registering();
    await registerCommands(rest, application);
    Object.assign(discord.commands.in(null)[0] ?? {}, change);
    expect(await registerCommands(rest, application)).toEqual([[null, 'outdated']]);
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

  /**
   * A Discord without any commands, of which `first` answers the first look at those of `NOWHERE`.
   */
  async function connecting(first: (response: ServerResponse) => void) {
    const calls: string[] = [];
    const { origin, close } = await listening(async (request, response) => {
      const call = `${request.method} ${request.url?.includes(NOWHERE) === true ? 'server' : 'all'}`;
      calls.push(call);
      if (call === 'GET server' && calls.filter((each) => each === call).length === 1)
        return first(response);
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
    return { calls, waits, log, stop: () => stopping.abort(new Error('stopping')), registered };
  }

  test('commands are put in place elsewhere while a server asks to wait, and there after that time', async () => {
    const looked = Promise.withResolvers<ServerResponse>();
    const { calls, waits, log, registered } = await connecting(looked.resolve);
    const response = await looked.promise;
    await expect.poll(() => calls, WAIT).toContain('PUT all');
    response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '30' }).end('{}');
    await registered;
    expect(waits).toEqual([expect.closeTo(30_000, -3)]);
    expect(calls.filter((call) => call.endsWith('server'))).toEqual([
      'GET server',
      'GET server',
      'PUT server',
    ]);
    expect(log.events.map(({ event }) => event)).not.toContain('discord_commands_not_registered');
  });

  test('a daemon that stops leaves the commands as they are, and says nothing of them', async () => {
    const looked = Promise.withResolvers<ServerResponse>();
    const { calls, log, stop, registered } = await connecting(looked.resolve);
    const response = await looked.promise;
    await expect.poll(() => calls, WAIT).toContain('PUT all');
    stop();
    response.setHeader('content-type', 'application/json').end('[]');
    await registered;
    expect(calls).not.toContain('PUT server');
    expect(log.events.map(({ event }) => event)).not.toContain('discord_commands_not_registered');
  });
});
