/** What a person said on a chat platform, as a reply's id names it. */
export interface PlatformReply {
  readonly platform: string;
  readonly channel: string;
  /** The platform's name for the message. */
  readonly message: string;
  /** Of a file on that message, which is a reply of its own; `null` for the message's words. */
  readonly file: string | null;
  /** From 1; later ones are of a message that was changed after it had been read. */
  readonly version: number;
}

const REPLY_ID =
  /^([a-z]{1,20}):([A-Za-z0-9]{1,40}):(\d{1,20}(?:\.\d{1,20})?)(?:\/([A-Za-z0-9]{1,40}))?(?:#(\d{1,6}))?$/;

/** The id of a reply that is a message, or a file on one. */
export function replyIdOf(
  platform: string,
  channel: string,
  message: string,
  file: string | null = null,
): string {
  return `${platform}:${channel}:${message}${file === null ? '' : `/${file}`}`;
}

/** `null` for replies that were not given on a chat platform. */
export function parsedReplyId(id: string): PlatformReply | null {
  const [, platform, channel, message, file = null, version = '1'] = REPLY_ID.exec(id) ?? [];
  if (platform === undefined || channel === undefined || message === undefined) return null;
  return { platform, channel, message, file, version: Number(version) };
}
