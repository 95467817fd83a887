import * as z from 'zod';
import { LAPSES } from '../../core/decision/grounds.ts';
import { DECISION_STATUSES } from '../../core/follow-up/decision-status.ts';
import { CAVEATS } from '../../core/vocabulary/caveat.ts';
import { RemindedOf } from '../../core/vocabulary/event-parts.ts';
import {
  DesignId,
  DivergenceId,
  GateId,
  ParticipantId,
  QuestionId,
} from '../../core/vocabulary/ids.ts';
import {
  ACCEPTANCES,
  ASKED_ACTS,
  EXCUSES,
  FACTS,
  GATE_CHOICES,
  membersOf,
  ROLES,
  ROUND_KINDS,
} from '../../core/vocabulary/sets.ts';
import { Decision, IMPACTS, SAID_FATES, SENTENCE_PARTS } from '../../core/vocabulary/submission.ts';
import { isAtLeast, personas, source, time, type Unchanging, usd, words } from './field.ts';

const Outcome = z.object({
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
    actingFacilitators: z.array(
      z.object({ role: z.enum(ROLES), by: ParticipantId, title: z.string() }),
    ),
  }),
  assumptions: z.array(z.object({ id: QuestionId, question: z.string(), assumption: z.string() })),
  unresolved: z.array(
    z.object({ id: DivergenceId, description: z.string(), impact: z.enum(IMPACTS) }),
  ),
  dissents: z.array(
    z.object({ participant: ParticipantId, title: z.string(), dissent: z.string() }),
  ),
  lowestConfidence: z.number().nullable(),
  stoppedBecause: z.string().nullable(),
  costUsd: usd,
  costIsAtLeast: isAtLeast,
});

const Gate = z.object({
  id: GateId,
  reasons: words,
  heading: z.string().describe('why it is open, in a sentence'),
  changed: z
    .string()
    .describe('what a person did at the gate before, and what became of it; else empty'),
  waitsFor: words.describe('people whom it asks to decide, by name; empty: no name is known'),
  points: z.array(DivergenceId).describe('open differences that a person can settle here'),
  said: z
    .array(z.object({ author: z.string(), words: z.string(), readAs: z.string() }))
    .describe('what people have said since it opened, which decides nothing'),
  choices: z.array(z.enum(GATE_CHOICES)),
  accepts: z.enum(ACCEPTANCES).describe('what accepting means'),
  deadline: time,
});

/** *Ana* *settled it*: *Redis stays.* *The decision was revised.* */
const ClosedGate = z.object({
  id: GateId,
  choice: z.string(),
  by: z.string().describe('empty if nobody decided'),
  did: z.string(),
  statement: z.string().describe('the position that was settled; else empty'),
  result: z.string().describe('what became of it; else empty'),
  note: z.string(),
});

const lapse = z
  .enum(LAPSES)
  .nullable()
  .describe(
    'why it holds no more: the audit refuted it, or its author took it back; null: it holds',
  );

const Reason = z.object({
  text: z.string(),
  author: z.string().nullable().describe('the person who said it; null: a claim'),
  source,
  lapse,
});
export type ReasonView = Unchanging<z.infer<typeof Reason>>;

const Bearer = z.object({
  kind: z.enum(['person', 'claim', 'question']),
  name: z.string().describe('of the person; else empty'),
  source,
  lapse,
});
export type BearerView = Unchanging<z.infer<typeof Bearer>>;

const Sentence = z.object({
  part: z.enum(membersOf(SENTENCE_PARTS)),
  text: z.string(),
  bearers: z.array(Bearer),
  isUnsupported: z.boolean().describe('nothing carries it, or the audit found that nothing does'),
});
export type SentenceView = Unchanging<z.infer<typeof Sentence>>;

const Text = z.object({
  isDraft: z.boolean(),
  decision: Decision,
  unsupported: words.describe('parts by name that nothing carries, and what the audit refuted'),
  sentences: z.array(Sentence).describe('its other sentences, with what bears each'),
  because: z.array(Reason).describe('the reasons on which it stands, those of people first'),
  waits: z.array(words).describe('for each step, the open differences of which it takes a side'),
});

