/** Our messages in Slack: posted, edited, found again, with files; each call is made once. */

import { webApi } from '@slack/bolt';
import * as z from 'zod';
import type { ContextItem, Thread } from '#design/events.ts';
import {
  type Chat,
  type ChatFile,
  type Incoming as IncomingMessage,
  type Posted,
  PostFault,
  type PostKey,
} from '#engine/chat.ts';
import { Fault, messageOf } from '#support/fault.ts';
import type { Message } from '#words/message.ts';
import { bornAt, threadContext } from '../shared.ts';
import { drawMessage, drawText } from './draw.ts';
import { type Incoming, isOfPerson, Message as SlackMessage } from './incoming.ts';

const EVENT_TYPE = 'charrette_post';
const PAGE = 200;
const MARKS = { stored: 'eyes', read: 'white_check_mark' };
/** The mark stands there, or the message cannot get one any more. */
const MARKED = ['already_reacted', 'message_not_found', 'no_item_specified', 'too_many_reactions'];
const NOT_A_MEMBER = ['not_in_channel', 'channel_not_found', 'user_not_in_channel'];
/** Slack failed, perhaps after it had done the work. */
const PASSING = ['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable'];

/** What a post carries, invisible to people. */
const Mark = z.object({ id: z.string(), key: z.string() });

export class SlackChat implements Chat {
  readonly platform = 'slack';
  readonly #web: webApi.WebClient;
  readonly #botUser: string;
  readonly #incoming: Incoming;

  constructor(web: webApi.WebClient, botUser: string, incoming: Incoming) {
    this.#web = web;
    this.#botUser = botUser;
    this.#incoming = incoming;
  }

