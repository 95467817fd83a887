import { describe, expect, test } from 'vitest';
import { readApplication, readChannel, readServers } from '../../../src/adapters/discord/connection/probe.ts';
import { discordWith } from './local.ts';

const titles = (missing: readonly { readonly title: string }[]) => missing.map(({ title }) => title);

describe('a look at an application', () => {
  test('an application shows its name, its bot, and its right to read what people write', async () => {
    const { discord, rest } = await discordWith();
    expect(await readApplication(rest)).toEqual({
      id: discord.applicationId,
      name: 'charrette',
      botId: discord.guild.bot.id,
      mayReadContent: true,
    });
    const { rest: without } = await discordWith({ hasMessageContent: false });
    expect((await readApplication(without)).mayReadContent).toBe(false);
  });

  test('an application shows its servers, and the rights that it lacks there', async () => {
    const { discord, rest } = await discordWith();
    expect(await readServers(rest)).toMatchObject([{ id: discord.guild.id, name: 'Atelier', missing: [] }]);
    const { discord: poor, rest: poorRest } = await discordWith({
      permissions: ['ViewChannel', 'SendMessages'],
    });
    poor.guild.roles.set(poor.guild.id, { id: poor.guild.id, name: '@everyone', permissions: 0n });
    const [server] = await readServers(poorRest);
    expect(titles(server?.missing ?? [])).toEqual([
      'Send Messages in Threads and Posts',
      'Create Public Threads',
      'Create Private Threads',
      'Attach Files',
      'Read Message History',
      'Add Reactions',
    ]);
  });

  test('rights count that a channel takes away from everybody and gives back to the bot', async () => {
    const { discord, rest, general } = await discordWith();
    const { guild } = discord;
    const look = async () => {
      const { missing } = await readChannel(rest, general, await readServers(rest), guild.bot.id);
      return titles(missing);
    };
    expect(await look()).toEqual([]);
    guild.deny(general, ['AttachFiles', 'AddReactions'], guild.id);
    expect(await look()).toEqual(['Attach Files', 'Add Reactions']);
    const [role = ''] = guild.bot.roles;
    guild.allow(general, ['AddReactions'], role);
    expect(await look()).toEqual(['Attach Files']);
    guild.allow(general, ['AttachFiles'], guild.bot.id);
    expect(await look()).toEqual([]);
    guild.deny(general, ['SendMessages'], guild.bot.id);
    expect(await look()).toEqual(['Send Messages and Create Posts']);
  });

  test('nothing is missing in a direct conversation', async () => {
    const { discord, rest } = await discordWith();
    const direct = discord.guild.direct(discord.guild.addPerson('Ana'));
    const place = await readChannel(rest, direct, await readServers(rest), discord.guild.bot.id);
    expect(place.missing).toEqual([]);
  });
});
