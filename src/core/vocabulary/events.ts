/**
 * Everything that can happen to a design: the only thing that is stored of it. From 1.0 on no event
 * changes its meaning; `evolve` (core/workflow/evolve.ts) folds them into the design.
 */

import * as z from 'zod';
import { BOUNDS } from './bounds.ts';
import { Caveats } from './caveat.ts';
import { CheckedCitation, CheckedCitations, LaterCitations } from './checked.ts';
import {
  ANSWERING_ENDS,
  at,
  authorFields,
  byId,
  byPerson,
  CarriedReply,
  ContextItem,
  Differing,
  decisionSha256,
  EarlierDecision,
  ExpectedTurn,
  FACILITATOR_ROLES,
  FINAL_STATUSES,
  Frame,
  MappedDivergence,
  Matched,
  Pinned,
  Profile,
  publication,
  QUESTION_STATUSES,
  RecordedBearing,
  RecordedQuestion,
  RecordedReply,
  RecordSentence,
  RemindedOf,
  Requested,
  recordedName,
  Sealed,
  Settings,
  ShownParts,
  STEPS,
  STOP_REASONS,
  said,
  session,
  shortage,
  Thread,
  TOOL_RESULTS,
  TURN_OUTCOMES,
  TurnError,
  textParts,
  textUpTo,
  Unavailable,
  Usage,
  VERDICTS,
  via,
} from './event-parts.ts';
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
import { CrashCause, SESSION_ORIGINS } from './session.ts';
import {
  ASKED_ACTS,
  EXCUSES,
  GATE_CHOICES,
  PHASES,
  ROUND_KINDS,
  STATUSES,
  TIMED_PARTS,
} from './sets.ts';
import {
  Citation,
  MOST_CONFIRMED,
  MOST_JUDGED,
  Notes,
  SIGNING_VERDICTS,
  SUBMISSION_SCHEMAS,
  TERMINAL_TOOLS,
} from './submission.ts';

const version = z.string().min(1).max(60);
/** Format of the bundle, and version of the Charrette that wrote it. */
export const writtenBy = {
  formatVersion: z.int().positive().optional(),
  charretteVersion: version.optional(),
};

const event = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.strictObject({ type: z.literal(type), at, ...shape });

