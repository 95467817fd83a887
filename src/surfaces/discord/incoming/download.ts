import { type AttachedFile, type Fetched, fetchFrom } from '#acts/gateway/attachments.ts';
import type { Clock } from '#foundation/clock.ts';

/** Milliseconds for a download; its message waits for it. */
const DOWNLOAD_MS = 5_000;
const ORIGINS = ['https://cdn.discordapp.com', 'https://media.discordapp.net'];

export function download(
  file: Pick<AttachedFile, 'url'>,
  apiUrl: string,
  maxBytes: number,
  clock: Clock,
): Promise<Fetched> {
  return fetchFrom({ origins: originsOf(apiUrl), timeoutMs: DOWNLOAD_MS }, file, maxBytes, clock);
}

/** Origins of Discord's files. A configured endpoint serves its own. */
export function originsOf(apiUrl: string): string[] {
  return [...ORIGINS, new URL(apiUrl).origin];
}
