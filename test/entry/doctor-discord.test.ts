import { describe, expect, test } from 'vitest';
import { type DiscordOptions, startDiscord } from '../platforms/discord/server.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { calledHere } from './cli.ts';
import { afterwards } from './waiting.ts';

const folder = temporaryFolder();

async function discordWith(options: DiscordOptions = {}) {
  const discord = await startDiscord(options);
  afterwards(discord.close);
  const environment: Record<string, string> = {
    DISCORD_TOKEN: discord.token,
    DISCORD_APPLICATION_ID: discord.applicationId,
    DISCORD_API_URL: discord.apiUrl,
  };
  return { discord, environment };
}

/** What doctor says of Discord, line by line. */
async function reported(environment: Readonly<Record<string, string>>): Promise<string[]> {
  const { stdout } = await calledHere(folder, ['doctor'], environment);
  if (environment.DISCORD_TOKEN !== undefined)
    expect(stdout).not.toContain(environment.DISCORD_TOKEN);
  return stdout.split('\n').filter((line) => line.startsWith('discord'));
}

describe('doctor on Discord', () => {
  test('without settings: one line, and no problem', async () => {
    expect(await reported({})).toEqual([
      'discord       note     not set up (DISCORD_TOKEN); docs/discord.md has the steps',
    ]);
  });

  test('with everything in order', async () => {
    const { discord, environment } = await discordWith();
    expect(await reported(environment)).toEqual([
      `discord       ok       @charrette (application ${discord.applicationId}) in Atelier`,
    ]);
    expect(discord.record.violations).toEqual([]);
    expect(discord.record.callsOf('gateway.identify')).toEqual([]);
  });

  test('with another application’s token: names the application that it belongs to', async () => {
    const { discord, environment } = await discordWith();
    const [line] = await reported({ ...environment, DISCORD_APPLICATION_ID: '123456789012345678' });
    expect(line).toContain(
      `problem  DISCORD_TOKEN belongs to @charrette (application ${discord.applicationId}), and DISCORD_APPLICATION_ID is 123456789012345678`,
    );
  });

  test('with the intent switched off: says what that means, and what to do', async () => {
    const { environment } = await discordWith({ hasMessageContent: false });
    const [off] = await reported(environment);
    expect(off).toMatch(
      /problem +the Message Content Intent is switched off.*does not start in Discord: switch it on under/,
    );
  });

  test('without rights: names each, and its purpose', async () => {
    const { discord: poor, environment: poorly } = await discordWith({ permissions: [] });
    poor.guild.roles.set(poor.guild.id, { id: poor.guild.id, name: '@everyone', permissions: 0n });
    const [atLarge] = await reported(poorly);
    expect(atLarge).toMatch(
      /problem +in the server Atelier the bot lacks: View Channels, .*Add Reactions/,
    );
  });

  test('without the bot on its server: shows the link that invites it', async () => {
    const { discord, environment } = await discordWith();
    const [absent] = await reported({ ...environment, DISCORD_GUILD_IDS: '123456789012345678' });
    expect(absent).toMatch(
      /problem +the bot is not in the server 123456789012345678 of DISCORD_GUILD_IDS: invite it with https:/,
    );
    discord.guild.isLeft = true;
    const [nowhere] = await reported(environment);
    expect(nowhere).toMatch(
      /problem +the bot is in no server: invite it with https:\/\/discord\.com\/oauth2\/authorize\?/,
    );
  });

  test('with few sessions left for the day: says how many, until when, and where the reason is', async () => {
    const { discord, environment } = await discordWith();
    discord.sockets.sessionsLeft = 200;
    const [few] = await reported(environment);
    expect(few).toMatch(
      /problem +the bot may begin only 200 of 1000 sessions in the next 24 h.*the log/,
    );
    discord.sockets.sessionsLeft = 201;
    expect(await reported(environment)).toEqual([expect.stringContaining(' ok ')]);
  });

  test('with a token that Discord refuses: says what to do', async () => {
    const { environment } = await discordWith();
    expect(await reported({ ...environment, DISCORD_TOKEN: 'another.discord.token' })).toEqual([
      expect.stringMatching(
        /problem +Discord does not accept the bot’s token: copy it again under Bot/,
      ),
    ]);
  });
});
