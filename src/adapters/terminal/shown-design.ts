import * as z from 'zod';
import { GATE_REASONS, PHASES, STATUSES, STOP_REASONS } from '../../core/events.ts';
import { ROUND_KINDS } from '../../core/round/round.ts';
import { GateAbout } from './gate-lines.ts';

/** What is shown of a design as the API gives it; a daemon may be of a later version and give more. */
export const ShownDesign = z.looseObject({
  id: z.string(),
  topic: z.string(),
  status: z.enum(STATUSES),
  phase: z.enum(PHASES),
  startedAt: z.string(),
  startedBy: z.string(),
  endedAt: z.string().nullable(),
  successorOf: z.string().nullable(),
  rehearsal: z.boolean(),
  personas: z.array(
    z.looseObject({
      id: z.string(),
      title: z.string(),
      state: z.string(),
      tokens: z.number(),
      costUsd: z.number().nullable(),
      costIsAtLeast: z.boolean().default(false),
      cause: z.string().nullable(),
    }),
  ),
  round: z
    .looseObject({
      kind: z.enum(ROUND_KINDS),
      asked: z.array(z.string()),
      contributed: z.array(z.string()),
      excused: z.array(z.looseObject({ participant: z.string() })),
      deadline: z.string(),
    })
    .nullable(),
  answering: z.looseObject({ deadline: z.string() }).nullable(),
  questions: z.array(
    z.looseObject({
      id: z.string(),
      text: z.string(),
      status: z.string(),
      said: z.enum(['answered', 'unmatched', 'nothing']).default('nothing'),
      answers: z
        .array(
          z.looseObject({
            replyId: z.string().default(''),
            author: z.string(),
            text: z.string(),
            source: z.enum(['written', 'read', 'corrected']).default('written'),
            by: z.string().default(''),
          }),
        )
        .default([]),
      assumption: z.string().optional(),
    }),
  ),
  replies: z
    .array(
      z.looseObject({
        id: z.string(),
        author: z.string(),
        answers: z.array(z.string()).default([]),
        unmatched: z.boolean(),
        other: z.string().default(''),
      }),
    )
    .default([]),
  lateWords: z.array(z.looseObject({ author: z.string(), text: z.string() })).default([]),
  seals: z.array(z.looseObject({ persona: z.string(), sha256: z.string(), revealed: z.boolean() })),
  divergences: z.array(
    z.looseObject({
      id: z.string(),
      description: z.string(),
      impact: z.string(),
      status: z.string(),
      positions: z.array(z.looseObject({ label: z.string().default(''), text: z.string() })).default([]),
      outcome: z.looseObject({ outcome: z.string() }).nullable(),
    }),
  ),
  gate: z
    .looseObject({
      id: z.string(),
      reasons: z.array(z.enum(GATE_REASONS)),
      choices: z.array(z.string()),
      deadline: z.string().default(''),
      about: GateAbout.prefault({}),
    })
    .nullable(),
  decision: z
    .looseObject({ sentence: z.string(), signedBy: z.array(z.string()), dissents: z.array(z.unknown()) })
    .nullish(),
  outcome: z
    .looseObject({
      /** A daemon of an earlier version does not say. */
      headline: z.string().default(''),
      participation: z.looseObject({ asked: z.number(), toTheEnd: z.number() }),
      assumptions: z.array(z.unknown()),
      unresolved: z.array(z.unknown()),
      dissents: z.array(z.unknown()),
      lowestConfidence: z.number().nullable(),
      stoppedBecause: z.enum(STOP_REASONS).nullable(),
      reasons: z.array(z.enum(GATE_REASONS)),
      costUsd: z.number().nullable(),
      costIsAtLeast: z.boolean().default(false),
    })
    .nullable(),
});
export type ShownDesign = z.infer<typeof ShownDesign>;
