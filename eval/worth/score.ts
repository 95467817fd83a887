import type { CheckedCitation } from '../../src/core/vocabulary/checked.ts';
import type { Decision } from '../../src/core/vocabulary/submission.ts';
import type { Question } from './question.ts';
import type { Place } from './repository.ts';

/** The answer of one arm, whatever made it. */
export interface Answer {
  /** `null`: there was none. */
  readonly decision: Decision | null;
  /** What code found where its adopted claims or its grounds cite. */
  readonly citations: readonly Pick<CheckedCitation, 'status' | 'path' | 'from' | 'to'>[];
  /** Nothing was named that could make the reader wrong. */
  readonly isReady: boolean;
  /** From 0 to 1; `null` where nobody said. */
  readonly confidence: number | null;
}

/** What code makes of an answer. Each share is from 0 to 1; `null`: the question asks for nothing of the kind. */
export interface Score {
  /** The letter that the sentence begins with; empty for none. */
  readonly letter: string;
  readonly isRight: boolean;
  readonly avoidsTrap: boolean | null;
  /** Deciding places that are cited, of all that decide. */
  readonly evidence: number;
  /** Steps that say how to take them back, of all. */
  readonly undoable: number | null;
}

/** Lines beside a deciding one that a citation may miss it by. */
const NEAR_LINES = 3;
/** Words of an undo that say something. */
const UNDO_WORDS = 3;

/** Scores an answer by its key. Only the letter is read from words, and it is asked for. */
export function scoreOf({ key: { right, trap } }: Question, places: readonly Place[], answer: Answer): Score {
  const { decision } = answer;
  const letter = /^\s*\**([A-E])\s*[:.)]/.exec(decision?.sentence ?? '')?.[1] ?? '';
  return {
    letter,
    isRight: letter === right,
    avoidsTrap: trap.length === 0 ? null : letter !== '' && !trap.includes(letter),
    evidence: places.filter((place) => isCited(answer, place)).length / places.length,
    undoable: undoableOf(decision),
  };
}

function isCited({ citations }: Answer, { path, line }: Place): boolean {
  return citations.some(
    (each) =>
      each.status === 'checked' &&
      each.path === path &&
      each.from - NEAR_LINES <= line &&
      line <= each.to + NEAR_LINES,
  );
}

function undoableOf(decision: Decision | null): number | null {
  const steps = decision?.steps ?? [];
  if (steps.length === 0) return null;
  return steps.filter(({ undo }) => undo.split(/\s+/).length >= UNDO_WORDS).length / steps.length;
}

/** One figure for comparisons: right or not counts most, then what decides it and was found. From 0 to 1. */
export function pointsOf({ isRight, evidence }: Score): number {
  return 0.7 * Number(isRight) + 0.3 * evidence;
}
