import type { CheckedCitation } from '../../src/core/vocabulary/checked.ts';
import type { Decision } from '../../src/core/vocabulary/submission.ts';
import type { Question } from './question.ts';
import type { AnswerRow } from './records.ts';
import type { Place } from './repository.ts';

/** The answer of one arm, whatever made it. */
export interface Answer {
  /** `null`: there was none. */
  readonly decision: Decision | null;
  /** What code found where its adopted claims or its grounds cite, the strongest first. */
  readonly citations: readonly Pick<CheckedCitation, 'status' | 'path' | 'from' | 'to'>[];
  /** Nothing was named that could make the reader wrong. */
  readonly isReady: boolean;
  /** From 0 to 1; `null` where nobody said. */
  readonly confidence: number | null;
}

/** Lines beside a deciding one that a citation may miss it by. */
const NEAR_LINES = 3;
/** Citations that count, of every arm alike: whoever cites everything has found nothing. */
const MAX_CITATIONS = 12;

/** Scores an answer by its key: the option that it chooses, and the deciding lines that it was read in. */
export function scoreOf(question: Question, places: readonly Place[], answer: Answer): AnswerRow['score'] {
  const { right, trap } = question.key;
  const letter = letterOf(question, answer.decision);
  const cited = answer.citations.filter(({ status }) => status === 'checked').slice(0, MAX_CITATIONS);
  const found = places.filter(({ path, line }) =>
    cited.some(
      (each) => each.path === path && each.from - NEAR_LINES <= line && line <= each.to + NEAR_LINES,
    ),
  );
  return {
    letter,
    isRight: letter === right,
    avoidsTrap: trap.length === 0 ? null : letter !== '' && !trap.includes(letter),
    facts: places.length === 0 ? 1 : found.length / places.length,
  };
}

/** The letter that its sentence begins with, else that of the one option it calls chosen; none where the two differ. */
function letterOf({ options }: Question, decision: Decision | null): string {
  const chosen = decision?.options.filter(({ verdict }) => verdict === 'chosen') ?? [];
  const named = chosen.length === 1 ? (lettered(chosen[0]?.name) ?? wordFor(options, chosen[0]?.name)) : '';
  const said = lettered(decision?.sentence) ?? '';
  if (said !== '' && named !== '' && said !== named) return '';
  return said === '' ? named : said;
}

function lettered(text = ''): string | undefined {
  return /^\s*\**([A-E])\s*[:.)]/.exec(text)?.[1];
}

function wordFor(options: Question['options'], name = ''): string {
  return Object.entries(options).find(([, words]) => words === name.trim())?.[0] ?? '';
}

/** A wrong decision is worth nothing, however well it is cited; half of a right one is the facts that decide it. From 0 to 1. */
export function pointsOf({ isRight, facts }: AnswerRow['score']): number {
  return isRight ? 0.5 + 0.5 * facts : 0;
}
