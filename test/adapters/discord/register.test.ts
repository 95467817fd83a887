import { describe, expect, test } from 'vitest';
import { DIRECT_COMMANDS, GUILD_COMMANDS } from '../../../src/adapters/discord/commands/definitions.ts';
import { readRegistrations, registerCommands } from '../../../src/adapters/discord/commands/registration.ts';
import { WAIT } from '../engines.ts';
import { discordWith, shortenLibraryWaits } from './local.ts';
import { messageWorld } from './message-world.ts';

const { connected } = messageWorld();
shortenLibraryWaits();

const NOWHERE = '123456789012345678';

async function registering(guilds: 'none' | 'its own' = 'none') {
  const { discord, rest } = await discordWith();
  const { applicationId, guild } = discord;
  return { discord, rest, application: { applicationId, guildIds: guilds === 'none' ? [] : [guild.id] } };
}

describe('the commands on Discord', () => {
  test('are put in place where there are none, and left alone once they are as they should be', async () => {
    const { discord, rest, application } = await registering();
    expect(await readRegistrations(rest, application)).toEqual([{ guildId: null, is: 'missing' }]);
    expect(await registerCommands(rest, application)).toEqual([{ guildId: null, is: 'missing' }]);
    expect(discord.commands.in(null).map(({ name }) => name)).toEqual(['design', 'Design this']);
    expect(await registerCommands(rest, application)).toEqual([{ guildId: null, is: 'up_to_date' }]);
    expect(discord.record.callsOf('commands.replace')).toHaveLength(1);
    expect(discord.record.violations).toEqual([]);
  });

  test('of named servers are theirs, and those of direct messages stand alone', async () => {
    const { discord, rest, application } = await registering('its own');
    await registerCommands(rest, application);
    expect(discord.commands.in(discord.guild.id)).toMatchObject(GUILD_COMMANDS);
    expect(discord.commands.in(null)).toMatchObject(DIRECT_COMMANDS);
    expect(await registerCommands(rest, application)).toEqual([
      { guildId: null, is: 'up_to_date' },
      { guildId: discord.guild.id, is: 'up_to_date' },
    ]);
    expect(discord.record.callsOf('commands.replace')).toHaveLength(2);
    expect(discord.record.violations).toEqual([]);
  });

  test('that were for all servers do not show twice once servers are named', async () => {
    const { discord, rest, application } = await registering();
    await registerCommands(rest, application);
    await registerCommands(rest, { ...application, guildIds: [discord.guild.id] });
    expect(discord.commands.in(null)).toMatchObject([{ contexts: [1] }, { contexts: [1] }]);
  });

  test.each([
    ['a description', { description: 'Something else' }],
    ['an option', { options: [] }],
    ['a right', { default_member_permissions: '8' }],
    ['a place', { contexts: [0] }],
  ])('are outdated when %s is another', async (_name, change) => {
    const { discord, rest, application } = await registering();
    await registerCommands(rest, application);
    Object.assign(discord.commands.in(null)[0] ?? {}, change);
    expect(await readRegistrations(rest, application)).toEqual([{ guildId: null, is: 'outdated' }]);
    expect(await registerCommands(rest, application)).toEqual([{ guildId: null, is: 'outdated' }]);
    expect(await readRegistrations(rest, application)).toEqual([{ guildId: null, is: 'up_to_date' }]);
  });

  test('are put in place at each connection, although one server does not let it, which is told', async () => {
    const { discord, log } = await connected({ settings: { guildIds: [NOWHERE] } });
    const logged = () => log.events.map(({ event, facts }) => [event, facts.guild]);
    await expect.poll(logged, WAIT).toContainEqual(['discord_commands_not_registered', NOWHERE]);
    expect(logged()).toContainEqual(['discord_commands_registered', null]);
    Object.assign(discord.commands.in(null)[0] ?? {}, { description: 'Something else' });
    discord.sockets.drop('close', 4_000);
    discord.sockets.forget();
    await expect.poll(() => discord.commands.in(null)[0], WAIT).toMatchObject(DIRECT_COMMANDS[0] ?? {});
  });
});
