import { BOUNDS } from '../../core/events.ts';
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
import type { Desk, Place } from './desk.ts';
import { Replies, type Speaker } from './replies.ts';
import { replyIdOf } from './reply-id.ts';
import { REPLY_TEXTS } from './reply-texts.ts';

/** Milliseconds by which the platform's clock and ours may differ. */
const CLOCKS_APART_MS = 60_000;

/** A message in the thread of a design. */
export interface Heard {
  /** The author's id; `null` where the platform does not say, as of what was deleted. */
  readonly person: string | null;
  readonly place: Place;
  /** The newest of the thread, which is the one that is spoken to. */
  readonly design: DesignSummary;
  /** The platform's own names for the message and for where it is. */
  readonly channel: string;
  readonly message: string;
  /** Milliseconds since the epoch. */
  readonly saidAt: number;
  readonly files: readonly AttachedFile[];
}

/** Who says what, as people read it. Whoever was deactivated says nothing any more. */
export interface Words {
  readonly person: Person;
  readonly isActive: boolean;
  readonly words: string;
}

/** What people say in threads of designs, change and take back, on its way to the design. All resolve once it is stored (P5). */
export class Hearing {
  readonly #desk: Desk;
  readonly #fetchFile: FetchFile;
  readonly #replies: Replies;

  constructor(desk: Desk, fetchFile: FetchFile) {
    this.#desk = desk;
    this.#fetchFile = fetchFile;
    this.#replies = new Replies(desk);
  }

  async record(heard: Heard, told: Promise<Words>): Promise<void> {
    const { design, message } = heard;
    const { parts } = this.#desk.engine;
    // A design that has ended takes nothing, so nothing is fetched for it.
    const files = design.endedAt === null ? heard.files : [];
    const [{ person, isActive, words }, attachments] = await Promise.all([
      told,
      readAttachments(files, this.#fetchFile, parts.log),
    ]);
    if (!isActive) return parts.log.info('words_of_deactivated', { person: person.id });
    const reason = whyNotAnswer(this.#desk.policy, person);
    if (reason !== null) return this.#replies.tell(heard, `denied ${design.id}`, reason);

    const unread = attachments.filter(({ content }) => 'why' in content);
    const marks = unread.map(({ mark }) => mark);
    const text = words === '' ? '' : wordsAnd(words, marks);
    if (text.length > BOUNDS.replyCharacters) return this.#tooLong(heard, text);
    const record = { type: 'record_reply', author: person.name, questionId: null } as const;
    if (text !== '') await this.#store(heard, { ...record, replyId: this.#replyId(heard), text }, heard);
    for (const { id, name, content } of attachments) {
      if (!('text' in content)) continue;
      const file = { ...record, replyId: this.#replyId(heard, id), text: withHeading(name, content.text) };
      await this.#store(heard, file, heard, this.#key(heard, id));
    }
    this.#tellOfFiles(heard, message, attachments);
  }

  /**
   * `change` is the platform's own name for it. An event may come before the one whose message it changes: that one is then
   * recorded as it is now, under its own key.
   */
  async revise(
    heard: Heard,
    { person, isActive, words }: Words,
    removed: readonly string[],
    change: string,
  ): Promise<void> {
    if (!isActive || whyNotAnswer(this.#desk.policy, person) !== null) return;
    const marks = heard.files.filter((file) => whyNotFetched(file) !== null).map(markOf);
    const text = words === '' ? '' : wordsAnd(words, marks);
    if (text.length > BOUNDS.replyCharacters) return this.#tooLong(heard, text);
    const said = { replyId: this.#replyId(heard), author: person.name, text };
    if (text !== '' && heard.saidAt > heard.design.startedAt - CLOCKS_APART_MS) {
      await this.#store(heard, { type: 'record_reply', ...said, questionId: null }, null);
    }
    const key = `${this.#key(heard)} ${change}`;
    if (text === '') await this.#withdraw(heard, null, change);
    else await this.#store(heard, { type: 'revise_reply', ...said }, heard, key);
    for (const id of removed) await this.#withdraw(heard, id, change);
  }

  async deleted(heard: Heard): Promise<void> {
    await this.#withdraw(heard, null, 'delete');
    for (const { id } of heard.files) await this.#withdraw(heard, id, 'delete');
  }

  /** First under the message's own key: should the message be told of only now, it is not recorded any more. */
  async #withdraw(heard: Heard, file: string | null, change: string): Promise<void> {
    const command = { type: 'withdraw_reply', replyId: this.#replyId(heard, file) } as const;
    const key = this.#key(heard, file);
    if (change === 'delete') await this.#store(heard, command, null, key);
    await this.#store(heard, command, heard, `${key} ${change}`);
  }

  #store(
    heard: Heard,
    command: Parameters<Replies['store']>[1],
    speaker: Speaker | null,
    key = this.#key(heard),
  ): Promise<void> {
    return this.#replies.store(heard.design, command, key, speaker);
  }

  #replyId({ channel, message }: Heard, file: string | null = null): string {
    return replyIdOf(this.#desk.platform, channel, message, file);
  }

  #key(heard: Heard, file: string | null = null): string {
    return keyOf(this.#desk.platform, heard.channel, heard.message, file);
  }

  #tellOfFiles(heard: Heard, message: string, attachments: readonly Attachment[]): void {
    const { platform } = this.#desk.texts;
    const unread = attachments.flatMap(({ name, content }) =>
      'why' in content ? [{ name, why: content.why }] : [],
    );
    const cut = attachments.flatMap(({ name, content }) =>
      'text' in content && isCut(name, content.text)
        ? [REPLY_TEXTS.shortened(name, BOUNDS.replyCharacters, content.characters)]
        : [],
    );
    const words = [...(unread.length === 0 ? [] : [REPLY_TEXTS.unread(unread, platform)]), ...cut];
    if (words.length > 0) this.#replies.tell(heard, `files ${message}`, words.join(' '));
  }

  #tooLong(heard: Heard, text: string): void {
    const words = REPLY_TEXTS.tooLong(text.length, BOUNDS.replyCharacters);
    this.#replies.tell(heard, `long ${heard.message}`, words);
  }
}

/** Of what a message was stored under: a redelivery has the same (P5). */
export function keyOf(
  platform: string,
  channel: string,
  message: string,
  file: string | null = null,
): string {
  return `${platform} ${channel} ${message}${file === null ? '' : ` ${file}`}`;
}

function wordsAnd(words: string, marks: readonly string[]): string {
  return [words, marks.join('\n')].filter((part) => part !== '').join('\n\n');
}
