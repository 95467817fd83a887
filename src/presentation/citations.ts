import { citationStatus, isEmpty } from '../core/proposals/cited.ts';
import { linkTo } from '../core/proposals/forge.ts';
import type { LabelledClaim } from '../core/proposals/labels.ts';
import type { CheckedCitation } from '../core/vocabulary/checked.ts';
import type { Design } from '../core/vocabulary/design.ts';
import type { Citation } from '../core/vocabulary/submission.ts';
import { CITATION_WORDS } from '../core/vocabulary/words.ts';
import { codeSpan, type Inline, type Line, line, trusted } from './format/document.ts';
import type { Cited } from './schema/field.ts';

type Citing = Pick<LabelledClaim, 'citation' | 'check'>;
type Repository = Design['repository'];

/** Place, quotation and check; empty if nothing is cited. */
export function citationLine({ citation, check }: Citing, repository: Repository = null): Line {
  const status = citationStatus(citation, check);
  if (status === null) return [];
  return line`${placeOf(citation.place, urlOf(check, repository))}${quoteOf(citation.quote)}, ${CITATION_WORDS[status]}`;
}

/** Without the quotation, and without a mark if the source stands there; says so for a claim without a citation. */
export function sourceLine(
  { repository }: Pick<Design, 'repository'>,
  { kind, citation, check }: Citing & Pick<LabelledClaim, 'kind'>,
): Line {
  const status = citationStatus(citation, check);
  if (status === 'checked') return [placeOf(citation.place, urlOf(check, repository))];
  if (status !== null) return citationLine({ citation: { ...citation, quote: '' }, check }, repository);
  return line`${kind === 'assumption' ? 'assumed' : 'no source given'}`;
}

/**
 * For sealed bytes, which never change: without a link, since that depends on the remote; without a status if nothing
 * was looked up; with spaces for the backticks in a quotation.
 */
export function sealedCitation(citation: Citation, check: CheckedCitation | null): Line {
  if (isEmpty(citation)) return [];
  const found = check === null ? '' : `, ${CITATION_WORDS[check.status]}`;
  return line`${placeOf(citation.place)}${quoteOf(unticked(citation.quote))}${found}`;
}

/** Continues a place; empty without a quotation. */
export function quoteOf(quote: string): Line {
  return quote === '' ? [] : line`: ${codeSpan(quote)}`;
}

function placeOf(place: string, url: string | null = null): Inline {
  const words = place === '' ? trusted('no place') : codeSpan(unticked(place));
  if (url === null) return words;
  const link = { kind: 'link', url, words: words.text } as const;
  return words.style === undefined ? link : { ...link, style: words.style };
}

function urlOf(check: CheckedCitation | null, repository: Repository): string | null {
  return check === null ? null : linkTo(repository, check);
}

function unticked(text: string): string {
  return text.replaceAll('`', ' ');
}

/** As `citationLine`, from the view. */
export function citedLine({ place, quote, url, status }: Cited): Line {
  return line`${placeOf(place, url)}${quoteOf(quote)}, ${status}`;
}