const LaterEvent = z.discriminatedUnion('type', [
  /** `channel`: the new id that the platform has given the thread's channel. */
  event('thread_opened', { thread: textUpTo(200), channel: textUpTo(200).optional() }),
  event('status_changed', {
    status: z.enum(STATUSES),
    phase: z.enum(PHASES),
    step: z.enum(STEPS),
    /** Only people or a model can take the design further, so its processes are given back. */
    parks: z.literal(true).optional(),
    /** The time for people began only now, when they can see what is asked: it ends then. */
    deadlineAt: at.optional(),
    /** Why nothing can be posted in the thread any more, while a gate is open already. */
    unreachable: textUpTo(1_000).optional(),
  }),

  event('session_started', { ...session, origin: z.enum(SESSION_ORIGINS) }),
  event('session_ready', {
    ...session,
    pid: z.number().int(),
    /** Distinguishes this process from a later one with the same pid; empty if unknown. */
    process: textUpTo(100),
  }),
  event('session_lost', {
    ...session,
    cause: CrashCause,
    /**
     * Its persona has signed and owes nothing: it stays alive, and is woken when it is asked again.
     */
    parks: z.literal(true).optional(),
  }),
  /** Work or a report from a session that nothing waits for any more; it changes nothing. */
  event('late_report_recorded', {
    ...session,
    report: z.enum(['ready', 'lost', ...TERMINAL_TOOLS]),
    /** Of a submission: its turn. */
    turnId: TurnId.optional(),
    /** A submission as JSON text, cut at this bound. */
    detail: textUpTo(20_000),
  }),

  event('round_opened', {
    roundId: RoundId,
    kind: z.enum(ROUND_KINDS),
    /** The divergences each participant argues, in a round of arguments. */
    points: z
      .array(
        z.strictObject({ participant: ParticipantId, divergences: z.array(DivergenceId).min(1) }),
      )
      .max(BOUNDS.participants),
    asked: z.array(ParticipantId).min(1).max(BOUNDS.participants),
    /** Ids of the replies that a matching reads, numbered `R1`, `R2`, … in this order. */
    replies: z.array(textUpTo(220)).max(500).optional(),
    /** Names of people's sentences that the auditor judges. */
    said: z.array(textUpTo(12)).max(MOST_JUDGED).optional(),
    deadlineAt: at,
  }),
  event('participant_excused', {
    roundId: RoundId,
    participant: ParticipantId,
    reason: z.enum(EXCUSES),
    detail: textUpTo(500),
  }),
  event('round_closed', {
    roundId: RoundId,
    contributed: z.array(ParticipantId),
    excused: z.array(ParticipantId),
  }),
  event('design_paused', {
    /**
     * The open round waits for a model until this time; turns it interrupted are asked again then.
     * `null`: it goes on.
     */
    paused: Unavailable.extend({ until: at }).nullable(),
    /** Deadline of the open round from now on. */
    deadlineAt: at,
  }),
  event('facilitator_passed', {
    role: z.enum(FACILITATOR_ROLES),
    from: ParticipantId,
    to: ParticipantId,
  }),

  event('turn_started', { ...authorFields, sessionId: SessionId }),
  event('model_answered', {
    turnId: TurnId,
    participant: ParticipantId,
    model: textUpTo(100),
    stopReason: textUpTo(60),
    usage: Usage,
    /** `null`: the model is not in the price table; unknown is never shown as zero. */
    costUsd: z.number().nonnegative().nullable(),
    /** The call brought no answer and used at least this much. `stopReason` says how it ended. */
    atLeast: z.literal(true).optional(),
    /** The endpoint counts so few tokens that the model may have read only a part of its prompt. */
    readInPart: z.literal(true).optional(),
    latencyMs: z.number().nonnegative(),
  }),
  event('tool_invoked', {
    turnId: TurnId,
    participant: ParticipantId,
    tool: textUpTo(60),
    result: z.enum(TOOL_RESULTS),
    latencyMs: z.number().nonnegative(),
  }),
  event('confidence_given', { ...authorFields, confidence: z.number().min(0).max(1) }),
  event('turn_finished', {
    ...authorFields,
    outcome: z.enum(TURN_OUTCOMES),
    error: TurnError.nullable(),
    /** Notes for its author alone. */
    notes: Notes.optional(),
    /** Gaps in its submission that code completed or let stand. Absent: none. */
    derived: z.array(textUpTo(300)).max(100).optional(),
    /** The hash of its record beside the events. Absent until both are stored together. */
    recordSha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
  }),

  event('question_framed', { ...authorFields, ...Frame.shape }),
  event('questions_asked', {
    ...authorFields,
    /** Numbered when the round closes. Empty: nothing to ask, for the reason in `rationale`. */
    questions: z.array(RecordedQuestion.omit({ id: true })).max(3),
    rationale: textUpTo(2_000),
  }),
  event('answering_opened', { deadlineAt: at }),
  /** A reply with a known id replaces it; without text its author has withdrawn it. */
  event('reply_recorded', { ...RecordedReply.shape, ...said }),
  /** A turn matched people's words to the questions that they answer, by quoting the words. */
  event('answers_matched', {
    ...authorFields,
    replies: z.array(textUpTo(220)).max(500),
    matches: z.array(Matched).max(60),
    /** Words that say “I don't know”. */
    leftOpen: z.array(Matched).max(60).optional(),
    /** Words that ask for something and answer nothing, at most one for each reply. */
    requests: z.array(Requested).max(60).optional(),
    /** Answers of two people that cannot both hold, or of one person, of which the latest holds. */
    differ: z.array(Differing).max(60).optional(),
    /** How each reply bears on the decision. Absent: there was no decision yet. */
    bearing: z.array(RecordedBearing).max(500).optional(),
    /**
     * Quotations that are in no reply. A reply without any other words taken from it stays unread.
     */
    dropped: z.array(textUpTo(BOUNDS.replyCharacters)).max(180).optional(),
    rationale: textUpTo(2_000),
  }),
  /** The wait for people is over. */
  event('answering_closed', {
    reason: z.enum(ANSWERING_ENDS),
    ...byPerson,
    /** The last replies are still being matched; afterwards it is closed once more, for good. */
    isMatching: z.literal(true).optional(),
    assumed: z.array(QuestionId).max(60),
    leftOpen: z.array(QuestionId).max(60),
    notRead: z.array(QuestionId).max(60),
  }),

  event('proposal_sealed', { ...authorFields, ...Sealed.shape }),
  event('proposals_revealed', { participants: z.array(ParticipantId) }),

  event('divergences_mapped', {
    ...authorFields,
    agreements: z
      .array(z.strictObject({ statement: textUpTo(500), claims: z.array(textUpTo(8)) }))
      .max(20),
    divergences: z.array(MappedDivergence).max(8),
    /** Claims in only one proposal that would change the answer. */
    lone: z.array(z.strictObject({ claim: textUpTo(8), why: textUpTo(400) })).max(8),
  }),
  event('position_argued', {
    ...authorFields,
    divergenceId: DivergenceId,
    addresses: z.array(textUpTo(8)).max(8),
    argument: textUpTo(2_000),
    /** The place in the repository that the argument cites, and the result of the check. */
    citation: Citation,
    check: CheckedCitation.nullable(),
    /**
     * Claims of the other side that changed the persona's mind; empty if it keeps its position or
     * names none.
     */
    changedBy: z.array(textUpTo(8)).max(8),
    /** The position that the persona holds afterwards, or empty. */
    position: textUpTo(3),
    confidence: z.number(),
  }),
  event('divergence_settled', {
    divergenceId: DivergenceId,
    /** `agreed`: all remaining participants hold the position, and none had to move. */
    outcome: z.enum(['agreed', 'conceded', 'unresolved', 'settled_by_person']),
    position: textUpTo(3),
    by: z.array(ParticipantId),
    /** The person who settled it, with their note as the reason; empty if personas did. */
    person: recordedName,
    byId,
    via,
    reason: textUpTo(BOUNDS.noteCharacters),
  }),
  /**
   * Rounds were skipped, to save time or money for more important ones. `over`: the time of this
   * part has passed.
   */
  event('deliberation_stopped', {
    ...shortage,
    dropped: z.array(z.enum(ROUND_KINDS)),
    over: z.enum(TIMED_PARTS).optional(),
  }),

  event('composite_submitted', {
    ...authorFields,
    composite: SUBMISSION_SCHEMAS.submit_composite,
    sha256: decisionSha256,
    ...textParts,
  }),
  event('signature_given', {
    ...authorFields,
    verdict: z.enum(SIGNING_VERDICTS),
    dissent: textUpTo(3_000),
    /** A dissent in one sentence; absent under a signature. */
    reason: textUpTo(200).optional(),
    /**
     * The weakest part of the text, and the signer's contradicted claims; named before the verdict.
     */
    weakest: textUpTo(600),
    contradicted: SUBMISSION_SCHEMAS.sign.shape.contradicted,
    rationale: textUpTo(2_000),
    confidence: z.number(),
    /** The hash of the signed text. */
    sha256: decisionSha256,
    /** Absent: the repository has not moved on, or none is cited. */
    later: LaterCitations.optional(),
  }),
  event('audit_submitted', {
    ...authorFields,
    audit: SUBMISSION_SCHEMAS.submit_audit,
    citations: CheckedCitations,
  }),
  event('revision_submitted', {
    ...authorFields,
    revision: SUBMISSION_SCHEMAS.submit_revision,
    sha256: decisionSha256,
    ...textParts,
  }),
  /**
   * The auditor has read the changes that nobody had looked at. `takenOut`: numbers of changes that
   * code took out again, counted since the draft. `sha256` and what follows: of the text after it;
   * absent if there was no change to read.
   */
  event('revision_confirmed', {
    ...authorFields,
    confirmation: SUBMISSION_SCHEMAS.confirm_revision,
    takenOut: z.array(z.int().positive()).max(MOST_CONFIRMED).optional(),
    sha256: decisionSha256.optional(),
    ...textParts,
  }),

  event('gate_opened', {
    gateId: GateId,
    /** Of the decision; empty if the gate is about a round. */
    caveats: Caveats,
    choices: z.array(z.enum(GATE_CHOICES)),
    /** The round that brought nothing, if that is the gate's reason. */
    roundId: RoundId.optional(),
    /** Why nothing can be posted in the thread any more, if that is the gate's reason. */
    unreachable: textUpTo(1_000).optional(),
    deadlineAt: at,
  }),
  event('gate_decided', {
    gateId: GateId,
    /** `settle`: a person settled a difference instead. */
    choice: z.enum([...GATE_CHOICES, 'settle', 'unanswered']),
    note: textUpTo(4_000),
    ...byPerson,
  }),

  /**
   * Half of people's time to answer or decide is over, and no one has answered or decided; or
   * someone without permission asks the starter to act.
   */
  event('people_reminded', { about: z.union([RemindedOf, z.enum(ASKED_ACTS)]), ...byPerson }),

  event('outcome_settled', {
    status: z.enum(['completed', 'needs_review']),
    stoppedBecause: z.enum(STOP_REASONS),
    caveats: Caveats,
    detail: textUpTo(2_000),
    /** The unavailable model, if the design ended rather than wait for it. */
    unavailable: Unavailable.optional(),
  }),
  event('files_written', {
    ...writtenBy,
    files: z
      .array(z.strictObject({ name: textUpTo(200), bytes: z.number().int(), sha256: textUpTo(64) }))
      .max(100),
  }),
  event('record_closed', {
    /**
     * The hash of the preceding `files_written`, which ends the chain in the files. People compare
     * it.
     */
    head: textUpTo(64).nullable(),
    /** Without a head: why the files could not be written. */
    detail: textUpTo(500),
  }),
  event('design_ended', {
    status: z.enum(FINAL_STATUSES),
    stoppedBecause: z.enum(STOP_REASONS),
    ...byPerson,
    detail: textUpTo(2_000),
  }),

  // After the end: people's acts on a decision. They do not change the decided and signed text.
  event('decision_judged', {
    /** `null`: the decision of the later design `successor` has replaced this one. */
    verdict: z.enum(VERDICTS).nullable(),
    note: textUpTo(2_000),
    successor: DesignId.optional(),
    ...byPerson,
  }),
  /**
   * A question about the decision, at a gate or after the end. `answer`: empty if the record does
   * not say.
   */
  event('record_asked', {
    question: textUpTo(BOUNDS.questionAskedCharacters),
    answer: z.array(RecordSentence).max(8),
    costUsd: z.number().nonnegative().nullable(),
    /** Asked and answered in private, so neither text is stored here. */
    isPrivate: z.literal(true).optional(),
    /** No model was asked: a rehearsal quoted the record. */
    isRehearsal: z.literal(true).optional(),
    replyId: textUpTo(220).optional(),
    ...byPerson,
  }),
  /** The decision was proposed to a repository as a record. */
  event('decision_published', { ...publication, ...byPerson }),
]);
type LaterEvent = z.infer<typeof LaterEvent>;