  async post(
    { channel, thread }: Thread,
    message: Message,
    key: PostKey,
    mayPost: () => boolean,
  ): Promise<Posted> {
    if (!mayPost()) throw new Fault('lease_lost', 'The design has another owner now.');
    const posted = await call(() =>
      this.#web.chat.postMessage({
        channel,
        ...(thread !== '' && { thread_ts: thread }),
        ...drawMessage(message, key.designId),
        metadata: metadataOf(key),
        unfurl_links: false,
        unfurl_media: false,
      }),
    );
    const messageId = posted.ts ?? '';
    return { messageId, thread: thread === '' ? messageId : thread };
  }

  async edit(
    { channel }: Thread,
    messageId: string,
    message: Message,
    key: PostKey,
  ): Promise<void> {
    const drawn = drawMessage(message, key.designId);
    const metadata = metadataOf(key);
    await call(() => this.#web.chat.update({ channel, ts: messageId, ...drawn, metadata }));
  }

  async find(thread: Thread, { designId, key }: PostKey): Promise<Posted | null> {
    for await (const { ts = '', metadata } of this.#ownMessages(thread, designId)) {
      const { id, key: found } = Mark.safeParse(metadata?.event_payload).data ?? {};
      if (id === designId && found === key)
        return { messageId: ts, thread: thread.thread === '' ? ts : thread.thread };
    }
    return null;
  }

  /** Slack's upload carries no metadata; the files' names are the design's own. */
  async attach(
    thread: Thread,
    _messageId: string,
    _message: Message,
    files: readonly ChatFile[],
    { designId }: PostKey,
  ): Promise<void> {
    const names = new Set<string>();
    for await (const { files: attached } of this.#ownMessages(thread, designId))
      for (const { name } of attached ?? []) names.add(name ?? '');
    const missing = files.filter(({ name }) => !names.has(name));
    if (missing.length === 0) return;
    const file_uploads = missing.map(({ name, bytes }) => ({
      file: Buffer.from(bytes),
      filename: name,
      title: name,
    }));
    await call(() =>
      this.#web.filesUploadV2({
        channel_id: thread.channel,
        thread_ts: thread.thread,
        file_uploads,
      }),
    );
  }

  async react({ channel }: Thread, messageId: string, mark: 'stored' | 'read'): Promise<void> {
    const timestamp = tsOf(messageId);
    try {
      await this.#web.reactions.add({ channel, timestamp, name: MARKS[mark] });
    } catch (error) {
      if (!MARKED.includes(codeOf(error))) throw faultOf(error);
    }
  }

  async messagesAfter({ channel, thread }: Thread, messageId: string): Promise<IncomingMessage[]> {
    const found: IncomingMessage[] = [];
    for await (const each of this.#pages({ channel, thread }, tsOf(messageId))) {
      const message = SlackMessage.safeParse(each).data;
      // The thread's first message comes with every page.
      if (message === undefined || message.ts <= tsOf(messageId)) continue;
      if (message.ts === thread || !isOfPerson(message, this.#botUser)) continue;
      const { name: author, id: authorId } = await this.#incoming.actorOf(message.user ?? '');
      const { id, replaces, text, toBot } = await this.#incoming.read(channel, message);
      // An act: whoever may do it has done it, or does it again.
      if (toBot === 'cancel') continue;
      found.push({ id, replaces, author, authorId, text });
      if (!message.edited) continue;
      const edit = await this.#incoming.read(channel, message, true);
      found.push({ id: edit.id, replaces: edit.replaces, author, authorId, text });
    }
    return found.filter(({ text }) => text !== '');
  }

  /** What people wrote in a thread before a message there, for a design that starts from it. */
  async contextBefore({ channel, thread }: Thread, ts: string): Promise<ContextItem[]> {
    const said: string[] = [];
    for await (const each of this.#pages({ channel, thread }, '0')) {
      const message = SlackMessage.safeParse(each).data;
      if (message === undefined || message.ts >= ts || !isOfPerson(message, this.#botUser))
        continue;
      const { name } = await this.#incoming.actorOf(message.user ?? '');
      const { text } = await this.#incoming.read(channel, message);
      if (text !== '') said.push(`${name}: ${text}`);
    }
    return threadContext(said);
  }

  async tell(channel: string, personId: string, text: string): Promise<void> {
    await this.tellIn({ channel, thread: '' }, personId, text);
  }

  /** In its place, or where the bot is not a member there, as a direct message. */
  async tellIn(
    { channel, thread }: Omit<Thread, 'platform'>,
    user: string,
    text: string,
  ): Promise<void> {
    const drawn = drawText(text);
    try {
      const place = { channel, user, ...(thread !== '' && { thread_ts: thread }) };
      await this.#web.chat.postEphemeral({ ...place, ...drawn });
    } catch (error) {
      if (!NOT_A_MEMBER.includes(codeOf(error))) throw faultOf(error);
      await call(() => this.#web.chat.postMessage({ channel: user, ...drawn }));
    }
  }

  async *#ownMessages(thread: Thread, designId: string) {
    const oldest = (bornAt(designId) / 1_000).toFixed(6);
    for await (const each of this.#pages(thread, oldest))
      if (each.user === this.#botUser) yield each;
  }

  /** Of the thread, the oldest first; without one, of the channel, the newest first. */
  async *#pages({ channel, thread }: Omit<Thread, 'platform'>, oldest: string) {
    const window = { channel, oldest, limit: PAGE, include_all_metadata: true };
    let cursor = '';
    do {
      const query = { ...window, ...(cursor !== '' && { cursor }) };
      const page = await call(() =>
        thread === ''
          ? this.#web.conversations.history(query)
          : this.#web.conversations.replies({ ...query, ts: thread }),
      );
      yield* page.messages ?? [];
      cursor = page.response_metadata?.next_cursor ?? '';
    } while (cursor !== '');
  }
}

/** Of a reply's id, which is its channel, its time, and an edit's time. */
function tsOf(id: string): string {
  return id.includes(':') ? (id.split(':')[1] ?? '') : id;
}

function metadataOf({ designId, key }: PostKey) {
  return { event_type: EVENT_TYPE, event_payload: { id: designId, key } };
}

async function call<Answer>(make: () => Promise<Answer>): Promise<Answer> {
  try {
    return await make();
  } catch (error) {
    throw faultOf(error);
  }
}

export function codeOf(error: unknown): string {
  return error instanceof webApi.WebAPIPlatformError ? error.data.error : '';
}

function faultOf(cause: unknown): PostFault {
  if (cause instanceof webApi.WebAPIRateLimitedError)
    return new PostFault('Slack asks to wait.', { retryAfterMs: cause.retryAfter * 1_000, cause });
  const code = codeOf(cause);
  if (PASSING.includes(code) || cause instanceof webApi.WebAPIHTTPError)
    return new PostFault('Slack failed.', { isLost: true, retryAfterMs: 5_000, cause });
  if (cause instanceof webApi.WebAPIRequestError)
    return new PostFault('Slack did not answer.', { isLost: true, retryAfterMs: 5_000, cause });
  if (NOT_A_MEMBER.includes(code))
    return new PostFault(
      'I can’t post there. Invite me with `/invite @Charrette`, then start again.',
      { cause },
    );
  return new PostFault(`Slack refused it: ${code || messageOf(cause)}.`, { cause });
}
