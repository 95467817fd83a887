import { citationsIn, type GivenCitation } from '../../core/citation/cited.ts';
import { isAtCommit, isTooWide, type Place, parsePlace } from '../../core/citation/place.ts';
import { hasQuote } from '../../core/citation/quote.ts';
import { type CheckedCitation, CITATION_BOUNDS } from '../../core/vocabulary/checked.ts';
import type { Submission } from '../../core/vocabulary/submission.ts';
import type { LinesRead, PinnedRepository } from '../ports/repository.ts';
import { redacted } from '../redaction.ts';
import { abortable } from '../timeout.ts';
import * as texts from './citation-texts.ts';
import type { TurnParts } from './turn-parts.ts';

type CitationParts = Pick<TurnParts, 'repository' | 'bounds' | 'clock' | 'log' | 'redact'>;

/** A place as stored, with the reason if it fails. */
type Verdict = Omit<CheckedCitation, 'item'> & { readonly problem?: string };

const NOWHERE = { path: '', from: 0, to: 0 };

/**
 * Checks each place that a submission cites at the design's commit: the lines have to be there, and the quotation in them, word
 * for word. All together may take as long as one tool call. An unreadable place is not checkable, and no fault of the author.
 * `refusal`: the failed ones, for the author; empty if none failed.
 */
export async function checkCitations(
  submission: Submission,
  parts: CitationParts,
  signal: AbortSignal,
): Promise<{ readonly citations: CheckedCitation[]; readonly refusal: string }> {
  const { clock, bounds } = parts;
  const late = new AbortController();
  using _timer = clock.at(clock.now() + bounds.toolMs, () => late.abort());
  const bounded = AbortSignal.any([signal, late.signal]);
  const citations: CheckedCitation[] = [];
  const problems: string[] = [];
  // One after the other: all personas do this at the same time, and share a few git processes.
  for (const given of citationsIn(submission).slice(0, CITATION_BOUNDS.citations)) {
    const { problem, ...verdict } = await judge(given, parts, bounded);
    citations.push({ item: given.item, ...verdict });
    if (problem !== undefined)
      problems.push(`- ${given.name}${given.place === '' ? '' : `, ${given.place}`}: ${problem}`);
  }
  return { citations, refusal: problems.length === 0 ? '' : [...problems, texts.UNDO].join('\n') };
}

async function judge(given: GivenCitation, parts: CitationParts, signal: AbortSignal): Promise<Verdict> {
  const { repository } = parts;
  const place = parsePlace(given.place);
  const { path, from, to } = place ?? NOWHERE;
  if (repository === null) return { status: 'not_checkable', path, from, to };
  const failed = (problem: string): Verdict => ({ status: 'failed', path, from, to, problem });
  if (given.place === '') return failed(texts.NO_PLACE);
  if (place === null) return failed(texts.NOT_A_PLACE);
  if (!isAtCommit(place, repository.pinned)) {
    return failed(texts.otherCommit(place.commit, repository.pinned.commit));
  }
  if (isTooWide(place)) return failed(texts.TOO_WIDE);
  const read = await readPlace(repository, place, parts, signal);
  if (read.kind === 'unreadable') return { status: 'not_checkable', path, from, to };
  if (read.kind === 'none') return failed(texts.nothingThere(read.text));
  // A secret was taken out of the quotation when it came in.
  const lines = redacted(read.lines, parts.redact);
  if (given.quote === '') return failed(texts.noQuote(from, lines));
  if (hasQuote(lines, given.quote)) return { status: 'checked', path: storedPath(read.path, path), from, to };
  // It may stand further on in a line of which only the beginning was read.
  return read.isCut ? { status: 'not_checkable', path, from, to } : failed(texts.notQuoted(from, lines));
}

async function readPlace(
  repository: PinnedRepository,
  place: Place,
  { log }: CitationParts,
  signal: AbortSignal,
): Promise<LinesRead> {
  try {
    return await abortable(repository.readLines(place, signal), signal);
  } catch (error) {
    if (!signal.aborted) log.error('citation_check_failed', { error: String(error) });
    return { kind: 'unreadable' };
  }
}

/** Returns the path as git names it, unless that is too long to store: a character that does not print takes six. */
function storedPath(found: string, given: string): string {
  return found.length <= CITATION_BOUNDS.placeCharacters ? found : given;
}
