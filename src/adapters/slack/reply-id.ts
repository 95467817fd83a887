/** What a person said in Slack, as a reply's id names it. */
export interface SlackReply {
  readonly channel: string;
  /** Slack's name for the message: its time and a count. */
  readonly ts: string;
  /** Of a file on that message, which is a reply of its own; `null` for the message's words. */
  readonly file: string | null;
  /** From 1; later ones are of a message that was changed after it had been read. */
  readonly version: number;
}

const REPLY_ID = /^slack:([A-Z0-9]{1,40}):(\d{1,20}\.\d{1,20})(?:\/([A-Z0-9]{1,40}))?(?:#(\d{1,6}))?$/;

/** The id of a reply that is a message, or a file on one. */
export function replyIdOf(channel: string, ts: string, file: string | null = null): string {
  return `slack:${channel}:${ts}${file === null ? '' : `/${file}`}`;
}

/** `null` for replies that were not given in Slack. */
export function parsedReplyId(id: string): SlackReply | null {
  const [, channel, ts, file = null, version = '1'] = REPLY_ID.exec(id) ?? [];
  return channel === undefined || ts === undefined ? null : { channel, ts, file, version: Number(version) };
}
