import { PermissionFlagsBits, Routes } from 'discord.js';
import { isBusy } from '../../../acts/gateway/designs-here.ts';
import { foundOr, orLog } from '../../../acts/gateway/platform-access.ts';
import type { Requester } from '../../../acts/gateway/start-design.ts';
import { TEXTS } from '../../../core/presentation/run/texts.ts';
import type { Person } from '../../../engine/access/permission.ts';
import { grantedIn } from '../calls/granted.ts';
import { missingRights, type Right } from '../calls/rights.ts';
import type { DiscordContext } from '../discord-context.ts';
import { DISCORD_TEXTS } from '../discord-texts.ts';
import type { Conversation } from './conversation.ts';

/** The place at which a design is asked for. */
interface Where {
  readonly context: DiscordContext;
  readonly conversation: Conversation;
  /** Rights of the bot there, as Discord counts them; `null` where Discord did not name them, and they are looked up. */
  readonly granted: bigint | null;
}

/** Milliseconds that a look-up may take. */
const LOOK_UP_MS = 10_000;
/**
 * Rights that a design cannot do without, by the place where it is begun. The ✅ is dispensable: a design is held without it too.
 */
const ALWAYS: readonly Right['flag'][] = ['ViewChannel', 'SendMessagesInThreads', 'ReadMessageHistory'];
const IN_CHANNEL: readonly Right['flag'][] = [...ALWAYS, 'SendMessages', 'CreatePublicThreads'];

/** Returns the requester of a design there. */
export function requesterHere(where: Where, person: Person): Requester {
  return {
    person,
    channel: where.conversation.named,
    preconditionProblem: () => preconditionProblem(where),
    openThread: () => threadHere(where),
  };
}

/** Why no design can be held there, in words; `null` if one can. */
async function preconditionProblem(where: Where): Promise<string | null> {
  const { context, conversation } = where;
  if (conversation.kind === 'elsewhere') return DISCORD_TEXTS.notHere;
  const granted = where.granted ?? (await grantedHere(where));
  const mayModerate = granted !== null && (granted & PermissionFlagsBits.ManageThreads) !== 0n;
  if (conversation.isLocked && !mayModerate) return DISCORD_TEXTS.locked;
  const needed = conversation.kind === 'channel' ? IN_CHANNEL : ALWAYS;
  const missing = granted === null ? [] : missingRights(granted);
  const lacking = missing.filter(({ flag }) => needed.includes(flag));
  if (lacking.length > 0) return DISCORD_TEXTS.lacking(lacking.map(({ title }) => title));
  return (await isBusy(context, conversation)) ? TEXTS.busyHere : null;
}

/** Everything in a direct conversation. What cannot be looked up counts as that: posting the card then says what is wrong. */
async function grantedHere({ context, conversation }: Where): Promise<bigint | null> {
  const { guild, named: channel } = conversation;
  if (guild === null) return null;
  const lookUp = grantedIn(context.rest, { guild, channel }, context.botUser());
  return foundOr(context, lookUp, LOOK_UP_MS, null, { what: 'rights', id: channel });
}

/** Returns the place of a design that begins where it is asked for. In a channel the thread hangs on its first message. */
async function threadHere({ context, conversation }: Where): ReturnType<Requester['openThread']> {
  const { kind, channel, thread } = conversation;
  if (thread === null) return { channel, thread: '' };
  if (kind !== 'direct') {
    // Not needed to see what is said in a public thread, and then harmless.
    const joined = context.rest.put(Routes.threadMembers(thread, '@me'));
    await orLog(context, 'discord_thread_not_joined', joined, { thread });
  }
  return { channel, thread };
}
