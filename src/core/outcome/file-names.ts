import type { Design } from '../vocabulary/design.ts';
import type { EventOf } from '../vocabulary/events.ts';

/**
 * Names of the files that no event can hash: the first holds all events, the second the texts that these refer to by their hashes,
 * and the last the hash of the last event.
 */
export const EVENTS_NAME = 'events.jsonl';
export const WORDS_NAME = 'words.jsonl';
export const MANIFEST_NAME = 'manifest.json';

/** Every file that there is once those are written that an event names; none before. */
export function fileNames(files: EventOf<'files_written'>['files']): string[] {
  if (files.length === 0) return [];
  return [...new Set([...files.map(({ name }) => name), EVENTS_NAME, WORDS_NAME, MANIFEST_NAME])];
}

/** The folder of what people have done with a decision after the end, and its files (J14). */
export const ADDENDUM_FOLDER = 'addendum';
export const ADDENDUM = {
  adr: 'addendum/adr.md',
  events: 'addendum/events.jsonl',
  words: 'addendum/words.jsonl',
  manifest: 'addendum/manifest.json',
} as const;

/** Every file of the addendum; none where nothing was done with the decision since, or there are no files. */
export function addendumNames({ files, afterwards }: Pick<Design, 'files' | 'afterwards'>): string[] {
  return files.length === 0 || afterwards.length === 0 ? [] : Object.values(ADDENDUM);
}
