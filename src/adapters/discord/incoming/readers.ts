import { PermissionFlagsBits, type REST, RESTJSONErrorCodes, Routes } from 'discord.js';
import { foundOr, type PlatformAccess, unlessRefused } from '../../../acts/gateway/platform-access.ts';
import { type PlatformReaders, readersBy } from '../../../engine/access/may-read.ts';
import type { Policy } from '../../../engine/access/permission.ts';
import { type LookUpCache, lookUpCache } from '../../../foundation/cache.ts';
import { discordCode } from '../calls/faults.ts';
import { grantedIn } from '../calls/granted.ts';
import { Identified } from '../calls/wire.ts';
import type { Conversation } from '../discord-context.ts';

const [KEPT_MS, MAX_KEPT] = [10_000, 2_000];
const LOOK_UP_MS = 10_000;
/** The conversation or the person is gone, or the bot is not in the server. */
export const NOT_THERE: readonly (number | null)[] = [
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.UnknownGuild,
  RESTJSONErrorCodes.UnknownMember,
  RESTJSONErrorCodes.MissingAccess,
];

/**
 * A person may read a channel that they can see, and a private thread if they are also a member of it. Cached for ten seconds;
 * `null` if Discord does not answer.
 */
export function createReaders(
  rest: REST,
  access: PlatformAccess,
  policy: Policy,
  conversations: LookUpCache<Conversation>,
): PlatformReaders {
  const look = async (key: string): Promise<boolean> => {
    const [user = '', channel = ''] = key.split(' ');
    const isSeen = async () => isSeenBy(rest, await conversations.get(channel), user);
    return (await unlessRefused(discordCode, NOT_THERE, isSeen)) ?? false;
  };
  const seen = lookUpCache(look, access.clock, KEPT_MS, MAX_KEPT, 'throw');
  const canOpen: PlatformReaders['canOpen'] = async (user, channel) => {
    if (!Identified.safeParse({ id: channel }).success) return false;
    return foundOr(access, seen.get(`${user} ${channel}`), LOOK_UP_MS, null, { what: 'reader', id: user });
  };
  // Discord does not list a person's channels.
  return readersBy(policy, { canOpen, channelsOf: async () => null });
}

/** Throws the error of the call, also for a person who left. */
export async function isSeenBy(
  rest: REST,
  { kind, guild, named: channel, thread }: Conversation,
  user: string,
): Promise<boolean> {
  // Only the person themselves sees their direct messages, and needs no link to them.
  if (guild === null) return false;
  if (kind === 'private_thread' && thread !== null) await rest.get(Routes.threadMembers(thread, user));
  return ((await grantedIn(rest, { guild, channel }, user)) & PermissionFlagsBits.ViewChannel) !== 0n;
}
