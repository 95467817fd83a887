import * as z from 'zod';
import { DECISION_STATUSES } from '../../core/follow-up/decision-status.ts';
import { CAVEATS } from '../../core/vocabulary/caveat.ts';
import { DesignId, DivergenceId, GateId, ParticipantId, QuestionId } from '../../core/vocabulary/ids.ts';
import { EXCUSES, GATE_CHOICES, ROLES, ROUND_KINDS } from '../../core/vocabulary/sets.ts';
import { IMPACTS, SAID_FATES } from '../../core/vocabulary/submission.ts';
import { isAtLeast, time, usd } from './field.ts';

const words = z.array(z.string());

const Outcome = z.object({
  headline: z.string().describe('the first line of the banner'),
  level: z.enum(['info', 'warning', 'error', 'success']),
  facts: words.describe('the second line of the banner'),
  reasons: words,
  participation: z.object({
    asked: z.number(),
    toTheEnd: z.number(),
    died: z.array(
      z.object({
        participant: ParticipantId,
        title: z.string(),
        role: z.enum(ROLES),
        causes: words,
        words: z.string(),
      }),
    ),
    excused: z.array(
      z.object({
        participant: ParticipantId,
        title: z.string(),
        what: z.enum(ROUND_KINDS),
        reason: z.enum(EXCUSES),
      }),
    ),
    actingFacilitators: z.array(z.object({ role: z.enum(ROLES), by: ParticipantId, title: z.string() })),
  }),
  assumptions: z.array(z.object({ id: QuestionId, question: z.string(), assumption: z.string() })),
  unresolved: z.array(z.object({ id: DivergenceId, description: z.string(), impact: z.enum(IMPACTS) })),
  dissents: z.array(z.object({ participant: ParticipantId, title: z.string(), dissent: z.string() })),
  lowestConfidence: z.number().nullable(),
  stoppedBecause: z.string().nullable(),
  costUsd: usd,
  costIsAtLeast: isAtLeast,
});

/** What the design came to, and how far to trust it. */
export const RESULT = {
  gate: z
    .object({
      id: GateId,
      reasons: words,
      because: words.describe('the reasons in words'),
      choices: z.array(z.enum(GATE_CHOICES)),
      deadline: time,
    })
    .nullable(),
  caveats: z
    .array(z.object({ kind: z.enum(CAVEATS), text: z.string() }))
    .describe('what could make its reader wrong, the gravest first; empty before a gate or the end'),
  rejected: z
    .array(
      z.object({
        option: z.string(),
        heldBy: z.array(ParticipantId),
        reason: z.string(),
        outweighedBy: z.string(),
      }),
    )
    .describe('ways that the decision rejects'),
  peopleSaid: z
    .array(
      z.object({
        author: z.string(),
        words: z.string(),
        fate: z.enum(SAID_FATES).nullable().describe('null: nobody has judged it'),
        sentence: z.string().describe('of the decision, that reflects or contradicts it; else empty'),
        why: z.string(),
        isLate: z.boolean().describe('read after the draft, and by no auditor since'),
        isRead: z.boolean(),
        isTopic: z.boolean().describe('it stands in the topic or the context'),
      }),
    )
    .describe('sentence by sentence; nobody has judged them before there is a text'),
  factsNotUsed: z
    .array(z.object({ persona: ParticipantId, text: z.string(), source: z.string() }))
    .describe('facts with a source on which nothing stands'),
  decision: z
    .object({
      sentence: z.string(),
      sha256: z.string().describe('of decision.md'),
      signedBy: z.array(ParticipantId),
      dissents: z.array(z.object({ persona: ParticipantId, dissent: z.string() })),
    })
    .nullable()
    .describe('the decision in force, never a draft'),
  outcome: Outcome.nullable(),
  afterwards: z
    .object({
      standing: z.enum(DECISION_STATUSES).nullable(),
      words,
      supersededBy: DesignId.nullable(),
    })
    .nullable()
    .describe('what people did after the end; null before it'),
};
