import type { Depth } from '../../core/vocabulary/events.ts';
import type { RoundKind } from '../../core/vocabulary/sets.ts';
import { EFFORTS, PERSONA_SECTIONS, type SectionHeading } from '../persona.ts';

interface Conduct {
  /** Calls of repository tools that a turn may make. What was read before comes back in the author's notes. */
  readonly readings: number;
  /** The most effort that the model is asked for; a participant's own holds where it is lower. */
  readonly effort: (typeof EFFORTS)[number];
  /** Which sections of a participant's file its prompt has, in the file's order: those for this occasion. */
  readonly sections: readonly SectionHeading[];
}

const DISTRUST = 'Distrust in yourself';

/**
 * What a turn of each kind of round may spend. Reading and thinking are what a design costs, so each kind has what it
 * decides with: nothing is read to sign or compare a text, little to ask or to answer a point, most to write a
 * proposal. There are two efforts and no more, because what is cached under one is not found under another: the most
 * where a text is written that others build on, the least elsewhere. The figures are judgement; what they amount to is
 * in docs/benchmarks.md.
 */
export const CONDUCT: Readonly<Record<RoundKind, Conduct>> = {
  questions: { readings: 3, effort: 'low', sections: ['Read first', 'Always ask'] },
  matching: { readings: 0, effort: 'low', sections: ['Matching replies'] },
  proposals: {
    readings: 8,
    effort: 'max',
    sections: ['Read first', 'Always ask', 'First move', 'Form of the proposal', 'What moves you', DISTRUST],
  },
  mapping: { readings: 0, effort: 'low', sections: ['Read first', 'Mapping', DISTRUST] },
  argument: { readings: 2, effort: 'low', sections: ['What moves you', 'Concede when', DISTRUST] },
  composite: {
    readings: 0,
    effort: 'max',
    sections: ['Read first', 'Composing', 'Accounting for every claim', 'Writing the decision', DISTRUST],
  },
  audit: { readings: 4, effort: 'max', sections: PERSONA_SECTIONS.auditor },
  revision: {
    readings: 0,
    effort: 'max',
    sections: ['Accounting for every claim', 'Writing the decision', 'Revising', DISTRUST],
  },
  signing: { readings: 0, effort: 'low', sections: ['Before you sign', DISTRUST] },
};

/** At *quick* nobody thinks harder than this, and of the readings there are this share. */
const QUICK = { effort: 'low', readings: 1 / 3 } as const;

/** How many readings a turn may make, at the depth of its design. */
export function readingsOf(kind: RoundKind, depth: Depth): number {
  const { readings } = CONDUCT[kind];
  return depth === 'quick' ? Math.ceil(readings * QUICK.readings) : readings;
}

/**
 * The participant's own effort, or the most for this kind of round and depth where that is less. An unknown one counts
 * as most.
 */
export function effortFor(kind: RoundKind, depth: Depth, own: string): string {
  const efforts: readonly string[] = EFFORTS;
  const bounds = [CONDUCT[kind].effort, depth === 'quick' ? QUICK.effort : 'max', own];
  const places = bounds.map((effort) => efforts.indexOf(effort)).filter((place) => place !== -1);
  return efforts[Math.min(...places)] ?? own;
}
