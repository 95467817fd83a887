import type { ChatPostMessageResponse, WebClient } from '@slack/web-api';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import {
  acceptRefusals,
  logFailure,
  type PlatformAccess,
  pagesOf,
} from '../../../acts/gateway/platform-access.ts';
import { messageOf } from '../../../acts/gateway/reply-id.ts';
import { type CallingPolicy, idsCalledIn } from '../../../acts/message/calls.ts';
import { filesOf, type ReadFile, uploadsOf } from '../../../acts/message/files.ts';
import { holderOf } from '../../../core/thread/desired-messages.ts';
import type { Design } from '../../../core/vocabulary/design.ts';
import type { WordsPost } from '../../../core/vocabulary/effects.ts';
import type { Thread } from '../../../core/vocabulary/event-parts.ts';
import { digestOf } from '../../../foundation/digest.ts';
import { type Chat, ChatFault, type ChatMessage } from '../../../ports/chat.ts';
import type { PostView } from '../../../presentation/post.ts';
import { faultOf, slackCodeOf } from '../calls/faults.ts';
import { SlackCalls } from '../calls/web-client.ts';
import { draw, drawPost } from '../drawing/draw.ts';
import { type Form, nameBlock } from '../drawing/rich-text.ts';
import { createSessions } from './sessions.ts';

const MARKS = { heard: 'eyes', answered: 'white_check_mark' };
const GONE = ['message_not_found'];
const MAX_GONE = 1_000;
const THREAD_GONE = 'The message that the thread hung on was deleted: Slack posts into the channel instead.';
/** The reaction is there already, or the message cannot get one. */
const SHOWN = [...GONE, 'already_reacted', 'no_item_specified', 'too_many_reactions'];
/** The endpoint does not know a kind of block. */
const UNKNOWN_BLOCKS = ['invalid_blocks', 'invalid_blocks_format'];

