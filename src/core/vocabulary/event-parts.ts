import * as z from 'zod';
import { BOUNDS } from './bounds.ts';
import { CheckedCitations, CITATION_BOUNDS } from './checked.ts';
import {
  DesignId,
  DivergenceId,
  GateId,
  ParticipantId,
  QuestionId,
  RoundId,
  SessionId,
  TurnId,
} from './ids.ts';
import {
  ASKED_ACTS,
  DEPTHS,
  type GATE_CHOICES,
  membersOf,
  type PHASES,
  ROLES,
  ROUND_KINDS,
  type STATUSES,
  UNAVAILABLE_CAUSES,
} from './sets.ts';
import { BEARING_VERDICTS, IMPACTS, REQUEST_KINDS, SUBMISSION_SCHEMAS } from './submission.ts';
import { Via } from './via.ts';

// Parts of events: closed sets, and schemas that several events share.

/** A time, in milliseconds since the epoch. */
export const at = z.number().int().nonnegative();
export const textUpTo = (maxCharacters: number) => z.string().max(maxCharacters);

/** A sentence that a person said, as a decision rests on it. */
export const QuotedSentence = z.strictObject({
  name: textUpTo(8),
  author: textUpTo(200),
  text: textUpTo(20_000),
});
export type QuotedSentence = z.infer<typeof QuotedSentence>;
/** The author of a submission, with the round and turn, all known to code. */
export const authorFields = { participant: ParticipantId, roundId: RoundId, turnId: TurnId };
export const session = { participant: ParticipantId, sessionId: SessionId };
export const decisionSha256 = z.string().regex(/^[0-9a-f]{64}$/);
/**
 * Absent: none. `quoted`: people's sentences that the text rests on. `unsupported`: parts that
 * nothing carries and claims that the audit refuted, by name. `doubts`: what stands in it only for
 * want of a try.
 */
export const textParts = {
  quoted: z.array(QuotedSentence).max(500).optional(),
  unsupported: z.array(textUpTo(40)).max(200).optional(),
  doubts: z.array(textUpTo(600)).max(100).optional(),
};

export const recordedName = textUpTo(BOUNDS.personCharacters);
/** The way in by which a person acted. Absent: no person did. */
export const via = Via.optional();
export const byId = textUpTo(200).optional();
/** Who did it, and how. */
export const byPerson = { by: recordedName, byId, via };

export type Phase = (typeof PHASES)[number];

export const PHASE_OF = {
  spawning: 'spawning',
  framing: 'questioning',
  asking: 'questioning',
  answering: 'questioning',
  proposing: 'independent',
  mapping: 'refinement',
  arguing: 'refinement',
  composing: 'synthesis',
  auditing: 'synthesis',
  revising: 'synthesis',
  confirming: 'synthesis',
  signing: 'synthesis',
  deciding: 'synthesis',
  writing: 'synthesis',
} as const satisfies Record<string, Phase>;
export const STEPS = membersOf(PHASE_OF);
export type Step = keyof typeof PHASE_OF;

export type Status = (typeof STATUSES)[number];
export const FINAL_STATUSES = ['completed', 'needs_review', 'cancelled', 'failed'] as const;
export type FinalStatus = (typeof FINAL_STATUSES)[number];

export type Depth = (typeof DEPTHS)[number];

export type Role = (typeof ROLES)[number];
export const FACILITATOR_ROLES = ['synthesizer', 'auditor'] as const;
export type FacilitatorRole = (typeof FACILITATOR_ROLES)[number];

export const Profile = z.strictObject({
  id: ParticipantId,
  title: textUpTo(60),
  emoji: textUpTo(16),
  role: z.enum(ROLES),
  /** Counted in the banner. */
  model: textUpTo(100),
  /** The model's family, named for people. Absent if unknown. */
  family: textUpTo(40).optional(),
});
export type Profile = z.infer<typeof Profile>;

