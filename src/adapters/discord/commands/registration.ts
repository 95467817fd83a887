import { isDeepStrictEqual } from 'node:util';
import { type REST, Routes } from 'discord.js';
import * as z from 'zod';
import { Fault } from '../../../runtime/fault.ts';
import type { Clock } from '../../../runtime/ports/clock.ts';
import type { VerbOutcome } from '../../../runtime/ports/gateway.ts';
import type { Log } from '../../../runtime/ports/log.ts';
import { RETRY_POLICIES, retry } from '../../../runtime/retry.ts';
import { faultOf } from '../calls/faults.ts';
import { createRest } from '../calls/rest.ts';
import { inviteLink } from '../calls/rights.ts';
import type { DiscordSettings } from '../settings.ts';
import { type CommandSet, DIRECT_COMMANDS, GLOBAL_COMMANDS, GUILD_COMMANDS } from './definitions.ts';

/** Milliseconds before a further attempt where people have to do something first. */
const UNREACHABLE_WAIT_MS = 300_000;

type Application = Pick<DiscordSettings, 'applicationId' | 'guildIds'>;

/** The commands that one server should have, or with `null` all of them and direct messages. */
interface Wanted {
  readonly guildId: string | null;
  readonly commands: CommandSet;
}

type Found = 'up_to_date' | 'missing' | 'outdated';

/** What was found at one place, or that it could not be found out or changed there. */
type Registration = Pick<Wanted, 'guildId'> &
  ({ readonly is: Found } | { readonly is: 'refused'; readonly why: string });

/** A place, as people know it. */
export function placeName({ guildIds }: Pick<Application, 'guildIds'>, guildId: string | null): string {
  if (guildId !== null) return `server ${guildId}`;
  return guildIds.length === 0 ? 'all servers and direct messages' : 'direct messages';
}

/** What matters of a command that Discord has. Anything else in it is Discord's own. */
const Option = z.object({
  type: z.number(),
  name: z.string(),
  description: z.string(),
  required: z.boolean().default(false),
  autocomplete: z.boolean().default(false),
  min_value: z.number().optional(),
  max_value: z.number().optional(),
  min_length: z.number().optional(),
  max_length: z.number().optional(),
  choices: z.array(z.object({ name: z.string(), value: z.union([z.string(), z.number()]) })).default([]),
  get options() {
    return z.array(Option).default([]);
  },
});
const Known = z.object({
  type: z.number().default(1),
  name: z.string(),
  description: z.string().default(''),
  options: z.array(Option).default([]),
  default_member_permissions: z.string().nullable().default(null),
  nsfw: z.boolean().default(false),
});
const sorted = z
  .array(z.number())
  .nullish()
  .transform((all) => all?.toSorted() ?? null);
const KnownEverywhere = Known.extend({ contexts: sorted, integration_types: sorted });

/** What is registered, place by place. */
export function readRegistrations(
  rest: REST,
  application: Application,
  signal?: AbortSignal,
): Promise<Registration[]> {
  return eachOf(application, (wanted) => read(rest, application, wanted, signal));
}

/**
 * Puts the commands in place wherever they are not as they should be, and answers with what it found. Other commands of
 * this application go.
 */
export function registerCommands(rest: REST, application: Application): Promise<Registration[]> {
  return eachOf(application, (wanted) => registerAt(rest, application, wanted));
}

async function eachOf(
  application: Application,
  work: (wanted: Wanted) => Promise<Found>,
): Promise<Registration[]> {
  const found: Registration[] = [];
  for (const wanted of wantedBy(application)) {
    const { guildId } = wanted;
    try {
      found.push({ guildId, is: await work(wanted) });
    } catch (error) {
      found.push({ guildId, is: 'refused', why: faultOf(error).message });
    }
  }
  return found;
}

interface KeepingParts {
  readonly rest: REST;
  readonly settings: Application;
  readonly clock: Clock;
  readonly log: Log;
}

/** Puts them in place for as long as that takes, or until the signal. Does not reject. */
export async function keepRegistered(parts: KeepingParts, signal: AbortSignal): Promise<void> {
  await Promise.all(wantedBy(parts.settings).map((wanted) => keepRegisteredAt(wanted, parts, signal)));
}

