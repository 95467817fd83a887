import * as z from 'zod';
import { time, type Unchanging } from './field.ts';

/** Accepted decisions that cite lines of some files. */
export const StandingAnswer = z.object({
  decisions: z
    .array(
      z.object({
        id: z.string(),
        sentence: z.string(),
        reasons: z.array(z.string()),
        dissents: z.array(z.object({ by: z.string(), text: z.string() })),
        cited: z.array(z.string()).describe('as path:12-14, at the commit'),
        repository: z.string(),
        commit: z.string(),
        decidedAt: time,
      }),
    )
    .describe('newest first'),
  hasMore: z.boolean().describe('others stand on these paths as well'),
  searched: z.number().int().describe('how many of the newest accepted decisions were looked at'),
  isWhole: z.boolean().describe('they are all that may be read here'),
});
export type StandingAnswer = Unchanging<z.infer<typeof StandingAnswer>>;
