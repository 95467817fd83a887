import { ChannelType, type REST, Routes } from 'discord.js';
import { NAME_KEPT_MS } from '#acts/gateway/channel-names.ts';
import type { Thread } from '#core/vocabulary/event-parts.ts';
import type { Person } from '#engine/access/permission.ts';
import { createLookUpCache, type LookUpCache } from '#foundation/cache.ts';
import type { Clock } from '#foundation/clock.ts';
import { faultOf } from '../calls/faults.ts';
import { DiscordChannel } from '../calls/wire.ts';
import type { DiscordContext, DiscordConversation } from '../discord-context.ts';
import { DISCORD_TEXTS } from '../discord-texts.ts';
import { linkTo } from '../drawing/link.ts';

const MAX_KEPT = 5_000;

/** Cached, since a conversation does not change. `get` throws `ChatFault`. */
export function createConversations(rest: REST, clock: Clock): LookUpCache<DiscordConversation> {
  const lookUp = async (id: string): Promise<DiscordConversation> => {
    try {
      return conversationOf(DiscordChannel.parse(await rest.get(Routes.channel(id))));
    } catch (error) {
      throw faultOf(error);
    }
  };
  return createLookUpCache(lookUp, clock, { freshMs: NAME_KEPT_MS }, MAX_KEPT);
}

/**
 * The name of a channel, or of a private thread's; `null` for a direct conversation. Throws
 * `ChatFault`.
 */
export async function channelNameOf(
  conversations: LookUpCache<DiscordConversation>,
  id: string,
): Promise<string | null> {
  const { named } = await conversations.get(id);
  return (await conversations.get(named)).name;
}

export function conversationOf({ id, type, ...place }: DiscordChannel): DiscordConversation {
  const parent = place.parent_id ?? id;
  const about = {
    name: place.name ?? null,
    guild: place.guild_id ?? null,
    isLocked: place.thread_metadata?.locked ?? false,
    owner: place.owner_id ?? null,
  };
  switch (type) {
    case ChannelType.GuildText:
    case ChannelType.GuildAnnouncement:
      return { ...about, kind: 'channel', channel: id, thread: null, named: id };
    case ChannelType.PublicThread:
    case ChannelType.AnnouncementThread:
      return { ...about, kind: 'thread', channel: parent, thread: id, named: parent };
    case ChannelType.PrivateThread:
      return { ...about, kind: 'private_thread', channel: id, thread: id, named: parent };
    case ChannelType.DM:
      return { ...about, kind: 'direct', channel: id, thread: id, named: id };
    default:
      return { ...about, kind: 'elsewhere', channel: id, thread: null, named: id };
  }
}

export function conversationContextOf(
  context: DiscordContext,
  conversation: DiscordConversation,
): DiscordContext {
  const linkThere = (thread: Thread) => linkTo(conversation.guild, thread);
  return {
    ...context,
    linkTo: linkThere,
    placeProblem: (person) => placeProblem(context, conversation, person),
  };
}

async function placeProblem(
  { servers, people }: DiscordContext,
  { guild }: DiscordConversation,
  { id }: Person,
): Promise<string | null> {
  if (servers.length === 0) return null;
  const isUsed = guild === null ? await people.isInOneOf(id, servers) : servers.includes(guild);
  if (isUsed === null) return DISCORD_TEXTS.serversUnknown;
  return isUsed ? null : DISCORD_TEXTS.notThisServer;
}
