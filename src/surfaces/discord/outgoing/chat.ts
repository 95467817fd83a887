import { createHash } from 'node:crypto';
import {
  ComponentType,
  MessageFlags,
  type RawFile,
  type REST,
  RESTJSONErrorCodes,
  Routes,
  ThreadAutoArchiveDuration,
} from 'discord.js';
import * as z from 'zod';
import { acceptRefusals, pagesOf } from '../../../acts/gateway/platform-access.ts';
import { filesOf, type ReadFile, uploadsOf } from '../../../acts/message/files.ts';
import { holderOf } from '../../../core/thread/desired-messages.ts';
import type { Thread } from '../../../core/vocabulary/event-parts.ts';
import { cutWords } from '../../../core/vocabulary/text.ts';
import { digestOf } from '../../../foundation/digest.ts';
import {
  type Chat,
  ChatFault,
  type ChatMessage,
  type MarkedReply,
  type PostedMessage,
} from '../../../ports/chat.ts';
import type { Document } from '../../../presentation/format/document.ts';
import { foldToOneLine } from '../../../presentation/format/plain.ts';
import { discordCodeOf } from '../calls/faults.ts';
import { DiscordCalls } from '../calls/rest.ts';
import { Identified, snowflakeOf } from '../calls/wire.ts';
import { type Drawing, draw, drawPost } from '../drawing/draw.ts';
import type { Called, ThreadPeople } from './thread-people.ts';

const GONE = [RESTJSONErrorCodes.UnknownMessage];
const HAS_THREAD = [RESTJSONErrorCodes.ThreadAlreadyCreatedForMessage];
/** A rule of the server, or Discord itself, does not take the topic as a name. */
const NAME_REFUSED: readonly (number | null)[] = [
  RESTJSONErrorCodes.TitleWasBlockedByAutomaticModeration,
  RESTJSONErrorCodes.MessageWasBlockedByAutomaticModeration,
  RESTJSONErrorCodes.MessageBlockedByHarmfulLinksFilter,
  RESTJSONErrorCodes.InvalidFormBodyOrContentType,
];
const PLAIN_NAME = 'A design';
const Attached = z.object({ attachments: z.array(z.object({ filename: z.string() })) });

/** The receipt of a message is its id; the receipt of files is their names. */
export class DiscordChat implements Chat {
  readonly platform = 'discord';
  readonly #readFile: ReadFile;
  readonly #calls: DiscordCalls;
  readonly #people: ThreadPeople;

  readonly tellRequester: Chat['tellRequester'];

  constructor(
    rest: REST,
    readFile: ReadFile,
    createPeople: (calls: DiscordCalls) => ThreadPeople,
    tellRequester: Chat['tellRequester'] = () => Promise.resolve(),
  ) {
    this.tellRequester = tellRequester;
    this.#readFile = readFile;
    this.#calls = new DiscordCalls(rest);
    this.#people = createPeople(this.#calls);
  }

