import type { WebClient } from '@slack/web-api';
import type { Design } from '../../../core/design.ts';
import { unlessRefused } from '../../../runtime/gateway/platform-access.ts';
import { messageOf } from '../../../runtime/gateway/reply-id.ts';
import { type ReadFile, uploadsOf } from '../../../runtime/message/files.ts';
import { digestOf, type WordsPost } from '../../../runtime/message/post.ts';
import { type Chat, ChatFault } from '../../../runtime/ports/chat.ts';
import type { Clock } from '../../../runtime/ports/clock.ts';
import { slackCode } from '../calls/faults.ts';
import { SlackCalls } from '../calls/web-client.ts';
import { drawPost } from '../drawing/draw.ts';
import { find, markOf, timesOf } from './look-up.ts';

const TAKEN = 'white_check_mark';
const GONE = ['message_not_found'];
/** The reaction is there, or there is nothing to react to. */
const SHOWN = [...GONE, 'already_reacted', 'no_item_specified', 'too_many_reactions'];

/** The way to Slack's threads. What was posted goes by its time there, and files by their ids. */
export function createSlackChat(web: WebClient, clock: Clock, readFile: ReadFile): Chat {
  const calls = new SlackCalls(web, clock);
  return {
    platform: 'slack',
    post: async ({ id, thread: { channel, thread: thread_ts }, post, design }, signal) => {
      if (post.kind === 'files') {
        const uploads = await uploadsOf(post, design, readFile);
        const file_uploads = uploads.map(({ name, title, content }) => ({
          file: content,
          filename: name,
          title,
        }));
        // Nothing is visible before the last step, so that a failure before it can be retried.
        const upload = () => web.filesUploadV2({ channel_id: channel, thread_ts, file_uploads });
        const answer = await calls.make('files', upload, signal);
        // Slack does not say which message it becomes: the receipt is the ids of its files.
        return answer.files.flatMap(({ files = [] }) => files.map((file) => file.id ?? '')).join(' ');
      }
      const said = { channel, ...shown(id, post, design), unfurl_links: false, unfurl_media: false };
      const say = () => web.chat.postMessage({ ...said, ...(thread_ts !== '' && { thread_ts }) });
      const { ts = '' } = await calls.make(`chat.postMessage ${channel}`, say, signal);
      if (ts === '') throw new ChatFault('Slack did not say where the message is.', 'passing');
      return ts;
    },
    find: (message, signal) => find(calls, clock, message, signal),
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
      if (post.kind === 'files') return post.kind;
      const { text, blocks } = drawPost(post, design);
      return digestOf([text, blocks]);
    },
    edit: async ({ id, thread: { channel }, post, design, receipt: ts }, signal) => {
      if (post.kind === 'files') return;
      const change = () => web.chat.update({ channel, ts, ...shown(id, post, design) });
      await calls.make('chat.update', change, signal);
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
function shown(id: string, post: WordsPost, design: Design) {
  const { text, blocks } = drawPost(post, design);
  return { text, blocks: [...blocks], metadata: markOf(id), parse: 'none' as const };
}