/** The receipt of a message is its time in Slack; the receipt of files is their ids. */
export function createSlackChat(
  web: WebClient,
  { clock, log }: Pick<PlatformAccess, 'clock' | 'log'>,
  readFile: ReadFile,
  policy: CallingPolicy,
  tellRequester: Chat['tellRequester'] = () => Promise.resolve(),
): Chat {
  const calls = new SlackCalls(web, clock);
  let form: Form = 'structured';
  const inItsForm = async <Answer>(send: (form: Form) => Promise<Answer>): Promise<Answer> => {
    if (form === 'plain') return send(form);
    try {
      return await send(form);
    } catch (error) {
      if (!UNKNOWN_BLOCKS.includes(slackCodeOf(error))) throw error;
      const answer = await send('plain');
      form = 'plain';
      return answer;
    }
  };
  /** If Slack refuses the names, for example of a deleted account, the message is sent without them. */
  const calling = async <Answer>(
    names: readonly string[],
    send: (form: Form, names: readonly string[]) => Promise<Answer>,
  ): Promise<Answer> => {
    try {
      return await inItsForm((usedForm) => send(usedForm, names));
    } catch (error) {
      if (names.length === 0 || !UNKNOWN_BLOCKS.includes(slackCodeOf(error))) throw error;
      return inItsForm((usedForm) => send(usedForm, []));
    }
  };
  const update = (
    { id, thread: { channel }, design }: Pick<ChatMessage, 'id' | 'thread' | 'design'>,
    post: WordsPost,
    ts: string,
    files: readonly string[],
    signal: AbortSignal,
  ) => {
    // A name in an edited message notifies no one.
    const names = idsCalledIn(post, design, policy);
    const withFiles = files.length === 0 ? {} : { file_ids: [...files] };
    const change = () =>
      calling(names, (usedForm, mentions) =>
        web.chat.update({ channel, ts, ...drawMessage(id, post, design, usedForm, mentions), ...withFiles }),
      );
    return calls.make('chat.update', change, signal);
  };
  /** Those of which Slack has shown that they are gone, so that one post is removed and not each. */
  const goneThreads = new LRUCache<string, true>({ max: MAX_GONE });
  /** Returns the message's time. Slack posts into the channel what it has no thread for; there it is removed again. */
  const postIn = async (
    { channel, thread }: Thread,
    send: () => Promise<ChatPostMessageResponse>,
    signal: AbortSignal,
  ): Promise<string> => {
    const place = `${channel} ${thread}`;
    if (goneThreads.has(place)) throw new ChatFault(THREAD_GONE, 'gone');
    const { ts = '', message } = await calls.make(`chat.postMessage ${channel}`, send, signal);
    if (ts === '' || message === undefined)
      throw new ChatFault('Slack did not say where the message is.', 'passing');
    if (thread === '' || message.thread_ts === thread) return ts;
    goneThreads.set(place, true);
    const removing = calls.make('chat.delete', () => web.chat.delete({ channel, ts }), signal);
    await logFailure({ faultOf, log }, 'slack_stray_post_not_removed', removing, { channel, ts });
    throw new ChatFault(THREAD_GONE, 'gone');
  };
  return {
    platform: 'slack',
    tellRequester,
    showSession: createSessions(calls, log),
    post: async (message, signal) => {
      const { id, thread, post, design, under } = message;
      const { channel, thread: thread_ts } = thread;
      if (post.kind === 'files') {
        const uploads = await uploadsOf(post, design, readFile);
        const file_uploads = uploads.map(({ name, title, content }) => ({
          file: content,
          filename: name,
          title,
          alt_text: title,
        }));
        // Uploaded to no channel: nothing shows before the last step, so a failure before it can be retried.
        const upload = () => web.filesUploadV2({ file_uploads });
        const answer = await calls.make('files', upload, signal);
        const ids = answer.files.flatMap(({ files = [] }) => files.map((file) => file.id ?? ''));
        const holder = { ...message, id: under?.id ?? '' };
        await update(holder, holderOf(post.of, design), under?.receipt ?? '', ids, signal);
        return ids.join(' ');
      }
      const options = { channel, unfurl_links: false, unfurl_media: false };
      const names = idsCalledIn(post, design, policy);
      const say = () =>
        calling(names, (usedForm, mentions) => {
          const content = { ...options, ...drawMessage(id, post, design, usedForm, mentions) };
          return web.chat.postMessage(thread_ts === '' ? content : { ...content, thread_ts });
        });
      return postIn(thread, say, signal);
    },
    find: (message, signal) => find(calls, message, signal),
    removeCopies: async (message, receipt, signal) => {
      if (message.post.kind === 'files') return;
      const { channel } = message.thread;
      const copies: string[] = [];
      for await (const ts of timesOf(calls, message, signal)) copies.push(ts);
      for (const ts of copies) {
        const remove = () => acceptRefusals(slackCodeOf, GONE, () => web.chat.delete({ channel, ts }));
        if (ts !== receipt) await calls.make('chat.delete', remove, signal);
      }
    },
    look: (post, design) => {
      const { text, blocks } = drawPost(post, design);
      return digestOf([text, blocks]);
    },
    edit: async (message, signal) => {
      const { post, receipt, files } = message;
      await update(message, post, receipt, files?.split(' ') ?? [], signal);
    },
    say: async (thread, words, signal) => {
      const { channel, thread: thread_ts } = thread;
      const place = { channel, thread_ts, unfurl_links: false, unfurl_media: false };
      const { text, blocks } = draw(words);
      const options = { ...place, text, blocks: [...blocks], parse: 'none' } as const;
      await postIn(thread, () => web.chat.postMessage(options), signal);
    },
    acknowledge: async ({ channel }, { id, mark }, signal) => {
      const timestamp = messageOf(id, 'slack', channel);
      if (timestamp === null) return;
      const react = () => web.reactions.add({ channel, timestamp, name: MARKS[mark] });
      await calls.make('reactions.add', () => acceptRefusals(slackCodeOf, SHOWN, react), signal);
    },
  };
}

/** Slack parses no links or names in the text. `id` is the mark to find the message by. */
function drawMessage(id: string, post: PostView, design: Design, form: Form, names: readonly string[]) {
  const { text, blocks } = drawPost(post, design, form);
  const below = names.length === 0 ? [] : [nameBlock(names)];
  return { text, blocks: [...blocks, ...below], metadata: markOf(id, post, design), parse: 'none' as const };
}

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

/** Message metadata, invisible to people. Under the proposals it has their seals, by persona. */
function markOf(id: string, post: PostView, { proposals }: Design) {
  const isOfProposals = post.kind === 'list' && post.of === 'proposals';
  const seals = Object.fromEntries(proposals.map(({ participant, sha256 }) => [participant, sha256]));
  return { event_type: EVENT_TYPE, event_payload: isOfProposals ? { id, seals } : { id } };
}

/**
 * The receipt of this message or of these files, `null` if Slack does not have it. Throws if Slack does not answer: posting
 * then could make a duplicate.
 */
async function find(calls: SlackCalls, message: ChatMessage, signal: AbortSignal): Promise<string | null> {
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
async function* timesOf(
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

function oldestOf({ after, design }: ChatMessage): string {
  return after ?? ((design.startedAt - SKEW_MS) / 1_000).toFixed(6);
}
