import type { Request } from '../../../runtime/gateway/verbs.ts';
import type { Person } from '../../../runtime/permission.ts';
import type { DiscordContext } from '../discord-context.ts';
import { type Conversation, conversationOf, policyAt } from '../incoming/conversations.ts';
import { Answer, type InteractionKind } from './answer.ts';
import type { InteractionPayload } from './interaction-payload.ts';

/** Something that a person did and that is to be answered: who, where, and how. */
export interface Interaction {
  /** With the policy as it holds there. */
  readonly context: DiscordContext;
  readonly person: Person;
  readonly conversation: Conversation;
  /** Discord's own id of what was done. */
  readonly id: string;
  /** What the bot may do there, as Discord counts it; `null` where everything is allowed or nothing was said. */
  readonly granted: bigint | null;
  readonly answer: Answer;
}

/** `null` where Discord does not say who it is. */
export function interactionOf(
  context: DiscordContext,
  payload: InteractionPayload,
  kind: InteractionKind,
): Interaction | null {
  const { id, channel, member, user, app_permissions, guild_id } = payload;
  const author = member?.user ?? user ?? null;
  if (author === null) return null;
  const conversation = { ...conversationOf(channel), guild: guild_id ?? null };
  return {
    context: { ...context, policy: policyAt(context.policy, conversation) },
    person: context.people.known(author, member),
    conversation,
    id,
    granted: app_permissions == null || conversation.kind === 'direct' ? null : BigInt(app_permissions),
    answer: new Answer(context, payload, kind),
  };
}

/** A redelivery has the same key (P5). */
export function requestOf(
  { person, conversation, context, id }: Interaction,
  stored: Request['stored'],
): Request {
  return { person, channel: conversation.channel, key: `${context.platform} ${id}`, stored };
}
