import type { Depth } from '../../core/vocabulary/event-parts.ts';
import type { RoundKind } from '../../core/vocabulary/sets.ts';
import { EFFORTS, PERSONA_SECTIONS, READS, READS_NONE, type SectionHeading } from './persona.ts';

interface Conduct {
  /** Calls of repository tools per turn. A participant's notes carry earlier readings over. */
  readonly readings: number;
  /** Upper limit on the model's effort; the participant's own may be lower. */
  readonly effort: (typeof EFFORTS)[number];
  /** Sections of a participant's file for this round, in file order. */
  readonly sections: readonly SectionHeading[];
}

/** Each turn gets one of the two: with or without a repository. */
const READING = [READS, READS_NONE] as const;
const DISTRUST = 'Distrust in yourself';

/**
 * Readings and effort of a turn in each kind of round. They make up a design's cost, so each kind
 * has just enough: no readings to compare, confirm or sign a text, few to ask or to answer a point,
 * most to write a proposal. The most effort goes to texts that others build on, and to what people
 * say about a text. Maps, arguments and signatures are short: more thought costs their minutes and
 * changes little. The figures are our judgement; bench/README.md has their cost,
 * docs/architecture.md the reasons.
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
  mapping: { readings: 0, effort: 'medium', sections: ['Read first', 'Mapping', DISTRUST] },
  argument: { readings: 2, effort: 'medium', sections: ['What moves you', 'Concede when'] },
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
  confirmation: { readings: 0, effort: 'max', sections: ['Confirming'] },
  reading: { readings: 0, effort: 'max', sections: ['Matching replies'] },
  signing: { readings: 0, effort: 'medium', sections: ['Read first', 'Before you sign'] },
};

/** Limits of *quick*: the effort's cap, and the share of the readings. */
const QUICK = { effort: 'low', readings: 1 / 3 } as const;

export function readingsOf(kind: RoundKind, depth: Depth): number {
  const { readings } = CONDUCT[kind];
  return depth === 'quick' ? Math.ceil(readings * QUICK.readings) : readings;
}

/**
 * The participant's own effort, capped for round and depth. An unknown effort counts as the cap.
 */
export function limitEffort(kind: RoundKind, depth: Depth, own: string): string {
  const efforts: readonly string[] = EFFORTS;
  const bounds = [CONDUCT[kind].effort, depth === 'quick' ? QUICK.effort : 'max', own];
  const places = bounds.map((effort) => efforts.indexOf(effort)).filter((place) => place !== -1);
  return efforts[Math.min(...places)] ?? own;
}
