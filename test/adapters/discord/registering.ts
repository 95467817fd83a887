import type { REST } from 'discord.js';
import {
  readRegistrations,
  registerAtConnection,
} from '../../../src/adapters/discord/commands/registration.ts';
import { readApplication } from '../../../src/adapters/discord/connection/probe.ts';
import { systemClock } from '../../../src/adapters/system/clock.ts';
import { silentLog } from '../../support/silent-log.ts';

/** Puts the commands in place as a connection does, and returns what was there before. */
export async function registerCommands(
  rest: REST,
  application: { readonly applicationId: string; readonly guildIds: readonly string[] },
) {
  const { applicationId, guildIds } = application;
  const { isForPeople } = await readApplication(rest);
  const found = await readRegistrations(rest, { applicationId, guildIds: [...guildIds], isForPeople });
  const parts = { rest, applicationId, servers: [...guildIds], clock: systemClock, log: silentLog };
  await registerAtConnection(parts, new AbortController().signal);
  return found;
}
