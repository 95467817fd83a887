import type { TouchedRecord } from '../core/vocabulary/event-parts.ts';
import { lines, list, type Section, under, untrusted } from './format/document.ts';
import type { DesignView } from './schema/view.ts';

export const RELATION_WORDS = { contradicts: 'Contradicts', supersedes: 'Supersedes' } as const;

/** *Supersedes 0007 “Queue in Redis” (docs/adr/0007-queue.md): it decides the same anew.* */
export function sayRelation({ number, path, title, relation, why }: TouchedRecord): string {
  return `${RELATION_WORDS[relation]} ${number === '' ? '' : `${number} `}“${title}” (${path}): ${why}`;
}

/** Accepted records of the repository that the question touches; empty for none. */
export function drawRelatedRecords({ frame }: DesignView): Section {
  const touched = frame?.records ?? [];
  return under(
    lines('Accepted records of the repository that the question touches:'),
    list(touched.map((each) => [untrusted(sayRelation(each))])),
  );
}
