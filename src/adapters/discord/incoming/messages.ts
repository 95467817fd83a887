import { Routes, SnowflakeUtil } from 'discord.js';
import { LRUCache } from 'lru-cache';
import { BOUNDS } from '../../../core/events.ts';
import type { AttachedFile } from '../../../runtime/gateway/attachments.ts';
import { designOfOwnThread, designOfThread } from '../../../runtime/gateway/designs-here.ts';
import {
  type DesignMessage,
  type IncomingMessage,
  IncomingMessages,
  MAX_MENTION_CHARACTERS,
  type Words,
} from '../../../runtime/gateway/incoming-messages.ts';
import { foundOr } from '../../../runtime/gateway/platform-access.ts';
import { recordedFiles } from '../../../runtime/gateway/reply-id.ts';
import type { DiscordContext } from '../discord-context.ts';
import { type Conversation, policyAt } from './conversations.ts';
import { download } from './download.ts';
import { requestIn, withoutAddress } from './mention.ts';
import { type Deleted, isOfPerson, Message } from './message.ts';
import { namesIn, plainWords, wordsIn } from './plain-words.ts';
import { UnreadableMessages } from './unreadable-messages.ts';

/** Messages whose authors are remembered: Discord does not say who has deleted one. */
const MAX_AUTHORS = 5_000;
/** Characters of markup that are read at all: a mention takes some twenty, and Discord sends no more than some 4,000. */
const MAX_MARKUP = BOUNDS.replyCharacters;
/** Milliseconds after which the words that came with a change have to do. */
const NEWEST_MS = 1_000;
const BOT_NAME = 'Charrette';

/**
 * What people say in Discord: in threads of designs, with changes, and what they ask of the bot. Everything resolves once it is
 * stored (P5), and throws when it is not: the caller tries again, because Discord does not.
 */
export class Messages {
  readonly #context: DiscordContext;
  readonly #incoming: IncomingMessages;
  readonly #unreadable: UnreadableMessages;
  readonly #authors = new LRUCache<string, string>({ max: MAX_AUTHORS });

  constructor(context: DiscordContext) {
    const { apiUrl, clock } = context;
    this.#context = context;
    this.#unreadable = new UnreadableMessages(context);
    this.#incoming = new IncomingMessages(context, (file, maxBytes) =>
      download(file, apiUrl, maxBytes, clock),
    );
  }

  async created(message: Message): Promise<void> {
    if (!isOfPerson(message)) return;
    this.#authors.set(message.id, message.author.id);
    const { conversations } = this.#context;
    const conversation = await conversations.get(message.channel_id);
    const incoming = incomingOf(message, conversation, message.author.id);
    const { place } = incoming;
    const isOwnThread = conversation.owner === this.#context.botUser();
    const design = await (isOwnThread ? designOfOwnThread : designOfThread)(this.#context, place);
    const requested = this.#requestIn(message, conversation, design !== null);
    if (requested !== null) {
      const words = async () =>
        this.#readAs(requested.slice(0, MAX_MENTION_CHARACTERS), message, conversation);
      return this.#incoming.mention(incoming, design, words, policyAt(this.#context.policy, conversation));
    }
    if (design === null) return;
    if (this.#unreadable.is(message, conversation)) return this.#unreadable.hint({ ...incoming, design });
    await this.#incoming.record({ ...incoming, design }, this.#wordsOf(message, conversation));
  }

  async changed(message: Message): Promise<void> {
    // An address that is shown with a preview is a change as well, and none of its author's.
    if (!isOfPerson(message) || message.edited_timestamp == null) return;
    this.#authors.set(message.id, message.author.id);
    const conversation = await this.#context.conversations.get(message.channel_id);
    const incoming = incomingOf(message, conversation, message.author.id);
    const isOwnThread = conversation.owner === this.#context.botUser();
    const design = await (isOwnThread ? designOfOwnThread : designOfThread)(this.#context, incoming.place);
    if (design === null) return;
    const newest = await this.#newestOf(message);
    if (this.#requestIn(newest, conversation, true) !== null || this.#unreadable.is(newest, conversation))
      return;
    const files = filesOf(newest);
    const removed = (await this.#recordedFiles({ ...incoming, design })).filter(
      (file) => !files.some(({ id }) => id === file),
    );
    const words = await this.#wordsOf(newest, conversation);
    const change = `edit ${newest.edited_timestamp}`;
    await this.#incoming.revise({ ...incoming, design, files }, words, removed, change);
  }

  async deleted({ channel_id, ids }: Deleted): Promise<void> {
    const conversation = await this.#context.conversations.get(channel_id);
    for (const id of ids) {
      const gone = { id, channel_id, attachments: [] };
      const incoming = incomingOf(gone, conversation, this.#authors.get(id) ?? null);
      const design = await designOfThread(this.#context, incoming.place);
      if (design === null) return;
      const files = await this.#recordedFiles({ ...incoming, design });
      await this.#incoming.deleted({ ...incoming, design, files: files.map(fileNamed) });
    }
  }

  /** Changes may come in out of order, and the last one to come in need not be the newest. */
  async #newestOf(message: Message): Promise<Message> {
    const { rest } = this.#context;
    const { channel_id, id, guild_id, member } = message;
    const read = async () => Message.parse(await rest.get(Routes.channelMessage(channel_id, id)));
    const found = await foundOr(this.#context, read(), NEWEST_MS, null, { what: 'message', id });
    // A message that is looked up comes without its author's place in the server.
    return found === null ? message : { ...found, guild_id, member };
  }

  /** Discord does not say which files were on a message before. */
  async #recordedFiles({ design, channel, message }: DesignMessage): Promise<string[]> {
    const { engine, platform } = this.#context;
    const { replies = [] } = (await engine.design(design.id)) ?? {};
    return recordedFiles(replies, platform, channel, message);
  }

  #requestIn({ content }: Message, { kind }: Conversation, isInDesign: boolean): string | null {
    return requestIn(content, { botUser: this.#context.botUser(), isDirect: kind === 'direct', isInDesign });
  }

  #wordsOf(message: Message, conversation: Conversation): Promise<Words> {
    const markup = withoutAddress(wordsIn(message), this.#context.botUser()).slice(0, MAX_MARKUP);
    return this.#readAs(markup, message, conversation);
  }

  async #readAs(markup: string, message: Message, { guild }: Conversation): Promise<Words> {
    const { people, botUser } = this.#context;
    const { author, member } = message;
    const person = member == null ? await people.person(author, guild) : people.known(author, member);
    const words = plainWords(markup, new Map([...namesIn(message), [botUser(), BOT_NAME]]));
    // A deactivated account of Discord writes nothing there.
    return { person, isActive: true, words };
  }
}

function incomingOf(
  { id, channel_id, attachments }: Pick<Message, 'id' | 'channel_id' | 'attachments'>,
  { channel, thread }: Conversation,
  author: string | null,
): IncomingMessage {
  return {
    author,
    place: { channel, thread },
    channel: channel_id,
    message: id,
    sentAt: SnowflakeUtil.timestampFrom(id),
    files: filesOf({ attachments }),
  };
}

function filesOf({ attachments }: Pick<Message, 'attachments'>): AttachedFile[] {
  return attachments.map(({ id, filename, content_type, size, url }) => ({
    id,
    name: filename ?? null,
    mimetype: content_type ?? null,
    size: size ?? null,
    url: url ?? null,
  }));
}

/** One that is known by its id alone. */
function fileNamed(id: string): AttachedFile {
  return { id, name: null, mimetype: null, size: null, url: null };
}
