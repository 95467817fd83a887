import {
  ComponentType,
  MessageFlags,
  type RawFile,
  type REST,
  RESTJSONErrorCodes,
  Routes,
  ThreadAutoArchiveDuration,
} from 'discord.js';
import { LRUCache } from 'lru-cache';
import type { Thread } from '../../../core/events.ts';
import { unlessRefused } from '../../../runtime/gateway/platform-access.ts';
import { messageOf } from '../../../runtime/gateway/reply-id.ts';
import { type ReadFile, uploadsOf } from '../../../runtime/message/files.ts';
import { digestOf } from '../../../runtime/message/post.ts';
import { type Chat, ChatFault, type ChatMessage, type PostedMessage } from '../../../runtime/ports/chat.ts';
import { discordCode } from '../calls/faults.ts';
import { DiscordCalls } from '../calls/rest.ts';
import { Identified } from '../calls/wire.ts';
import { chunked, LIMITS } from '../drawing/controls.ts';
import { type Drawing, drawPost } from '../drawing/draw.ts';
import { type FoundPart, markOf, nonceOf, type Part, partsOf } from './look-up.ts';
import { placeOf, threadName } from './places.ts';

const TAKEN = encodeURIComponent('✅');
const GONE = [RESTJSONErrorCodes.UnknownMessage];
const HAS_THREAD = [RESTJSONErrorCodes.ThreadAlreadyCreatedForMessage];
/** The message cannot get a reaction: it is deleted, full of reactions, or its author has blocked the bot. */
const NOT_SHOWN = [
  ...GONE,
  RESTJSONErrorCodes.MaximumNumberOfReactionsReached,
  RESTJSONErrorCodes.ReactionWasBlocked,
];
interface Upload extends Drawing {
  readonly files: RawFile[];
}

/** A look for a message that is not wholly there is followed by its post at once. */
const MAX_KNOWN = 100;

/** The way to Discord's threads. What was posted goes by the ids of its messages, of which a long text has several. */
export class DiscordChat implements Chat {
  readonly platform = 'discord';
  readonly #readFile: ReadFile;
  readonly #calls: DiscordCalls;
  /** What was found of messages that were posted in part only, by the id of the effect. */
  readonly #known = new LRUCache<string, readonly FoundPart[]>({ max: MAX_KNOWN });

  constructor(rest: REST, readFile: ReadFile) {
    this.#readFile = readFile;
    this.#calls = new DiscordCalls(rest);
  }

