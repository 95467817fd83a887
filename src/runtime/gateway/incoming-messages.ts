import { BOUNDS } from '../../core/events.ts';
import { SeenKeys } from '../cache.ts';
import { type Person, whyNotAnswer } from '../permission.ts';
import type { DesignSummary } from '../ports/store.ts';
import {
  type AttachedFile,
  type Attachment,
  type FetchFile,
  isCut,
  markOf,
  readAttachments,
  whyNotFetched,
  withHeading,
} from './attachments.ts';
import type { GatewayContext, Place } from './gateway-context.ts';
import { mentioned } from './mentions.ts';
import { type Author, Replies } from './replies.ts';
import { replyIdOf } from './reply-id.ts';
import { REPLY_TEXTS } from './reply-texts.ts';

/** Milliseconds by which the platform's clock and ours may differ. */
const CLOCKS_APART_MS = 60_000;
/** Mentions that are remembered, so that each is answered once. */
const MAX_MENTIONS = 2_000;
/** Characters of a request to the bot that are shown back to the person. */
export const MAX_MENTION_CHARACTERS = 200;

/** A message that a person wrote, as a platform tells of it. */
export interface IncomingMessage {
  /** The author's id; `null` where the platform does not say, as of what was deleted. */
  readonly author: string | null;
  readonly place: Place;
  /** The platform's own names for the message and for where it is. */
  readonly channel: string;
  readonly message: string;
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
  readonly files: readonly AttachedFile[];
}

/** One in the thread of a design: the newest of the thread, which is the one that people speak to. */
export interface DesignMessage extends IncomingMessage {
  readonly design: DesignSummary;
}

/** Who says what, as people read it. An account that was deactivated says nothing any more. */
export interface Words {
  readonly person: Person;
  readonly isActive: boolean;
  readonly words: string;
}

/** What people write in threads of designs, change and delete, on its way to the design. All resolve once it is stored (P5). */
export class IncomingMessages {
  readonly #context: GatewayContext;
  readonly #fetchFile: FetchFile;
  readonly #replies: Replies;
  readonly #mentions = new SeenKeys(MAX_MENTIONS);

  constructor(context: GatewayContext, fetchFile: FetchFile) {
    this.#context = context;
    this.#fetchFile = fetchFile;
    this.#replies = new Replies(context);
  }

