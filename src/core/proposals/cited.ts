import type { CheckedCitation } from '../vocabulary/checked.ts';
import type { Citation, Submission } from '../vocabulary/submission.ts';
import type { CITATION_WORDS } from '../vocabulary/words.ts';
import type { LabelledClaim } from './labels.ts';
import { type Lines, parsePlace, sharesLines } from './place.ts';

/** Result of a citation's check, or `not_checked`. */
type CitationStatus = keyof typeof CITATION_WORDS;

type Cited = Pick<LabelledClaim, 'citation' | 'check'>;

export function citationStatusOf(
  citation: Citation,
  check: Pick<CheckedCitation, 'status'> | null,
): CitationStatus | null {
  return check?.status ?? (isEmpty(citation) ? null : 'not_checked');
}

function isEmpty({ place, quote }: Citation): boolean {
  return place === '' && quote === '';
}

/** The cited lines, with git's spelling of the path if known; `null` if they cannot be compared. */
export function citedLinesOf({ citation, check }: Cited): Lines | null {
  if (check === null) return parsePlace(citation.place);
  return check.status === 'failed' || check.path === '' ? null : check;
}

/**
 * Claims that cite lines no other proposal cites. Citations that share a line overlap; a failed one
 * cites nothing.
 */
export function listFoundAlone(claims: readonly LabelledClaim[]): LabelledClaim[] {
  return claims.filter((claim) => {
    const lines = citedLinesOf(claim);
    if (lines === null) return false;
    return !claims.some((other) => other.label !== claim.label && cites(other, lines));
  });
}

export function cites(cited: Cited, lines: Lines): boolean {
  const own = citedLinesOf(cited);
  return own !== null && sharesLines(own, lines);
}

export interface GivenCitation extends Citation {
  /** Its number in the submission, from 1; its check has the same. */
  readonly item: number;
  readonly name: string;
}

export function listCitations(submission: Submission): GivenCitation[] {
  const [noun, holders] = citationHoldersOf(submission);
  return holders
    .map(({ citation }, index) => ({ ...citation, item: index + 1, name: `${noun} ${index + 1}` }))
    .filter((citation) => !isEmpty(citation));
}

/** Replaces the quotations of the citations with these numbers. */
export function replaceQuotes(
  submission: Submission,
  quotes: ReadonlyMap<number, string>,
): Submission {
  const copy = structuredClone(submission);
  for (const [index, { citation }] of citationHoldersOf(copy)[1].entries())
    citation.quote = quotes.get(index + 1) ?? citation.quote;
  return copy;
}

function citationHoldersOf({
  tool,
  input,
}: Submission): [string, readonly { readonly citation: Citation }[]] {
  switch (tool) {
    case 'submit_proposal':
      return ['claim', input.claims];
    case 'submit_audit':
      return ['finding', input.findings];
    case 'argue':
      return ['point', input.points];
    default:
      return ['', []];
  }
}
