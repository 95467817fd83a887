import type { CheckedCitation } from '../vocabulary/checked.ts';
import { counted } from '../vocabulary/figures.ts';
import { membersOf } from '../vocabulary/sets.ts';
import type { Citation, Submission } from '../vocabulary/submission.ts';
import { CITATION_WORDS, CITATIONS_WORDS } from '../vocabulary/words.ts';
import type { LabelledClaim } from './labels.ts';
import { type Lines, overlap, parsePlace } from './place.ts';

/** State of a citation: what its check found, or that there was none; `null` for nothing cited. */
type CitationStatus = keyof typeof CITATION_WORDS;

/** A claim, an argument or a finding that may cite something, with its check. */
type Cited = Pick<LabelledClaim, 'citation' | 'check'>;

export function citationStatus(
  citation: Citation,
  check: Pick<CheckedCitation, 'status'> | null,
): CitationStatus | null {
  return check?.status ?? (isEmpty(citation) ? null : 'not_checked');
}

/** Place and status in plain words: `src/queue.ts:12, stands there`. Empty for nothing cited. */
export function citedWords({ citation, check }: Cited): string {
  const status = citationStatus(citation, check);
  return status === null ? '' : `${citation.place || 'no place'}, ${CITATION_WORDS[status]}`;
}

/** Counts the citations in each state, found ones first: `2 citations stand there`. Empty for no citation. */
export function citationCounts(
  cited: readonly Cited[],
): { readonly status: CitationStatus; readonly words: string }[] {
  const found = cited.map(({ citation, check }) => citationStatus(citation, check));
  return membersOf(CITATION_WORDS).flatMap((status) => {
    const count = found.filter((each) => each === status).length;
    const words = (count === 1 ? CITATION_WORDS : CITATIONS_WORDS)[status];
    if (count === 0) return [];
    return [{ status, words: `${counted(count, 'citation')} ${words}` }];
  });
}

export function isEmpty({ place, quote }: Citation): boolean {
  return place === '' && quote === '';
}

/** The lines that a claim cites, by the name that git has for their file if that is known. `null`: none that can be compared. */
export function citedLines({ citation, check }: Cited): Lines | null {
  if (check === null) return parsePlace(citation.place);
  return check.status === 'failed' || check.path === '' ? null : check;
}

/**
 * The claims that cite lines which no other proposal cites (J4). Two citations of one file overlap if they have a line in
 * common; one that failed its check has found nothing.
 */
export function foundAlone(claims: readonly LabelledClaim[]): LabelledClaim[] {
  return claims.filter((claim) => {
    const lines = citedLines(claim);
    if (lines === null) return false;
    return !claims.some((other) => other.label !== claim.label && cites(other, lines));
  });
}

export function cites(cited: Cited, lines: Lines): boolean {
  const own = citedLines(cited);
  return own !== null && overlap(own, lines);
}

/** One citation of a submission, and what it belongs to. */
export interface GivenCitation extends Citation {
  /** Its number in the submission, from 1, as checks are stored under it. */
  readonly item: number;
  /** The name that its author uses: `claim 2`. */
  readonly name: string;
}

/** Every citation that a submission gives. */
export function citationsIn(submission: Submission): GivenCitation[] {
  const [noun, holders] = citing(submission);
  return holders
    .map(({ citation }, index) => ({ ...citation, item: index + 1, name: `${noun} ${index + 1}` }))
    .filter((citation) => !isEmpty(citation));
}

/** The same submission with these words as its quotations, by the numbers of its citations. */
export function withQuotes(submission: Submission, quotes: ReadonlyMap<number, string>): Submission {
  const copy = structuredClone(submission);
  for (const [index, { citation }] of citing(copy)[1].entries())
    citation.quote = quotes.get(index + 1) ?? citation.quote;
  return copy;
}

function citing({ tool, input }: Submission): [string, readonly { readonly citation: Citation }[]] {
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
