import * as z from 'zod';
import { BOUNDS } from '../core/vocabulary/bounds.ts';
import { DEPTHS } from '../core/vocabulary/sets.ts';
import { act } from './act.ts';
import { BegunAnswer, DesignAnswer, EstimateAnswer, RetryAnswer } from './answers.ts';
import { author } from './fields.ts';
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
const FROM_HERE = {
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
const Retry = z.strictObject({ author });
const RetryFromHere = Retry.extend(FROM_HERE);

export const BEGIN = {
  start: act({
    route: 'POST /designs',
    group: 'Run',
    summary: 'start a design',
    least: 'take part',
    right: 'start',
    noted: 'start',
    body: Start,
    bodyFromHere: StartFromHere,
    status: 201,
    answer: BegunAnswer,
    tool: {
      name: 'start_design',
      title: 'Start a design',
      description:
        'Starts a design discussion: AI personas ask, propose, argue and come to a decision that can be checked. For decisions that are hard to reverse, not for questions of fact. Returns the id of the design at once; the design then takes minutes, so call follow_design. The same call on the same day returns the same design.',
    },
    needsEngine: true,
    typed: [
      {
        synopsis: 'design <topic>',
        summary: 'run one design to its end in this terminal',
        examples: [
          'design "Should the job queue move from Redis to Postgres?"',
          'design "Where do the logs go?" --repo . --depth quick',
          'design "Where do the logs go?" --answers answers.md',
          'design @topic.md --model claude-sonnet-5-5',
        ],
        isFirst: true,
      },
    ],
    verbs: { follow_up: { asksFor: 'topic' } },
    run: async (...given) => (await import('./runs/start.ts')).start(...given),
  }),
  estimate: act({
    route: 'POST /designs/estimate',
    group: 'Run',
    summary: 'estimate the cost and time of a design, without starting it',
    least: 'take part',
    noted: null,
    body: Start,
    bodyFromHere: StartFromHere,
    answer: EstimateAnswer,
    needsEngine: true,
    run: async (...given) => (await import('./runs/start.ts')).estimate(...given),
  }),
  retry_preview: act({
    route: 'GET /designs/:id/retry/preview',
    group: 'Read',
    summary: 'check if an ended design can be run again',
    least: 'read',
    noted: null,
    answer: RetryAnswer,
    run: async (...given) => (await import('./runs/run-again.ts')).previewRetry(...given),
  }),
  run_again: act({
    route: 'POST /designs/:id/retry',
    group: 'Act',
    summary: 'run an ended design again, reusing its answers and proposals',
    least: 'operate',
    right: 'start',
    noted: 'run_again',
    body: Retry,
    bodyFromHere: RetryFromHere,
    status: 202,
    answer: DesignAnswer,
    needsEngine: true,
    verbs: { run_again: { word: 'retry' } },
    typed: [
      {
        synopsis: 'retry <id>',
        summary: 'run an ended design again, reusing its answers and proposals, in the daemon if one runs',
        examples: ['retry 45781c68 --preview', 'retry 45781c68'],
        isFirst: true,
      },
    ],
    run: async (...given) => (await import('./runs/run-again.ts')).runAgain(...given),
  }),
};
