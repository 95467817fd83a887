import type { Design } from '../../vocabulary/design.ts';
import type { DesignEvent } from '../../vocabulary/events.ts';
import { isOver } from '../../vocabulary/status.ts';
import { evolve } from '../evolve.ts';
import { consequencesOf, isConsequence, missingBefore } from './consequences.ts';
import { whyNotFollows } from './follows.ts';

/** The first event that cannot have happened as recorded; `index` counts from 0. */
export interface Impossible {
  readonly index: number;
  readonly why: string;
}

interface Where {
  /** The state before the first of them; `null`: before a start. */
  readonly start?: Design | null;
  /** The event with which that state was reached. */
  readonly last?: DesignEvent | null;
  /** No text was removed: the core may have read it for what it recorded. */
  readonly isWhole?: boolean;
}

/**
 * Finds the first event of these that is impossible where it stands: time falls, the event cannot come next, or the core records
 * another one from that state. Each takes as long as deciding it.
 */
export function firstImpossible(
  events: readonly DesignEvent[],
  { start = null, last = null, isWhole = true }: Where = {},
): Impossible | null {
  let design = start;
  let before = last;
  let derivedUntil = 0;
  for (const [index, event] of events.entries()) {
    if (event.at < (design?.lastAt ?? 0))
      return { index, why: 'it happened before the one that precedes it' };
    const why = whyNotFollows(design, event);
    if (why !== null) return { index, why };
    if (isWhole && design !== null && before !== null && index >= derivedUntil && !isOver(design)) {
      const missing = missingBefore(design, event);
      if (missing !== null) return { index, why: missing };
      if (isConsequence(design, event, before)) {
        const expected = consequencesOf(design, event.at, events.slice(index, index + MAX_TOGETHER));
        const differing = expected.findIndex((each, nth) => !isSame(each, events[index + nth]));
        if (differing !== -1 || expected.length === 0) return otherThan(expected, index, differing);
        derivedUntil = index + expected.length;
      }
    }
    design = evolve(design, event);
    before = event;
  }
  return null;
}

/** Events that the core can record at once, generously. */
const MAX_TOGETHER = 500;

function otherThan(expected: readonly DesignEvent[], index: number, differing: number): Impossible {
  const [first] = expected;
  if (first === undefined) return { index, why: 'nothing leads to it' };
  return { index: index + differing, why: `the state leads to another ${expected[differing]?.type} there` };
}

/** Compares plain JSON values, whatever the order of their fields. */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null)
    return one === other;
  const [fields, others] = [Object.entries(one), Object.entries(other)];
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const given = fields.filter(([, value]) => value !== undefined);
  return (
    given.length === others.filter(([, value]) => value !== undefined).length &&
    given.every(([name, value]) => isSame(value, Reflect.get(other, name)))
  );
}
