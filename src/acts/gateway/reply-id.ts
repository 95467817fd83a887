/** A message on a chat platform, as a reply's id names it. */
interface PlatformReply {
  readonly platform: string;
  readonly channel: string;
  /** The platform's name for the message. */
  readonly message: string;
  /** Id of a file on that message, which is a reply of its own; `null` for the message's words. */
  readonly file: string | null;
}

const REPLY_ID = /^([a-z]{1,20}):([^\s:/#]{1,80}):([^\s:/#]{1,80})(?:\/([^\s:/#]{1,80}))?(?:#\d{1,6})?$/;

/** Matches the question that names an answer from a form, in place of a file. Such a reply has no message. */
const OF_FORM = /^(?:remark|Q\d{1,6})$/;

/**
 * The id of a reply that is a message, or a file on one. A platform whose own ids hold blanks or one of `:/#` has to
 * encode them: a reply id that cannot be parsed could not be acknowledged, so that is a broken invariant.
 */
export function replyIdOf(
  platform: string,
  channel: string,
  message: string,
  file: string | null = null,
): string {
  const id = `${platform}:${channel}:${message}${file === null ? '' : `/${file}`}`;
  if (parsedReplyId(id) === null) throw new Error(`broken invariant: ${id} is no id of a reply`);
  return id;
}

/** `null` for replies that were not given on a chat platform. What `#` begins stands for a message that was changed after it had been read. */
function parsedReplyId(id: string): PlatformReply | null {
  const [, platform, channel, message, file = null] = REPLY_ID.exec(id) ?? [];
  if (platform === undefined || channel === undefined || message === undefined) return null;
  return { platform, channel, message, file };
}

/** The message that a reply is, or that it is a file on, if that is one in this conversation of the platform. */
export function messageOf(replyId: string, platform: string, channel: string): string | null {
  const [reply] = repliesIn([{ id: replyId }], platform, channel);
  return reply?.message ?? null;
}

type KnownReplies = readonly { readonly id: string }[];

/** The messages of a conversation among these replies. */
export function recordedMessages(replies: KnownReplies, platform: string, channel: string): Set<string> {
  return new Set(repliesIn(replies, platform, channel).map(({ message }) => message));
}

/** The files of a message among these replies. */
export function recordedFiles(
  replies: KnownReplies,
  platform: string,
  channel: string,
  message: string,
): string[] {
  const ofMessage = repliesIn(replies, platform, channel).filter((reply) => reply.message === message);
  return ofMessage.flatMap(({ file }) => file ?? []);
}

function repliesIn(replies: KnownReplies, platform: string, channel: string): PlatformReply[] {
  const parsed = replies.map(({ id }) => parsedReplyId(id)).filter((reply) => reply !== null);
  return parsed.filter(
    (reply) =>
      reply.platform === platform &&
      reply.channel === channel &&
      (reply.file === null || !OF_FORM.test(reply.file)),
  );
}
