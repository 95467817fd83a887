import type { WebClient } from '@slack/web-api';
import type { Design } from '../../../core/design.ts';
import type { WordsPost } from '../../../core/effects.ts';
import { unlessRefused } from '../../../runtime/gateway/platform-access.ts';
import { messageOf } from '../../../runtime/gateway/reply-id.ts';
import { type ReadFile, uploadsOf } from '../../../runtime/message/files.ts';
import { digestOf, type ShownPost } from '../../../runtime/message/post.ts';
import { type Chat, ChatFault, type ChatMessage } from '../../../runtime/ports/chat.ts';
import type { Clock } from '../../../runtime/ports/clock.ts';
import { slackCode } from '../calls/faults.ts';
import { SlackCalls } from '../calls/web-client.ts';
import { drawPost } from '../drawing/draw.ts';
import type { Form } from '../drawing/rich-text.ts';
import { find, markOf, timesOf } from './look-up.ts';

const TAKEN = 'white_check_mark';
const GONE = ['message_not_found'];
/** The reaction is there, or there is nothing to react to. */
const SHOWN = [...GONE, 'already_reacted', 'no_item_specified', 'too_many_reactions'];
/** A kind of block that this endpoint does not know. */
const UNKNOWN_BLOCKS = ['invalid_blocks', 'invalid_blocks_format'];

/** The way to Slack's threads. What was posted goes by its time there, and files by their ids. */
export function createSlackChat(web: WebClient, clock: Clock, readFile: ReadFile): Chat {
  const calls = new SlackCalls(web, clock);
  /** Remembered once the endpoint has refused a block. */
  let form: Form = 'structured';
  const inItsForm = async <Answer>(send: (form: Form) => Promise<Answer>): Promise<Answer> => {
    if (form === 'plain') return send(form);
    try {
      return await send(form);
    } catch (error) {
      if (!UNKNOWN_BLOCKS.includes(slackCode(error))) throw error;
      const answer = await send('plain');
      form = 'plain';
      return answer;
    }
  };
  const update = (
    { id, thread: { channel }, design }: Pick<ChatMessage, 'id' | 'thread' | 'design'>,
    post: WordsPost,
    ts: string,
    files: readonly string[],
    signal: AbortSignal,
  ) => {
    const with_files = files.length === 0 ? {} : { file_ids: [...files] };
    const change = () =>
      inItsForm((drawn) =>
        web.chat.update({ channel, ts, ...shown(id, post, design, drawn), ...with_files }),
      );
    return calls.make('chat.update', change, signal);
  };
  return {
    platform: 'slack',
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
        // In no channel: nothing is visible before the last step, so that a failure before it can be retried.
        const upload = () => web.filesUploadV2({ file_uploads });
        const answer = await calls.make('files', upload, signal);
        const ids = answer.files.flatMap(({ files = [] }) => files.map((file) => file.id ?? ''));
        const holder = { ...message, id: under?.id ?? '' };
        await update(holder, { kind: post.of }, under?.receipt ?? '', ids, signal);
        return ids.join(' ');
      }
      const said = {
        channel,
        unfurl_links: false,
        unfurl_media: false,
        ...(thread_ts !== '' && { thread_ts }),
      };
      const say = () =>
        inItsForm((drawn) => web.chat.postMessage({ ...said, ...shown(id, post, design, drawn) }));
      const { ts = '' } = await calls.make(`chat.postMessage ${channel}`, say, signal);
      if (ts === '') throw new ChatFault('Slack did not say where the message is.', 'passing');
      return ts;
    },
    find: (message, signal) => find(calls, message, signal),
    removeCopies: async (message, receipt, signal) => {
      if (message.post.kind === 'files') return;
      const { channel } = message.thread;
      const copies: string[] = [];
      for await (const ts of timesOf(calls, message, signal)) copies.push(ts);
      for (const ts of copies) {
        const remove = () => unlessRefused(slackCode, GONE, () => web.chat.delete({ channel, ts }));
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
    acknowledge: async ({ channel }, replyId, signal) => {
      const timestamp = messageOf(replyId, 'slack', channel);
      if (timestamp === null) return;
      const react = () => web.reactions.add({ channel, timestamp, name: TAKEN });
      await calls.make('reactions.add', () => unlessRefused(slackCode, SHOWN, react), signal);
    },
  };
}

/** The visible content of a post and the id to find it by. Nothing in its text is parsed as a link or a name. */
function shown(id: string, post: ShownPost, design: Design, form: Form) {
  const { text, blocks } = drawPost(post, design, form);
  return { text, blocks: [...blocks], metadata: markOf(id), parse: 'none' as const };
}
