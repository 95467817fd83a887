import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { filesOf } from '../../../runtime/message/post.ts';
import { ChatFault, type ChatMessage } from '../../../runtime/ports/chat.ts';
import type { Clock } from '../../../runtime/ports/clock.ts';
import { waitUntil } from '../../../runtime/timeout.ts';
import type { SlackCalls } from '../calls/paced-calls.ts';

const EVENT_TYPE = 'charrette_post';
const PAGE_MESSAGES = 200;
/** Far above what is said in a thread while one design runs. */
const MAX_PAGES = 100;
/** So many milliseconds Slack's clock may be behind ours. */
const SKEW_MS = 5 * 60_000;
/** Slack posts files some time after it took them: milliseconds before each further look. */
const SHARING_MS = [1_000, 4_000];
/** A message's time, by which Slack also names it. */
const MESSAGE_TIME = /^\d{1,20}\.\d{1,20}$/;

/** A message as it is looked up. What is of another shape in it is not ours. */
const FoundMessage = z.object({
  ts: z.string(),
  user: z.string().optional(),
  metadata: z
    .object({ event_type: z.string(), event_payload: z.object({ id: z.string() }) })
    .optional()
    .catch(undefined),
  files: z
    .array(z.object({ name: z.string() }))
    .optional()
    .catch(undefined),
});
type FoundMessage = z.infer<typeof FoundMessage>;

const Page = z.object({
  messages: z.array(FoundMessage),
  response_metadata: z.object({ next_cursor: z.string().default('') }).default({ next_cursor: '' }),
});

/** What a message of ours is known by; people do not see it. */
export function markOf(id: string) {
  return { event_type: EVENT_TYPE, event_payload: { id } };
}

/** Finds what may have been posted before. */
export class LookUp {
  readonly #web: WebClient;
  readonly #calls: SlackCalls;
  readonly #clock: Clock;
  #ownUser = '';

  constructor(web: WebClient, calls: SlackCalls, clock: Clock) {
    this.#web = web;
    this.#calls = calls;
    this.#clock = clock;
  }

  /** The time of this message. Throws when there is no telling: what could not be looked for must not be said again. */
  async find(message: ChatMessage, signal: AbortSignal): Promise<string | null> {
    const own = await this.#own(signal);
    const isIt = isPost(message);
    const isWanted = (each: FoundMessage) => each.user === own && isIt(each);
    for (const waitMs of [0, ...(message.post.kind === 'files' ? SHARING_MS : [])]) {
      await waitUntil(this.#clock, this.#clock.now() + waitMs, signal);
      const found = await this.#first(message, isWanted, signal);
      if (found !== null) return found;
    }
    return null;
  }

  /** The times of all messages that are this one. */
  async copies(message: ChatMessage, signal: AbortSignal): Promise<string[]> {
    const own = await this.#own(signal);
    const isIt = isPost(message);
    const times: string[] = [];
    await this.#first(
      message,
      (each) => {
        if (each.user === own && isIt(each)) times.push(each.ts);
        return false;
      },
      signal,
    );
    return times;
  }

  async #own(signal: AbortSignal): Promise<string> {
    if (this.#ownUser === '') {
      const { user_id: user = '' } = await this.#calls.make('auth.test', () => this.#web.auth.test(), signal);
      if (user === '') throw new ChatFault('Slack did not say who the bot is.', 'passing');
      this.#ownUser = user;
    }
    return this.#ownUser;
  }

  async #first(
    message: ChatMessage,
    isWanted: (each: FoundMessage) => boolean,
    signal: AbortSignal,
  ): Promise<string | null> {
    let cursor = '';
    for (let page = 0; page < MAX_PAGES; page++) {
      const { messages, response_metadata: next } = await this.#page(message, cursor, signal);
      const found = messages.find(isWanted);
      if (found !== undefined) return found.ts;
      if (next.next_cursor === '') return null;
      cursor = next.next_cursor;
    }
    const most = MAX_PAGES * PAGE_MESSAGES;
    throw new ChatFault(`There are more than ${most} messages to look through.`, 'refused');
  }

  /** Of the thread or, when the message is the one that opens it, of the channel. */
  async #page(message: ChatMessage, cursor: string, signal: AbortSignal): Promise<z.infer<typeof Page>> {
    const { conversations } = this.#web;
    const { channel, thread } = message.thread;
    const from = { channel, oldest: oldestOf(message), inclusive: true, ...(cursor !== '' && { cursor }) };
    const page = { ...from, include_all_metadata: true, limit: PAGE_MESSAGES };
    const answer =
      thread === ''
        ? await this.#calls.make('conversations.history', () => conversations.history(page), signal)
        : await this.#calls.make(
            'conversations.replies',
            () => conversations.replies({ ...page, ts: thread }),
            signal,
          );
    const read = Page.safeParse(answer);
    if (!read.success) throw new ChatFault('Slack showed messages in a form that is not known.', 'passing');
    return read.data;
  }
}

/** A post is known by its mark. Files carry none: they are known by being just these, and not older than `after`. */
function isPost({ id, post, design }: ChatMessage): (each: FoundMessage) => boolean {
  if (post.kind !== 'files') {
    return ({ metadata }) => metadata?.event_type === EVENT_TYPE && metadata.event_payload.id === id;
  }
  const names = filesOf(post, design).map(({ name }) => name);
  return ({ files = [] }) => files.length === names.length && files.every(({ name }) => names.includes(name));
}

/** Where to begin to look. The receipt of files is no time. */
function oldestOf({ after, design }: ChatMessage): string {
  if (after !== null && MESSAGE_TIME.test(after)) return after;
  return ((design.startedAt - SKEW_MS) / 1_000).toFixed(6);
}
