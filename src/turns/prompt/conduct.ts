import type { Depth } from '../../core/vocabulary/events.ts';
import type { RoundKind } from '../../core/vocabulary/sets.ts';
import {
  EFFORTS,
  PERSONA_SECTIONS,
  READS,
  READS_NONE,
  type SectionHeading,
} from '../../engine/ports/persona.ts';

interface Conduct {
  /** Calls of repository tools that a turn may make. The author's notes carry over earlier readings. */
  readonly readings: number;
  /** The most effort asked of the model; a participant's own effort holds where it is lower. */
  readonly effort: (typeof EFFORTS)[number];
  /** The sections of a participant's file in its prompt, in the file's order: those for this occasion. */
  readonly sections: readonly SectionHeading[];
}

/** Each turn gets one of the two: by whether its design reads a repository. */
const READING = [READS, READS_NONE] as const;
const DISTRUST = 'Distrust in yourself';

/**
 * The spending of a turn in each kind of round. Reading and thinking make up a design's cost, so each kind has enough for its
 * decision: no readings to compare, confirm or sign a text, few to ask or to answer a point, most to write a proposal. The most effort goes where others build on the text or where it gets its authority: proposals, map,
 * arguments and signatures; the least elsewhere. The figures are judgement; bench/README.md has their cost, and
 * docs/decisions/0036 the reasons.
 */
export const CONDUCT: Readonly<Record<RoundKind, Conduct>> = {
  framing: { readings: 0, effort: 'low', sections: ['Framing'] },
  questions: { readings: 3, effort: 'low', sections: ['Read first', ...READING, 'Always ask'] },
  matching: { readings: 0, effort: 'low', sections: ['Matching replies'] },
  proposals: {
    readings: 8,
    effort: 'max',
    sections: ['Read first', ...READING, 'Proposing', 'What moves you'],
  },
  mapping: { readings: 0, effort: 'max', sections: ['Read first', 'Mapping', DISTRUST] },
  argument: { readings: 2, effort: 'max', sections: ['What moves you', 'Concede when'] },
  composite: {
    readings: 0,
    effort: 'max',
    sections: ['Read first', 'Drafting', DISTRUST],
  },
  audit: {
    readings: 4,
    effort: 'max',
    sections: PERSONA_SECTIONS.auditor.filter((heading) => heading !== 'Confirming'),
  },
  revision: {
    readings: 0,
    effort: 'max',
    sections: ['Drafting', 'Revising', DISTRUST],
  },
  confirmation: { readings: 0, effort: 'low', sections: ['Confirming'] },
  reading: { readings: 0, effort: 'low', sections: ['Matching replies'] },
  signing: { readings: 0, effort: 'max', sections: ['Read first', 'Before you sign'] },
};

/** At *quick* nobody thinks harder than this, and each turn has this share of the readings. */
const QUICK = { effort: 'low', readings: 1 / 3 } as const;

/** Returns the readings that a turn may make, at the depth of its design. */
export function readingsOf(kind: RoundKind, depth: Depth): number {
  const { readings } = CONDUCT[kind];
  return depth === 'quick' ? Math.ceil(readings * QUICK.readings) : readings;
}

/** Returns the participant's own effort, or the most for this round and depth if that is less. An unknown one is the most. */
export function effortFor(kind: RoundKind, depth: Depth, own: string): string {
  const efforts: readonly string[] = EFFORTS;
  const bounds = [CONDUCT[kind].effort, depth === 'quick' ? QUICK.effort : 'max', own];
  const places = bounds.map((effort) => efforts.indexOf(effort)).filter((place) => place !== -1);
  return efforts[Math.min(...places)] ?? own;
}
