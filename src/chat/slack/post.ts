/** Our messages in Slack: posted, edited, found again, with files; each call is made once. */

import { webApi } from '@slack/bolt';
import * as z from 'zod';
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
import type { Message } from '#words/message.ts';
import { asIncoming, threadContext } from '../messages.ts';
import { bornAt, CALL_MS, callWith, MARKS, type Mark, unanswered } from '../posts.ts';
import { drawMessage, drawText } from './draw.ts';
import { isOfPerson, type MessageReader, Message as SlackMessage } from './incoming.ts';

export const NOT_HERE =
  'I can’t post in this channel. Invite me with `/invite @Charrette`, then start again.';
const EVENT_TYPE = 'charrette_post';
const PAGE = 200;
const NOT_A_MEMBER = ['not_in_channel', 'channel_not_found', 'user_not_in_channel'];
/** Slack failed, perhaps after it had done the work. */
const PASSING = ['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable'];

/** What a post carries, invisible to people. */
const Label = z.object({ id: z.string(), key: z.string() });

export class SlackChat implements Chat {
  readonly platform = 'slack';
  readonly #web: webApi.WebClient;
  readonly #botUser: string;
  readonly #reader: MessageReader;

  constructor(web: webApi.WebClient, botUser: string, reader: MessageReader) {
    this.#web = web;
    this.#botUser = botUser;
    this.#reader = reader;
  }

  async post(
    { channel, thread }: Thread,
    message: Message,
    key: PostKey,
    mayPost: () => boolean,
  ): Promise<Posted> {
    const post = () =>
      this.#web.chat.postMessage({
        channel,
        ...(thread !== '' && { thread_ts: thread }),
        ...drawPost(message, key),
        unfurl_links: false,
        unfurl_media: false,
      });
    const posted = await call(post, mayPost);
    const messageId = posted.ts ?? '';
    return { messageId, thread: thread === '' ? messageId : thread };
  }

  async edit(
    { channel }: Thread,
    messageId: string,
    message: Message,
    key: PostKey,
  ): Promise<void> {
    const drawn = drawPost(message, key);
    await call(() => this.#web.chat.update({ channel, ts: messageId, ...drawn }));
  }

  async find(thread: Thread, { designId, key }: PostKey): Promise<Posted | null> {
    for await (const { ts = '', metadata } of this.#ownMessages(thread, designId)) {
      const { id, key: found } = Label.safeParse(metadata?.event_payload).data ?? {};
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
    mayPost: () => boolean,
  ): Promise<void> {
    const names = new Set<string>();
    for await (const { files: attached } of this.#ownMessages(thread, designId))
      for (const { name } of attached ?? []) names.add(name ?? '');
    const missing = files.filter(({ name }) => !names.has(name));
    // The library's own upload makes all of these calls after one look at the lease.
    const uploaded: { id: string; title: string }[] = [];
    for (const { name, bytes } of missing) {
      const place = { filename: name, length: bytes.length };
      const reserve = () => this.#web.files.getUploadURLExternal(place);
      const { file_id = '', upload_url = '' } = await call(reserve, mayPost);
      await call(() => upload(upload_url, name, bytes), mayPost);
      uploaded.push({ id: file_id, title: name });
    }
    const [first, ...rest] = uploaded;
    if (first === undefined) return;
    const complete = () =>
      this.#web.files.completeUploadExternal({
        channel_id: thread.channel,
        thread_ts: thread.thread,
        files: [first, ...rest],
      });
    await call(complete, mayPost);
  }

  async react({ channel }: Thread, messageId: string, mark: Mark): Promise<void> {
    const { name } = MARKS[mark];
    await call(() => this.#web.reactions.add({ channel, timestamp: tsOf(messageId), name }));
  }

  async messagesAfter({ channel, thread }: Thread, messageId: string): Promise<Incoming[]> {
    const found: Incoming[] = [];
    for await (const each of this.#pages({ channel, thread }, tsOf(messageId))) {
      const message = SlackMessage.safeParse(each).data;
      // The thread's first message comes with every page.
      if (message === undefined || message.ts <= tsOf(messageId)) continue;
      if (!isOfPerson(message, this.#botUser)) continue;
      const actor = await this.#reader.actorOf(message.user ?? '');
      const read = await this.#reader.read(channel, message);
      found.push(...asIncoming(read, actor, message.edited?.ts));
    }
    return found;
  }

  /** What people wrote in a thread up to the message that starts a design there, with its files. */
  async contextUpTo(thread: Thread, messageId: string): Promise<ContextItem[]> {
    const all = await this.messagesAfter(thread, '0');
    return threadContext(all.filter(({ id }) => tsOf(id) <= tsOf(messageId)));
  }

  /** Posts in the given place, or as a direct message where the bot cannot write there. */
  async tell(channel: string, user: string, text: string, thread?: string | null): Promise<void> {
    const drawn = drawText(text);
    try {
      const place = { channel, user, ...(thread && { thread_ts: thread }) };
      await this.#web.chat.postEphemeral({ ...place, ...drawn });
    } catch (error) {
      if (![...NOT_A_MEMBER, 'is_archived'].includes(codeOf(error))) throw faultOf(error);
      await call(() => this.#web.chat.postMessage({ channel: user, ...drawn }));
    }
  }

  async *#ownMessages(thread: Thread, designId: string) {
    const oldest = (bornAt(designId) / 1_000).toFixed(6);
    for await (const each of this.#pages(thread, oldest))
      if (each.user === this.#botUser) yield each;
  }

  /** Pages of a thread, the oldest first; without a thread, of the channel, the newest first. */
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

/** The time in a reply's id, which is made of channel, time and the time of an edit. */
function tsOf(id: string): string {
  return id.includes(':') ? (id.split(':')[1] ?? '') : id;
}

function drawPost(message: Message, { designId, key }: PostKey) {
  const metadata = { event_type: EVENT_TYPE, event_payload: { id: designId, key } };
  return { ...drawMessage(message, designId), metadata };
}

const call = callWith(faultOf);

async function upload(url: string, name: string, bytes: Uint8Array): Promise<void> {
  const body = new FormData();
  body.append('file', new Blob([Buffer.from(bytes)]), name);
  const signal = AbortSignal.timeout(CALL_MS);
  const { ok, status } = await fetch(url, { method: 'POST', body, signal });
  if (status >= 500) throw new TypeError(`it failed (${status})`);
  if (!ok) throw new Error(`it takes no file (${status})`);
}

export function codeOf(error: unknown): string {
  return error instanceof webApi.WebAPIPlatformError ? error.data.error : '';
}

function faultOf(cause: unknown): PostFault {
  if (cause instanceof webApi.WebAPIRateLimitedError)
    return new PostFault('Slack asks to wait.', { retryAfterMs: cause.retryAfter * 1_000, cause });
  const code = codeOf(cause);
  const isFailed =
    cause instanceof webApi.WebAPIHTTPError || cause instanceof webApi.WebAPIRequestError;
  const isUpload = cause instanceof TypeError || cause instanceof DOMException;
  if (isFailed || isUpload || PASSING.includes(code)) return unanswered('Slack', cause);
  if (NOT_A_MEMBER.includes(code)) return new PostFault(NOT_HERE, { cause });
  return new PostFault(`Slack refused it: ${code || messageOf(cause)}.`, { cause });
}
