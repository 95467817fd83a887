import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { pagesOf } from '../../../acts/gateway/platform-access.ts';
import { filesOf } from '../../../acts/message/files.ts';
import type { ChatMessage } from '../../../engine/ports/chat.ts';
import type { SlackCalls } from '../calls/web-client.ts';

const EVENT_TYPE = 'charrette_post';
const PAGE_MESSAGES = 200;
/** Milliseconds by which Slack's clock may be behind ours. */
const SKEW_MS = 5 * 60_000;

/** A message of any other shape is not ours. */
const FoundMessage = z.object({
  ts: z.string(),
  user: z.string().optional(),
  metadata: z
    .object({ event_type: z.string(), event_payload: z.object({ id: z.string() }) })
    .optional()
    .catch(undefined),
  files: z
    .array(z.object({ id: z.string(), name: z.string() }))
    .optional()
    .catch(undefined),
});
type FoundMessage = z.infer<typeof FoundMessage>;

const Page = z.object({
  messages: z.array(FoundMessage),
  response_metadata: z.object({ next_cursor: z.string().default('') }).default({ next_cursor: '' }),
});

/** Message metadata, invisible to people. */
export function markOf(id: string) {
  return { event_type: EVENT_TYPE, event_payload: { id } };
}

/**
 * The receipt of this message or of these files, `null` if Slack does not have it. Throws if Slack does not answer: posting
 * then could make a duplicate.
 */
export async function find(
  calls: SlackCalls,
  message: ChatMessage,
  signal: AbortSignal,
): Promise<string | null> {
  const { post, under, design } = message;
  if (post.kind !== 'files') {
    for await (const ts of timesOf(calls, message, signal)) return ts;
    return null;
  }
  const names = filesOf(post, design).map(({ name }) => name);
  for await (const { ts, files = [] } of ownMessages(
    calls,
    { ...message, after: under?.receipt ?? null },
    signal,
  )) {
    if (ts !== under?.receipt) continue;
    const are = files.length === names.length && files.every(({ name }) => names.includes(name));
    return are ? files.map(({ id }) => id).join(' ') : null;
  }
  return null;
}

/** All copies of this message: in the thread or, for a card, in the channel. */
export async function* timesOf(
  calls: SlackCalls,
  message: ChatMessage,
  signal: AbortSignal,
): AsyncGenerator<string, void> {
  for await (const { ts, metadata } of ownMessages(calls, message, signal)) {
    if (metadata?.event_type === EVENT_TYPE && metadata.event_payload.id === message.id) yield ts;
  }
}

async function* ownMessages(
  calls: SlackCalls,
  message: ChatMessage,
  signal: AbortSignal,
): AsyncGenerator<FoundMessage, void> {
  const { channel, thread } = message.thread;
  const own = await calls.ownUser(signal);
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
  for await (const each of pages) if (each.user === own) yield each;
}

function oldestOf({ after, design }: ChatMessage): string {
  return after ?? ((design.startedAt - SKEW_MS) / 1_000).toFixed(6);
}
