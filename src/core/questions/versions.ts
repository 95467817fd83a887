import type { Reply } from '../vocabulary/design.ts';

/** Between a reply's id and the number of its version, where it was changed after it had been read. */
const VERSION = '#';

/** The id of the words that come beside those that everybody had read, of which there are `versions` already. */
export function versionId(replyId: string, versions: number): string {
  return `${replyId}${VERSION}${versions + 1}`;
}

export function isVersionOf(id: string, replyId: string): boolean {
  return id === replyId || id.startsWith(`${replyId}${VERSION}`);
}

/** Returns `true` for a later version of a reply that everybody had read. */
export function isLaterVersion({ id }: Pick<Reply, 'id'>, replies: readonly Pick<Reply, 'id'>[]): boolean {
  const [replyId = '', version] = id.split(VERSION);
  return version !== undefined && replies.some((reply) => reply.id === replyId);
}
