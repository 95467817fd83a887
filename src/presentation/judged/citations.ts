import { citationStatusOf } from '../../core/proposals/cited.ts';
import { linkToLines } from '../../core/proposals/forge.ts';
import type { LabelledClaim } from '../../core/proposals/labels.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { CITATION_WORDS } from '../../core/vocabulary/words.ts';
import { codeSpan, type Inline, type Line, line, trust } from '../format/document.ts';
import { cutLine } from '../format/plain.ts';
import type { Source } from '../schema/field.ts';

/** A citation with its check, without a link if the repository has no known page. */
export function citationOf(
  { citation, check }: Pick<LabelledClaim, 'citation' | 'check'>,
  repository: Design['repository'] = null,
): Source {
  const status = citationStatusOf(citation, check);
  if (status === null) return null;
  const { place, quote } = citation;
  return { place, quote, status, url: check === null ? null : linkToLines(repository, check) };
}

/** Place, quotation and check; empty if nothing is cited. */
export function drawCitation(source: Source): Line {
  if (source === null) return [];
  return line`${placeOf(source)}${quoteOf(source.quote)}, ${CITATION_WORDS[source.status]}`;
}

/**
 * Without a mark if the source stands there; says so for a claim without one. `most`: characters of
 * its quotation.
 */
export function drawSource(source: Source, most = 0): Line {
  if (source === null) return line`no source given`;
  const { status, quote } = source;
  const mark = status === 'checked' ? '' : `, ${CITATION_WORDS[status]}`;
  return line`${placeOf(source)}${quoteOf(most === 0 ? '' : cutLine(quote, most))}${mark}`;
}

/**
 * For sealed bytes, which never change: without a link, since that depends on the remote; without a
 * status if nothing was looked up; with spaces for the backticks in a quotation.
 */
export function drawSealedCitation(source: Source): Line {
  if (source === null) return [];
  const { status, quote } = source;
  const result = status === 'not_checked' ? '' : `, ${CITATION_WORDS[status]}`;
  return line`${placeOf({ ...source, url: null })}${quoteOf(dropBackticks(quote))}${result}`;
}

/** Continues a place; empty without a quotation. */
function quoteOf(quote: string): Line {
  return quote === '' ? [] : line`: ${codeSpan(quote)}`;
}

function placeOf({ place, url }: NonNullable<Source>): Inline {
  const words = place === '' ? trust('no place') : codeSpan(dropBackticks(place));
  if (url === null) return words;
  const link = { kind: 'link', url, words: words.text } as const;
  return words.style === undefined ? link : { ...link, style: words.style };
}

function dropBackticks(text: string): string {
  return text.replaceAll('`', ' ');
}
