import * as z from 'zod';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import { DEPTHS } from '../../core/vocabulary/sets.ts';
import { person } from '../person.ts';

/** Name for reading no repository. No repository has it. */
export const NO_REPOSITORY = 'none';

export const Start = z.strictObject({
  topic: z.string().max(1_000_000).meta({
    title: 'What is to be decided?',
    description: 'the question to decide, in one or two sentences',
  }),
  context: z
    .union([
      z
        .string()
        .max(BOUNDS.contextCharacters)
        .transform((text) => (text === '' ? [] : [{ name: 'context', text }])),
      z.array(
        z.strictObject({
          name: z.string().min(1).max(300),
          text: z.string().max(BOUNDS.contextCharacters),
        }),
      ),
    ])
    .default([])
    .meta({
      title: 'What should everybody know? (Markdown)',
      description: 'what the personas should know: requirements, numbers, constraints, an excerpt',
    }),
  // An empty list is refused: no persona, no design.
  personas: z.array(z.string().max(40)).min(1).max(BOUNDS.participants).default([]).meta({
    title: 'Who takes part',
    description: 'ids of the personas who take part; default: those whom the question needs',
  }),
  repo: z
    .string()
    .max(100)
    .optional()
    .meta({
      title: 'Repository they may read',
      description: `the name of a configured repository that the personas may read and cite, or ${NO_REPOSITORY} to start without one; default: that of the design it follows up on, else none`,
    }),
  budgetUsd: z.number().positive().max(BOUNDS.designUsd).optional().meta({
    title: 'What it may cost, in US dollars',
    description: 'the most that the design may cost, in US dollars',
  }),
  depth: z.enum(DEPTHS).optional().meta({
    title: 'How much is discussed',
    description:
      'how thorough it is; default: the depth of the design it follows up on, else standard',
  }),
  channel: z.string().max(130).optional().meta({
    title: 'Channel where it runs',
    description:
      'the channel in whose thread it runs, as slack/C0AB12 or discord/123; default: none',
  }),
  followUp: z.string().max(100).optional().describe('the id of an earlier design to follow up on'),
  supersede: z.boolean().default(false).meta({
    title: 'What happens to the earlier decision?',
    description: 'true if its decision should replace the decision of followUp',
  }),
});

/** Requests by a form or a command, as people type them. */
export const StartTyped = Start.extend({
  deadlineMinutes: z.number().positive().max(BOUNDS.designMinutes).optional().meta({
    title: 'How long it may take, in minutes',
    description: 'how long it may take, in minutes, without the time it waits for people',
  }),
});

/**
 * Fields of the command line: whether a person is there to answer and decide, and a repository's
 * folder.
 */
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
export const StartFromHere = StartTyped.extend({
  ...FROM_HERE,
  author: person.optional(),
  answers: z.string().min(1).max(BOUNDS.replyCharacters).optional(),
  questions: z.boolean().optional(),
});

/** What may be asked of a start, by anybody. */
export type StartBody = z.output<typeof Start> & Partial<z.output<typeof StartFromHere>>;
