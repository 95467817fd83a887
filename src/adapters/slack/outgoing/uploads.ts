import type { WebClient } from '@slack/web-api';
import type { Post } from '../../../core/effects.ts';
import { contentOf, type ReadFile } from '../../../runtime/message/file-content.ts';
import { filesOf } from '../../../runtime/message/post.ts';
import type { ChatMessage } from '../../../runtime/ports/chat.ts';
import type { SlackCalls } from '../calls/paced-calls.ts';

export type FilesPost = Extract<Post, { readonly kind: 'files' }>;

/**
 * Posts all files as one message. Nothing is seen before the last step, so that whatever fails before it can be done again.
 * Slack does not say which message it becomes: the receipt is the ids of its files.
 */
export async function upload(
  { thread, design }: ChatMessage,
  post: FilesPost,
  {
    web,
    calls,
    readFile,
  }: { readonly web: WebClient; readonly calls: SlackCalls; readonly readFile: ReadFile },
  signal: AbortSignal,
): Promise<string> {
  const uploads = filesOf(post, design).map(async (file) => ({
    file: await contentOf(file, design.id, readFile),
    filename: file.name,
    title: file.title,
  }));
  const place = { channel_id: thread.channel, thread_ts: thread.thread };
  const file_uploads = await Promise.all(uploads);
  const answer = await calls.make('files', () => web.filesUploadV2({ ...place, file_uploads }), signal);
  return answer.files.flatMap(({ files = [] }) => files.map(({ id = '' }) => id)).join(' ');
}
