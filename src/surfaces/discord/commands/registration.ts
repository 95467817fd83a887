import { type REST, Routes } from 'discord.js';
import type { Log } from '#foundation/log.ts';
import { RETRY_POLICIES, retry } from '#foundation/retry.ts';
import { faultOf } from '../calls/faults.ts';
import { readApplication } from '../connection/probe.ts';
import type { DiscordContext } from '../discord-context.ts';
import {
  type CommandSet,
  GUILD_COMMANDS,
  listDirectCommands,
  listGlobalCommands,
} from './definitions.ts';

type Registering = Pick<DiscordContext, 'rest' | 'applicationId' | 'servers' | 'clock' | 'log'>;

/** `guild`: one server, or with `null` all servers and direct messages. */
interface Wanted {
  readonly guild: string | null;
  readonly commands: CommandSet;
}

/**
 * Registers the commands, retrying for some ten minutes, since no one can start a design without
 * them. Commands that are there already count towards no limit. Works on all places at once, so
 * that none delays another. Makes no further call once the signal is aborted.
 */
export async function registerAtConnection(
  context: Registering,
  signal: AbortSignal,
): Promise<void> {
  const { rest, log, servers } = context;
  const wanted = listWanted(servers, await isForPeople(rest, log));
  try {
    await Promise.all(wanted.map((each) => register(context, each, signal)));
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/**
 * `false` also if unknown: without *User Install*, Discord may refuse all commands if one is for
 * people.
 */
async function isForPeople(rest: REST, log: Log): Promise<boolean> {
  try {
    return (await readApplication(rest)).isForPeople;
  } catch (error) {
    log.warn('discord_install_unknown', { error: faultOf(error).message });
    return false;
  }
}

/**
 * If servers are named, each gets its own commands, and direct messages get theirs: commands for
 * all servers would show twice.
 */
function listWanted(servers: readonly string[], isForPeople: boolean): Wanted[] {
  const everywhere =
    servers.length === 0 ? listGlobalCommands(isForPeople) : listDirectCommands(isForPeople);
  const own = servers.map((guild) => ({ guild, commands: GUILD_COMMANDS }));
  return [{ guild: null, commands: everywhere }, ...own];
}

async function register(
  { rest, applicationId, clock, log }: Registering,
  { guild, commands: body }: Wanted,
  signal: AbortSignal,
): Promise<void> {
  const route =
    guild === null
      ? Routes.applicationCommands(applicationId)
      : Routes.applicationGuildCommands(applicationId, guild);
  try {
    await retry(() => rest.put(route, { body }), RETRY_POLICIES.chatCall, {
      isPassing: (error) => faultOf(error).kind === 'passing',
      onFailed: (error, attempt) =>
        log.debug('discord_commands_wait', { guild, attempt, error: faultOf(error).message }),
      signal,
      asked: { waitMs: (error) => faultOf(error).retryAfterMs ?? 0, clock },
    });
    log.info('discord_commands_registered', { guild });
  } catch (error) {
    signal.throwIfAborted();
    log.warn('discord_commands_not_registered', {
      guild,
      error: faultOf(error).message,
      toDo: 'Run charrette doctor, which says what the platform refuses.',
    });
  }
}
