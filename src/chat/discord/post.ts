/**
 * Our messages on Discord: posted, edited, found again, with files. They are made of components, so
 * that each has a first one whose number, invisible to people, tells which post it is.
 */

import { createHash } from 'node:crypto';
import {
  type Client,
  ComponentType,
  DiscordAPIError,
  type Message as DiscordMessage,
  HTTPError,
  MessageFlags,
  RateLimitError,
  RESTJSONErrorCodes,
  SnowflakeUtil,
  ThreadAutoArchiveDuration,
} from 'discord.js';
import type { ContextItem, Thread } from '#design/events.ts';
import {
  type Chat,
  type ChatFile,
  type Incoming,
  type Posted,
  PostFault,
  type PostKey,
} from '#engine/chat.ts';
import { Fault, messageOf } from '#support/fault.ts';
import { sha256Of } from '#support/hash.ts';
import { cut } from '#support/text.ts';
import type { Message } from '#words/message.ts';
import { bornAt, threadContext } from '../shared.ts';
import { drawMessage, drawText, titleOf } from './draw.ts';
import { actorOf, isOfPerson, readMessage } from './incoming.ts';

const PAGE = 100;
const MARKS = { stored: '👀', read: '✅' };
const { IsComponentsV2, SuppressEmbeds } = MessageFlags;
const MAX_KNOWN_FILES = 5_000;

export class DiscordChat implements Chat {
  readonly platform = 'discord';
  readonly #client: Client<true>;
  /** Names of the files of each message: an edit has to name them, or they go. */
  readonly #files = new Map<string, readonly string[]>();

  constructor(client: Client<true>) {
    this.#client = client;
  }

  async post(
    thread: Thread,
    message: Message,
    key: PostKey,
    mayPost: () => boolean,
  ): Promise<Posted> {
    const channel = await this.#channel(thread.thread || thread.channel);
    if (!mayPost()) throw new Fault('lease_lost', 'The design has another owner now.');
    const { components, people } = drawMessage(message, key.designId, markOf(key));
    const posted = await call(() =>
      channel.send({
        components,
        flags: [IsComponentsV2, SuppressEmbeds],
        allowedMentions: { parse: [], users: people },
        nonce: nonceOf(key),
        enforceNonce: true,
      }),
    );
    this.#remember(posted.id, []);
    if (thread.thread !== '') return { messageId: posted.id, thread: thread.thread };
    return openThread(posted);
  }

  async edit(thread: Thread, messageId: string, message: Message, key: PostKey): Promise<void> {
    const channel = await this.#channel(placeOf(thread, messageId));
    const files = await this.#filesOf(thread, messageId);
    const { components, people } = drawMessage(message, key.designId, markOf(key), files);
    const allowedMentions = { parse: [], users: people };
    await call(() => channel.messages.edit(messageId, { components, allowedMentions }));
  }

  async find(thread: Thread, key: PostKey): Promise<Posted | null> {
    const mark = markOf(key);
    const after = String(SnowflakeUtil.generate({ timestamp: bornAt(key.designId) }));
    for await (const message of this.#messages(thread.thread || thread.channel, after)) {
      if (message.author.id !== this.#client.user.id || message.components[0]?.id !== mark)
        continue;
      if (thread.thread !== '') return { messageId: message.id, thread: thread.thread };
      return openThread(message);
    }
    return null;
  }

  /** They are put into the message itself. */
  async attach(
    thread: Thread,
    messageId: string,
    message: Message,
    files: readonly ChatFile[],
    key: PostKey,
  ): Promise<void> {
    const channel = await this.#channel(placeOf(thread, messageId));
    const standing = await this.#filesOf(thread, messageId);
    const missing = files.filter(({ name }) => !standing.includes(name));
    if (missing.length === 0) return;
    const names = [...standing, ...missing.map(({ name }) => name)];
    const { components, people } = drawMessage(message, key.designId, markOf(key), names);
    await call(() =>
      channel.messages.edit(messageId, {
        components,
        allowedMentions: { parse: [], users: people },
        files: missing.map(({ name, bytes }) => ({ name, attachment: Buffer.from(bytes) })),
      }),
    );
    this.#remember(messageId, names);
  }

  /** A reply to the card stands in the channel. */
  async react({ channel, thread }: Thread, id: string, mark: 'stored' | 'read'): Promise<void> {
    const [messageId = ''] = id.split(':');
    try {
      await (await this.#channel(thread)).messages.react(messageId, MARKS[mark]);
    } catch (error) {
      if (codeOf(error) !== RESTJSONErrorCodes.UnknownMessage) throw faultOf(error);
      const parent = await this.#channel(channel);
      await call(() => parent.messages.react(messageId, MARKS[mark]));
    }
  }

  async messagesAfter({ thread }: Thread, id: string): Promise<Incoming[]> {
    const found: Incoming[] = [];
    for await (const message of this.#messages(thread, id.split(':')[0] || thread)) {
      if (!isOfPerson(message)) continue;
      const { name: author, id: authorId } = actorOf(message.author, message.member, []);
      const { id, text, toBot } = await readMessage(message);
      // An act: whoever may do it has done it, or does it again.
      if (text === '' || toBot === 'cancel') continue;
      found.push({ id, replaces: '', author, authorId, text });
      if (message.editedTimestamp === null) continue;
      found.push({ id: `${id}:${message.editedTimestamp}`, replaces: id, author, authorId, text });
    }
    return found;
  }

  /** What people wrote in a thread, for a design that starts there. */
  async contextOf(thread: string): Promise<ContextItem[]> {
    const messages = await this.messagesAfter({ platform: 'discord', channel: '', thread }, '');
    const said = messages.filter(({ replaces }) => replaces === '');
    return threadContext(said.map(({ author, text }) => `${author}: ${text}`));
  }

  /** A bot can show something to one person only where that person has just acted: else directly. */
  async tell(_channel: string, personId: string, text: string): Promise<void> {
    await call(async () => {
      const person = await this.#client.users.fetch(personId);
      await person.send({ content: drawText(text).text, flags: SuppressEmbeds });
    });
  }

  async *#messages(channelId: string, after: string): AsyncGenerator<DiscordMessage> {
    const channel = await this.#channel(channelId);
    let last = after;
    for (;;) {
      const query = { after: last, limit: PAGE, cache: false };
      const page = [...(await call(() => channel.messages.fetch(query))).values()];
      page.sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
      yield* page;
      last = page.at(-1)?.id ?? last;
      if (page.length < PAGE) return;
    }
  }

  async #filesOf(thread: Thread, messageId: string): Promise<readonly string[]> {
    const known = this.#files.get(messageId);
    if (known !== undefined) return known;
    const channel = await this.#channel(placeOf(thread, messageId));
    const { attachments } = await call(() =>
      channel.messages.fetch({ message: messageId, force: true }),
    );
    const names = attachments.map(({ name }) => name);
    this.#remember(messageId, names);
    return names;
  }

