import { isDeepStrictEqual } from 'node:util';
import { type REST, Routes } from 'discord.js';
import * as z from 'zod';
import type { Clock } from '../../runtime/ports/clock.ts';
import type { Log } from '../../runtime/ports/log.ts';
import { waitUntil } from '../../runtime/turn/waiting.ts';
import { type CommandSet, DIRECT_COMMANDS, GLOBAL_COMMANDS, GUILD_COMMANDS } from './commands.ts';
import { faultOf } from './faults.ts';
import type { DiscordSettings } from './settings.ts';

/** Milliseconds before another try, where Discord has trouble of its own: doubled each time, within these bounds. */
const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [1_000, 60_000];

type Application = Pick<DiscordSettings, 'applicationId' | 'guildIds'>;

/** The commands that are to be there for one server, or with `null` for all of them and direct messages. */
interface Wanted {
  readonly guildId: string | null;
  readonly commands: CommandSet;
}

/** What is registered there now. */
export interface Registration {
  readonly guildId: string | null;
  readonly is: 'up_to_date' | 'missing' | 'outdated';
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
const sorted = z
  .array(z.number())
  .nullish()
  .transform((all) => all?.toSorted() ?? null);
const Known = z.object({
  type: z.number().default(1),
  name: z.string(),
  description: z.string().default(''),
  options: z.array(Option).default([]),
  default_member_permissions: z
    .string()
    .nullish()
    .transform((rights) => rights ?? null),
  nsfw: z.boolean().default(false),
});
const KnownEverywhere = Known.extend({ contexts: sorted, integration_types: sorted });

/** What is registered, place by place. Throws what a call throws. */
export async function readRegistrations(rest: REST, application: Application): Promise<Registration[]> {
  const found: Registration[] = [];
  for (const wanted of wantedBy(application)) found.push(await read(rest, application, wanted));
  return found;
}

/**
 * Puts the commands in place wherever they are not as they should be, and answers with what it found. Other commands of
 * this application go. Throws what a call throws.
 */
export async function registerCommands(rest: REST, application: Application): Promise<Registration[]> {
  const found: Registration[] = [];
  for (const wanted of wantedBy(application)) found.push(await registerAt(rest, application, wanted));
  return found;
}

/** The same for as long as it takes, or until the signal; a place that refuses is left alone. Does not reject. */
export async function keepRegistered(
  parts: { readonly rest: REST; readonly settings: Application; readonly clock: Clock; readonly log: Log },
  signal: AbortSignal,
): Promise<void> {
  const { rest, settings, clock, log } = parts;
  for (const wanted of wantedBy(settings)) {
    const { guildId } = wanted;
    for (let waitMs = FIRST_WAIT_MS; !signal.aborted; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
      try {
        const { is } = await registerAt(rest, settings, wanted);
        if (is !== 'up_to_date') log.info('discord_commands_registered', { guild: guildId, before: is });
        break;
      } catch (error) {
        const fault = faultOf(error);
        log.warn('discord_commands_not_registered', { guild: guildId, error: fault });
        if (fault.kind !== 'passing') break;
        await waitUntil(clock, clock.now() + Math.max(waitMs, fault.retryAfterMs ?? 0), signal);
      }
    }
  }
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

async function registerAt(rest: REST, application: Application, wanted: Wanted): Promise<Registration> {
  const found = await read(rest, application, wanted);
  if (found.is !== 'up_to_date') await rest.put(routeOf(application, wanted), { body: wanted.commands });
  return found;
}

async function read(rest: REST, application: Application, wanted: Wanted): Promise<Registration> {
  const { guildId, commands } = wanted;
  const schema = z.array(guildId === null ? KnownEverywhere : Known);
  const there = z.array(z.unknown()).parse(await rest.get(routeOf(application, wanted)));
  if (there.length === 0) return { guildId, is: 'missing' };
  // What cannot be read is not one of ours.
  const known = schema.safeParse(there).data?.toSorted(byName);
  const isSame = isDeepStrictEqual(known, schema.parse(commands).toSorted(byName));
  return { guildId, is: isSame ? 'up_to_date' : 'outdated' };
}

function routeOf({ applicationId }: Application, { guildId }: Wanted) {
  return guildId === null
    ? Routes.applicationCommands(applicationId)
    : Routes.applicationGuildCommands(applicationId, guildId);
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : 1;
}
