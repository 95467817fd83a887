import * as z from 'zod';
import { Citation, Decision } from '../../../src/core/vocabulary/submission.ts';
import { storable } from '../../../src/core/vocabulary/text.ts';

/** The tools with which one model alone answers, and with which two decisions are compared. No turn of a design has them. */
export const ANSWER_ALONE = 'answer_alone';
export const COMPARE_DECISIONS = 'compare_decisions';

/** Most drafts that one model alone writes, however much money there is. */
export const MAX_DRAFTS = 12;

const words = (maxCharacters: number) => z.string().overwrite(storable).trim().min(1).max(maxCharacters);

/** A reason of an answer without a design, with the place that it was read in. */
const Ground = z.strictObject({ text: words(800), citation: Citation });

/** The answer of one model alone: the same decision as a design's, with its reasons beside it, because it has no claims. */
export const BaselineAnswer = z.strictObject({
  decision: Decision.describe('leave `rests` empty: there are no claims'),
  grounds: z.array(Ground).max(12).describe('what it rests on, the strongest first'),
  confidence: z
    .number()
    .min(0)
    .max(1)
    .describe('of ten decisions like this one, how many you would still defend in a year: 0.7 for seven'),
  rationale: words(2_000).describe('why, in a few sentences'),
});
export type BaselineAnswer = z.infer<typeof BaselineAnswer>;

/** The reading of two decisions by one who knows neither author. */
export const BlindReading = z.strictObject({
  better: z.enum(['first', 'second', 'neither']).describe('the one that you would act on'),
  reason: words(600).describe('why, in a sentence or two: the fact, step or risk that decides'),
});
