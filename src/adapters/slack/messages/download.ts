import { type AttachedFile, bytesOf, type Fetched } from '../../../runtime/gateway/attachments.ts';
import type { Clock } from '../../../runtime/ports/clock.ts';

/** Milliseconds that a download may take: what it belongs to is acknowledged within three seconds. */
const PATIENCE_MS = 1_800;
const PAGE = /^\s{0,100}<(?:!doctype|html)/i;
const PAGE_BYTES = 200;

export interface Access {
  readonly token: string;
  /** Where Slack's methods are. Its files are there, or at `files.` and that host, and the token goes nowhere else. */
  readonly apiUrl: string;
}

/** Fetches a file with the bot's token. Never follows a redirection, and never reads more than so many bytes. */
export async function download(
  { url, size: told }: Pick<AttachedFile, 'url' | 'size'>,
  { token, apiUrl }: Access,
  mostBytes: number,
  clock: Clock,
): Promise<Fetched> {
  if (url === null || !isOfSlack(url, apiUrl)) return { why: 'elsewhere', detail: 'another origin' };
  const late = new AbortController();
  using _alarm = clock.at(clock.now() + PATIENCE_MS, () => late.abort(new Error('took too long')));
  try {
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(url, { headers, redirect: 'error', signal: late.signal });
    const fetched = await bytesOf(answer, mostBytes);
    // Whoever may not read a file is shown a page to sign in at, and no error.
    const isPage =
      'bytes' in fetched && fetched.bytes.length !== told && PAGE.test(beginningOf(fetched.bytes));
    return isPage ? { why: 'sign_in', detail: 'a page' } : fetched;
  } catch (error) {
    return { why: 'unreachable', detail: error instanceof Error ? error.message : 'unknown' };
  }
}

export function isOfSlack(url: string, apiUrl: string): boolean {
  const { origin, protocol, host } = new URL(apiUrl);
  return URL.canParse(url) && [origin, `${protocol}//files.${host}`].includes(new URL(url).origin);
}

function beginningOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, PAGE_BYTES)).toString();
}
