import { createHash } from 'node:crypto';
import type { WebClient } from '@slack/web-api';
import type { Design } from '../../../core/design.ts';
import { messageOf } from '../../../runtime/gateway/reply-id.ts';
import type { ReadFile } from '../../../runtime/message/file-content.ts';
import type { WordsPost } from '../../../runtime/message/post.ts';
import { type Chat, ChatFault } from '../../../runtime/ports/chat.ts';
import type { Clock } from '../../../runtime/ports/clock.ts';
import { slackCode } from '../calls/faults.ts';
import { SlackCalls } from '../calls/paced-calls.ts';
import { drawPost } from '../drawing/draw.ts';
import { LookUp, markOf } from './look-up.ts';
import { upload } from './uploads.ts';

const TAKEN = 'white_check_mark';
/** The reaction is there, or there is nothing to react to. */
const SHOWN = ['already_reacted', 'message_not_found', 'no_item_specified', 'too_many_reactions'];

export interface SlackChatParts {
  readonly web: WebClient;
  readonly clock: Clock;
  readonly readFile: ReadFile;
}

/** The way to Slack's threads. What was posted goes by its time there, and files by their ids. */
export function createSlackChat({ web, clock, readFile }: SlackChatParts): Chat {
  const calls = new SlackCalls(clock);
  const lookUp = new LookUp(web, calls, clock);
  const removed = async (channel: string, ts: string): Promise<void> => {
    try {
      await web.chat.delete({ channel, ts });
    } catch (error) {
      if (slackCode(error) !== 'message_not_found') throw error;
    }
  };
  return {
    platform: 'slack',
    post: async (message, signal) => {
      const { id, thread, post, design } = message;
      if (post.kind === 'files') return upload(message, post, { web, calls, readFile }, signal);
      const { channel, thread: thread_ts } = thread;
      const said = { channel, ...shown(id, post, design), unfurl_links: false, unfurl_media: false };
      const say = () => web.chat.postMessage({ ...said, ...(thread_ts !== '' && { thread_ts }) });
      const { ts = '' } = await calls.make(`chat.postMessage ${channel}`, say, signal);
      if (ts === '') throw new ChatFault('Slack did not say where the message is.', 'passing');
      return ts;
    },
    find: (message, signal) => lookUp.find(message, signal),
    removeCopies: async (message, receipt, signal) => {
      if (message.post.kind === 'files') return;
      const { channel } = message.thread;
      for (const ts of await lookUp.copies(message, signal)) {
        if (ts !== receipt) await calls.make('chat.delete', () => removed(channel, ts), signal);
      }
    },
    look: (post, design) => {
      if (post.kind === 'files') return post.kind;
      const { text, blocks } = drawPost(post, design);
      return createHash('sha256')
        .update(JSON.stringify([text, blocks]))
        .digest('hex');
    },
    edit: async ({ id, thread: { channel }, post, design, receipt: ts }, signal) => {
      if (post.kind === 'files') return;
      const change = () => web.chat.update({ channel, ts, ...shown(id, post, design) });
      await calls.make('chat.update', change, signal);
    },
    acknowledge: async ({ channel }, replyId, signal) => {
      const timestamp = messageOf(replyId, 'slack', channel);
      if (timestamp === null) return;
      const react = async (): Promise<void> => {
        try {
          await web.reactions.add({ channel, timestamp, name: TAKEN });
        } catch (error) {
          if (!SHOWN.includes(slackCode(error))) throw error;
        }
      };
      await calls.make('reactions.add', react, signal);
    },
  };
}

/** What is seen of a post and what it is found by. Nothing in its text is taken for a link or a name. */
function shown(id: string, post: WordsPost, design: Design) {
  const { text, blocks } = drawPost(post, design);
  return { text, blocks: [...blocks], metadata: markOf(id), parse: 'none' as const };
}