  async post(message: ChatMessage, signal: AbortSignal): Promise<string> {
    const { id, thread, post, design, under } = message;
    if (post.kind === 'files') {
      const uploads = await uploadsOf(post, design, this.#readFile);
      const names = uploads.map(({ name }) => name);
      const holder = holderOf(post.of, design);
      const drawing = drawPost(holder, design, names);
      const mentions = await this.#people.findCalled({ thread, post: holder, design }, signal);
      const body = bodyOf(under?.id ?? '', drawing, mentions);
      await this.#change(thread, under?.receipt ?? '', body, uploads, signal);
      return names.join(' ');
    }
    const mentions = await this.#people.findCalled(message, signal);
    const content = bodyOf(id, drawPost(post, design), mentions);
    // A message that calls no one arrives silently.
    const flags = mentions === null ? content.flags | MessageFlags.SuppressNotifications : content.flags;
    const body = { ...content, flags, nonce: nonceOf(id), enforce_nonce: true };
    const route = Routes.channelMessages(placeOf(thread));
    const say = async (rest: REST) => Identified.parse(await rest.post(route, { body }));
    const messageId = (await this.#calls.makeIn(placeOf(thread), say, signal)).id;
    await this.#openThread(message, messageId, signal);
    return messageId;
  }

  async find(message: ChatMessage, signal: AbortSignal): Promise<string | null> {
    const { thread, post, design, under } = message;
    if (post.kind === 'files') {
      const message = under?.receipt ?? '';
      const place = placeOf(thread, message);
      const route = Routes.channelMessage(place, message);
      const read = async (rest: REST) => Attached.parse(await rest.get(route));
      const { attachments } = await this.#calls.make(read, signal);
      const there = attachments.map(({ filename }) => filename);
      const names = filesOf(post, design).map(({ name }) => name);
      return names.every((name) => there.includes(name)) ? names.join(' ') : null;
    }
    const [found] = await copiesOf(this.#calls, message, signal);
    if (found === undefined) return null;
    await this.#openThread(message, found, signal);
    return found;
  }

  async removeCopies(message: ChatMessage, receipt: string, signal: AbortSignal): Promise<void> {
    if (message.post.kind === 'files') return;
    const copies = await copiesOf(this.#calls, message, signal);
    await this.#remove(
      message.thread,
      copies.filter((copy) => copy !== receipt),
      signal,
    );
  }

  look(...[post, design]: Parameters<Chat['look']>): string {
    return digestOf(drawPost(post, design));
  }

  async edit(
    { id, thread, post, design, receipt, files }: PostedMessage,
    signal: AbortSignal,
  ): Promise<void> {
    const names = files?.split(' ') ?? [];
    const mentions = await this.#people.findCalled({ thread, post, design }, signal);
    const body = bodyOf(id, drawPost(post, design, names), mentions);
    await this.#change(thread, receipt, body, [], signal);
  }

  async say(thread: Thread, words: Document, signal: AbortSignal): Promise<void> {
    const { flags, components } = draw(words);
    const body = {
      components,
      flags: flags | MessageFlags.SuppressNotifications,
      allowed_mentions: { parse: [] },
    };
    const say = (rest: REST) => rest.post(Routes.channelMessages(placeOf(thread)), { body });
    await this.#calls.make(say, signal);
  }

  acknowledge(thread: Thread, reply: MarkedReply, signal: AbortSignal): Promise<void> {
    return this.#people.acknowledge(thread, reply, signal);
  }

  async #change(
    thread: Thread,
    message: string,
    body: object,
    files: readonly { readonly name: string; readonly title: string; readonly content: Buffer }[],
    signal: AbortSignal,
  ): Promise<void> {
    const place = placeOf(thread, message);
    const route = Routes.channelMessage(place, message);
    const attachments = files.map(({ name, title }, at) => ({ id: at, filename: name, description: title }));
    const uploads = files.map(({ name, content }): RawFile => ({ name, data: content }));
    const request = files.length === 0 ? { body } : { body: { ...body, attachments }, files: uploads };
    await this.#calls.makeIn(place, (rest) => rest.patch(route, request), signal);
  }

  /** Opens the thread from a design's card. Harmless to repeat. */
  async #openThread({ thread, design }: ChatMessage, message: string, signal: AbortSignal) {
    if (thread.thread !== '') return;
    const route = Routes.threads(thread.channel, message);
    const openNamed = (rest: REST, name: string) => {
      const body = { name, auto_archive_duration: ThreadAutoArchiveDuration.OneWeek };
      return acceptRefusals(discordCodeOf, HAS_THREAD, () => rest.post(route, { body }));
    };
    const open = async (rest: REST) => {
      try {
        return await openNamed(rest, threadName(design.topic));
      } catch (error) {
        if (!NAME_REFUSED.includes(discordCodeOf(error))) throw error;
        return openNamed(rest, PLAIN_NAME);
      }
    };
    try {
      await this.#calls.make(open, signal);
      if (thread.starter !== '') await this.#people.add(message, thread.starter, signal);
    } catch (error) {
      // Without a thread the design ends, and its card would never be updated.
      const isPassing = error instanceof ChatFault && error.kind === 'passing';
      if (!isPassing) await this.#remove(thread, [message], signal);
      throw error;
    }
  }

  async #remove(thread: Thread, messages: readonly string[], signal: AbortSignal): Promise<void> {
    for (const message of messages) {
      const place = placeOf(thread, message);
      const route = Routes.channelMessage(place, message);
      const remove = (rest: REST) => acceptRefusals(discordCodeOf, GONE, () => rest.delete(route));
      await this.#calls.makeIn(place, remove, signal);
    }
  }
}

