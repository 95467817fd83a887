import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { pagesOf } from '../../../runtime/gateway/platform-access.ts';
import { filesOf } from '../../../runtime/message/files.ts';
import type { ChatMessage } from '../../../runtime/ports/chat.ts';
import type { Clock } from '../../../runtime/ports/clock.ts';
import { waitUntil } from '../../../runtime/timeout.ts';
import type { SlackCalls } from '../calls/web-client.ts';

const EVENT_TYPE = 'charrette_post';
const PAGE_MESSAGES = 200;
/** So many milliseconds Slack's clock may be behind ours. */
const SKEW_MS = 5 * 60_000;
/** Slack posts files some time after it took them: milliseconds before each further look. */
const SHARING_MS = [1_000, 4_000];
/** A message's time, by which Slack also names it. */
const MESSAGE_TIME = /^\d{1,20}\.\d{1,20}$/;

/** A message as the look-up reads it. One of another shape is not ours. */
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

/**
 * The time of this message. Throws when that cannot be found out: a message that could not be looked up must not be
 * posted again.
 */
export async function find(
  calls: SlackCalls,
  clock: Clock,
  message: ChatMessage,
  signal: AbortSignal,
): Promise<string | null> {
  for (const waitMs of [0, ...(message.post.kind === 'files' ? SHARING_MS : [])]) {
    await waitUntil(clock, clock.now() + waitMs, signal);
    for await (const ts of timesOf(calls, message, signal)) return ts;
  }
  return null;
}

/** The times of all messages that are this one: in the thread or, when it is the one that opens it, in the channel. */
export async function* timesOf(
  calls: SlackCalls,
  message: ChatMessage,
  signal: AbortSignal,
): AsyncGenerator<string, void> {
  const { channel, thread } = message.thread;
  const own = await calls.ownUser(signal);
  const isIt = isPost(message);
  const window = { channel, oldest: oldestOf(message), inclusive: true, limit: PAGE_MESSAGES };
  const pages = pagesOf(PAGE_MESSAGES, '', async (cursor) => {
    const wanted = { ...window, include_all_metadata: true, ...(cursor !== '' && { cursor }) };
    const read = async ({ conversations }: WebClient) =>
      Page.parse(
        await (thread === ''
          ? conversations.history(wanted)
          : conversations.replies({ ...wanted, ts: thread })),
      );
    const limit = thread === '' ? 'conversations.history' : 'conversations.replies';
    const { messages, response_metadata: next } = await calls.make(limit, read, signal);
    return { page: messages, next: next.next_cursor || null };
  });
  for await (const each of pages) if (each.user === own && isIt(each)) yield each.ts;
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
