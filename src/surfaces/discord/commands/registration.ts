import { type REST, Routes } from 'discord.js';
import * as z from 'zod';
import type { Log } from '#foundation/log.ts';
import { RETRY_POLICIES, retry } from '#foundation/retry.ts';
import { faultOf } from '../calls/faults.ts';
import { readApplication } from '../connection/probe.ts';
import type { DiscordContext } from '../discord-context.ts';
import type { DiscordSettings } from '../settings.ts';
import {
  type CommandSet,
  GUILD_COMMANDS,
  listDirectCommands,
  listGlobalCommands,
} from './definitions.ts';

type Application = Pick<DiscordSettings, 'applicationId' | 'guildIds'> & {
  readonly isForPeople: boolean;
};

/** `guildId`: one server, or with `null` all servers and direct messages. */
interface Wanted {
  readonly guildId: string | null;
  readonly commands: CommandSet;
}

type Found = 'up_to_date' | 'missing' | 'outdated';

type Registration = Pick<Wanted, 'guildId'> &
  ({ readonly is: Found } | { readonly is: 'refused'; readonly why: string });

/** Fields of a command that matter; all others are Discord's own. */
const PARTS = [
  'type',
  'name',
  'description',
  'options',
  'required',
  'autocomplete',
  'choices',
  'value',
  'min_value',
  'max_value',
  'max_length',
  'default_member_permissions',
];
const PARTS_EVERYWHERE = [...PARTS, 'contexts', 'integration_types'];
const Commands = z.array(z.looseObject({ name: z.string() }));

/** Works on all places at once, so that none delays another. */
function eachOf(
  application: Application,
  work: (set: Wanted) => Promise<Found>,
): Promise<Registration[]> {
  const registration = async (set: Wanted): Promise<Registration> => {
    const { guildId } = set;
    try {
      return { guildId, is: await work(set) };
    } catch (error) {
      return { guildId, is: 'refused', why: faultOf(error).message };
    }
  };
  return Promise.all(setsWantedOf(application).map(registration));
}

/**
 * Registers the commands, retrying for some ten minutes, since no one can start a design without
 * them. Logs changes and failures. Makes no further call once the signal is aborted.
 */
export async function registerAtConnection(
  {
    rest,
    applicationId,
    servers: guildIds,
    clock,
    log,
  }: Pick<DiscordContext, 'rest' | 'applicationId' | 'servers' | 'clock' | 'log'>,
  signal: AbortSignal,
): Promise<void> {
  const application = { applicationId, guildIds, isForPeople: await isForPeople(rest, log) };
  const work = (set: Wanted): Promise<Found> =>
    retry(() => registerAt(rest, application, set, signal), RETRY_POLICIES.chatCall, {
      isPassing: (error) => faultOf(error).kind === 'passing',
      onFailed: (error, attempt) =>
        log.debug('discord_commands_wait', {
          guild: set.guildId,
          attempt,
          error: faultOf(error).message,
        }),
      signal,
      asked: { waitMs: (error) => faultOf(error).retryAfterMs ?? 0, clock },
    });
  try {
    tell(await eachOf(application, work), log);
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

function tell(registrations: readonly Registration[], log: Log): void {
  for (const { guildId: guild, ...each } of registrations) {
    if (each.is === 'refused')
      log.warn('discord_commands_not_registered', {
        guild,
        error: each.why,
        toDo: 'Run charrette doctor, which says what the platform refuses.',
      });
    else if (each.is !== 'up_to_date')
      log.info('discord_commands_registered', { guild, before: each.is });
  }
}

/**
 * If servers are named, each gets its own commands, and direct messages get theirs: commands for
 * all servers would show twice.
 */
function setsWantedOf({ guildIds, isForPeople }: Application): Wanted[] {
  const everywhere =
    guildIds.length === 0 ? listGlobalCommands(isForPeople) : listDirectCommands(isForPeople);
  const own = guildIds.map((guildId) => ({ guildId, commands: GUILD_COMMANDS }));
  return [{ guildId: null, commands: everywhere }, ...own];
}

async function registerAt(
  rest: REST,
  application: Application,
  set: Wanted,
  signal?: AbortSignal,
): Promise<Found> {
  const state = await read(rest, application, set);
  signal?.throwIfAborted();
  if (state !== 'up_to_date') await rest.put(routeOf(application, set), { body: set.commands });
  return state;
}

async function read(rest: REST, application: Application, set: Wanted): Promise<Found> {
  const { guildId, commands } = set;
  const there = Commands.parse(await rest.get(routeOf(application, set)));
  if (there.length === 0) return 'missing';
  const parts = guildId === null ? PARTS_EVERYWHERE : PARTS;
  return textOf(there, parts) === textOf(commands, parts) ? 'up_to_date' : 'outdated';
}

/** Equal text for equal commands: an empty field equals a missing one. */
function textOf(commands: readonly { readonly name: string }[], parts: string[]): string {
  const dropEmpty = (_: string, value: unknown): unknown => {
    if (value === null || value === false || value === '') return undefined;
    if (!Array.isArray(value)) return value;
    if (value.length === 0) return undefined;
    return value.every((each) => typeof each === 'number') ? value.toSorted() : value;
  };
  return JSON.stringify(JSON.parse(JSON.stringify(commands.toSorted(byName), dropEmpty)), parts);
}

function routeOf({ applicationId }: Application, { guildId }: Wanted) {
  return guildId === null
    ? Routes.applicationCommands(applicationId)
    : Routes.applicationGuildCommands(applicationId, guildId);
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : 1;
}
