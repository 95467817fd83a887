import * as z from 'zod';
import { BOUNDS } from '../core/vocabulary/bounds.ts';
import { DEPTHS } from '../core/vocabulary/sets.ts';
import { person } from './person.ts';

export const Start = z.strictObject({
  topic: z.string().max(1_000_000).describe('the question to decide, in one or two sentences'),
  context: z
    .union([
      z.string().max(BOUNDS.contextCharacters),
      z.array(
        z.strictObject({ name: z.string().min(1).max(300), text: z.string().max(BOUNDS.contextCharacters) }),
      ),
    ])
    .default([])
    .describe('what the personas should know: requirements, numbers, constraints, an excerpt'),
  // An empty list is refused: no persona, no design.
  personas: z
    .array(z.string().max(40))
    .min(1)
    .max(BOUNDS.participants)
    .default([])
    .describe('ids of personas; default: those whom the question needs'),
  repo: z
    .string()
    .max(100)
    .optional()
    .describe('the name of a configured repository that the personas may read and cite'),
  budgetUsd: z
    .number()
    .positive()
    .max(BOUNDS.designUsd)
    .optional()
    .describe('the most that the design may cost, in US dollars'),
  depth: z
    .enum(DEPTHS)
    .optional()
    .describe('how thorough it is; default: the depth of the design it follows up on, else standard'),
  followUp: z.string().max(100).optional().describe('the id of an earlier design to follow up on'),
  supersede: z
    .boolean()
    .default(false)
    .describe('true if its decision should replace the decision of followUp'),
});

/** Fields of the command line: whether a person is there to answer and decide, and a repository's folder. */
export const FROM_HERE = {
  repoPath: z.string().min(1).max(4_096).optional(),
  gates: z.boolean().optional(),
  answerSeconds: z
    .number()
    .nonnegative()
    .max(BOUNDS.answerMs / 1_000)
    .optional(),
};
/** Requests from the command line on the same data folder, which has the operator's rights. */
export const StartFromHere = Start.extend({
  ...FROM_HERE,
  author: person.optional(),
  answers: z.string().min(1).max(BOUNDS.replyCharacters).optional(),
  questions: z.boolean().optional(),
  deadlineMinutes: z.number().positive().max(BOUNDS.designMinutes).optional(),
});

/** What may be asked of a start, by anybody. */
export type StartBody = z.output<typeof Start> & Partial<z.output<typeof StartFromHere>>;
