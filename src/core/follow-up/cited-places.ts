import { adoptedClaimsOf } from '../decision/fates.ts';
import { namePart, PART_WORDS } from '../decision/parts.ts';
import { type DecisionSentence, sentencesOf } from '../decision/sentences.ts';
import { findDecisionInForce } from '../outcome/outcome.ts';
import { citedLinesOf } from '../proposals/cited.ts';
import { type Lines, parsePlace } from '../proposals/place.ts';
import type { CheckedCitation } from '../vocabulary/checked.ts';
import type { Design } from '../vocabulary/design.ts';
import { isCutInMiddle } from '../vocabulary/text.ts';

const MAX_PLACES = 100;

/** Lines as of their citation's check. */
interface CitedText extends Lines {
  /** `null` unless it is known in full. */
  readonly text: string | null;
  /** The sentences of the decision that rest on these lines. */
  readonly sentences: readonly DecisionSentence[];
  /** The claims that cite them; empty if only a fact to look at again names them. */
  readonly claims: readonly string[];
}

/**
 * Repository places that a decision rests on, each once: checked citations of its adopted claims, and places to
 * revisit.
 */
export function citedPlacesOf(design: Design): CitedText[] {
  const decision = findDecisionInForce(design)?.decision;
  const sentences = decision === undefined ? [] : sentencesOf(decision);
  const whole = sentences.filter(({ part }) => part === PART_WORDS.sentence);
  const cited = adoptedClaimsOf(design).flatMap((claim) => {
    const lines = claim.check?.status === 'checked' ? citedLinesOf(claim) : null;
    if (lines === null) return [];
    const own = sentences.filter(({ rests }) => rests.includes(claim.id));
    const isOfWhole = own.length === 0 || decision?.rests.includes(claim.id);
    const resting = isOfWhole ? [...whole, ...own] : own;
    return [{ ...linesOf(lines), text: wholeTextOf(claim.check), sentences: resting, claims: [claim.text] }];
  });
  const facts = decision?.revisitIf ?? [];
  const seen = facts.flatMap(({ fact }, at) => {
    const resting = sentences.filter(({ part }) => part === namePart('revisitIf', at + 1));
    return fact.split(AROUND_PLACES).flatMap((word) => {
      const lines = parsePlace(word);
      return lines === null ? [] : [{ ...linesOf(lines), text: null, sentences: resting, claims: [] }];
    });
  });
  return [...Map.groupBy([...cited, ...seen], namePlace).values()].flatMap(mergePlaces).slice(0, MAX_PLACES);
}

/** Characters around a place in a sentence. */
const AROUND_PLACES = /[\s`()“”"]+|[.,;]+(?=\s|$)/;

function linesOf({ path, from, to }: Lines): Lines {
  return { path, from, to };
}

function wholeTextOf(check: CheckedCitation | null): string | null {
  const text = check?.excerpt;
  return text === undefined || isCutInMiddle(text) ? null : text;
}

export function namePlace({ path, from, to }: Lines): string {
  return from === to ? `${path}:${from}` : `${path}:${from}-${to}`;
}

/** One place for several that name the same lines. */
function mergePlaces(all: readonly CitedText[]): CitedText[] {
  const sentences = all.flatMap((each) => each.sentences);
  return all.slice(0, 1).map((first) => ({
    ...first,
    sentences: [...new Map(sentences.map((each) => [each.number, each])).values()],
    claims: [...new Set(all.flatMap(({ claims }) => claims))],
  }));
}
