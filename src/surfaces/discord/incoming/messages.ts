/**
 * What Discord reports: messages here, and who wrote them where, with what rights. Each event is
 * parsed and handed to src/acts/gateway.
 */

import { MessageFlags, Routes, SnowflakeUtil } from 'discord.js';
import { findReceiverOf } from '#acts/gateway/incoming/find-design-of.ts';
import { IncomingMessages } from '#acts/gateway/incoming/incoming-messages.ts';
import type { DesignMessage, IncomingMessage } from '#acts/gateway/incoming/message.ts';
import { takeDeletion } from '#acts/gateway/incoming/take-change.ts';
import type { Taken } from '#acts/gateway/incoming/taken.ts';
import { lookUpOr } from '#acts/gateway/platform-access.ts';
import { filesRecordedOf } from '#acts/gateway/reply-id.ts';
import type { ShownText } from '#core/questions/quoting/shown.ts';
import { type Deleted, Message } from '../calls/wire.ts';
import type { DiscordContext, DiscordConversation } from '../discord-context.ts';
import { filesIn, unreadableIn, wordsIn } from './contents.ts';
import { conversationContextOf } from './conversations.ts';
import { download } from './download.ts';
import { writerOf } from './origin.ts';
import { isDiscordWordless, isMentioned, nameBot, nameOfBot, readWords } from './plain-words.ts';

/** What becomes of messages that no person wrote. */
const WRITTEN_BY = { own: 'of_the_bot', event: 'of_the_platform', another: 'of_an_app' } as const;
/** Milliseconds to wait for the newest text before falling back to the event's own. */
const NEWEST_MS = 1_000;

/**
 * Handles messages in threads of designs, their changes, and requests to the bot. A method resolves
 * once everything is stored. If it throws, the caller retries, since Discord sends nothing again.
 */
export class Messages {
  readonly #context: DiscordContext;
  readonly #incoming: IncomingMessages;

  constructor(context: DiscordContext) {
    const { apiUrl, clock } = context;
    this.#context = context;
    this.#incoming = new IncomingMessages(context, (file, maxBytes) =>
      download(file, apiUrl, maxBytes, clock),
    );
  }

  async takeNew(event: Message): Promise<Taken> {
    const writer = writerOf(event, this.#context.botUser());
    if (writer === 'own' || writer === 'event') return WRITTEN_BY[writer];
    const conversation = await this.#conversationOf(event);
    if (writer === 'another')
      return this.#incoming.ofAnother(this.#incomingOf(event, conversation));
    const message = await nameBot(this.#context, event, conversation);
    const incoming = this.#incomingOf(message, conversation);
    return this.#incoming.take(incoming, wordsIn(message), this.#reading(message, conversation));
  }

  async takeChange(event: Message): Promise<Taken> {
    const writer = writerOf(event, this.#context.botUser());
    if (writer !== 'person') return WRITTEN_BY[writer];
    // A link preview also arrives as a change, without an edit.
    if (event.edited_timestamp == null) return 'unchanged';
    const conversation = await this.#conversationOf(event);
    const message = await nameBot(this.#context, event, conversation);
    const incoming = this.#incomingOf(message, conversation);
    const inDesign = await findReceiverOf(incoming);
    if (inDesign === null)
      return this.#incoming.takeChangedRequest(incoming, this.#reading(message, conversation));
    const newest = await nameBot(this.#context, await this.#newestOf(message), conversation);
    const files = filesIn(newest);
    const before = await this.#recordedFiles(inDesign);
    const removed = before.filter((file) => !files.some(({ id }) => id === file));
    const isWordless = isDiscordWordless(newest, this.#context.botUser());
    const now = { ...inDesign, text: newest.content, files, isWordless };
    const change = { name: `edit ${newest.edited_timestamp}`, removedFiles: removed };
    return this.#incoming.revise(now, wordsIn(newest), this.#reading(newest, conversation), change);
  }

  /** What became of each message. */
  async takeDeletion({ channel_id, ids }: Deleted): Promise<Taken[]> {
    const all: Taken[] = [];
    const conversation = { ...(await this.#context.conversations.get(channel_id)), owner: null };
    for (const id of ids) {
      const message = { id, channel_id, attachments: [], content: '', flags: 0 };
      all.push(await takeDeletion(this.#incomingOf(message, conversation)));
    }
    return all;
  }

  /** A reply to a card in its channel is a word in the thread below, which has the card's id. */
  async #conversationOf({
    channel_id,
    referenced_message: post,
  }: Message): Promise<DiscordConversation> {
    const { conversations, botUser } = this.#context;
    const conversation = await conversations.get(channel_id);
    const isOwn = conversation.kind === 'channel' && post?.author.id === botUser();
    return isOwn && (post.flags & MessageFlags.HasThread) !== 0
      ? { ...conversation, thread: post.id }
      : conversation;
  }

  #incomingOf(
    message: Pick<Message, 'id' | 'channel_id' | 'attachments' | 'content' | 'flags'> &
      Partial<Message>,
    conversation: DiscordConversation,
  ): IncomingMessage {
    const { id, channel_id, content, author, referenced_message: replied } = message;
    const { channel, thread, owner, kind } = conversation;
    const botUser = this.#context.botUser();
    const inOwnThread = owner === botUser ? thread : null;
    const isDirect = kind === 'direct';
    return {
      author: author?.id ?? null,
      place: { channel, thread },
      context: conversationContextOf(this.#context, conversation),
      text: content,
      name: nameOfBot(botUser),
      isToBot: isMentioned(content, botUser),
      isWordless: isDiscordWordless(message, botUser),
      underPost: replied?.author.id === botUser ? replied.id : inOwnThread,
      isDirect,
      channel: channel_id,
      thread: isDirect ? null : thread,
      message: id,
      sentAt: SnowflakeUtil.timestampFrom(id),
      files: filesIn(message),
      unreadable: unreadableIn(message),
    };
  }

  /** Edits can arrive out of order, so the last event need not contain the newest text. */
  async #newestOf(message: Message): Promise<Message> {
    const { rest } = this.#context;
    const { channel_id, id, guild_id, member } = message;
    const read = async () => Message.parse(await rest.get(Routes.channelMessage(channel_id, id)));
    const lookedUp = await lookUpOr(this.#context, read(), NEWEST_MS, null, {
      what: 'message',
      id,
    });
    // A message that is looked up lacks its author's nickname and roles.
    return lookedUp === null ? message : { ...lookedUp, guild_id, member };
  }

  /** Discord does not say which files a message had before. */
  async #recordedFiles({ design, channel, message }: DesignMessage): Promise<string[]> {
    const { engine, platform } = this.#context;
    const { replies = [], lateWords = [] } = (await engine.design(design.id)) ?? {};
    return filesRecordedOf([...replies, ...lateWords], platform, channel, message);
  }

  #reading(message: Message, conversation: DiscordConversation) {
    return (markup: ShownText) => readWords(this.#context, markup, message, conversation);
  }
}
