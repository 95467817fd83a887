import { onTestFinished } from 'vitest';
import { createRest } from '#surfaces/discord/calls/rest.ts';
import { type DiscordOptions, startDiscord } from '../../platforms/discord/server.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';

const LONG_TIMEOUT_MS = 20_000;

/**
 * A local Discord with long timeouts unless a test sets them, with Ana in it, and Charrette's
 * client for it.
 */
export async function discordWith(options: DiscordOptions = {}) {
  const discord = await startDiscord({ ackMs: LONG_TIMEOUT_MS, ...options });
  onTestFinished(() => discord.close());
  const { guild, token, apiUrl } = discord;
  const rest = createRest({ token, apiUrl, log: keepLog() });
  return { discord, rest, ana: guild.addPerson('Ana'), general: guild.addChannel('general') };
}
