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
  followUpOf: z.string().nullable().default(null),
  followUpDecision: z.string().nullable().default(null),
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
      said: z.enum(['answered', 'unmatched', 'nothing']),
      answers: z.array(
        z.looseObject({
          replyId: z.string(),
          author: z.string(),
          text: z.string(),
          source: z.enum(['written', 'read', 'corrected']),
          by: z.string(),
        }),
      ),
      assumption: z.string().optional(),
    }),
  ),
  replies: z.array(
    z.looseObject({
      id: z.string(),
      author: z.string(),
      answers: z.array(z.string()),
      unmatched: z.boolean(),
      other: z.string(),
      notKnown: z.array(z.string()).default([]),
    }),
  ),
  lateWords: z.array(z.looseObject({ author: z.string(), text: z.string() })),
  seals: z.array(z.looseObject({ persona: z.string(), sha256: z.string(), revealed: z.boolean() })),
  divergences: z.array(
    z.looseObject({
      id: z.string(),
      description: z.string(),
      impact: z.string(),
      status: z.string(),
      positions: z.array(z.looseObject({ id: z.string(), label: z.string(), text: z.string() })),
      outcome: z.looseObject({ outcome: z.string(), position: z.string(), person: z.string() }).nullable(),
    }),
  ),
  gate: z
    .looseObject({
      id: z.string(),
      because: z.array(z.string()),
      choices: z.array(z.string()),
      deadline: z.string(),
      about: GateAbout,
    })
    .nullable(),
  decision: z
    .looseObject({ sentence: z.string(), signedBy: z.array(z.string()), dissents: z.array(z.unknown()) })
    .nullish(),
  outcome: z
    .looseObject({
      headline: z.string(),
      facts: z.array(z.string()),
      stoppedBecause: z.enum(STOP_REASONS).nullable(),
      reasons: z.array(z.enum(GATE_REASONS)),
    })
    .nullable(),
});
export type ShownDesign = z.infer<typeof ShownDesign>;
