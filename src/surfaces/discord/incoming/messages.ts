import { MessageFlags, Routes, SnowflakeUtil } from 'discord.js';
import { LRUCache } from 'lru-cache';
import {
  type DesignMessage,
  type IncomingMessage,
  IncomingMessages,
} from '../../../acts/gateway/messages/incoming-messages.ts';
import { lookUpOr } from '../../../acts/gateway/platform-access.ts';
import { mayReadHere } from '../../../acts/gateway/reading.ts';
import { filesRecordedOf, messagesRecordedOf } from '../../../acts/gateway/reply-id.ts';
import { TEXTS } from '../../../presentation/texts.ts';
import { type Deleted, Message } from '../calls/wire.ts';
import type { Conversation, DiscordContext } from '../discord-context.ts';
import { filesIn, unreadableIn, wordsIn } from './contents.ts';
import { contextIn } from './conversations.ts';
import { download } from './download.ts';
import { writerOf } from './origin.ts';
import { isMentioned, nameBot, nameOfBot, readWords } from './plain-words.ts';

const MAX_AUTHORS = 5_000;
/** Newest designs of a channel in which to look for a deleted reply to a card. */
const MAX_IN_CHANNEL = 10;
/** Milliseconds to wait for the newest text before falling back to the event's own. */
const NEWEST_MS = 1_000;

/**
 * Handles messages in threads of designs, their changes, and requests to the bot. A method resolves once everything is stored. If
 * it throws, the caller retries, since Discord sends nothing again.
 */
export class Messages {
  readonly #context: DiscordContext;
  readonly #incoming: IncomingMessages;
  readonly #authors = new LRUCache<string, string>({ max: MAX_AUTHORS });

