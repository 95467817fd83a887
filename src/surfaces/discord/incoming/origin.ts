import { ApplicationIntegrationType, InteractionContextType, MessageType } from 'discord.js';
import type { Member, Message, User } from '../calls/wire.ts';
import type { DiscordConversation } from '../discord-context.ts';
import type { InteractionPayload } from '../interactions/interaction-payload.ts';
import { conversationOf } from './conversations.ts';

const WORDS: readonly number[] = [MessageType.Default, MessageType.Reply];
const ANSWERS: readonly number[] = [MessageType.ChatInputCommand, MessageType.ContextMenuCommand];

/**
 * `another`: a bot, an app, a webhook, Discord itself. `event`: a report of what happened in a
 * channel.
 */
type Writer = 'person' | 'own' | 'another' | 'event';

/**
 * Tells who wrote a message. A webhook's author has the id of the webhook, and need not be marked
 * as a bot: people's words that another bot repeats under their name come this way.
 */
export function writerOf(
  { author, webhook_id, type }: Pick<Message, 'author' | 'webhook_id' | 'type'>,
  botUser: string,
): Writer {
  if (author.id === botUser) return 'own';
  if (![...WORDS, ...ANSWERS].includes(type)) return 'event';
  const isPerson =
    !author.bot && author.system !== true && webhook_id == null && WORDS.includes(type);
  return isPerson ? 'person' : 'another';
}

export interface InteractionOrigin {
  /**
   * `personal`: a person's own installation, used where the bot is not and can neither read nor
   * write.
   */
  readonly installation: 'ours' | 'personal';
  readonly conversation: DiscordConversation;
  readonly author: User;
  readonly member: Member | null;
}

/**
 * Tells who did something, where, and by which installation. `null` if it is not for this
 * application, or by nobody.
 */
export function originOf(
  { application_id, context, guild_id, channel, member, user, ...payload }: InteractionPayload,
  applicationId: string,
): InteractionOrigin | null {
  const author = member?.user ?? user ?? null;
  if (application_id !== applicationId || author === null) return null;
  const { authorizing_integration_owners: owners } = payload;
  const isWithoutBot =
    guild_id != null && owners != null && !(ApplicationIntegrationType.GuildInstall in owners);
  const isPersonal = isWithoutBot || context === InteractionContextType.PrivateChannel;
  const conversation = { ...conversationOf(channel), guild: guild_id ?? null };
  return {
    installation: isPersonal ? 'personal' : 'ours',
    conversation,
    author,
    member: member ?? null,
  };
}
