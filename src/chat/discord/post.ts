/**
 * Our messages on Discord: posted, edited, found again, with files. They are made of components, so
 * that each has a first one whose number, invisible to people, tells which post it is.
 */

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
import { messageOf } from '#support/fault.ts';
import { sha256Of } from '#support/hash.ts';
import { cut } from '#support/text.ts';
import type { Message } from '#words/message.ts';
import { asIncoming, threadContext } from '../messages.ts';
import { bornAt, callWith, MARKS, type Mark, unanswered } from '../posts.ts';
import { drawMessage, drawText, titleOf } from './draw.ts';
import { actorOf, isOfPerson, readMessage } from './incoming.ts';

export const NOT_HERE =
  'I can’t work in this channel. Let my role see it, read its history, write, open threads and attach files, then start again.';
const PAGE = 100;
const { IsComponentsV2, SuppressEmbeds } = MessageFlags;

export class DiscordChat implements Chat {
  readonly platform = 'discord';
  readonly #client: Client<true>;

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
    const post = () =>
      channel.send({
        ...drawMessage(message, key.designId, markOf(key)),
        flags: [IsComponentsV2, SuppressEmbeds],
        nonce: nonceOf(key),
        enforceNonce: true,
      });
    const posted = await call(post, mayPost);
    return openThread(posted, thread);
  }

  async edit(thread: Thread, messageId: string, message: Message, key: PostKey): Promise<void> {
    const channel = await this.#channel(placeOf(thread, messageId));
    // An edit that does not name the existing attachments removes them.
    const { attachments } = await call(() => channel.messages.fetch(messageId));
    const files = attachments.map(({ name }) => name);
    const drawn = drawMessage(message, key.designId, markOf(key), files);
    await call(() => channel.messages.edit(messageId, drawn));
  }

  async find(thread: Thread, key: PostKey): Promise<Posted | null> {
    const mark = markOf(key);
    const after = String(SnowflakeUtil.generate({ timestamp: bornAt(key.designId) }));
    for await (const message of this.#messages(thread.thread || thread.channel, after)) {
      if (message.author.id !== this.#client.user.id || message.components[0]?.id !== mark)
        continue;
      return openThread(message, thread);
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
    mayPost: () => boolean,
  ): Promise<void> {
    const channel = await this.#channel(placeOf(thread, messageId));
    // Afresh: they may have arrived with an answer that was lost.
    const query = { message: messageId, force: true };
    const { attachments } = await call(() => channel.messages.fetch(query));
    const there = attachments.map(({ name }) => name);
    const missing = files.filter(({ name }) => !there.includes(name));
    if (missing.length === 0) return;
    const names = [...there, ...missing.map(({ name }) => name)];
    const drawn = drawMessage(message, key.designId, markOf(key), names);
    const add = () =>
      channel.messages.edit(messageId, {
        ...drawn,
        files: missing.map(({ name, bytes }) => ({ name, attachment: Buffer.from(bytes) })),
      });
    await call(add, mayPost);
  }

  /** A reply to the card stands in the channel. */
  async react({ channel, thread }: Thread, id: string, mark: Mark): Promise<void> {
    const [messageId = ''] = id.split(':');
    const { emoji } = MARKS[mark];
    try {
      await (await this.#channel(thread)).messages.react(messageId, emoji);
    } catch (error) {
      if (codeOf(error) !== RESTJSONErrorCodes.UnknownMessage) throw faultOf(error);
      const parent = await this.#channel(channel);
      await call(() => parent.messages.react(messageId, emoji));
    }
  }

  async messagesAfter({ channel, thread }: Thread, id: string): Promise<Incoming[]> {
    const after = id.split(':')[0] || thread;
    const messages = channel === '' ? [] : await this.#repliesToCard(channel, thread, after);
    for await (const message of this.#messages(thread, after)) messages.push(message);
    const found: Incoming[] = [];
    for (const message of messages.sort(byAge)) {
      if (!isOfPerson(message)) continue;
      const actor = actorOf(message.author, message.member, []);
      found.push(...asIncoming(await readMessage(message), actor, message.editedTimestamp));
    }
    return found;
  }

  /** What people wrote in a thread, for a design that starts there. */
  async contextOf(thread: string): Promise<ContextItem[]> {
    const place: Thread = { platform: 'discord', channel: '', thread };
    return threadContext(await this.messagesAfter(place, ''));
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
      page.sort(byAge);
      yield* page;
      last = page.at(-1)?.id ?? last;
      if (page.length < PAGE) return;
    }
  }

  /** They stand in the channel, beside the thread; of its newest messages, so that a busy one costs one call. */
  async #repliesToCard(channel: string, card: string, after: string): Promise<DiscordMessage[]> {
    const place = await this.#findChannel(channel);
    // A forum has threads and no messages.
    if (place === null) return [];
    const newest = await call(() => place.messages.fetch({ limit: PAGE, cache: false }));
    return [...newest.values()].filter(
      ({ id, reference }) => reference?.messageId === card && BigInt(id) > BigInt(after),
    );
  }

  async #channel(id: string) {
    const channel = await this.#findChannel(id);
    if (channel === null) throw new PostFault('Discord has no such channel any more.');
    return channel;
  }

  async #findChannel(id: string) {
    // Closed while it stops: not a refusal, which would cost the post.
    if (this.#client.token === null)
      throw new PostFault('Discord is disconnected.', { retryAfterMs: 5_000 });
    const channel = await call(() => this.#client.channels.fetch(id));
    return channel?.isSendable() === true && !channel.isDMBased() ? channel : null;
  }
}

function byAge(a: DiscordMessage, b: DiscordMessage): number {
  return BigInt(a.id) < BigInt(b.id) ? -1 : 1;
}

/** A card opens its thread, which has the card's id, and may have been opened before. */
async function openThread(card: DiscordMessage, { thread }: Thread): Promise<Posted> {
  if (thread !== '') return { messageId: card.id, thread };
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
  const first = Number.parseInt(sha256Of(`${designId} ${key}`).slice(0, 8), 16);
  return (first % 2_147_483_646) + 1;
}

/** For some minutes Discord takes messages with one nonce as one. */
function nonceOf({ designId, key }: PostKey): string {
  return sha256Of(`nonce ${designId} ${key}`).slice(0, 25);
}

const call = callWith(faultOf);

export type Code = number | string | null;

export function codeOf(error: unknown): Code {
  return error instanceof DiscordAPIError ? error.code : null;
}

const NO_ACCESS: readonly Code[] = [
  RESTJSONErrorCodes.MissingAccess,
  RESTJSONErrorCodes.MissingPermissions,
];

function faultOf(cause: unknown): PostFault {
  if (cause instanceof PostFault) return cause;
  if (cause instanceof RateLimitError)
    return new PostFault('Discord asks to wait.', { retryAfterMs: cause.retryAfter, cause });
  const isUnanswered = cause instanceof TypeError || cause instanceof DOMException;
  if (cause instanceof HTTPError || isUnanswered) return unanswered('Discord', cause);
  if (NO_ACCESS.includes(codeOf(cause))) return new PostFault(NOT_HERE, { cause });
  return new PostFault(`Discord refused it: ${messageOf(cause)}.`, { cause });
}