/** `id` is the mark to find the message by. Only `mentions` mentions anyone. */
function bodyOf(id: string, { flags, components }: Drawing, mentions: Called | null) {
  const below =
    mentions === null ? [] : [{ type: ComponentType.TextDisplay, content: mentions.words } as const];
  const [first, ...others] = [...components, ...below];
  const head = first === undefined ? [] : [{ ...first, id: markOf(id) }];
  const allowed = mentions === null ? {} : { users: [...mentions.users], roles: [...mentions.roles] };
  return { flags, components: [...head, ...others], allowed_mentions: { parse: [], ...allowed } };
}

const PAGE_MESSAGES = 100;
/** Milliseconds by which Discord's clock may be behind ours. */
const SKEW_MS = 5 * 60_000;
const NONCE_CHARACTERS = 24;
/** Ids of components are positive 32-bit integers. */
const LARGEST_ID = 0x7fff_ffff;

const Component = z.object({
  id: z.number().optional(),
  get components() {
    return z.array(Component).optional();
  },
});
type Component = z.infer<typeof Component>;
/** Components of any other shape are not ours. */
const Page = z.array(
  Identified.extend({ author: Identified, components: z.array(Component).default([]).catch([]) }),
);

/** Ids of all copies of this message. Throws if Discord does not answer: posting then could make a duplicate. */
async function copiesOf(calls: DiscordCalls, message: ChatMessage, signal: AbortSignal): Promise<string[]> {
  const own = await calls.ownUser(signal);
  const route = Routes.channelMessages(placeOf(message.thread));
  const pages = pagesOf(PAGE_MESSAGES, oldestOf(message), async (after) => {
    const query = new URLSearchParams({ after, limit: String(PAGE_MESSAGES) });
    const page = await calls.make(async (rest) => Page.parse(await rest.get(route, { query })), signal);
    const isLast = page.length < PAGE_MESSAGES;
    return { page, next: isLast ? null : newestOf([after, ...page.map(({ id }) => id)]) };
  });
  const mark = markOf(message.id);
  const copies: string[] = [];
  for await (const { id, author, components } of pages) {
    if (author.id === own && idsIn(components).includes(mark)) copies.push(id);
  }
  return copies;
}

function idsIn(components: readonly Component[]): number[] {
  return components.flatMap(({ id, components: within = [] }) => [
    ...(id === undefined ? [] : [id]),
    ...idsIn(within),
  ]);
}

function oldestOf({ after, design }: ChatMessage): string {
  return after ?? snowflakeOf(design.startedAt - SKEW_MS);
}

/** Ids grow with time, and need more than 53 bits. */
function newestOf(ids: readonly string[]): string {
  return ids.reduce((newest, id) => (BigInt(id) > BigInt(newest) ? id : newest), '0');
}

/** The id of one of the message's components: Discord keeps it, and people do not see it. */
function markOf(id: string): number {
  return (digest(`${id} 0/1`).readUInt32BE() % LARGEST_ID) + 1;
}

/** For some minutes, Discord treats messages with the same nonce as one. */
function nonceOf(id: string): string {
  return digest(`nonce ${id} 0/1`).toString('base64url').slice(0, NONCE_CHARACTERS);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

const NAME_CHARACTERS = 100;

function threadName(topic: string): string {
  return cutWords(foldToOneLine(topic), NAME_CHARACTERS) || '…';
}

/** The channel or thread of a message. A card has its thread's id and is in the channel; all else is in the thread. */
function placeOf({ channel, thread }: Thread, message: string | null = null): string {
  return thread === '' || message === thread ? channel : thread;
}