export const Settings = z.strictObject({
  questions: z.enum(['ask', 'none']),
  /**
   * `ask`: a person can decide at a gate. `none`: a gate's reasons end the design as needs_review.
   */
  gates: z.enum(['ask', 'none']),
  answerMs: z.number().int().nonnegative(),
  roundMs: z.number().int().positive(),
  synthesisMs: z.number().int().positive(),
  gateMs: z.number().int().positive(),
  /** A gate opens below this confidence of the decision or a signature; 0: for none. */
  gateBelow: z.number().min(0).max(1),
  /** Time for the whole design; synthesis has its part reserved. */
  designMs: z.number().int().positive(),
  budgetUsd: z.number().positive().nullable(),
  /** Absent: `standard`. */
  depth: z.enum(DEPTHS).optional(),
  /** The longest wait for an unavailable model. Absent: a day. */
  unavailableMs: z.number().int().positive().optional(),
  /** Reminds people once, after half their time. Absent: no reminder. */
  remind: z.literal('half_time').optional(),
});
export type Settings = z.infer<typeof Settings>;

export const ContextItem = z.strictObject({
  name: textUpTo(300),
  text: textUpTo(BOUNDS.contextCharacters),
});
export type ContextItem = z.infer<typeof ContextItem>;
export const Pinned = z.strictObject({
  name: textUpTo(200),
  commit: z.string().regex(/^[0-9a-f]{40,64}$/),
  digest: textUpTo(20_000),
  /** Web page of the remote, if that is on a known forge. */
  webUrl: textUpTo(500).optional(),
  /** Files and folders of the commit that a partial clone lacked. */
  missing: z.number().int().positive().optional(),
});
export type Pinned = z.infer<typeof Pinned>;
/** The design's thread on a chat platform, by the platform's ids. */
export const Thread = z.strictObject({
  platform: textUpTo(40),
  channel: textUpTo(200),
  /** Empty until its first message, the card, has opened it. */
  thread: textUpTo(200),
  /** Empty if the platform knows no starter. */
  starter: textUpTo(200),
  /** The channel's first id, if the platform has changed it since: ids of replies keep that one. */
  formerly: textUpTo(200).optional(),
});
export type Thread = z.infer<typeof Thread>;
export type AskedAct = (typeof ASKED_ACTS)[number];

export const ANSWERING_ENDS = ['done', 'all_answered', 'deadline'] as const;
export type AnsweringEnd = (typeof ANSWERING_ENDS)[number];

/**
 * `differing`: two people's answers cannot both hold, and neither has given way. `left_open`:
 * someone does not know, and no one else has answered. `not_read`: no turn read words that may
 * answer it.
 */
export const QUESTION_STATUSES = [
  'open',
  'answered',
  'differing',
  'left_open',
  'not_read',
  'assumed',
] as const;
export const RecordedQuestion = z.strictObject({
  id: QuestionId,
  text: textUpTo(400),
  why: textUpTo(300),
  assumption: textUpTo(400),
});
/** A range in a reply, in UTF-16 units. */
const span = { from: z.number().int().nonnegative(), to: z.number().int().positive() };
const Spans = z.array(z.strictObject(span)).min(1).max(BOUNDS.answersPerReply);
const ShownPart = z.strictObject({ kind: z.enum(['code', 'quotation']), ...span });
export type ShownPart = z.infer<typeof ShownPart>;
/** Parts of a text that its platform showed as code or as a quotation, in order. */
export const ShownParts = z
  .array(ShownPart)
  .max(BOUNDS.shownParts)
  .refine((parts) =>
    parts.every(({ from, to }, index) => (parts[index - 1]?.to ?? 0) <= from && from < to),
  );
const Answer = z.strictObject({
  questionId: QuestionId,
  text: textUpTo(BOUNDS.replyCharacters),
  spans: Spans,
  /** A turn read these words as the answer. Absent: they are under the question's number. */
  source: z.literal('read').optional(),
});
export const RecordedReply = z.strictObject({
  id: textUpTo(200),
  author: recordedName,
  /** The author's id on the thread's platform. Absent: unknown. */
  authorId: textUpTo(200).optional(),
  via,
  text: textUpTo(BOUNDS.replyCharacters),
  /** Absent: all of it is words. */
  shown: ShownParts.optional(),
  answers: z.array(Answer).max(BOUNDS.answersPerReply),
  /** Written while questions were open, without a number, and not yet matched. */
  unmatched: z.boolean(),
  /** Still to be read by a turn. */
  unread: z.literal(true).optional(),
  /** The message names the bot, and its author got a status at once. */
  toBot: z.literal(true).optional(),
  /** It replaces what its author had said before. */
  edited: z.literal(true).optional(),
  /** Its number in the earlier run. Absent: it gets the next one. */
  number: z.number().int().positive().optional(),
  /**
   * By a button, its author takes the answer of this reply, whose words these are. Those who lose
   * give up theirs.
   */
  takes: textUpTo(220).optional(),
});
/** `givenUp`: answers for which others hold now. */
export const CarriedReply = RecordedReply.extend({
  givenUp: z.array(Answer).max(BOUNDS.answersPerReply).optional(),
});
/**
 * `after`: said after the end. It may edit an earlier reply, and is kept but changes nothing else.
 */