  async post(message: ChatMessage, signal: AbortSignal): Promise<string> {
    const known = this.#known.get(message.id) ?? [];
    this.#known.delete(message.id);
    const parts = await this.#partsOf(message, known[0]?.of);
    const of = known[0]?.of ?? parts.length;
    const posted: string[] = [];
    for (const [at, part] of parts.entries()) {
      const there = known.find((each) => each.at === at);
      posted.push(there?.message ?? (await this.#postPart(message, part, { at, of }, signal)));
    }
    await this.#remove(
      message.thread,
      known.map((each) => each.message).filter((id) => !posted.includes(id)),
      signal,
    );
    await this.#openThread(message, posted[0] ?? '', signal);
    return posted.join(' ');
  }

  async find(message: ChatMessage, signal: AbortSignal): Promise<string | null> {
    const found = await partsOf(this.#calls, message, signal);
    const of = found[0]?.of ?? 0;
    const known = Array.from({ length: of }, (_, at) =>
      found.find((part) => part.of === of && part.at === at),
    ).filter((part) => part !== undefined);
    if (known.length < of || of === 0) {
      if (of > 0) this.#known.set(message.id, known);
      return null;
    }
    await this.#openThread(message, known[0]?.message ?? '', signal);
    return known.map((part) => part.message).join(' ');
  }

  async removeCopies(message: ChatMessage, receipt: string, signal: AbortSignal): Promise<void> {
    const posted = receipt.split(' ');
    const found = await partsOf(this.#calls, message, signal);
    const copies = found.map((part) => part.message).filter((id) => !posted.includes(id));
    await this.#remove(message.thread, copies, signal);
  }

  look(...[post, design]: Parameters<Chat['look']>): string {
    return post.kind === 'files' ? post.kind : digestOf(drawPost(post, design));
  }

  /** A text that needs fewer messages than it has leaves the others; one that needs more makes do with those that it has. */
  async edit({ id, thread, post, design, receipt }: PostedMessage, signal: AbortSignal): Promise<void> {
    if (post.kind === 'files') return;
    const posted = receipt.split(' ');
    const parts = drawPost(post, design, posted.length);
    for (const [at, message] of posted.entries()) {
      const part = parts[at];
      if (part === undefined) {
        await this.#remove(thread, [message], signal);
        continue;
      }
      const place = placeOf(thread, message);
      const route = Routes.channelMessage(place, message);
      const body = bodyOf(id, part, { at, of: posted.length });
      await this.#calls.makeIn(place, (rest) => rest.patch(route, { body }), signal);
    }
  }

  async acknowledge({ thread }: Thread, replyId: string, signal: AbortSignal): Promise<void> {
    const message = messageOf(replyId, this.platform, thread);
    if (message === null) return;
    const route = Routes.channelMessageOwnReaction(thread, message, TAKEN);
    const react = (rest: REST) => unlessRefused(discordCode, NOT_SHOWN, () => rest.put(route));
    await this.#calls.makeIn(thread, react, signal);
  }

  /** Files are messages that hold nothing else, in as many as it takes. */
  async #partsOf({ post, design }: ChatMessage, most?: number): Promise<(Drawing | Upload)[]> {
    if (post.kind !== 'files') return drawPost(post, design, most);
    const files = await uploadsOf(post, design, this.#readFile);
    return chunked(files, LIMITS.filesInMessage).map((some) => ({
      flags: MessageFlags.IsComponentsV2,
      components: some.map(({ name }) => ({
        type: ComponentType.File,
        file: { url: `attachment://${name}` },
      })),
      files: some.map(({ name, content }) => ({ name, data: content })),
    }));
  }

  async #postPart(
    { id, thread }: ChatMessage,
    part: Drawing | Upload,
    place: Part,
    signal: AbortSignal,
  ): Promise<string> {
    const body = { ...bodyOf(id, part, place), nonce: nonceOf(id, place), enforce_nonce: true };
    const route = Routes.channelMessages(placeOf(thread));
    const files = 'files' in part ? { files: part.files } : {};
    const post = async (rest: REST) => Identified.parse(await rest.post(route, { body, ...files }));
    return (await this.#calls.make(post, signal)).id;
  }

  /** The card of a design that has no thread yet: one is hung from it. Harmless to repeat. */
  async #openThread({ thread, post, design }: ChatMessage, message: string, signal: AbortSignal) {
    if (thread.thread !== '' || post.kind !== 'card') return;
    const body = { name: threadName(design.topic), auto_archive_duration: ThreadAutoArchiveDuration.OneWeek };
    const route = Routes.threads(thread.channel, message);
    const open = (rest: REST) => unlessRefused(discordCode, HAS_THREAD, () => rest.post(route, { body }));
    try {
      await this.#calls.make(open, signal);
    } catch (error) {
      // A card without a thread belongs to a design that ends: it would never be updated.
      const isPassing = error instanceof ChatFault && error.kind === 'passing';
      if (!isPassing) await this.#remove(thread, [message], signal);
      throw error;
    }
  }

  async #remove(thread: Thread, messages: readonly string[], signal: AbortSignal): Promise<void> {
    for (const message of messages) {
      const place = placeOf(thread, message);
      const route = Routes.channelMessage(place, message);
      const remove = (rest: REST) => unlessRefused(discordCode, GONE, () => rest.delete(route));
      await this.#calls.makeIn(place, remove, signal);
    }
  }
}

/** The visible content of a message and the id to find it by. Nothing in its text mentions anybody. */
function bodyOf(id: string, { flags, components }: Drawing, part: Part) {
  const [first, ...others] = components;
  const marked = first === undefined ? [] : [{ ...first, id: markOf(id, part) }];
  return { flags, components: [...marked, ...others], allowed_mentions: { parse: [] } };
}
