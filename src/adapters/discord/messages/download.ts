import { type AttachedFile, bytesOf, type Fetched } from '../../../runtime/gateway/attachments.ts';
import type { Clock } from '../../../runtime/ports/clock.ts';

/** Milliseconds that a download may take: what it belongs to waits for it. */
const PATIENCE_MS = 5_000;
/** Where Discord keeps files. */
const ORIGINS = ['https://cdn.discordapp.com', 'https://media.discordapp.net'];

/** Fetches a file, whose address is all that is needed. Never follows a redirection, and never reads more than so many bytes. */
export async function download(
  { url }: Pick<AttachedFile, 'url'>,
  apiUrl: string,
  mostBytes: number,
  clock: Clock,
): Promise<Fetched> {
  if (url === null || !isOfDiscord(url, apiUrl)) return { why: 'elsewhere', detail: 'another origin' };
  const late = new AbortController();
  using _alarm = clock.at(clock.now() + PATIENCE_MS, () => late.abort(new Error('took too long')));
  try {
    return await bytesOf(await fetch(url, { redirect: 'error', signal: late.signal }), mostBytes);
  } catch (error) {
    return { why: 'unreachable', detail: error instanceof Error ? error.message : 'unknown' };
  }
}

/** An endpoint of one's own keeps files itself. */
export function isOfDiscord(url: string, apiUrl: string): boolean {
  return URL.canParse(url) && [...ORIGINS, new URL(apiUrl).origin].includes(new URL(url).origin);
}
