import type { WebClient } from '@slack/web-api';
import { type AttachedFile, type Fetched, fetchFrom } from '../../../acts/gateway/attachments.ts';
import type { Clock } from '../../../foundation/clock.ts';

/** Milliseconds for a download: its message has to be acknowledged within three seconds. */
const DOWNLOAD_MS = 1_800;
const PAGE = /^\s{0,100}<(?:!doctype|html)/i;
const PAGE_BYTES = 200;

export async function download(
  { url, size }: Pick<AttachedFile, 'url' | 'size'>,
  { token = '', slackApiUrl: apiUrl }: Pick<WebClient, 'token' | 'slackApiUrl'>,
  maxBytes: number,
  clock: Clock,
): Promise<Fetched> {
  const headers = { authorization: `Bearer ${token}` };
  const origin = { origins: originsOf(apiUrl), headers, timeoutMs: DOWNLOAD_MS };
  const fetched = await fetchFrom(origin, { url }, maxBytes, clock);
  // Without the right to read a file, the bot gets a sign-in page with status 200.
  if (!('bytes' in fetched) || fetched.bytes.length === size) return fetched;
  const beginning = Buffer.from(fetched.bytes.subarray(0, PAGE_BYTES)).toString();
  return PAGE.test(beginning) ? { why: 'sign_in', detail: 'a page' } : fetched;
}

/** Origins of Slack's files: the API's, and `files.` on the same host. The token goes nowhere else. */
export function originsOf(apiUrl: string): string[] {
  const { origin, protocol, host } = new URL(apiUrl);
  return [origin, `${protocol}//files.${host}`];
}
