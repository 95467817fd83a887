import type { Design } from './design.ts';

/**
 * Names that take the place of a model's in a rehearsal: everybody speaks from nothing but the persona files, or says
 * what was written for the one example.
 */
export const REHEARSAL_VOICES = { neutral: 'rehearsal', example: 'written example' } as const;

const MARKS = {
  neutral: { now: 'REHEARSAL: no model is called', afterwards: 'REHEARSAL: no model was called' },
  example: {
    now: 'REHEARSAL: a written example, no model is called',
    afterwards: 'REHEARSAL: a written example, no model was called',
  },
} as const;

/** The decision of a rehearsal where nothing was written for it: none (A5). */
export const NEUTRAL_DECISION = 'The decision would stand here in one sentence.';

/** Stands before the topic of a rehearsal in a list. */
export const REHEARSAL_IN_LIST = 'REHEARSAL: ';

interface Rehearsed extends Pick<Design, 'rehearsal'> {
  readonly participants: readonly Pick<Design['participants'][number], 'model'>[];
}

/** Returns `true` if this design plays the written example, the one rehearsal with content. */
export function isWrittenExample({ rehearsal, participants }: Rehearsed): boolean {
  return rehearsal && participants.every(({ model }) => model === REHEARSAL_VOICES.example);
}

/**
 * The mark of a rehearsal, so that nobody takes its words for advice: `now` for what people see while it runs,
 * `afterwards` for its banner and the head of each file. Empty where models are called.
 */
export function rehearsalMark(design: Rehearsed, when: 'now' | 'afterwards'): string {
  if (!design.rehearsal) return '';
  return MARKS[isWrittenExample(design) ? 'example' : 'neutral'][when];
}
