/**
 * A chat platform kept in a file, so that several processes post to it and a test counts what stands
 * there: a post is a line. It keeps the key with the message, and can lose an answer.
 */

import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Thread } from '#design/events.ts';
import { type Chat, type ChatFile, type Incoming, PostFault, type PostKey } from '#engine/chat.ts';
import type { Message } from '#words/message.ts';

export type ChatLine =
  | {
      readonly act: 'post' | 'edit';
      readonly designId: string;
      readonly key: string;
      readonly messageId: string;
      readonly text: string;
      readonly controls: readonly string[];
    }
  | { readonly act: 'attach'; readonly designId: string; readonly names: readonly string[] }
  | { readonly act: 'react'; readonly messageId: string; readonly mark: string }
  | { readonly act: 'tell'; readonly personId: string; readonly text: string };

/** What happens at a call of `post`. */
export type Mishap = 'refused' | 'limited' | 'lost_before' | 'lost_after';

export class FileChat implements Chat {
  readonly platform = 'slack';
  readonly #file: string;
  /** By key, for the next posts of it; `tell`: for what one person is told. */
  readonly mishaps = new Map<string, Mishap[]>();
  /** People's messages in every thread. */
  readonly incoming: Incoming[] = [];
  /** After which messages threads were read. */
  readonly readFrom: string[] = [];
  /** Called before a post, to stop the world at that moment. */
  beforePost: (key: string) => Promise<void> | void = () => undefined;
  /** It is sent, and stands nowhere yet. */
  whilePosting: (key: string) => void = () => undefined;
  afterPost: (key: string) => void = () => undefined;

  constructor(folder: string) {
    this.#file = join(folder, 'chat.jsonl');
  }

  lines(): ChatLine[] {
    if (!existsSync(this.#file)) return [];
    // Behind the last end of a line another process may be writing one.
    const lines = readFileSync(this.#file, 'utf8').split('\n').slice(0, -1);
    return lines.map((line): ChatLine => JSON.parse(line));
  }

  /** Keys of the posts of a design, in the order in which they were made. */
  keys(designId: string): string[] {
    return this.#postsOf(designId).map(({ key }) => key);
  }

  /** What stands in the thread now. */
  textOf(designId: string, key: string): string {
    const last = this.lines().findLast(
      (line) => 'key' in line && line.designId === designId && line.key === key,
    );
    return last !== undefined && 'text' in last ? last.text : '';
  }

  #postsOf(designId: string) {
    return this.lines().flatMap((line) =>
      line.act === 'post' && line.designId === designId ? [line] : [],
    );
  }

  async post(thread: Thread, message: Message, { designId, key }: PostKey, mayPost: () => boolean) {
    await this.beforePost(key);
    const mishap = this.mishaps.get(key)?.shift();
    if (mishap === 'refused') throw new PostFault('I can’t post there.');
    if (mishap === 'limited') throw new PostFault('Wait.', { retryAfterMs: 20 });
    if (mishap === 'lost_before') throw new PostFault('No answer.', { isLost: true });
    if (!mayPost()) throw new PostFault('The lease is over.', { isLost: false, retryAfterMs: 1 });
    this.whilePosting(key);
    const messageId = `${this.lines().length + 1}.${key}`;
    this.#write({ act: 'post', designId, key, messageId, ...textOf(message) });
    this.afterPost(key);
    if (mishap === 'lost_after') throw new PostFault('No answer.', { isLost: true });
    return { messageId, thread: thread.thread || `thread of ${designId}` };
  }

  edit(_thread: Thread, messageId: string, message: Message, { designId, key }: PostKey) {
    this.#write({ act: 'edit', designId, key, messageId, ...textOf(message) });
    return Promise.resolve();
  }

  find(thread: Thread, { designId, key }: PostKey) {
    const found = this.#postsOf(designId).find((each) => each.key === key);
    const posted = found && {
      messageId: found.messageId,
      thread: thread.thread || `thread of ${designId}`,
    };
    return Promise.resolve(posted ?? null);
  }

  async attach(
    _thread: Thread,
    _messageId: string,
    _message: Message,
    files: readonly ChatFile[],
    { designId }: PostKey,
    mayPost: () => boolean,
  ) {
    const names = files.map(({ name }) => name);
    const isThere = this.lines().some(
      (line) => line.act === 'attach' && line.designId === designId,
    );
    if (isThere) return;
    if (!mayPost()) throw new PostFault('The lease is over.', { retryAfterMs: 1 });
    this.#write({ act: 'attach', designId, names });
  }

  react(_thread: Thread, messageId: string, mark: 'stored' | 'read') {
    this.#write({ act: 'react', messageId, mark });
    return Promise.resolve();
  }

  messagesAfter(_thread: Thread, messageId: string) {
    this.readFrom.push(messageId);
    const after = this.incoming.findIndex(({ id }) => id === messageId);
    return Promise.resolve(this.incoming.slice(after + 1));
  }

  async tell(_channel: string, personId: string, text: string) {
    if (this.mishaps.get('tell')?.shift() === 'refused') throw new PostFault('I may not.');
    this.#write({ act: 'tell', personId, text });
  }

  #write(line: ChatLine): void {
    appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
  }
}

function textOf({ text, controls }: Message) {
  return { text, controls: controls.map(({ act }) => act) };
}
