import { BOUNDS } from '../../core/events.ts';
import { topicProblem } from '../../core/start.ts';
import { MOST_DESIGN_MINUTES, MOST_DESIGN_USD } from '../engine/starting.ts';
import { TEXTS } from '../message/texts.ts';
import type { Wish } from './beginning.ts';

/** Characters of an input that is sent back with a note. */
export const NOTE_CHARACTERS = 3_000;

/** What somebody filled in for a new design, as it was typed. */
export interface Filled {
  readonly topic: string;
  readonly context: string;
  /** Ids; empty for all. */
  readonly personas: readonly string[];
  /** In US dollars, and in minutes. */
  readonly budget: string;
  readonly deadline: string;
  readonly repository: string | null;
}

export type FieldErrors = Readonly<Partial<Record<keyof Filled, string>>>;

/** What was filled in, or what is wrong with which field. */
export function wishIn(filled: Filled): { readonly wish: Wish } | { readonly errors: FieldErrors } {
  const topic = filled.topic.trim();
  const context = filled.context.trim();
  const budgetUsd = amount(filled.budget.trim(), MOST_DESIGN_USD);
  const minutes = amount(filled.deadline.trim(), MOST_DESIGN_MINUTES);
  const errors = Object.fromEntries(
    [
      ['topic', topicProblem(topic)],
      ['context', context.length > BOUNDS.contextCharacters ? TEXTS.tooLong : null],
      ['budget', budgetUsd === 'bad' ? TEXTS.numberUpTo(MOST_DESIGN_USD) : null],
      ['deadline', minutes === 'bad' ? TEXTS.numberUpTo(MOST_DESIGN_MINUTES) : null],
    ].filter((entry): entry is [string, string] => entry[1] !== null),
  );
  if (budgetUsd === 'bad' || minutes === 'bad' || Object.keys(errors).length > 0) return { errors };
  return {
    wish: {
      topic,
      context: context === '' ? [] : [{ name: 'context', text: context }],
      personas: filled.personas,
      budgetUsd,
      deadlineMs: minutes === null ? null : Math.ceil(minutes * 60_000),
      repository: filled.repository,
    },
  };
}

/** `null` where nothing was filled in. */
function amount(given: string, most: number): number | 'bad' | null {
  if (given === '') return null;
  const value = /^\d{1,9}(\.\d{1,6})?$/.test(given) ? Number(given) : Number.NaN;
  return value > 0 && value <= most ? value : 'bad';
}
