/**
 * Messages that Slack is sent, by the calls of src/acts/gateway/outgoing/messenger.ts, and words
 * for one person alone.
 */

import type { ChatPostMessageResponse, WebClient } from '@slack/web-api';
import { z } from 'zod';
import type {
  MessageToSend,
  Messenger,
  SentMessage,
  Since,
} from '#acts/gateway/outgoing/messenger.ts';
import { acceptRefusals, type PlatformAccess, pagesOf } from '#acts/gateway/platform-access.ts';
import type { Thread } from '#core/vocabulary/event-parts.ts';
import { ChatFault } from '#ports/chat.ts';
import { slackCodeOf } from '../calls/faults.ts';
import type { SlackCalls } from '../calls/web-client.ts';
import { draw, drawPost } from '../drawing/draw.ts';
import { type DrawingForm, nameBlock } from '../drawing/rich-text.ts';
import { createSessions } from './sessions.ts';

const MARKS = { heard: 'eyes', answered: 'white_check_mark' };
const GONE = ['message_not_found'];
/** The reaction is there already, or the message cannot get one. */
const SHOWN = [...GONE, 'already_reacted', 'no_item_specified', 'too_many_reactions'];
/** The endpoint does not know a kind of block. */
const UNKNOWN_BLOCKS = ['invalid_blocks', 'invalid_blocks_format'];
/**
 * Milliseconds for which all is drawn without blocks like those that were refused: it may have been
 * one message alone.
 */
export const PLAIN_MS = 10 * 60_000;

/** The receipt of a message is its time in Slack; that of a file is its id. */
export function createSlackMessenger(
  calls: SlackCalls,
  { clock, log }: Pick<PlatformAccess, 'clock' | 'log'>,
): Messenger {
  const { web } = calls;
  let plainUntil = 0;
  const inItsForm = async <Answer>(
    send: (form: DrawingForm) => Promise<Answer>,
  ): Promise<Answer> => {
    if (clock.now() < plainUntil) return send('plain');
    try {
      return await send('structured');
    } catch (error) {
      const code = slackCodeOf(error);
      if (!UNKNOWN_BLOCKS.includes(code)) throw error;
      const answer = await send('plain');
      plainUntil = clock.now() + PLAIN_MS;
      log.warn('slack_blocks_refused', { code, plainForMs: PLAIN_MS });
      return answer;
    }
  };
  /**
   * If Slack refuses the names, for example of a deleted account, the message is sent without them.
   */
  const drawing = async <Answer>(
    content: MessageToSend,
    send: (drawn: ReturnType<typeof drawMessage>) => Promise<Answer>,
  ): Promise<Answer> => {
    const { called } = content;
    try {
      return await inItsForm((usedForm) => send(drawMessage(content, usedForm, called)));
    } catch (error) {
      if (called.length === 0 || !UNKNOWN_BLOCKS.includes(slackCodeOf(error))) throw error;
      return inItsForm((usedForm) => send(drawMessage(content, usedForm, [])));
    }
  };
  /**
   * Slack posts into the channel what it has no thread for, and says so only by what its answer
   * lacks.
   */
  const post = async (
    { channel }: Thread,
    call: () => Promise<ChatPostMessageResponse>,
    signal: AbortSignal,
  ): Promise<SentMessage> => {
    const { ts = '', message } = await calls.make(`chat.postMessage ${channel}`, call, signal);
    if (ts === '' || message === undefined)
      throw new ChatFault('Slack did not say where the message is.', 'passing');
    return { message: ts, thread: message.thread_ts ?? '' };
  };
  const update = async (
    { channel }: Thread,
    ts: string,
    content: MessageToSend,
    files: readonly string[],
    signal: AbortSignal,
  ): Promise<void> => {
    const withFiles = files.length === 0 ? {} : { file_ids: [...files] };
    const change = () =>
      drawing(content, (drawn) => web.chat.update({ channel, ts, ...drawn, ...withFiles }));
    await calls.make('chat.update', change, signal);
  };
  return {
    showSession: createSessions(calls, log),
    draw: ({ post: shown, design }) => {
      const { text, blocks } = drawPost(shown, design);
      return [text, blocks];
    },
    send: (thread, content, signal) => {
      const send = () =>
        drawing(content, (drawn) => web.chat.postMessage({ ...placeOf(thread), ...drawn }));
      return post(thread, send, signal);
    },
    say: (thread, words, signal) => {
      const { text, blocks } = draw(words);
      const options = { ...placeOf(thread), text, blocks: [...blocks], parse: 'none' } as const;
      return post(thread, () => web.chat.postMessage(options), signal);
    },
    change: (thread, message, content, signal) =>
      update(thread, message, content, content.files.split(' ').filter(Boolean), signal),
    attach: async (thread, message, content, uploads, signal) => {
      const file_uploads = uploads.map(({ name, title, content: file }) => ({
        file,
        filename: name,
        title,
        alt_text: title,
      }));
      // Uploaded to no channel: nothing shows before the last step, so a failure before it can be
      // retried.
      const { files } = await calls.make(
        'files',
        () => web.filesUploadV2({ file_uploads }),
        signal,
      );
      const ids = files.flatMap(({ files: some = [] }) => some.map((file) => file.id ?? ''));
      await update(thread, message, content, ids, signal);
      return ids.join(' ');
    },
    remove: async ({ channel }, ts, signal) => {
      const remove = () =>
        acceptRefusals(slackCodeOf, GONE, () => web.chat.delete({ channel, ts }));
      await calls.make('chat.delete', remove, signal);
    },
    read: async (thread, message, signal) => {
      for await (const { ts, files = [] } of ownMessages(calls, thread, { message }, signal))
        if (ts === message) return files.map(({ id, name }) => ({ name, receipt: id }));
      return null;
    },
    findMarked: async function* (thread, id, since, signal) {
      for await (const { ts, metadata } of ownMessages(calls, thread, since, signal))
        if (metadata?.event_type === EVENT_TYPE && metadata.event_payload.id === id) yield ts;
    },
    react: async (channel, timestamp, mark, signal) => {
      const react = () => web.reactions.add({ channel, timestamp, name: MARKS[mark] });
      await calls.make('reactions.add', () => acceptRefusals(slackCodeOf, SHOWN, react), signal);
    },
  };
}

