import type { Step } from '../vocabulary/event-parts.ts';
import { ROUNDS } from '../vocabulary/round.ts';
import { membersOf, type RoundKind, type TimedPart } from '../vocabulary/sets.ts';
import { isSynthesis } from '../vocabulary/status.ts';

/**
 * Kinds of rounds in the order of a design, with their priority when money or time is short: higher
 * ones are kept longer (docs/decisions/0018).
 */
const KEEPS: Record<RoundKind, number> = {
  framing: 2,
  questions: 2,
  matching: 3,
  proposals: 9,
  mapping: 7,
  argument: 1,
  composite: 8,
  audit: 4,
  // Begins only after people write, so nothing is reserved; its result has to be revised and
  // signed.
  reading: 0,
  // An audit without revision and confirmation is half of one: it begins only with enough for all
  // three.
  revision: 5,
  confirmation: 5,
  signing: 6,
};

export const IN_ORDER = membersOf(KEEPS);

export function listKeptAfter(kind: RoundKind): RoundKind[] {
  return IN_ORDER.slice(IN_ORDER.indexOf(kind) + 1).filter((each) => KEEPS[each] > KEEPS[kind]);
}

export function kindsOf(part: TimedPart): RoundKind[] {
  return IN_ORDER.filter((kind) => KEEPS[kind] > 0 && timedPartOf(ROUNDS[kind].step) === part);
}

export function timedPartOf(step: Step): TimedPart {
  return isSynthesis(step) ? 'synthesis' : 'deliberation';
}
