import { PermissionFlagsBits } from 'discord.js';
import { designOfThread } from '../../../runtime/gateway/designs-here.ts';
import { foundOr } from '../../../runtime/gateway/platform-access.ts';
import { missingRights, type Right } from '../calls/rights.ts';
import type { DiscordContext } from '../discord-context.ts';
import { DISCORD_TEXTS } from '../discord-texts.ts';
import type { Conversation } from '../incoming/conversations.ts';
import type { Interaction } from './interaction.ts';

/** Milliseconds that a look-up may take. */
const LOOK_UP_MS = 10_000;
/** What a design cannot do without, by where it is begun. A design that nobody sees the ✅ of is held all the same. */
const ALWAYS: readonly Right['flag'][] = [
  'ViewChannel',
  'SendMessagesInThreads',
  'AttachFiles',
  'ReadMessageHistory',
];
const IN_CHANNEL: readonly Right['flag'][] = [...ALWAYS, 'SendMessages', 'CreatePublicThreads'];
const IN_PRIVATE: readonly Right['flag'][] = [...ALWAYS, 'CreatePrivateThreads'];

/** Why no design can be held there, in words; `null` if one can. */
export async function preconditionProblem(
  { context, conversation, granted }: Pick<Interaction, 'context' | 'conversation' | 'granted'>,
  isPrivate: boolean,
): Promise<string | null> {
  if (conversation.kind === 'elsewhere') return DISCORD_TEXTS.notHere;
  const isOwnThread = isPrivate && conversation.kind !== 'direct';
  if (conversation.isLocked && !isOwnThread && !mayModerate(granted)) return DISCORD_TEXTS.locked;
  if (isOwnThread && !(await holdsPrivate(context, conversation))) return DISCORD_TEXTS.notPrivateHere;
  const lacking = rightsLacking(conversation.kind === 'channel', isOwnThread, granted);
  if (lacking.length > 0) return DISCORD_TEXTS.lacking(lacking.map(({ title }) => title));
  if (isOwnThread) return null;
  const newest = await designOfThread(context, conversation);
  return newest === null || newest.endedAt !== null ? null : DISCORD_TEXTS.busyHere;
}

/** Of a thread the channel around it counts. One that cannot be looked up says so when the thread is opened. */
async function holdsPrivate(context: DiscordContext, conversation: Conversation): Promise<boolean> {
  if (conversation.kind === 'channel') return conversation.holdsPrivate;
  const id = conversation.named;
  const around = await foundOr(context, context.conversations.get(id), LOOK_UP_MS, null, {
    what: 'channel',
    id,
  });
  return around?.holdsPrivate ?? true;
}

function rightsLacking(isChannel: boolean, isOwnThread: boolean, granted: bigint | null): Right[] {
  if (granted === null) return [];
  const needed = isOwnThread ? IN_PRIVATE : isChannel ? IN_CHANNEL : ALWAYS;
  return missingRights(granted).filter(({ flag }) => needed.includes(flag));
}

function mayModerate(granted: bigint | null): boolean {
  return granted !== null && (granted & PermissionFlagsBits.ManageThreads) !== 0n;
}