/** Events that build a design's map and text, with their rounds. */
const MADE: ReadonlySet<LaterEvent['type']> = new Set([
  'round_opened',
  'participant_excused',
  'round_closed',
  'divergences_mapped',
  'position_argued',
  'divergence_settled',
  'deliberation_stopped',
  'composite_submitted',
  'audit_submitted',
  'revision_submitted',
  'revision_confirmed',
] as const);
export function isMade({ type }: LaterEvent): boolean {
  return MADE.has(type);
}

/** Parts that a new run takes over from the earlier run. */
export const Carried = z.strictObject({
  questions: z
    .array(
      RecordedQuestion.extend({ participant: ParticipantId, status: z.enum(QUESTION_STATUSES) }),
    )
    .max(60),
  replies: z.array(CarriedReply).max(BOUNDS.carriedReplies),
  differing: z.array(Differing).max(BOUNDS.differing).optional(),
  proposals: z.array(Sealed).max(BOUNDS.participants),
  /**
   * The finished events of the map and the text; the run goes on after them. Empty: it goes on from
   * the proposals.
   */
  made: z
    .array(LaterEvent)
    .max(BOUNDS.carriedMade)
    .refine((made) => made.every(isMade)),
  /** Number of replies since the newest text was requested, counted from the end. */
  saidSince: z.number().int().nonnegative(),
  runsBefore: z.number().int().positive(),
  /** Differences that people settled; the new run makes its own map. */
  settled: z
    .array(
      z.strictObject({
        description: textUpTo(500),
        statement: textUpTo(500),
        person: recordedName,
        via,
        note: textUpTo(BOUNDS.noteCharacters),
      }),
    )
    .max(BOUNDS.carriedSettled)
    .optional(),
});
export type Carried = z.infer<typeof Carried>;

