import type { CheckedCitation } from '../../src/core/vocabulary/checked.ts';
import type { Decision } from '../../src/core/vocabulary/submission.ts';
import { lineOf, type Question } from './question.ts';

/** The answer of one arm, whatever made it. */
export interface Answer {
  /** `null`: there was none. */
  readonly decision: Decision | null;
  /** What code found where its adopted claims or its grounds cite. */
  readonly citations: readonly Pick<CheckedCitation, 'status' | 'path' | 'from' | 'to'>[];
  /** Questions that it put to people. */
  readonly questions: readonly string[];
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
  readonly evidence: number | null;
  readonly asks: boolean | null;
  /** Steps that say how to take them back, of all. */
  readonly undoable: number | null;
}

/** Lines beside a deciding one that a citation may miss it by. */
const NEAR_LINES = 3;
/** Words of an undo that say something. */
const UNDO_WORDS = 3;

/** Scores an answer by its key. Only the letter is read from words, and it is asked for. */
export function scoreOf(question: Question, answer: Answer): Score {
  const { right, trap, evidence, asks } = question.key;
  const { decision } = answer;
  const letter = /^\s*\**([A-E])\s*[:.)]/.exec(decision?.sentence ?? '')?.[1] ?? '';
  return {
    letter,
    isRight: right.includes(letter),
    avoidsTrap: trap.length === 0 ? null : letter !== '' && !trap.includes(letter),
    evidence:
      evidence.length === 0
        ? null
        : evidence.filter((each) => isCited(answer, each.path, lineOf(question, each))).length /
          evidence.length,
    asks: asks.length === 0 ? null : hasAsked(answer, asks),
    undoable: undoableOf(decision),
  };
}

function isCited({ citations }: Answer, path: string, line: number): boolean {
  return citations.some(
    (each) =>
      each.status === 'checked' &&
      each.path === path &&
      each.from - NEAR_LINES <= line &&
      line <= each.to + NEAR_LINES,
  );
}

/** A question, an assumption or an open point that has a word of each list, in any case. */
function hasAsked({ decision, questions }: Answer, lists: readonly (readonly string[])[]): boolean {
  const said = [
    ...questions,
    ...(decision?.assumptions.map(({ text }) => text) ?? []),
    ...(decision?.open.map(({ text }) => text) ?? []),
  ].map((text) => text.toLowerCase());
  return said.some((text) => lists.every((words) => words.some((word) => text.includes(word.toLowerCase()))));
}

function undoableOf(decision: Decision | null): number | null {
  const steps = decision?.steps ?? [];
  if (steps.length === 0) return null;
  return steps.filter(({ undo }) => undo.split(/\s+/).length >= UNDO_WORDS).length / steps.length;
}

/** One figure for comparisons: right or not counts most, then what decides it and was found. From 0 to 1. */
export function pointsOf({ isRight, evidence, asks }: Score): number {
  const parts = [evidence, asks === null ? null : Number(asks)].filter((part) => part !== null);
  const found =
    parts.length === 0 ? Number(isRight) : parts.reduce((sum, part) => sum + part, 0) / parts.length;
  return 0.7 * Number(isRight) + 0.3 * found;
}