function placeOf({ channel, thread }: Thread) {
  const place = { channel, unfurl_links: false, unfurl_media: false };
  return thread === '' ? place : { ...place, thread_ts: thread };
}

/** Slack parses no links or names in the text. `id` is the mark to find the message by. */
function drawMessage(content: MessageToSend, form: DrawingForm, names: readonly string[]) {
  const { text, blocks } = drawPost(content.post, content.design, form);
  const below = names.length === 0 ? [] : [nameBlock(names)];
  return { text, blocks: [...blocks, ...below], metadata: markOf(content), parse: 'none' as const };
}

const EVENT_TYPE = 'charrette_post';
const PAGE_MESSAGES = 200;

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

/** Message metadata, invisible to people. Under the proposals it has their seals, by persona. */
function markOf({ id, post, design: { proposals } }: MessageToSend) {
  const isOfProposals = post.kind === 'list' && post.of === 'proposals';
  const seals = Object.fromEntries(
    proposals.map(({ participant, sha256 }) => [participant, sha256]),
  );
  return { event_type: EVENT_TYPE, event_payload: isOfProposals ? { id, seals } : { id } };
}

/** The bot's messages in the thread or, for a card, in the channel. */
async function* ownMessages(
  calls: SlackCalls,
  { channel, thread }: Thread,
  since: Since,
  signal: AbortSignal,
): AsyncGenerator<FoundMessage, void> {
  const own = await calls.ownUser(signal);
  const oldest = 'message' in since ? since.message : (since.at / 1_000).toFixed(6);
  const window = { channel, oldest, inclusive: true, limit: PAGE_MESSAGES };
  const pages = pagesOf(PAGE_MESSAGES, '', async (cursor) => {
    const query = { ...window, include_all_metadata: true, ...(cursor !== '' && { cursor }) };
    const read = async ({ conversations }: WebClient) =>
      Page.parse(
        await (thread === ''
          ? conversations.history(query)
          : conversations.replies({ ...query, ts: thread })),
      );
    const limit = thread === '' ? 'conversations.history' : 'conversations.replies';
    const { messages, response_metadata: next } = await calls.make(limit, read, signal);
    return { page: messages, next: next.next_cursor || null };
  });
  for await (const each of pages) if (each.user === own) yield each;
}
