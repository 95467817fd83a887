import { expect, test } from 'vitest';
import { startDiscord } from '../platforms/discord/server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { calledHere } from './cli.ts';
import { afterwards } from './waiting.ts';

const folder = temporaryFolder();

async function discordWith() {
  const discord = await startDiscord();
  afterwards(discord.close);
  const environment = {
    DISCORD_TOKEN: discord.token,
    DISCORD_APPLICATION_ID: discord.applicationId,
    DISCORD_API_URL: discord.apiUrl,
  };
  const called = (more: Readonly<Record<string, string>> = {}) =>
    calledHere(folder, ['discord-register'], { ...environment, ...more });
  return { discord, called };
}

test('register puts the commands in place once, and says how the bot is invited', async () => {
  const { discord, called } = await discordWith();
  const { code, stdout } = await called();
  expect([code, stdout.split('\n')[0]]).toEqual([0, 'all servers and direct messages: put in place']);
  expect(stdout).toContain(`client_id=${discord.applicationId}&scope=bot+applications.commands&permissions=`);
  expect(discord.commands.in(null)).toHaveLength(2);
  const again = await called();
  expect(again.stdout).toContain('all servers and direct messages: up to date\n');
  expect(discord.record.callsOf('commands.replace')).toHaveLength(1);
  expect(discord.record.violations).toEqual([]);
});

test('a server without the bot hinders nobody, and the exit code tells', async () => {
  const { discord, called } = await discordWith();
  const nowhere = '123456789012345678';
  const { code, stdout } = await called({ DISCORD_GUILD_IDS: `${nowhere},${discord.guild.id}` });
  expect(code).toBe(1);
  expect(stdout).toContain(`server ${nowhere}: The bot is not in the server any more: invite it again.`);
  expect(stdout).toContain(`server ${discord.guild.id}: put in place`);
});

test('D6: a token that Discord refuses is reported without being shown', async () => {
  const { called } = await discordWith();
  const token = 'another.discord.token';
  const { code, stdout, stderr } = await called({ DISCORD_TOKEN: token });
  expect(code).toBe(1);
  expect(stdout).toContain('Discord does not take the bot’s token: copy it again');
  expect(stdout + stderr).not.toContain(token);
});

test('register without settings says which are missing', async () => {
  const { code, stdout, stderr } = await calledHere(folder, ['discord-register']);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('set DISCORD_TOKEN and DISCORD_APPLICATION_ID');
});
