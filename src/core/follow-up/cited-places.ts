import { adoptedClaims } from '../decision/fates.ts';
import { decisionInForce } from '../outcome/outcome.ts';
import { citedLines } from '../proposals/cited.ts';
import { type Lines, parsePlace } from '../proposals/place.ts';
import type { CheckedCitation } from '../vocabulary/checked.ts';
import type { Design } from '../vocabulary/design.ts';
import { isCutInMiddle } from '../vocabulary/text.ts';

const MAX_PLACES = 100;

/** Lines as of their citation's check. `text`: `null` unless it is known in full. */
interface CitedText extends Lines {
  readonly text: string | null;
}

/**
 * Repository places that a decision rests on, each once: checked citations of its adopted claims, and places to
 * revisit.
 */
export function citedPlaces(design: Design): CitedText[] {
  const cited = adoptedClaims(design).flatMap((claim) => {
    const lines = claim.check?.status === 'checked' ? citedLines(claim) : null;
    return lines === null ? [] : [{ ...linesOf(lines), text: wholeText(claim.check) }];
  });
  const facts = decisionInForce(design)?.decision.revisitIf ?? [];
  const seen = facts.flatMap(({ fact }) =>
    fact.split(AROUND_PLACES).flatMap((word) => {
      const lines = parsePlace(word);
      return lines === null ? [] : [{ ...linesOf(lines), text: null }];
    }),
  );
  return unique([...cited, ...seen]).slice(0, MAX_PLACES);
}

/** Characters around a place in a sentence. */
const AROUND_PLACES = /[\s`()“”"]+|[.,;]+(?=\s|$)/;

function linesOf({ path, from, to }: Lines): Lines {
  return { path, from, to };
}

function wholeText(check: CheckedCitation | null): string | null {
  const text = check?.excerpt;
  return text === undefined || isCutInMiddle(text) ? null : text;
}

export function placeName({ path, from, to }: Lines): string {
  return from === to ? `${path}:${from}` : `${path}:${from}-${to}`;
}

function unique(all: readonly CitedText[]): CitedText[] {
  return [...new Map(all.toReversed().map((lines) => [placeName(lines), lines])).values()].toReversed();
}