export const START_FIELDS = {
  designId: DesignId,
  /** Version of the Charrette that began it. */
  charretteVersion: version.optional(),
  topic: textUpTo(BOUNDS.topicCharacters),
  /** Absent: all of it is words. */
  topicShown: ShownParts.optional(),
  context: z.array(ContextItem).max(BOUNDS.contextItems),
  participants: z.array(Profile).min(1).max(BOUNDS.participants),
  /** Personas in the order drawn for this design; the first one's proposal is A. */
  drawnOrder: z.array(ParticipantId).max(BOUNDS.participants),
  settings: Settings,
  repository: Pinned.nullable(),
  startedBy: recordedName,
  via,
  thread: Thread.nullable(),
  successorOf: DesignId.nullable(),
  carried: Carried.nullable(),
  /** The earlier run's frame. Absent: the question is not framed yet. */
  frame: Frame.optional(),
  /** A person insists on a question that was called no design question. */
  skipsVerdict: z.literal(true).optional(),
  /** A person named the personas, so all of them take part. Absent: the frame picks. */
  namesPersonas: z.literal(true).optional(),
  /** The design whose decision is its context, and the sentence of that decision. */
  followUpOf: DesignId.optional(),
  followUpDecision: textUpTo(400).optional(),
  /** The decision replaces the one that it follows up on. Absent: both remain in force. */
  supersedes: z.literal(true).optional(),
  /** Earlier decisions on the same question, the best match first. */
  earlier: z.array(EarlierDecision).max(BOUNDS.earlierDecisions).optional(),
  /**
   * Answers that the starter gave in advance, so that the design does not wait for people. Absent:
   * people are asked.
   */
  answers: textUpTo(BOUNDS.replyCharacters).optional(),
  rehearsal: z.boolean(),
  /** Usual price and time of each kind of turn, from recorded designs of this depth and model. */
  expected: z.array(ExpectedTurn).max(ROUND_KINDS.length).optional(),
  /** The vendor that receives the prompts, named for people. Absent in a rehearsal. */
  vendor: textUpTo(200).optional(),
};

/**
 * The closed set of events of a design. Every event is plain JSON, bounded, with its time `at` in
 * milliseconds since the epoch.
 */
export const DesignEvent = z.discriminatedUnion('type', [
  event('design_started', START_FIELDS),
  ...LaterEvent.options,
]);
export type DesignEvent = z.infer<typeof DesignEvent>;
export type EventOf<Type extends DesignEvent['type']> = Extract<DesignEvent, { type: Type }>;
