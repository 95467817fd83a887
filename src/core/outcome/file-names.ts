import type { EventOf } from '../vocabulary/events.ts';

/** Files that no event can hash: the first holds all events, the second the hash of the last. */
export const EVENTS_NAME = 'events.jsonl';
export const MANIFEST_NAME = 'manifest.json';

/** All files, once an event has named some; none before. */
export function listFileNames(files: Readonly<EventOf<'files_written'>['files']>): string[] {
  if (files.length === 0) return [];
  return [...new Set([...files.map(({ name }) => name), EVENTS_NAME, MANIFEST_NAME])];
}
