import type { CheckedCitation } from '../../core/citation/checked.ts';
import { citationStatus } from '../../core/citation/cited.ts';
import type { Citation } from '../../core/submission.ts';
import { CITATION_WORDS } from '../../core/words.ts';

/** A citation as participants read it after what it belongs to: place, quotation, and how it stands. Empty for none. */
export function citedText(citation: Citation, check: CheckedCitation | null): string {
  const status = citationStatus(citation, check);
  const quote = citation.quote === '' ? '' : `: "${citation.quote}"`;
  return status === null
    ? ''
    : ` [read in ${citation.place || 'no place'}${quote}; ${CITATION_WORDS[status]}]`;
}
