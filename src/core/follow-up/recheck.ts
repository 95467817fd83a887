import { adoptedClaims } from '../decision/fates.ts';
import { decisionInForce } from '../outcome/outcome.ts';
import { citedLines } from '../proposals/cited.ts';
import { type Lines, overlap, parsePlace } from '../proposals/place.ts';
import type { CheckedCitation } from '../vocabulary/checked.ts';
import type { Design } from '../vocabulary/design.ts';
import type { LINE_STATES, Recheck } from '../vocabulary/events.ts';
import { isDayOver } from '../vocabulary/figures.ts';
import { isCutInMiddle } from '../vocabulary/text.ts';
import { decisionStatusOf } from './decision-status.ts';

/** Cited places that are followed at most. */
export const MAX_PLACES = 100;

/** Lines as they stood when their citation was checked. `text`: `null` where it is not known as a whole. */
interface CitedText extends Lines {
  readonly text: string | null;
}

/** Lines at the commit that a design has read, and where they are in a later one. `now`: `null` where they are not followed. */
export interface TrackedLines {
  readonly lines: Lines;
  readonly state: (typeof LINE_STATES)[number];
  readonly now: Lines | null;
}

/** The places in the repository that a decision rests on: those of its adopted claims whose citation stands there, each once. */
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
 * Returns what a look has found, from what code can know: where lines are now, dates that have passed, and what later designs and
 * people have said of this decision and of the one that it follows up on. `earlier`: that one, as it stands.
 */
export function recheckOf(
  design: Design,
  found: { readonly commit: string; readonly tracked: readonly TrackedLines[]; readonly at: number },
  earlier: Design | null,
): Recheck {
  const { commit, tracked, at } = found;
  return {
    commit,
    places: placesOf(tracked),
    revisit: revisitStates(design, tracked, at),
    contradicted: contradictions(design, earlier),
  };
}

/** Names the places of lines that were followed. */
export function placesOf(tracked: readonly TrackedLines[]): Recheck['places'] {
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

/** The place of each fact to look at again; `null` where its words are more than a place. */
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

/** Each place once, as it comes first. */
function unique(all: readonly CitedText[]): CitedText[] {
  return [...new Map(all.toReversed().map((lines) => [placeName(lines), lines])).values()].toReversed();
}