async function keepRegisteredAt(
  wanted: Wanted,
  { rest, settings, clock, log }: KeepingParts,
  signal: AbortSignal,
): Promise<void> {
  const { guildId: guild } = wanted;
  try {
    const is = await retry(() => registerAt(rest, settings, wanted, signal), RETRY_POLICIES.registration, {
      isPassing: (error) => faultOf(error).kind !== 'refused',
      onFailed: (error) => {
        if (!signal.aborted) log.warn('discord_commands_not_registered', { guild, error: faultOf(error) });
      },
      signal,
      asked: { waitMs: askedWaitMs, clock },
    });
    if (is !== 'up_to_date') log.info('discord_commands_registered', { guild, before: is });
  } catch (error) {
    // What Discord refused was logged.
    if (!signal.aborted && faultOf(error).kind !== 'refused') throw error;
  }
}

/** The bot may be invited to a server that it is not in yet. */
function askedWaitMs(error: Error): number {
  const { kind, retryAfterMs } = faultOf(error);
  return kind === 'unreachable' ? UNREACHABLE_WAIT_MS : (retryAfterMs ?? 0);
}

/**
 * Where servers are named each has commands of its own, and those of direct messages stand alone: what was once
 * registered for all servers would show twice.
 */
function wantedBy({ guildIds }: Application): Wanted[] {
  const everywhere = guildIds.length === 0 ? GLOBAL_COMMANDS : DIRECT_COMMANDS;
  const own = guildIds.map((guildId) => ({ guildId, commands: GUILD_COMMANDS }));
  return [{ guildId: null, commands: everywhere }, ...own];
}

async function registerAt(
  rest: REST,
  application: Application,
  wanted: Wanted,
  signal?: AbortSignal,
): Promise<Found> {
  const found = await read(rest, application, wanted, signal);
  const body = wanted.commands;
  if (found !== 'up_to_date') await rest.put(routeOf(application, wanted), { body, signal });
  return found;
}

async function read(
  rest: REST,
  application: Application,
  wanted: Wanted,
  signal?: AbortSignal,
): Promise<Found> {
  const { guildId, commands } = wanted;
  const schema = z.array(guildId === null ? KnownEverywhere : Known).transform((all) => all.toSorted(byName));
  const there = z.array(z.unknown()).parse(await rest.get(routeOf(application, wanted), { signal }));
  if (there.length === 0) return 'missing';
  // What cannot be read is not one of ours.
  return isDeepStrictEqual(schema.safeParse(there).data, schema.parse(commands)) ? 'up_to_date' : 'outdated';
}

function routeOf({ applicationId }: Application, { guildId }: Wanted) {
  return guildId === null
    ? Routes.applicationCommands(applicationId)
    : Routes.applicationGuildCommands(applicationId, guildId);
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : 1;
}

const VerbOptions = z.object({ preview: z.boolean().default(false) });

/** Puts the commands in place, or says what that would do. Throws `Fault` where Discord is not set up. */
export async function register(
  words: unknown,
  settings: DiscordSettings | null,
  log: Log,
): Promise<VerbOutcome> {
  const { preview } = VerbOptions.parse(words);
  if (settings === null) {
    throw new Fault(
      'bad_configuration',
      'Discord is not set up: set DISCORD_TOKEN and DISCORD_APPLICATION_ID, both from https://discord.com/developers/applications.',
    );
  }
  const rest = createRest({ ...settings, log });
  const found = preview ? await readRegistrations(rest, settings) : await registerCommands(rest, settings);
  const lines = found.map((each) => `${placeName(settings, each.guildId)}: ${wordsOf(each, preview)}`);
  return {
    output: `${[...lines, `Invite the bot: ${inviteLink(settings.applicationId)}`].join('\n')}\n`,
    remark: '',
    isComplete: !found.some(({ is }) => is === 'refused'),
  };
}

function wordsOf(found: Registration, preview: boolean): string {
  switch (found.is) {
    case 'up_to_date':
      return 'up to date';
    case 'missing':
      return preview ? 'missing; would be put in place' : 'put in place';
    case 'outdated':
      return preview ? 'outdated; would be replaced' : 'replaced';
    case 'refused':
      return found.why.replaceAll(/\s+/g, ' ');
  }
}
