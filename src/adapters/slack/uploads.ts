import type { WebClient } from '@slack/web-api';
import type { Post } from '../../core/effects.ts';
import type { DesignId } from '../../core/ids.ts';
import { filesOf, type TitledFile } from '../../runtime/message/post.ts';
import { ChatFault, type ChatMessage } from '../../runtime/ports/chat.ts';
import type { SlackCalls } from './calls.ts';

export type FilesPost = Extract<Post, { readonly kind: 'files' }>;

/** A file of a design's bundle; `null` when there is none of this name. */
export type ReadFile = (designId: DesignId, name: string) => Promise<Uint8Array | null>;

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

/** Slack takes no empty file, and half of what belongs together is posted by nobody. */
async function contentOf(
  { name, text }: TitledFile,
  designId: DesignId,
  readFile: ReadFile,
): Promise<Buffer> {
  const content = text ?? (await readFile(designId, name));
  if (content === null || content.length === 0) {
    throw new ChatFault(`There is nothing in ${name} that could be uploaded.`, 'refused');
  }
  return Buffer.from(content);
}
