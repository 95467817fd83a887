import type { WebClient } from '@slack/web-api';
import * as z from 'zod';
import { type AttachedFile, type Fetched, fetchFrom } from '#acts/gateway/attachments.ts';
import type { Unread } from '#acts/gateway/reply-texts.ts';
import type { Clock } from '#foundation/clock.ts';
import { No } from '#foundation/no.ts';
import { awaitWhileRunning } from '#foundation/timeout.ts';
import { slackCodeOf } from '../calls/faults.ts';
import { File } from './file.ts';

/** Milliseconds for a download: its message has to be acknowledged within three seconds. */
const DOWNLOAD_MS = 1_800;
const INFO_MS = 900;
const PAGE = /^\s{0,100}<(?:!doctype|html)/i;
const PAGE_BYTES = 200;

/** Fetches a file. Of one in a shared channel, Slack is first asked where it is. */
export async function download(
  { id, url, size }: Pick<AttachedFile, 'id' | 'url' | 'size'>,
  web: Pick<WebClient, 'token' | 'slackApiUrl' | 'files'>,
  maxBytes: number,
  clock: Clock,
): Promise<Fetched> {
  if (url === null) {
    const file = await lookUpFile(id, web, clock);
    if (file.why !== undefined) return new No({ kind: file.why, detail: 'files.info' });
    if (file.size !== null && file.size > maxBytes)
      return new No({ kind: 'too_large', detail: 'files.info' });
    const answer = await bytesAt(file, web, maxBytes, clock);
    return answer instanceof No ? answer : { ...answer, name: file.name };
  }
  return bytesAt({ url, size }, web, maxBytes, clock);
}

async function bytesAt(
  { url, size }: Pick<AttachedFile, 'url' | 'size'>,
  { token = '', slackApiUrl: apiUrl }: Pick<WebClient, 'token' | 'slackApiUrl'>,
  maxBytes: number,
  clock: Clock,
): Promise<Fetched> {
  const headers = { authorization: `Bearer ${token}` };
  const origin = { origins: originsOf(apiUrl), headers, timeoutMs: DOWNLOAD_MS };
  const answer = await fetchFrom(origin, { url }, maxBytes, clock);
  // Without the right to read a file, the bot gets a sign-in page with status 200.
  if (answer instanceof No || answer.bytes.length === size) return answer;
  const beginning = Buffer.from(answer.bytes.subarray(0, PAGE_BYTES)).toString();
  return PAGE.test(beginning) ? new No({ kind: 'sign_in', detail: 'a page' }) : answer;
}

const Info = z.object({ file: File });
const WHY_BY_CODE: Readonly<Record<string, Unread>> = {
  file_deleted: 'deleted',
  file_not_found: 'deleted',
  missing_scope: 'sign_in',
  access_denied: 'forbidden',
};

/** The file with its address, or the reason why there is none. */
function lookUpFile(file: string, { files }: Pick<WebClient, 'files'>, clock: Clock) {
  const unknown = (why: Unread): AttachedFile => ({
    id: file,
    name: null,
    size: null,
    url: null,
    why,
  });
  const read = async (): Promise<AttachedFile> => {
    try {
      const info = Info.parse(await files.info({ file })).file;
      return info.url === null && info.why === undefined ? unknown('elsewhere') : info;
    } catch (error) {
      return unknown(WHY_BY_CODE[slackCodeOf(error)] ?? 'unreachable');
    }
  };
  return awaitWhileRunning(read(), INFO_MS, () => unknown('unreachable'), clock);
}

/** Origins of Slack's files: the API's, and two on the same host. The token goes nowhere else. */
export function originsOf(apiUrl: string): string[] {
  const { origin, protocol, host } = new URL(apiUrl);
  return [origin, `${protocol}//files.${host}`, `${protocol}//files-origin.${host}`];
}
