import { describe, expect, test } from 'vitest';
import { readApplication, readServers } from '#surfaces/discord/connection/probe.ts';
import { discordWith } from './local.ts';

const titles = (missing: readonly { readonly title: string }[]) =>
  missing.map(({ title }) => title);

describe('a look at an application', () => {
  test('an application shows its name, its bot, and its right to read what people write', async () => {
    const { discord, rest } = await discordWith();
    expect(await readApplication(rest)).toEqual({
      id: discord.applicationId,
      name: 'charrette',
      mayReadContent: true,
      isForPeople: false,
    });
    discord.guild.install();
    expect((await readApplication(rest)).isForPeople).toBe(true);
    const { rest: without } = await discordWith({ hasMessageContent: false });
    expect((await readApplication(without)).mayReadContent).toBe(false);
  });

  test('an application shows its servers, and the rights that it lacks there', async () => {
    const { discord, rest } = await discordWith();
    expect(await readServers(rest)).toMatchObject([
      { id: discord.guild.id, name: 'Atelier', missing: [] },
    ]);
    const { discord: poor, rest: poorRest } = await discordWith({
      permissions: ['ViewChannel', 'SendMessages'],
    });
    poor.guild.roles.set(poor.guild.id, { id: poor.guild.id, name: '@everyone', permissions: 0n });
    const [server] = await readServers(poorRest);
    expect(titles(server?.missing ?? [])).toEqual([
      'Send Messages in Threads and Posts',
      'Create Public Threads',
      'Attach Files',
      'Read Message History',
      'Add Reactions',
    ]);
  });
});