  constructor(context: DiscordContext) {
    const { apiUrl, clock } = context;
    this.#context = context;
    this.#incoming = new IncomingMessages(context, (file, maxBytes) =>
      download(file, apiUrl, maxBytes, clock),
    );
  }

  async takeNew(event: Message): Promise<void> {
    const writer = writerOf(event, this.#context.botUser());
    if (writer === 'own' || writer === 'event') return;
    const conversation = await this.#conversationOf(event);
    if (writer === 'another') return this.#incoming.ofAnother(this.#incomingOf(event, conversation));
    this.#authors.set(event.id, event.author.id);
    const message = await nameBot(this.#context, event, conversation);
    const incoming = this.#incomingOf(message, conversation);
    if (await this.#isTurnedAway(incoming, message)) return;
    await this.#incoming.take(incoming, wordsIn(message), this.#reading(message, conversation));
  }

  async takeChange(event: Message): Promise<void> {
    // A link preview also arrives as a change, without an edit.
    if (writerOf(event, this.#context.botUser()) !== 'person' || event.edited_timestamp == null) return;
    this.#authors.set(event.id, event.author.id);
    const conversation = await this.#conversationOf(event);
    const message = await nameBot(this.#context, event, conversation);
    const incoming = this.#incomingOf(message, conversation);
    if (await this.#isTurnedAway(incoming, message)) return;
    const inDesign = await this.#incoming.findChanged(incoming);
    if (inDesign === null)
      return this.#incoming.takeChangedRequest(incoming, this.#reading(message, conversation));
    const newest = await nameBot(this.#context, await this.#newestOf(message), conversation);
    const files = filesIn(newest);
    const before = await this.#recordedFiles(inDesign);
    const removed = before.filter((file) => !files.some(({ id }) => id === file));
    const now = { ...inDesign, text: newest.content, files };
    const change = `edit ${newest.edited_timestamp}`;
    await this.#incoming.revise(now, wordsIn(newest), this.#reading(newest, conversation), removed, change);
  }

  async takeDeletion({ channel_id, ids }: Deleted): Promise<void> {
    const conversation = { ...(await this.#context.conversations.get(channel_id)), owner: null };
    const threads = conversation.kind === 'channel' ? await this.#threadsOfReplies(channel_id) : null;
    for (const id of ids) {
      const thread = threads === null ? conversation.thread : (threads.get(id) ?? null);
      const target = this.#incomingOf(
        { id, channel_id, attachments: [], content: '', flags: 0 },
        { ...conversation, thread },
      );
      const inDesign = await this.#incoming.findChanged(target);
      if (inDesign === null) continue;
      const names = await this.#recordedFiles(inDesign);
      const files = names.map((file) => ({ id: file, name: null, size: null, url: null }));
      await this.#incoming.takeBack({ ...inDesign, files });
    }
  }

  /** A reply to a card in its channel is a word in the thread below, which has the card's id. */
  async #conversationOf({ channel_id, referenced_message: card }: Message): Promise<Conversation> {
    const { conversations, botUser } = this.#context;
    const conversation = await conversations.get(channel_id);
    const isOwn = conversation.kind === 'channel' && card?.author.id === botUser();
    const isCard = isOwn && (card.flags & MessageFlags.HasThread) !== 0;
    return isCard ? { ...conversation, thread: card.id, owner: botUser() } : conversation;
  }

  /** Tells the author of a reply to a card once, if its design is gone or not theirs to read. */
  async #isTurnedAway(incoming: IncomingMessage, { author, member }: Message): Promise<boolean> {
    const { thread, channel } = incoming.place;
    // In a thread, the message stands in what is the place.
    if (thread === null || incoming.channel !== channel || thread === channel) return false;
    const person = this.#context.people.known(author, member);
    const design = (await this.#incoming.inDesign(incoming))?.design ?? null;
    if (await mayReadHere(this.#context, { person, channel }, design)) return false;
    this.#incoming.tell(incoming, `card ${thread}`, TEXTS.gone);
    return true;
  }

  /** Threads of the channel's newest designs, by the messages in the channel that are recorded with them. */
  async #threadsOfReplies(channel: string): Promise<Map<string, string>> {
    const { engine, platform } = this.#context;
    const threads = new Map<string, string>();
    for (const summary of await engine.parts.store.list({ platform, channel, limit: MAX_IN_CHANNEL })) {
      const { replies = [], lateWords = [], thread = null } = (await engine.loadListed(summary)) ?? {};
      for (const message of messagesRecordedOf([...replies, ...lateWords], platform, channel))
        if (thread !== null) threads.set(message, thread.thread);
    }
    return threads;
  }

  #incomingOf(
    message: Pick<Message, 'id' | 'channel_id' | 'attachments' | 'content' | 'flags'> & Partial<Message>,
    conversation: Conversation,
  ): IncomingMessage {
    const { id, channel_id, content } = message;
    const { channel, thread, owner, kind } = conversation;
    const isDirect = kind === 'direct';
    return {
      author: this.#authors.get(id) ?? null,
      place: { channel, thread },
      context: contextIn(this.#context, conversation),
      text: content,
      name: nameOfBot(this.#context.botUser()),
      isToBot: isMentioned(content, this.#context.botUser()),
      isOwnThread: owner === this.#context.botUser(),
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
    const lookedUp = await lookUpOr(this.#context, read(), NEWEST_MS, null, { what: 'message', id });
    // A message that is looked up lacks its author's nickname and roles.
    return lookedUp === null ? message : { ...lookedUp, guild_id, member };
  }

  /** Discord does not say which files a message had before. */
  async #recordedFiles({ design, channel, message }: DesignMessage): Promise<string[]> {
    const { engine, platform } = this.#context;
    const { replies = [], lateWords = [] } = (await engine.design(design.id)) ?? {};
    return filesRecordedOf([...replies, ...lateWords], platform, channel, message);
  }

  #reading(message: Message, conversation: Conversation) {
    return (markup: string) => readWords(this.#context, markup, message, conversation);
  }
}
