import * as z from 'zod';
import { CAVEATS } from '../../core/vocabulary/caveat.ts';
import { QUESTION_STATUSES } from '../../core/vocabulary/event-parts.ts';
import {
  DesignId,
  DivergenceId,
  GateId,
  ParticipantId,
  QuestionId,
  SessionId,
} from '../../core/vocabulary/ids.ts';
import {
  EXCUSES,
  GATE_CHOICES,
  PHASES,
  ROLES,
  ROUND_KINDS,
  STATUSES,
  WEATHER,
} from '../../core/vocabulary/sets.ts';
import { SAID_FATES } from '../../core/vocabulary/submission.ts';
import { Via } from '../../core/vocabulary/via.ts';

const time = z.string().describe('in ISO 8601');
const usd = z.number().nullable().describe('in US dollars; null is unknown');
const words = z.array(z.string());
const via = Via.nullable().describe('how the person came in; null: no person did it');
const ofPersona = z.object({ persona: ParticipantId, reason: z.string() });
const isAtLeast = z.literal(true).optional().describe('the cost of some turn is not known');

const Persona = z.object({
  id: ParticipantId,
  name: ParticipantId,
  title: z.string(),
  emoji: z.string(),
  role: z.enum(ROLES),
  model: z.string(),
  state: z.enum(['starting', 'alive', 'retrying', 'dead', 'released']),
  activity: z.enum(['idle', 'working', 'done', 'excused']).describe('in the open round'),
  sessionId: SessionId.nullable(),
  previousSessionIds: z.array(SessionId),
  pid: z.number().nullable(),
  retried: z.boolean(),
  cause: z.string().nullable().describe('why its last session was lost, in words'),
  tokens: z.number(),
  costUsd: usd,
  costIsAtLeast: isAtLeast,
});

const Question = z.object({
  id: QuestionId,
  persona: ParticipantId,
  text: z.string(),
  why: z.string(),
  status: z.enum(QUESTION_STATUSES),
  answers: z.array(
    z.object({
      replyId: z.string(),
      author: z.string(),
      quote: z.string(),
      source: z.enum(['written', 'read']),
    }),
  ),
  assumption: z.string().optional().describe('where it was not answered'),
  answer: z.string().optional().describe('all answers as one text'),
});

export const ReplyView = z.object({
  id: z.string(),
  author: z.string(),
  via,
  text: z.string(),
  answers: z.array(QuestionId),
  unmatched: z.boolean(),
  leftOpen: z.array(QuestionId).describe('questions whose answer its author does not know'),
  other: z.string().describe('words that answer no question and leave none open'),
});

const impact = z.enum(['high', 'medium', 'low']);

const Difference = z.object({
  id: DivergenceId,
  description: z.string(),
  personas: z.array(ParticipantId),
  impact,
  positions: z.array(
    z.object({
      id: z.string(),
      label: z.string().describe('what a person may type for it'),
      text: z.string(),
      personas: z.array(ParticipantId).describe('those who hold it now'),
    }),
  ),
  status: z.enum(['open', 'arguing', 'noted', 'settled']),
  outcome: z
    .object({
      outcome: z.enum(['agreed', 'conceded', 'settled_by_person', 'unresolved']),
      position: z.string().nullable(),
      by: z.array(ParticipantId),
      person: z.string(),
      via,
      reason: z.string(),
    })
    .nullable(),
});

const Gate = z.object({
  id: GateId,
  reasons: words,
  because: words.describe('the reasons in words'),
  choices: z.array(z.enum(GATE_CHOICES)),
  deadline: time,
});

const Outcome = z.object({
  headline: z.string(),
  level: z.enum(['info', 'warning', 'error', 'success']),
  facts: words,
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
  unresolved: z.array(z.object({ id: DivergenceId, description: z.string(), impact })),
  dissents: z.array(z.object({ participant: ParticipantId, title: z.string(), dissent: z.string() })),
  lowestConfidence: z.number().nullable(),
  stoppedBecause: z.string().nullable(),
  costUsd: usd,
  costIsAtLeast: isAtLeast,
});

/** A design for outsiders: the JSON of HTTP API v1. A change of shape needs a new version of the API. */
export const DesignView = z.object({
  id: DesignId,
  topic: z.string(),
  successorOf: DesignId.nullable(),
  followUpOf: DesignId.nullable().describe('the design whose decision is its context'),
  followUpDecision: z.string().nullable(),
  supersedes: z.boolean(),
  status: z.enum(STATUSES),
  paused: z.object({ since: time, until: time, cause: z.enum(WEATHER) }).nullable(),
  phase: z.enum(PHASES),
  step: z.string(),
  version: z.number().int().describe('the number of its events'),
  startedAt: time,
  endedAt: time.nullable(),
  startedBy: z.string(),
  via,
  thread: z
    .object({ platform: z.string(), channel: z.string(), thread: z.string(), starter: z.string() })
    .nullable(),
  personas: z.array(Persona),
  round: z
    .object({
      kind: z.enum(ROUND_KINDS),
      divergences: z.array(DivergenceId),
      asked: z.array(ParticipantId),
      contributed: z.array(ParticipantId),
      excused: z.array(z.object({ participant: ParticipantId, reason: z.enum(EXCUSES) })),
      deadline: time,
    })
    .nullable(),
  frame: z
    .object({
      isDesignQuestion: z.boolean(),
      reason: z.string(),
      restated: z.string(),
      decided: words,
      language: z.string(),
      picked: z.array(ofPersona),
      released: z.array(ofPersona),
    })
    .nullable(),
  silence: z
    .object({
      participants: z.array(ParticipantId),
      since: time,
      againAt: time.nullable(),
      weather: z
        .object({ cause: z.enum(WEATHER), endpoint: z.string(), since: time, until: time })
        .nullable(),
    })
    .nullable()
    .describe('model calls without an answer for a while'),
  slotWait: z.object({ since: time, forTheirOwn: z.boolean() }).nullable(),
  answering: z.object({ deadline: time }).nullable(),
  questions: z.array(Question),
  replies: z.array(ReplyView),
  lateWords: z.array(z.object({ id: z.string(), author: z.string(), via, text: z.string(), at: time })),
  seals: z.array(z.object({ persona: ParticipantId, sha256: z.string(), revealed: z.boolean() })),
  divergences: z.array(Difference),
  gate: Gate.nullable(),
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
      }),
    )
    .describe('sentence by sentence; empty without a decision'),
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
    .nullable(),
  outcome: Outcome.nullable(),
  afterwards: z
    .object({
      standing: z.enum(['decided', 'accepted', 'declined', 'superseded']).nullable(),
      words,
      supersededBy: DesignId.nullable(),
    })
    .nullable()
    .describe('what people did after the end; null before it'),
  rehearsal: z.boolean(),
});
/** The same, read-only, as code makes it. */
export type DesignView = Unchanging<z.infer<typeof DesignView>>;
export type ReplyView = DesignView['replies'][number];

type Unchanging<Value> = Value extends string
  ? Value
  : Value extends readonly (infer Each)[]
    ? readonly Unchanging<Each>[]
    : Value extends object
      ? { readonly [Key in keyof Value]: Unchanging<Value[Key]> }
      : Value;
