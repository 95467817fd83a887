import { PermissionFlagsBits, Routes } from 'discord.js';
import { isBusy } from '#acts/gateway/designs-here.ts';
import type { StartPlace } from '#acts/gateway/interaction.ts';
import { logFailure, lookUpOr } from '#acts/gateway/platform-access.ts';
import type { Person } from '#engine/access/permission.ts';
import { TEXTS } from '#presentation/words/texts.ts';
import { listMissingRights, type Right } from '../calls/rights.ts';
import type { DiscordContext, DiscordConversation } from '../discord-context.ts';
import { DISCORD_TEXTS } from '../discord-texts.ts';
import { conversationContextOf } from './conversations.ts';
import { findConversation } from './readers.ts';

interface Where {
  readonly context: DiscordContext;
  readonly conversation: DiscordConversation;
  /**
   * The bot's permissions there; `null` if Discord did not send them, and they have to be looked
   * up.
   */
  readonly granted: bigint | null;
}

const LOOK_UP_MS = 10_000;
/**
 * Permissions that a design needs, by the place where it starts. It also works without reactions.
 */
const ALWAYS: readonly Right['flag'][] = [
  'ViewChannel',
  'SendMessagesInThreads',
  'ReadMessageHistory',
];
const IN_CHANNEL: readonly Right['flag'][] = [...ALWAYS, 'SendMessages', 'CreatePublicThreads'];

export function startPlaceIn(where: Where): StartPlace {
  return {
    preconditionProblem: () => preconditionProblem(where),
    openThread: () => threadHere(where),
  };
}

/** A server's channel is allowed to everybody in it, or to nobody. */
const NOBODY: Person = { id: '', groups: [], name: '' };

/**
 * The reason why this person starts no design from elsewhere in this channel, or `null`. Who only
 * reads it, such as an announcement channel, could not ask there either. `person`: empty behind a
 * token. Throws `ChatFault`.
 */
export async function refuseChannel(
  context: DiscordContext,
  channel: string,
  person: string,
): Promise<string | null> {
  const conversation = await findConversation(context.conversations, channel);
  if (conversation?.kind !== 'channel') return DISCORD_TEXTS.notHere;
  const place = conversationContextOf(context, conversation);
  return (
    (await place.placeProblem?.(NOBODY)) ??
    (await refuseReader(context, conversation, person)) ??
    preconditionProblem({ context: place, conversation, granted: null })
  );
}

async function refuseReader(
  { rights }: DiscordContext,
  { guild, named }: DiscordConversation,
  person: string,
): Promise<string | null> {
  if (guild === null || person === '') return null;
  const granted = await rights.lookUpPermissions(guild, named, person, 'act');
  return (granted & PermissionFlagsBits.SendMessages) === 0n ? DISCORD_TEXTS.onlyRead : null;
}

/** The reason why no design can be held there, or `null`. */
async function preconditionProblem(where: Where): Promise<string | null> {
  const { context, conversation } = where;
  if (conversation.kind === 'elsewhere') return DISCORD_TEXTS.notHere;
  const permissions = where.granted ?? (await lookUpGranted(where));
  const mayModerate =
    permissions !== null && (permissions & PermissionFlagsBits.ManageThreads) !== 0n;
  if (conversation.isLocked && !mayModerate) return DISCORD_TEXTS.locked;
  const needed = conversation.kind === 'channel' ? IN_CHANNEL : ALWAYS;
  const missing = permissions === null ? [] : listMissingRights(permissions);
  const lacking = missing.filter(({ flag }) => needed.includes(flag));
  if (lacking.length > 0) return DISCORD_TEXTS.lacking(lacking.map(({ title }) => title));
  return (await isBusy(context, conversation)) ? TEXTS.busyHere : null;
}

/**
 * `null` for all permissions, as in direct messages. Also `null` if the look-up fails: posting the
 * card then reports the problem.
 */
async function lookUpGranted({ context, conversation }: Where): Promise<bigint | null> {
  const { guild, named: channel } = conversation;
  if (guild === null) return null;
  const lookUp = context.rights.lookUpPermissions(guild, channel, context.botUser(), 'act');
  return lookUpOr(context, lookUp, LOOK_UP_MS, null, { what: 'rights', id: channel });
}

/** In a channel, the thread is opened from the design's first message. */
async function threadHere({ context, conversation }: Where): ReturnType<StartPlace['openThread']> {
  const { kind, channel, thread } = conversation;
  if (thread === null) return { channel, thread: '' };
  if (kind !== 'direct') {
    // Harmless, and not needed for a public thread.
    const joining = context.rest.put(Routes.threadMembers(thread, '@me'));
    await logFailure(context, 'discord_thread_not_joined', joining, { thread });
  }
  return { channel, thread };
}