export const said = { after: z.literal('end').optional() };
/** `quote`: the whole sentences around the words that a turn quoted. */
export const Matched = z.strictObject({
  questionId: QuestionId,
  replyId: textUpTo(220),
  quote: textUpTo(BOUNDS.quoteCharacters),
  spans: Spans,
});
export const Requested = z.strictObject({
  replyId: textUpTo(220),
  kind: z.enum(REQUEST_KINDS),
  quote: textUpTo(BOUNDS.quoteCharacters),
  spans: Spans,
});
/** Replies whose answers to a question cannot all hold. */
export const Differing = z.strictObject({
  questionId: QuestionId,
  replyIds: z.array(textUpTo(220)).min(2).max(BOUNDS.differing),
});
export type Differing = z.infer<typeof Differing>;
/**
 * `sentence`: the one of the decision that the reply affects, or that already does what it asks; or
 * empty.
 */
export const RecordedBearing = z.strictObject({
  replyId: textUpTo(220),
  reason: textUpTo(400),
  sentence: textUpTo(600),
  verdict: z.enum(BEARING_VERDICTS),
});
export const Sealed = z.strictObject({
  participant: ParticipantId,
  proposal: SUBMISSION_SCHEMAS.submit_proposal,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  citations: CheckedCitations,
});
const ofPersona = z.strictObject({ participant: ParticipantId, reason: textUpTo(300) });
export const Frame = z.strictObject({
  isDesignQuestion: z.boolean(),
  /** Reason why it is a design question, or why not, in one sentence to the asker. */
  reason: textUpTo(400),
  restated: textUpTo(400),
  /** Sentences of topic and context in which the asker states an earlier decision. */
  decided: z.array(textUpTo(BOUNDS.quoteCharacters)).max(10),
  /** The language of the question, as a BCP 47 tag. */
  language: textUpTo(40),
  /** `reason`: empty if there was no choice. */
  picked: z.array(ofPersona).max(BOUNDS.participants),
  /** Personas that the question does not need. They are not asked and not counted. */
  released: z.array(ofPersona).max(BOUNDS.participants),
});
export type Frame = z.infer<typeof Frame>;

/** An earlier decision on the same question. */
export const EarlierDecision = z.strictObject({
  designId: DesignId,
  topic: textUpTo(BOUNDS.earlierTopicCharacters),
  status: z.enum(FINAL_STATUSES),
  endedAt: at,
  decision: textUpTo(400),
  /** People had declined it. */
  isDeclined: z.literal(true).optional(),
});
export type EarlierDecision = z.infer<typeof EarlierDecision>;

export const Usage = z.strictObject({
  inputTokens: z.number().int().nonnegative(),
  cacheWriteTokens: z.number().int().nonnegative(),
  cacheReadTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
});
export type Usage = z.infer<typeof Usage>;

export const TOOL_RESULTS = ['ok', 'refused', 'failed'] as const;
export type ToolResult = (typeof TOOL_RESULTS)[number];

/** Outcomes of a turn. `true`: a response; all others come with a `TurnError`. */
export const IS_RESPONSE = {
  spoke: true,
  passed: true,
  refused: false,
  timed_out: false,
  model_error: false,
  process_lost: false,
  cancelled: false,
};
export const TURN_OUTCOMES = membersOf(IS_RESPONSE);
export type TurnOutcome = keyof typeof IS_RESPONSE;
export const TurnError = z.strictObject({
  class: textUpTo(BOUNDS.errorClassCharacters),
  message: textUpTo(BOUNDS.errorCharacters),
  retryable: z.boolean(),
});
export type TurnError = z.infer<typeof TurnError>;

