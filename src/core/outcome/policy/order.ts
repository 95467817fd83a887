import { ROUNDS } from '../../vocabulary/round.ts';
import { membersOf, type RoundKind } from '../../vocabulary/sets.ts';
import { isSynthesis } from '../../vocabulary/status.ts';

/**
 * Each kind of round, in the order of a design, with its priority when money or time is short: a higher one is kept longer (see
 * docs/decisions/0018).
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
  // Begun only when people have said something, so that nothing is kept for it; what it finds out has to be revised and signed.
  reading: 0,
  // An audit without a revision, or one that nobody confirms, is half of one: it begins only with enough for all three.
  revision: 5,
  confirmation: 5,
  signing: 6,
};

/** The kinds of rounds in the order of a design. */
export const IN_ORDER = membersOf(KEEPS);

/** Returns the later kinds of rounds with a higher priority. */
export function keptAfter(kind: RoundKind): RoundKind[] {
  return IN_ORDER.slice(IN_ORDER.indexOf(kind) + 1).filter((each) => KEEPS[each] > KEEPS[kind]);
}

/** Returns the kinds of rounds in which models are asked before synthesis, or in it. */
export function kindsOf(part: 'deliberation' | 'synthesis'): RoundKind[] {
  return IN_ORDER.filter(
    (kind) => KEEPS[kind] > 0 && isSynthesis(ROUNDS[kind].step) === (part === 'synthesis'),
  );
}
