import type { Thread } from '../../core/vocabulary/event-parts.ts';

interface PlatformReply {
  readonly platform: string;
  readonly channel: string;
  readonly message: string;
  /** File on the message, which is a reply of its own; `null` for the words. */
  readonly file: string | null;
}

const REPLY_ID =
  /^([a-z]{1,20}):([^\s:/#]{1,80}):([^\s:/#]{1,80})(?:\/([^\s:/#]{1,80}))?(?:#\d{1,6})?$/;

/** Matches answers from a form, named by their question; they have no message. */
const OF_FORM = /^(?:remark|Q\d{1,6})$/;

/**
 * Id of a reply: a message, or a file on one. Platforms must encode ids that contain a space or one
 * of `:/#`. An id that cannot be parsed is a broken invariant, since its reply could not be
 * acknowledged.
 */
export function replyIdOf(
  platform: string,
  channel: string,
  message: string,
  file: string | null = null,
): string {
  const id = `${platform}:${channel}:${message}${file === null ? '' : `/${file}`}`;
  if (parseReplyId(id) === null)
    throw new Error(`broken invariant: ${id} is not the id of a reply`);
  return id;
}

/** The channel in ids of replies from this one: its first id, if the platform has changed it. */
export function replyChannelOf(thread: Thread | null, channel: string): string {
  return thread?.channel === channel ? (thread.formerly ?? channel) : channel;
}

/** `null` for replies from elsewhere. `#` marks a message that was changed after it was read. */
function parseReplyId(id: string): PlatformReply | null {
  const [, platform, channel, message, file = null] = REPLY_ID.exec(id) ?? [];
  if (platform === undefined || channel === undefined || message === undefined) return null;
  return { platform, channel, message, file };
}

/** Message of a reply or its file, if it is in this conversation. */
export function messageOf(replyId: string, platform: string, channel: string): string | null {
  const [reply] = repliesIn([{ id: replyId }], platform, channel);
  return reply?.message ?? null;
}

type KnownReplies = readonly { readonly id: string }[];

export function messagesRecordedOf(
  replies: KnownReplies,
  platform: string,
  channel: string,
): Set<string> {
  return new Set(repliesIn(replies, platform, channel).map(({ message }) => message));
}

export function filesRecordedOf(
  replies: KnownReplies,
  platform: string,
  channel: string,
  message: string,
): string[] {
  const ofMessage = repliesIn(replies, platform, channel).filter(
    (reply) => reply.message === message,
  );
  return ofMessage.flatMap(({ file }) => file ?? []);
}

function repliesIn(replies: KnownReplies, platform: string, channel: string): PlatformReply[] {
  const all = replies.map(({ id }) => parseReplyId(id)).filter((reply) => reply !== null);
  return all.filter(
    (reply) =>
      reply.platform === platform &&
      reply.channel === channel &&
      (reply.file === null || !OF_FORM.test(reply.file)),
  );
}
