import { adoptedClaims } from '../decision/fates.ts';
import { decisionInForce } from '../outcome/outcome.ts';
import { citedLines } from '../proposals/cited.ts';
import { type Lines, overlap, parsePlace } from '../proposals/place.ts';
import type { CheckedCitation } from '../vocabulary/checked.ts';
import type { Design } from '../vocabulary/design.ts';
import type { LINE_STATES, Recheck } from '../vocabulary/event-parts.ts';
import { isDayOver } from '../vocabulary/figures.ts';
import { isCutInMiddle } from '../vocabulary/text.ts';
import { decisionStatusOf } from './decision-status.ts';

export const MAX_PLACES = 100;

/** Lines as of their citation's check. `text`: `null` unless it is known in full. */
interface CitedText extends Lines {
  readonly text: string | null;
}

/** Lines at the design's commit, and their place in a later one. `now`: `null` if they were not traced. */
export interface TrackedLines {
  readonly lines: Lines;
  readonly state: (typeof LINE_STATES)[number];
  readonly now: Lines | null;
}

/**
 * Repository places that a decision rests on, each once: checked citations of its adopted claims, and places to
 * revisit.
 */
export function placesToFollow(design: Design): CitedText[] {
  const cited = adoptedClaims(design).flatMap((claim) => {
    const lines = claim.check?.status === 'checked' ? citedLines(claim) : null;
    return lines === null ? [] : [{ ...linesOf(lines), text: wholeText(claim.check) }];
  });
  const seen = revisitPlaces(design).flatMap((lines) =>
    lines === null ? [] : [{ ...linesOf(lines), text: null }],
  );
  return unique([...cited, ...seen]).slice(0, MAX_PLACES);
}

function linesOf({ path, from, to }: Lines): Lines {
  return { path, from, to };
}

function wholeText(check: CheckedCitation | null): string | null {
  const text = check?.excerpt;
  return text === undefined || isCutInMiddle(text) ? null : text;
}

/**
 * A recheck's result, from facts that code can know: where lines are now, which dates have passed, and whether later
 * designs or people contradict this decision or the one it follows up on (`earlier`).
 */
export function recheckOf(
  design: Design,
  found: { readonly commit: string; readonly tracked: readonly TrackedLines[]; readonly at: number },
  earlier: Design | null,
): Recheck {
  const { commit, tracked, at } = found;
  return {
    commit,
    places: trackedPlaces(tracked),
    revisit: revisitStates(design, tracked, at),
    contradicted: contradictions(design, earlier),
  };
}

export function trackedPlaces(tracked: readonly TrackedLines[]): Recheck['places'] {
  return tracked.map(({ lines, state, now }) => ({
    place: placeName(lines),
    state,
    now: now === null || state === 'same' ? '' : placeName(now),
  }));
}

function revisitStates(design: Design, tracked: readonly TrackedLines[], at: number): Recheck['revisit'] {
  const facts = decisionInForce(design)?.decision.revisitIf ?? [];
  const places = revisitPlaces(design);
  return facts.map(({ until }, index) => {
    const lines = places[index] ?? null;
    const isElsewhere = tracked.some(
      (each) =>
        lines !== null && overlap(each.lines, lines) && (each.state === 'changed' || each.state === 'gone'),
    );
    const state = isDayOver(until, at) ? 'due' : isElsewhere ? 'changed' : 'open';
    return { fact: index + 1, state } as const;
  });
}

function revisitPlaces(design: Design): (Lines | null)[] {
  const facts = decisionInForce(design)?.decision.revisitIf ?? [];
  return facts.map(({ where }) => parsePlace(where.trim()));
}

function contradictions(design: Design, earlier: Design | null): Recheck['contradicted'] {
  const own = decisionStatusOf(design);
  const before = earlier === null || design.supersedes === true ? 'decided' : decisionStatusOf(earlier);
  return [
    ...(own === 'superseded' ? (['superseded'] as const) : []),
    ...(own === 'declined' ? (['declined'] as const) : []),
    ...(before === 'superseded' ? (['earlier_superseded'] as const) : []),
    ...(before === 'declined' ? (['earlier_declined'] as const) : []),
  ];
}

export function placeName({ path, from, to }: Lines): string {
  return from === to ? `${path}:${from}` : `${path}:${from}-${to}`;
}

function unique(all: readonly CitedText[]): CitedText[] {
  return [...new Map(all.toReversed().map((lines) => [placeName(lines), lines])).values()].toReversed();
}
