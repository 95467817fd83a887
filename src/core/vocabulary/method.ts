import * as z from 'zod';

/**
 * Changes of the method that have yet to earn their money (docs/decisions/0052). A design records those that it was started with, as
 * it records its policy; each absent: as usual. `npm run eval` sets them, and nothing else does.
 */
export const Method = z.strictObject({
  /** One turn of the synthesizer drafts the questions, instead of one of each persona. */
  questions: z.literal('one_turn').optional(),
  /** Before anybody argues, each holder is asked once more alone: who moves then was unstable, not persuaded. */
  askedAgain: z.literal('alone').optional(),
  /** Before composing, the auditor tries to refute, with readings, the claims that everything rests on. */
  refuting: z.literal('five_claims').optional(),
  /** A second composite is written from the proposals in the reverse order, and code compares what each has chosen. */
  composing: z.literal('two_orders').optional(),
  /** Parts that are left out on purpose, so that what they add can be measured. */
  without: z
    .array(z.enum(['arguing', 'audit']))
    .max(2)
    .optional(),
});
export type Method = z.infer<typeof Method>;