const Answer = z.object({
  at: time,
  by: z.string(),
  question: z.string(),
  text: z.string(),
  sentences: z.array(
    z.object({
      text: z.string(),
      cites: z.array(z.object({ name: z.string(), source: z.string() })),
    }),
  ),
  note: z.string(),
  about: z.array(z.enum([...FACTS, 'record'])),
  costUsd: usd,
  private: z.boolean(),
  rehearsal: z.boolean(),
});
export type AnswerView = Unchanging<z.infer<typeof Answer>>;

const Can = z.object({
  answer: z.boolean(),
  goOn: z.boolean(),
  settle: z.array(DivergenceId),
  cancel: z.boolean(),
  ask: z.boolean(),
  followUp: z.boolean(),
  accept: z.boolean(),
  decline: z.boolean(),
  publish: z.boolean(),
  runAgain: z
    .object({
      budgetUsd: usd.describe('a larger budget; null for the same'),
      isAnyway: z.boolean().describe('although it was judged not to be a design question'),
    })
    .nullable(),
  revisionUsd: usd.describe('the price of settling a point once the decision is written'),
});

/** What the design came to, and how far to trust it. */
export const RESULT = {
  gate: Gate.nullable(),
  closedGates: z.array(ClosedGate),
  reminders: z.array(
    z.object({ about: z.union([RemindedOf, z.enum(ASKED_ACTS)]), by: z.string() }),
  ),
  resultGate: GateId.nullable().describe(
    'the gate whose message becomes the result; null for a message of its own',
  ),
  banner: z.object({
    mark: z.string().describe('the notice of a rehearsal, or empty'),
    headline: z
      .string()
      .describe('what could make its reader wrong, by name; the heading of an open gate'),
    level: z.enum(['info', 'warning', 'error', 'success']),
    facts: words.describe('how it was made'),
    listsCaveats: z
      .boolean()
      .describe(
        'the headline names caveats, and all of them follow; one that it says whole does not',
      ),
  }),
  caveats: z
    .array(z.object({ kind: z.enum(CAVEATS), text: z.string() }))
    .describe(
      'what could make its reader wrong, the gravest first; empty before a gate or the end',
    ),
  caveatsGoOn: z.boolean().describe('in its thread the list is too long for one message'),
  text: Text.nullable().describe('the newest text of the decision, also a draft'),
  settled: z
    .array(
      z.object({
        description: z.string(),
        statement: z.string(),
        by: z.string(),
        note: z.string(),
      }),
    )
    .describe('differences that people settled, here or in an earlier run'),
  rejected: z
    .array(
      z.object({
        option: z.string(),
        heldBy: personas,
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
        sentence: z
          .string()
          .describe('of the decision, that reflects or contradicts it; else empty'),
        isToCompare: z
          .boolean()
          .describe(
            'reflected, by a sentence with none of its figures and names, or by the same one as all others',
          ),
        why: z.string(),
        isLate: z.boolean().describe('read after the draft, and by no auditor since'),
        standing: z
          .enum(['holds', 'disputed', 'given_up'])
          .describe('disputed: its author and others differ; given_up: others hold instead'),
        isRead: z.boolean(),
        isTopic: z.boolean().describe('it stands in the topic or the context'),
        isOwed: z
          .boolean()
          .describe(
            'the auditor has to judge it: of the topic only what is decided, forbidden or given',
          ),
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
      signedBy: personas,
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
  published: z.string().nullable().describe('the address of its pull request'),
  asked: z
    .array(Answer.extend({ number: z.number() }))
    .describe('questions to the record with their answers, without private ones'),
  can: Can.describe('what people can do now, if they may'),
  files: words,
  head: z.string().nullable().describe('the hash that ends the chain of events in the files'),
  page: z.string().nullable().describe('the address of the design in the console'),
};
