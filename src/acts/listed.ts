import * as z from 'zod';
import { DECISION_STATUSES } from '../core/follow-up/decision-status.ts';
import { STATUSES } from '../core/vocabulary/sets.ts';
import { time } from '../presentation/schema/field.ts';

export const Listed = z.object({
  id: z.string(),
  topic: z.string(),
  status: z.enum(STATUSES),
  startedAt: time,
  startedBy: z.string(),
  endedAt: time.nullable(),
  costUsd: z.number(),
  rehearsal: z.boolean(),
  decision: z.string().nullish(),
  standing: z.enum(DECISION_STATUSES).nullish(),
  followUpOf: z.string().nullish(),
  setAside: z.string().optional().describe('the reason, if its record is damaged'),
});
export type ListedDesign = z.infer<typeof Listed>;

export const ListAnswer = z.object({
  designs: z.array(Listed),
  next: z.string().nullable().describe('the value of before for the next page'),
  isPartial: z
    .literal(true)
    .optional()
    .describe(
      'designs may be missing: the platform did not say which channels this person can open',
    ),
});
export type ListAnswer = z.infer<typeof ListAnswer>;