  #remember(messageId: string, files: readonly string[]): void {
    if (this.#files.size >= MAX_KNOWN_FILES) this.#files.clear();
    this.#files.set(messageId, files);
  }

  async #channel(id: string) {
    // Closed while it stops: not a refusal, which would cost the post.
    if (this.#client.token === null)
      throw new PostFault('Discord is disconnected.', { retryAfterMs: 5_000 });
    const channel = await call(() => this.#client.channels.fetch(id));
    if (channel?.isSendable() === true && !channel.isDMBased()) return channel;
    throw new PostFault('Discord has no such channel any more.');
  }
}

/** The card's thread; it has the card's id, and may have been opened before. */
async function openThread(card: DiscordMessage): Promise<Posted> {
  if (!card.hasThread) {
    const [first] = card.components;
    const words = first?.type === ComponentType.TextDisplay ? titleOf(first.content) : '';
    const name = cut(words || 'A design', 100);
    try {
      await card.startThread({ name, autoArchiveDuration: ThreadAutoArchiveDuration.OneWeek });
    } catch (error) {
      if (codeOf(error) !== RESTJSONErrorCodes.ThreadAlreadyCreatedForMessage) throw faultOf(error);
    }
  }
  return { messageId: card.id, thread: card.id };
}

/** The card stands in the channel, everything else in the thread. */
function placeOf({ channel, thread }: Thread, messageId: string): string {
  return thread === '' || messageId === thread ? channel : thread;
}

/** A component's id has 31 bits. */
function markOf({ designId, key }: PostKey): number {
  const digest = createHash('sha256').update(`${designId} ${key}`).digest();
  return (digest.readUInt32BE() % 2_147_483_646) + 1;
}

/** For some minutes Discord takes messages with one nonce as one. */
function nonceOf({ designId, key }: PostKey): string {
  return sha256Of(`nonce ${designId} ${key}`).slice(0, 25);
}

async function call<Answer>(make: () => Promise<Answer>): Promise<Answer> {
  try {
    return await make();
  } catch (error) {
    throw faultOf(error);
  }
}

export function codeOf(error: unknown): number | string | null {
  return error instanceof DiscordAPIError ? error.code : null;
}

const NO_ACCESS: readonly (number | string | null)[] = [
  RESTJSONErrorCodes.MissingAccess,
  RESTJSONErrorCodes.MissingPermissions,
];

function faultOf(cause: unknown): PostFault {
  if (cause instanceof PostFault) return cause;
  if (cause instanceof RateLimitError)
    return new PostFault('Discord asks to wait.', { retryAfterMs: cause.retryAfter, cause });
  const isUnanswered = cause instanceof TypeError || cause instanceof DOMException;
  if (cause instanceof HTTPError || isUnanswered)
    return new PostFault('Discord did not answer.', { isLost: true, retryAfterMs: 5_000, cause });
  if (NO_ACCESS.includes(codeOf(cause)))
    return new PostFault(
      'I may not write there. Let my role see the channel, write, and open threads, then start again.',
      { cause },
    );
  return new PostFault(`Discord refused it: ${codeOf(cause) ?? messageOf(cause)}.`, { cause });
}