  /** Does what is asked of the bot by its name, once for each message. `policy` is the one that holds there. */
  async mention(
    { channel, message, place }: IncomingMessage,
    design: DesignSummary | null,
    read: () => Promise<Words>,
    policy = this.#context.policy,
  ): Promise<void> {
    const { engine, platform } = this.#context;
    const key = messageKey(platform, channel, message);
    if (!this.#mentions.isNew(key)) return;
    try {
      const [{ person, isActive, words }, current] = await Promise.all([
        read(),
        design === null ? null : engine.design(design.id),
      ]);
      if (!isActive) return;
      await mentioned({ ...this.#context, policy }, { words, person, place, design: current, key });
    } catch (error) {
      this.#mentions.forget(key);
      throw error;
    }
  }

  async record(incoming: DesignMessage, read: Promise<Words>): Promise<void> {
    const { design, message } = incoming;
    const { log, policy } = this.#context;
    // A design that has ended takes nothing, so nothing is fetched for it.
    const files = design.endedAt === null ? incoming.files : [];
    const [{ person, isActive, words }, attachments] = await Promise.all([
      read,
      readAttachments(files, this.#fetchFile, log),
    ]);
    if (!isActive) return log.info('words_of_deactivated', { person: person.id });
    const reason = whyNotAnswer(policy, person);
    if (reason !== null) return this.#replies.tell(incoming, `denied ${design.id}`, reason);

    const unread = attachments.filter(({ content }) => 'why' in content);
    const marks = unread.map(({ mark }) => mark);
    const text = words === '' ? '' : wordsAnd(words, marks);
    if (text.length > BOUNDS.replyCharacters) return this.#tooLong(incoming, text);
    const record = { type: 'record_reply', author: person.name, questionId: null } as const;
    if (text !== '')
      await this.#store(incoming, { ...record, replyId: this.#replyId(incoming), text }, incoming);
    for (const { id, name, content } of attachments) {
      if (!('text' in content)) continue;
      const file = { ...record, replyId: this.#replyId(incoming, id), text: withHeading(name, content.text) };
      await this.#store(incoming, file, incoming, this.#key(incoming, id));
    }
    this.#tellOfFiles(incoming, message, attachments);
  }

  /**
   * `change` is the platform's own name for it. An event may come before the one whose message it changes: that one is then
   * recorded as it is now, under its own key.
   */
  async revise(
    incoming: DesignMessage,
    { person, isActive, words }: Words,
    removed: readonly string[],
    change: string,
  ): Promise<void> {
    if (!isActive || whyNotAnswer(this.#context.policy, person) !== null) return;
    const marks = incoming.files.filter((file) => whyNotFetched(file) !== null).map(markOf);
    const text = words === '' ? '' : wordsAnd(words, marks);
    if (text.length > BOUNDS.replyCharacters) return this.#tooLong(incoming, text);
    const said = { replyId: this.#replyId(incoming), author: person.name, text };
    if (text !== '' && incoming.sentAt > incoming.design.startedAt - CLOCKS_APART_MS) {
      await this.#store(incoming, { type: 'record_reply', ...said, questionId: null }, null);
    }
    const key = `${this.#key(incoming)} ${change}`;
    if (text === '') await this.#withdraw(incoming, null, change);
    else await this.#store(incoming, { type: 'revise_reply', ...said }, incoming, key);
    for (const id of removed) await this.#withdraw(incoming, id, change);
  }

  async deleted(incoming: DesignMessage): Promise<void> {
    await this.#withdraw(incoming, null, 'delete');
    for (const { id } of incoming.files) await this.#withdraw(incoming, id, 'delete');
  }

  /** First under the message's own key: should the message come in only after this, it is not recorded any more. */
  async #withdraw(incoming: DesignMessage, file: string | null, change: string): Promise<void> {
    const command = { type: 'withdraw_reply', replyId: this.#replyId(incoming, file) } as const;
    const key = this.#key(incoming, file);
    if (change === 'delete') await this.#store(incoming, command, null, key);
    await this.#store(incoming, command, incoming, `${key} ${change}`);
  }

  #store(
    incoming: DesignMessage,
    command: Parameters<Replies['store']>[1],
    author: Author | null,
    key = this.#key(incoming),
  ): Promise<void> {
    return this.#replies.store(incoming.design, command, key, author);
  }

  #replyId({ channel, message }: IncomingMessage, file: string | null = null): string {
    return replyIdOf(this.#context.platform, channel, message, file);
  }

  #key(incoming: DesignMessage, file: string | null = null): string {
    return messageKey(this.#context.platform, incoming.channel, incoming.message, file);
  }

  #tellOfFiles(incoming: DesignMessage, message: string, attachments: readonly Attachment[]): void {
    const { platform } = this.#context.texts;
    const unread = attachments.flatMap(({ name, content }) =>
      'why' in content ? [{ name, why: content.why }] : [],
    );
    const cut = attachments.flatMap(({ name, content }) =>
      'text' in content && isCut(name, content.text)
        ? [REPLY_TEXTS.shortened(name, BOUNDS.replyCharacters, content.characters)]
        : [],
    );
    const words = [...(unread.length === 0 ? [] : [REPLY_TEXTS.unread(unread, platform)]), ...cut];
    if (words.length > 0) this.#replies.tell(incoming, `files ${message}`, words.join(' '));
  }

  #tooLong(incoming: DesignMessage, text: string): void {
    const words = REPLY_TEXTS.tooLong(text.length, BOUNDS.replyCharacters);
    this.#replies.tell(incoming, `long ${incoming.message}`, words);
  }
}

/** What a message is stored under: a redelivery has the same key (P5). */
function messageKey(platform: string, channel: string, message: string, file: string | null = null): string {
  return `${platform} ${channel} ${message}${file === null ? '' : ` ${file}`}`;
}

function wordsAnd(words: string, marks: readonly string[]): string {
  return [words, marks.join('\n')].filter((part) => part !== '').join('\n\n');
}
