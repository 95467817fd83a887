import { Routes, SnowflakeUtil } from 'discord.js';
import { LRUCache } from 'lru-cache';
import {
  type DesignMessage,
  type IncomingMessage,
  IncomingMessages,
} from '../../../acts/gateway/messages/incoming-messages.ts';
import { lookUpOr } from '../../../acts/gateway/platform-access.ts';
import { filesRecordedOf } from '../../../acts/gateway/reply-id.ts';
import { type Deleted, Message } from '../calls/wire.ts';
import type { Conversation, DiscordContext } from '../discord-context.ts';
import { filesIn, unreadableIn, wordsIn } from './contents.ts';
import { contextIn } from './conversations.ts';
import { download } from './download.ts';
import { writerOf } from './origin.ts';
import { isMentioned, nameBot, nameOfBot, readWords } from './plain-words.ts';

const MAX_AUTHORS = 5_000;
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
    const conversation = await this.#context.conversations.get(event.channel_id);
    if (writer === 'another') return this.#incoming.ofAnother(this.#incomingOf(event, conversation));
    this.#authors.set(event.id, event.author.id);
    const message = await nameBot(this.#context, event, conversation);
    const incoming = this.#incomingOf(message, conversation);
    await this.#incoming.take(incoming, wordsIn(message), this.#reading(message, conversation));
  }

  async takeChange(event: Message): Promise<void> {
    // A link preview also arrives as a change, without an edit.
    if (writerOf(event, this.#context.botUser()) !== 'person' || event.edited_timestamp == null) return;
    this.#authors.set(event.id, event.author.id);
    const conversation = await this.#context.conversations.get(event.channel_id);
    const message = await nameBot(this.#context, event, conversation);
    const incoming = this.#incomingOf(message, conversation);
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
    for (const id of ids) {
      const target = this.#incomingOf(
        { id, channel_id, attachments: [], content: '', flags: 0 },
        conversation,
      );
      const inDesign = await this.#incoming.findChanged(target);
      if (inDesign === null) return;
      const names = await this.#recordedFiles(inDesign);
      const files = names.map((file) => ({ id: file, name: null, size: null, url: null }));
      await this.#incoming.takeBack({ ...inDesign, files });
    }
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
