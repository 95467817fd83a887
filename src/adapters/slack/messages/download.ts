import type { AttachedFile, Fetched } from '../../../runtime/gateway/attachments.ts';
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
    if (!answer.ok || answer.body === null) return { why: 'unreachable', detail: `status ${answer.status}` };
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of answer.body) {
      size += chunk.length;
      if (size > mostBytes) return { why: 'too_large', detail: 'larger than it was said to be' };
      chunks.push(chunk);
    }
    const bytes = Buffer.concat(chunks);
    // Whoever may not read a file is shown a page to sign in at, and no error.
    if (bytes.length !== told && PAGE.test(bytes.subarray(0, PAGE_BYTES).toString()))
      return { why: 'sign_in', detail: 'a page' };
    return { bytes };
  } catch (error) {
    return { why: 'unreachable', detail: error instanceof Error ? error.message : 'unknown' };
  }
}

export function isOfSlack(url: string, apiUrl: string): boolean {
  const { origin, protocol, host } = new URL(apiUrl);
  return URL.canParse(url) && [origin, `${protocol}//files.${host}`].includes(new URL(url).origin);
}
