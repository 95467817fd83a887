import type { Design } from './design.ts';

/**
 * Model names of a rehearsal: `neutral` speaks from the persona files alone, `example` plays the
 * written example.
 */
export const REHEARSAL_VOICES = { neutral: 'rehearsal', example: 'written example' } as const;

/** Also marks a daemon, and settings. */
export const REHEARSES = 'REHEARSAL: no model is called';

const MARKS = {
  neutral: { now: REHEARSES, afterwards: 'REHEARSAL: no model was called' },
  example: {
    now: 'REHEARSAL: a written example, no model is called',
    afterwards: 'REHEARSAL: a written example, no model was called',
  },
} as const;

/** A neutral rehearsal decides nothing. */
export const NEUTRAL_DECISION = 'The decision would go here in one sentence.';

/**
 * The sentence that is shown as decided; `null` for nothing, and for the placeholder of a
 * rehearsal.
 */
export function decidedSentenceOf(designed: {
  readonly rehearsal: boolean;
  readonly decision?: string | null | undefined;
}): string | null {
  const { rehearsal, decision } = designed;
  return decision == null || (rehearsal && decision === NEUTRAL_DECISION) ? null : decision;
}

/** Prefix of the topic in a list. */
export const REHEARSAL_IN_LIST = 'REHEARSAL: ';

interface Rehearsed extends Pick<Design, 'rehearsal'> {
  readonly participants: readonly Pick<Design['participants'][number], 'model'>[];
}

/** `true` for the written example, the only rehearsal with content. */
export function isWrittenExample({ rehearsal, participants }: Rehearsed): boolean {
  return rehearsal && participants.every(({ model }) => model === REHEARSAL_VOICES.example);
}

/**
 * Marks a rehearsal, so that no one mistakes its words for advice: `now` while it runs,
 * `afterwards` in its banner and files. Empty if models are called.
 */
export function rehearsalMarkOf(design: Rehearsed, when: 'now' | 'afterwards'): string {
  if (!design.rehearsal) return '';
  return MARKS[isWrittenExample(design) ? 'example' : 'neutral'][when];
}
