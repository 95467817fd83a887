import { PermissionFlagsBits } from 'discord.js';
import { makeReaders, type PlatformReaders } from '#engine/access/may-read.ts';
import type { Policy } from '#engine/access/permission.ts';
import type { LookUpCache } from '#foundation/cache.ts';
import { ChatFault } from '#ports/chat.ts';
import { Identified } from '../calls/wire.ts';
import type { DiscordConversation } from '../discord-context.ts';
import type { MemberRights } from './member-rights.ts';

/**
 * A person may read a channel that they can see, and a private thread if they are also a member of
 * it.
 */
export function createReaders(
  rights: MemberRights,
  policy: Policy,
  conversations: LookUpCache<DiscordConversation>,
): PlatformReaders {
  const canOpen: PlatformReaders['canOpen'] = async (user, id, asking) => {
    const conversation = await findConversation(conversations, id);
    const { kind, guild = null, named = '', thread } = conversation ?? {};
    // Only the person themselves sees their direct messages, and needs no link to them.
    if (guild === null) return false;
    const isIn =
      kind !== 'private_thread' || thread == null || rights.isInThread(thread, user, asking);
    const [granted, isMember] = await Promise.all([
      rights.lookUpPermissions(guild, named, user, asking),
      isIn,
    ]);
    return isMember && (granted & PermissionFlagsBits.ViewChannel) !== 0n;
  };
  // Discord does not list a person's channels.
  return makeReaders(policy, { canOpen, channelsOf: async () => null });
}

/** `null` for a conversation that never was, was deleted, or is closed to the bot. */
export async function findConversation(
  conversations: LookUpCache<DiscordConversation>,
  id: string,
): Promise<DiscordConversation | null> {
  if (!Identified.safeParse({ id }).success) return null;
  try {
    return await conversations.get(id);
  } catch (error) {
    if (error instanceof ChatFault && error.kind !== 'passing') return null;
    throw error;
  }
}
