import { GatewayDispatchEvents, Routes, SnowflakeUtil } from 'discord.js';
import * as z from 'zod';
import { type CatchUp, createCatchUp } from '#acts/gateway/incoming/catching-up.ts';
import { REQUEST_EXPIRES_MS, wordsToBotOf } from '#acts/gateway/incoming/mentions.ts';
import type { Taken } from '#acts/gateway/incoming/taken.ts';
import { callAgain } from '#acts/gateway/platform-access.ts';
import { messagesRecordedOf } from '#acts/gateway/reply-id.ts';
import { listLateMessages } from '#core/questions/replies/late-messages.ts';
import { RETRY_POLICIES, retry } from '#foundation/retry.ts';
import { ChatFault } from '#ports/chat.ts';
import { Deleted, Identified, Message, snowflakeOf, User } from '../calls/wire.ts';
import { registerAtConnection } from '../commands/registration.ts';
import type { DispatchHandlers } from '../connection/gateway-socket.ts';
import type { DiscordContext } from '../discord-context.ts';
import { createInteractionHandler } from '../interactions/handle-interaction.ts';
import { Messages } from './messages.ts';
import { nameBot, nameOfBot } from './plain-words.ts';

const Ready = z.object({ user: User });

/** `onReady` receives the bot's user. */
export function createDispatchHandlers(
  context: DiscordContext,
  onReady: (botUser: User) => void,
): DispatchHandlers {
  const messages = new Messages(context);
  const catchUp = createCatchUp(context, catchUpThread(context, messages), context.stopping);
  const storing = storeEvents(context, catchUp);
  const onDeleted = storing('deleted', Deleted, (deletion) => messages.takeDeletion(deletion));
  return {
    [GatewayDispatchEvents.Ready]: async (ready) => {
      onReady(Ready.parse(ready).user);
      await Promise.all([catchUp(), registerAtConnection(context, context.stopping)]);
    },
    [GatewayDispatchEvents.MessageCreate]: storing('new', Message, (message) =>
      messages.takeNew(message),
    ),
    [GatewayDispatchEvents.MessageUpdate]: storing('changed', Message, (message) =>
      messages.takeChange(message),
    ),
    [GatewayDispatchEvents.MessageDelete]: onDeleted,
    [GatewayDispatchEvents.MessageDeleteBulk]: onDeleted,
    // Exceptions of the channel may have changed.
    [GatewayDispatchEvents.ChannelUpdate]: (channel) =>
      context.rights.forgetChannel(Identified.parse(channel).id),
    [GatewayDispatchEvents.InteractionCreate]: createInteractionHandler(context),
  };
}

/** Milliseconds before rereading the threads if an event could not be stored. */
const READ_AGAIN_MS = 60_000;

/**
 * Discord never sends an event again. If storing keeps failing, the event is read from its thread
 * later.
 */
function storeEvents(
  { clock, log, platform, stopping: signal }: DiscordContext,
  catchUp: () => Promise<void>,
) {
  return <Event>(
    kind: string,
    shape: z.ZodType<Event>,
    take: (event: Event) => Promise<Taken | Taken[]>,
  ) =>
    async (payload: unknown): Promise<void> => {
      const { data: event, error: unread } = shape.safeParse(payload);
      if (unread !== undefined) return log.warn('discord_event_unread', { error: unread.message });
      try {
        const taken = await retry(() => take(event), RETRY_POLICIES.eventSentOnce, {
          isPassing: (error) => !isOutOfReach(error),
          onFailed: (error, attempt) => log.debug('discord_event_waits', { attempt, error }),
          signal,
        });
        log.debug('message_taken', { platform, event: kind, taken });
      } catch (error) {
        if (signal.aborted) return;
        if (isOutOfReach(error)) return log.info('discord_event_out_of_reach', { error });
        log.error('discord_event_not_stored', { error });
        clock.at(clock.now() + READ_AGAIN_MS, () => void catchUp());
      }
    };
}

/** The conversation was deleted, or is closed to the bot. */
function isOutOfReach(error: unknown): boolean {
  return error instanceof ChatFault && ['unreachable', 'gone'].includes(error.kind);
}

const MESSAGES_PER_PAGE = 100;
/** Far above what people write in a thread during one design. */
const MAX_PAGES = 20;

/**
 * Rereads a design's thread: a new session, for example after a restart, delivers no missed
 * messages. Stored messages are not stored twice.
 */
function catchUpThread(context: DiscordContext, messages: Messages): CatchUp {
  return async ({ id, thread, startedAt }, signal) => {
    if (thread === null) return;
    const conversation = await callAgain(context, () => context.conversations.get(thread.thread));
    // Before the messages: one posted in between would be on record but on no page, and so count as
    // deleted.
    const design = await context.engine.design(id);
    if (design === null) return;
    const { found, isAll } = await messagesSince(context, thread.thread, startedAt);
    // Who may not read the history is shown none of it, without an error.
    const isWhole = isAll && found.some(({ author }) => author.id === context.botUser());
    const replies = [...design.replies, ...listLateMessages(design)];
    const recordedIds = messagesRecordedOf(replies, context.platform, thread.thread);
    for (const message of found) {
      if (signal.aborted) return;
      const named = await nameBot(
        context,
        { ...message, guild_id: conversation.guild },
        conversation,
      );
      // A recorded message is only checked for changes: its files need not be fetched again.
      if (recordedIds.has(message.id)) await messages.takeChange(named);
      else if (!hasExpired(context, named)) await messages.takeNew(named);
    }
    const there = new Set(found.map((message) => message.id));
    // Words carried over from an earlier design are further up.
    const first = BigInt(snowflakeOf(startedAt));
    const ids = [...recordedIds].filter(
      (message) => isWhole && BigInt(message) > first && !there.has(message),
    );
    if (ids.length > 0) await messages.takeDeletion({ channel_id: thread.thread, ids });
  };
}

/** A request to the bot that is too old to answer. */
function hasExpired(
  { botUser, clock }: DiscordContext,
  { content: text, attachments: files, id }: Message,
): boolean {
  const message = { text, name: nameOfBot(botUser()), files, isToBot: false, isDirect: false };
  const request = wordsToBotOf({ ...message, isInDesign: true });
  return request !== null && clock.now() - SnowflakeUtil.timestampFrom(id) > REQUEST_EXPIRES_MS;
}

/** Messages since then, oldest first. `isAll`: none is missing. */
async function messagesSince(
  context: DiscordContext,
  channel: string,
  since: number,
): Promise<{ readonly found: Message[]; readonly isAll: boolean }> {
  const all: Message[] = [];
  let after = snowflakeOf(since);
  for (let page = 0; page < MAX_PAGES; page++) {
    const query = new URLSearchParams({ after, limit: String(MESSAGES_PER_PAGE) });
    const answer = await callAgain(context, () =>
      context.rest.get(Routes.channelMessages(channel), { query }),
    );
    // The newest comes first.
    const messages = z.array(Message).parse(answer).toReversed();
    all.push(...messages);
    after = messages.at(-1)?.id ?? after;
    if (messages.length < MESSAGES_PER_PAGE) return { found: all, isAll: true };
  }
  return { found: all, isAll: false };
}
