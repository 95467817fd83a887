import type { REST } from 'discord.js';
import { systemClock } from '#adapters/system/clock.ts';
import { registerAtConnection } from '#surfaces/discord/commands/registration.ts';
import { keepLog } from '../../support/processes/child-sessions.ts';

/**
 * Puts the commands in place as a connection does, and returns the places where they were not, with
 * what was there.
 */
export async function registerCommands(
  rest: REST,
  {
    applicationId,
    guildIds,
  }: { readonly applicationId: string; readonly guildIds: readonly string[] },
) {
  const log = keepLog();
  const parts = { rest, applicationId, servers: [...guildIds], clock: systemClock, log };
  await registerAtConnection(parts, new AbortController().signal);
  return log.events
    .filter(({ event }) => event === 'discord_commands_registered')
    .map(({ facts }) => [facts.guild, facts.before]);
}
