import type { Reply } from '../../vocabulary/design.ts';

/** Separates a reply's id from the version number of an edit made after the reply was read. */
const VERSION = '#';

/** The id for the next version of a reply that was already read. */
export function makeVersionId(replyId: string, versions: number): string {
  return `${replyId}${VERSION}${versions + 1}`;
}

export function isVersionOf(id: string, replyId: string): boolean {
  return id === replyId || id.startsWith(`${replyId}${VERSION}`);
}

/** The id of the first version. */
export function baseOf(id: string): string {
  const end = id.indexOf(VERSION);
  return end === -1 ? id : id.slice(0, end);
}

/** `true` for an edit of a reply that was already read. */
export function isLaterVersion(
  { id }: Pick<Reply, 'id'>,
  replies: readonly Pick<Reply, 'id'>[],
): boolean {
  const replyId = baseOf(id);
  return id !== replyId && replies.some((reply) => reply.id === replyId);
}

/** The newest version of each reply. */
export function listNewest(replies: readonly Reply[]): Reply[] {
  return [...new Map(replies.map((reply) => [baseOf(reply.id), reply])).values()];
}