export const STOP_REASONS = [
  'finished',
  'decided_by_person',
  'cancelled_by_person',
  'no_persona_left',
  'no_design_question',
  'nothing_contributed',
  'model_unavailable',
  'time_used_up',
  'money_used_up',
  'gate_unanswered',
  'thread_unreachable',
  'write_failed',
  'internal_error',
] as const;
export type StopReason = (typeof STOP_REASONS)[number];

/** `money`: USD left, USD needed, and USD reserved for `keptFor`. Absent: time is short. */
export const shortage = {
  reason: z.enum(['time_used_up', 'money_used_up']),
  money: z
    .strictObject({
      leftUsd: z.number().nonnegative(),
      takesUsd: z.number().nonnegative(),
      keptUsd: z.number().nonnegative(),
      keptFor: z.array(z.enum(ROUND_KINDS)),
    })
    .optional(),
};
/** A round that was skipped. */
export const Dropped = z.strictObject({ kind: z.enum(ROUND_KINDS), ...shortage });
export type Dropped = Readonly<z.infer<typeof Dropped>>;

export type GateChoice = (typeof GATE_CHOICES)[number];

/**
 * An unavailable model. `endpoint`: in words for people. `againAt`: the endpoint's own time for a
 * retry, if it names one.
 */
export const Unavailable = z.strictObject({
  cause: z.enum(UNAVAILABLE_CAUSES),
  model: textUpTo(100),
  endpoint: textUpTo(200),
  since: at,
  againAt: at.nullable(),
});
export type Unavailable = z.infer<typeof Unavailable>;
/** An unavailable model that turns wait for. `until`: time at which they give up. */
export const AwaitedModel = Unavailable.omit({ againAt: true }).extend({ until: at });
export type AwaitedModel = z.infer<typeof AwaitedModel>;

/** Usual price and length of one turn of a kind, without refused attempts. */
export const ExpectedTurn = z.strictObject({
  kind: z.enum(ROUND_KINDS),
  /** `null`: the model's price is unknown. */
  usd: z.number().nonnegative().nullable(),
  ms: z.number().int().nonnegative(),
});
export type ExpectedTurn = z.infer<typeof ExpectedTurn>;

/**
 * A difference as it was mapped. Its positions are made of claims, whose authors hold these
 * positions.
 */
export const MappedDivergence = z.strictObject({
  id: DivergenceId,
  description: textUpTo(500),
  cost: textUpTo(400),
  impact: z.enum(IMPACTS),
  positions: z.array(
    z.strictObject({
      id: textUpTo(3),
      statement: textUpTo(500),
      claims: z.array(textUpTo(8)),
      holders: z.array(ParticipantId),
    }),
  ),
});

/** Subject of a reminder: the questions, or the open gate. */
export const RemindedOf = z.union([z.literal('answering'), GateId]);
export type RemindedOf = z.infer<typeof RemindedOf>;
export function isAskedAct(about: RemindedOf | AskedAct): about is AskedAct {
  return ASKED_ACTS.some((act) => act === about);
}

/**
 * `true` while the starter could do it: accept or decline a decision after the end, everything else
 * before.
 */
export function isTimeFor(act: AskedAct, { end }: { readonly end: object | null }): boolean {
  return (act === 'judge') === (end !== null);
}

export const VERDICTS = ['accepted', 'declined'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** One sentence of an answer about a decision, with its sources in the record. */
export const RecordSentence = z.strictObject({
  text: textUpTo(600),
  /** Place names as in `src/core/follow-up/places.ts`; empty if code answered. */
  cites: z.array(textUpTo(CITATION_BOUNDS.placeCharacters)).max(8),
});
export type RecordSentence = z.infer<typeof RecordSentence>;

/**
 * A decision in a forge's repository. `path`: path of its record. `pull`: number of the request.
 */
export const publication = {
  repository: textUpTo(200),
  number: textUpTo(8),
  path: textUpTo(300),
  pull: z.number().int().positive(),
  url: textUpTo(500),
};
export const Publication = z.strictObject(publication);
export type Publication = z.infer<typeof Publication>;
