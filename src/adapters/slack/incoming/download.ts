import type { WebClient } from '@slack/web-api';
import { type AttachedFile, type Fetched, fetchFrom } from '../../../acts/gateway/attachments.ts';
import type { Clock } from '../../../foundation/clock.ts';

/** Milliseconds that a download may take: what it belongs to is acknowledged within three seconds. */
const DOWNLOAD_MS = 1_800;
const PAGE = /^\s{0,100}<(?:!doctype|html)/i;
const PAGE_BYTES = 200;

/** Fetches a file with the bot's token. */
export async function download(
  { url, size }: Pick<AttachedFile, 'url' | 'size'>,
  { token = '', slackApiUrl: apiUrl }: Pick<WebClient, 'token' | 'slackApiUrl'>,
  maxBytes: number,
  clock: Clock,
): Promise<Fetched> {
  const headers = { authorization: `Bearer ${token}` };
  const origin = { origins: originsOf(apiUrl), headers, timeoutMs: DOWNLOAD_MS };
  const fetched = await fetchFrom(origin, { url }, maxBytes, clock);
  // A bot that may not read a file is shown a page to sign in at, and no error.
  if (!('bytes' in fetched) || fetched.bytes.length === size) return fetched;
  const beginning = Buffer.from(fetched.bytes.subarray(0, PAGE_BYTES)).toString();
  return PAGE.test(beginning) ? { why: 'sign_in', detail: 'a page' } : fetched;
}

/**
 * Returns the origins at which Slack keeps files: that of its methods, or `files.` and that host. The token goes nowhere else.
 */
export function originsOf(apiUrl: string): string[] {
  const { origin, protocol, host } = new URL(apiUrl);
  return [origin, `${protocol}//files.${host}`];
}
