import { type GivenCitation, listCitations, replaceQuotes } from '../../core/proposals/cited.ts';
import { type CitedPlace, isAtCommit, isTooWide, parsePlace } from '../../core/proposals/place.ts';
import { hasQuote, occurrencesOf, saysSomething, widenQuote } from '../../core/proposals/quote.ts';
import { type CheckedCitation, CITATION_BOUNDS } from '../../core/vocabulary/checked.ts';
import type { Submission } from '../../core/vocabulary/submission.ts';
import type { Clock } from '../../foundation/clock.ts';
import { cutMiddle, cutText, makeStorable } from '../../foundation/cut-text.ts';
import type { Log } from '../../foundation/log.ts';
import { redactIn } from '../../foundation/redaction.ts';
import { awaitUnlessAborted } from '../../foundation/timeout.ts';
import type { LinesRead, LookUp, NotHere, PinnedRepository } from '../../ports/repository.ts';
import type { TurnBounds } from '../prompt/bounds.ts';
import { shortenMaterial, wrapMaterial } from '../prompt/material-text.ts';

export interface CitationParts {
  readonly repository: PinnedRepository | null;
  readonly bounds: TurnBounds;
  readonly clock: Clock;
  readonly log: Log;
  readonly redact: (text: string) => string;
}

/** A place as stored; `problem` if it fails, `quote` with whole sentences if it passes. */
type Verdict = Omit<CheckedCitation, 'item'> & {
  readonly problem?: string;
  readonly quote?: string;
};

const NOWHERE = { path: '', from: 0, to: 0 };

/**
 * Checks each place that a submission cites at the design's commit: the lines must exist and
 * contain the quotation word for word; the quotation must be long enough, and rare in its file. All
 * checks share the time of one tool call. A place that was not read is not checkable, which is not
 * the author's fault. `refusal`: tells the author which citations to correct; empty if none.
 * `quoting`: the submission with quotations widened to whole sentences.
 */
export async function checkCitations(
  submission: Submission,
  parts: CitationParts,
  signal: AbortSignal,
) {
  const { quotes, ...checked } = await checkGiven(listCitations(submission), parts, signal);
  return { ...checked, quoting: replaceQuotes(submission, quotes) };
}

/**
 * Checks given citations. `eval` uses it for a model that answers alone, so that both are measured
 * alike.
 */
export async function checkGiven(
  rawCitations: readonly GivenCitation[],
  parts: CitationParts,
  signal: AbortSignal,
): Promise<{
  readonly citations: CheckedCitation[];
  readonly refusal: string | null;
  readonly quotes: ReadonlyMap<number, string>;
}> {
  const { clock, bounds } = parts;
  const late = new AbortController();
  using _timer = clock.at(clock.now() + bounds.toolMs, () => late.abort());
  const check = new Check(parts, AbortSignal.any([signal, late.signal]));
  const citations: CheckedCitation[] = [];
  const problems: string[] = [];
  const quotes = new Map<number, string>();
  // One after the other: all personas check at the same time and share a few git processes.
  for (const each of rawCitations.slice(0, CITATION_BOUNDS.citations)) {
    const { problem, quote, ...verdict } = await check.judge(each);
    citations.push({ item: each.item, ...verdict });
    if (quote !== undefined) quotes.set(each.item, quote);
    if (problem !== undefined)
      problems.push(`- ${each.name}${each.place === '' ? '' : `, ${each.place}`}: ${problem}`);
  }
  return {
    citations,
    refusal: problems.length === 0 ? null : [...problems, UNDO].join('\n'),
    quotes,
  };
}

/** The check of one submission. Reads each cited file once to count quotations in it. */
class Check {
  readonly #parts: CitationParts;
  readonly #signal: AbortSignal;
  readonly #lines = new Map<string, Promise<readonly string[] | null>>();

  constructor(parts: CitationParts, signal: AbortSignal) {
    this.#parts = parts;
    this.#signal = signal;
  }

  async judge(citation: GivenCitation): Promise<Verdict> {
    const { repository } = this.#parts;
    const place = parsePlace(citation.place);
    const { path, from, to } = place ?? NOWHERE;
    if (repository === null) return { status: 'not_checkable', path, from, to };
    const fail = (problem: string): Verdict => ({ status: 'failed', path, from, to, problem });
    if (citation.place === '') return fail(NO_PLACE);
    if (place === null) return fail(NOT_A_PLACE);
    if (!isAtCommit(place, repository.pinned)) {
      return fail(sayOtherCommit(place.commit, repository.pinned.commit));
    }
    if (isTooWide(place)) return fail(TOO_WIDE);
    const read = await this.#read((signal) => repository.readLines(place, signal));
    switch (read.kind) {
      case 'it':
        return await this.#compare(citation.quote, place, read, repository);
      case 'not_there':
        return fail(sayNothingThere(read.text));
      case 'not_here': {
        // The author can cite something else only if reading again would not help.
        const problem = read.reason === 'refused' ? { problem: sayNothingThere(read.text) } : {};
        return { status: 'not_checkable', path, from, to, ...problem };
      }
    }
  }

