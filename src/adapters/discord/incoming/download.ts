import { type AttachedFile, type Fetched, fetchFrom } from '../../../acts/gateway/attachments.ts';
import type { Clock } from '../../../foundation/clock.ts';

/** Milliseconds that a download may take: what it belongs to waits for it. */
const DOWNLOAD_MS = 5_000;
const ORIGINS = ['https://cdn.discordapp.com', 'https://media.discordapp.net'];

/** Fetches a file, whose address is all that is needed. */
export function download(
  file: Pick<AttachedFile, 'url'>,
  apiUrl: string,
  maxBytes: number,
  clock: Clock,
): Promise<Fetched> {
  return fetchFrom({ origins: originsOf(apiUrl), timeoutMs: DOWNLOAD_MS }, file, maxBytes, clock);
}

/** Returns the origins at which Discord keeps files; an endpoint of one's own keeps them itself. */
export function originsOf(apiUrl: string): string[] {
  return [...ORIGINS, new URL(apiUrl).origin];
}