  async #compare(
    quote: string,
    { path, from, to }: CitedPlace,
    read: LinesRead,
    repository: PinnedRepository,
  ): Promise<Verdict> {
    // The quotation lost its secrets when it came in, so the lines must lose them too.
    const lines = redactIn(read.lines, this.#parts.redact);
    const excerpt = excerptOf(lines);
    const fail = (problem: string): Verdict => ({
      status: 'failed',
      path,
      from,
      to,
      excerpt,
      problem,
    });
    if (quote === '') return fail(sayNoQuote(from, lines));
    if (!hasQuote(lines, quote)) {
      // The quotation may be further on in a line that was read only in part.
      return read.isCut
        ? { status: 'not_checkable', path, from, to, excerpt }
        : fail(sayNotQuoted(from, lines));
    }
    if (!saysSomething(quote)) return fail(sayTooLittle(from, lines));
    const file = await this.#linesOf(read.path, repository);
    if (file === null) return { status: 'not_checkable', path, from, to, excerpt };
    const places = occurrencesOf(file.join('\n'), quote);
    if (places > CITATION_BOUNDS.quotePlaces) return fail(sayTooCommon(places, from, lines));
    // Only the beginning of a long file is read; beyond that, quotations are widened within the
    // cited lines.
    const [around, at] = file.length < to ? [lines, 0] : [file, from - 1];
    const whole = widenQuote(quote, path, around, at);
    return {
      status: 'checked',
      path: choosePath(read.path, path),
      from,
      to,
      excerpt,
      quote: whole,
    };
  }

  /**
   * Lines of a file, none if it is too large: then the cited lines are enough, as they contain the
   * quotation. `null` if it could not be read, so that nobody knows where else it has the
   * quotation.
   */
  async #linesOf(path: string, repository: PinnedRepository): Promise<readonly string[] | null> {
    return await this.#lines.getOrInsertComputed(path, async () => {
      const read = await this.#read((signal) => repository.readText(path, signal));
      if (read.kind === 'it') return redactIn(read.text, this.#parts.redact).split('\n');
      return read.kind === 'not_here' && read.reason === 'too_large' ? [] : null;
    });
  }

  async #read<It>(read: (signal: AbortSignal) => Promise<LookUp<It>>): Promise<LookUp<It>> {
    const signal = this.#signal;
    try {
      return await awaitUnlessAborted(read(signal), signal);
    } catch (error) {
      if (!signal.aborted) this.#parts.log.error('citation_check_failed', { error: String(error) });
      return NOT_READ;
    }
  }
}

/** Reading took too long, or failed. */
export const NOT_READ: NotHere = { kind: 'not_here', reason: 'no_room', text: '' };

/** Cited lines for readers of the claim; the middle is cut if they are long. */
function excerptOf(lines: readonly string[]): string {
  return makeStorable(cutMiddle(lines.join('\n'), CITATION_BOUNDS.excerptCharacters));
}

/**
 * The path as git names it, unless that is too long to store: an unprintable character takes six.
 */
function choosePath(pathInGit: string, givenPath: string): string {
  return pathInGit.length <= CITATION_BOUNDS.placeCharacters ? pathInGit : givenPath;
}

// Words for a model about a failed citation: the fault, and the actual lines.

/** Most characters of each shown line, and of all lines shown for one citation. */
const LINE_CHARACTERS = 200;
const SHOWN_CHARACTERS = 1_500;

const NO_PLACE =
  'it has a quotation but no place. Give the place as path:12 or path:12-14, from the top of the repository.';
const NOT_A_PLACE =
  'this is not a place. Write path:12, or path:12-14 for several lines, with a path from the top of the repository.';
const TOO_WIDE = `it spans too many lines: at most ${CITATION_BOUNDS.lines} are allowed. Cite only those that say it.`;
const UNDO =
  'Correct the place or the quotation. If you did not read it there, leave both empty. A citation that keeps failing is kept, and marked as failed for everybody who reads it.';

function sayOtherCommit(namedCommit: string, pinnedCommit: string): string {
  return `it names commit ${namedCommit}, and this design reads ${pinnedCommit.slice(0, 12)}. Cite that commit's lines, and leave the commit out.`;
}

function sayNothingThere(reason: string): string {
  return `nothing can be cited there. ${wrapMaterial('the repository', shortenMaterial(reason, SHOWN_CHARACTERS))}`;
}

function sayNoQuote(from: number, lines: readonly string[]): string {
  return `it quotes nothing. Quote a few words of these lines, exactly as they are:\n${showLines(from, lines)}`;
}

function sayNotQuoted(from: number, lines: readonly string[]): string {
  return `the quotation is not in these lines, character for character. They say:\n${showLines(from, lines)}`;
}

function sayTooLittle(from: number, lines: readonly string[]): string {
  const { quoteWords, quoteLetters } = CITATION_BOUNDS;
  return `the quotation is there, but too short: quote at least ${quoteWords} words, or ${quoteLetters} letters and digits, of the passage that says it, and add a neighbouring line if one is too short. These lines say:\n${showLines(from, lines)}`;
}

function sayTooCommon(places: number, from: number, lines: readonly string[]): string {
  return `the quotation is in ${places} places in this file, and at most ${CITATION_BOUNDS.quotePlaces} are allowed: quote more of these lines, in words that only they have:\n${showLines(from, lines)}`;
}

function showLines(from: number, lines: readonly string[]): string {
  const numberedLines = lines.map(
    (line, index) => `${from + index}: ${cutText(line, LINE_CHARACTERS, ' …')}`,
  );
  return wrapMaterial(
    'the repository',
    shortenMaterial(numberedLines.join('\n'), SHOWN_CHARACTERS),
  );
}
