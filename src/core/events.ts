import * as z from 'zod';
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
import { EXCUSES, ROUND_KINDS } from './round/round.ts';
import { LossCause, SESSION_ORIGINS } from './session/session.ts';
import { IMPACTS, SUBMISSION_SCHEMAS, TERMINAL_TOOLS } from './submission.ts';
import { membersOf, PHASE_WORDS, REASON_WORDS, STATUS_WORDS, STEP_WORDS, STOP_WORDS } from './words.ts';

/**
 * The closed vocabulary of what can have happened in a design (P6). Every event is plain JSON, bounded (P7), and
 * carries when it happened (`at`, milliseconds since the epoch). Changing a shape needs an upcaster.
 */
const at = z.number().int().nonnegative();
const text = (maxCharacters: number) => z.string().max(maxCharacters);
/** A submission by the session that was asked, for a round and turn that code knows (A3). */
const author = { participant: ParticipantId, roundId: RoundId, turnId: TurnId };

export const BOUNDS = {
  topicCharacters: 4_000,
  contextItems: 20,
  contextCharacters: 200_000,
  replyCharacters: 40_000,
  participants: 20,
  personCharacters: 200,
  errorClassCharacters: 60,
  errorCharacters: 1_000,
} as const;
const person = text(BOUNDS.personCharacters);

export const PHASES = membersOf(PHASE_WORDS);
export type Phase = keyof typeof PHASE_WORDS;
export const STEPS = membersOf(STEP_WORDS);
export type Step = keyof typeof STEP_WORDS;
export const STATUSES = membersOf(STATUS_WORDS);
export type Status = keyof typeof STATUS_WORDS;
export const FINAL_STATUSES = ['completed', 'needs_review', 'cancelled', 'failed'] as const;
export type FinalStatus = (typeof FINAL_STATUSES)[number];

export const ROLES = ['persona', 'synthesizer', 'auditor'] as const;
export type Role = (typeof ROLES)[number];
export const FACILITATOR_ROLES = ['synthesizer', 'auditor'] as const;
export type FacilitatorRole = (typeof FACILITATOR_ROLES)[number];

export const Profile = z.strictObject({
  id: ParticipantId,
  title: text(60),
  emoji: text(16),
  role: z.enum(ROLES),
  /** The model that speaks for this participant; the banner says how many there were (J7). */
  model: text(100),
});
export type Profile = z.infer<typeof Profile>;

export const Settings = z.strictObject({
  questions: z.enum(['ask', 'none']),
  /** Whether somebody is there to decide at a gate; with `none` a gate's reasons end the design as needs_review. */
  gates: z.enum(['ask', 'none']),
  replacement: z.enum(['once', 'disabled']),
  answerMs: z.number().int().nonnegative(),
  roundMs: z.number().int().positive(),
  synthesisMs: z.number().int().positive(),
  gateMs: z.number().int().positive(),
  /** The whole design's time; the part that synthesis needs is kept in reserve. */
  designMs: z.number().int().positive(),
  budgetUsd: z.number().positive().nullable(),
  /** Once nobody can write to its thread any more, a person decides whether it continues. Absent: it continues. */
  threadGone: z.literal('pause').optional(),
});
export type Settings = z.infer<typeof Settings>;

export const ContextItem = z.strictObject({ name: text(300), text: text(BOUNDS.contextCharacters) });
export type ContextItem = z.infer<typeof ContextItem>;
export const Pinned = z.strictObject({
  name: text(200),
  commit: z.string().regex(/^[0-9a-f]{40,64}$/),
  digest: text(20_000),
});
export type Pinned = z.infer<typeof Pinned>;
/** The design's thread on a chat platform, by the platform's ids. */
export const Thread = z.strictObject({
  platform: text(40),
  channel: text(200),
  /** Empty until its first message, the card, is posted and has opened it. */
  thread: text(200),
  /** The person who started the design; empty where the platform has nobody. */
  starter: text(200),
});
export type Thread = z.infer<typeof Thread>;

const Question = z.strictObject({ id: QuestionId, text: text(400), why: text(300), assumption: text(400) });
const Reply = z.strictObject({
  id: text(200),
  author: person,
  text: text(BOUNDS.replyCharacters),
  answers: z.array(z.strictObject({ questionId: QuestionId, text: text(BOUNDS.replyCharacters) })).max(60),
});
const Sealed = z.strictObject({
  participant: ParticipantId,
  proposal: SUBMISSION_SCHEMAS.submit_proposal,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
/** What a successor takes over from the design that it runs again. */
export const Carried = z.strictObject({
  questions: z
    .array(Question.extend({ participant: ParticipantId, status: z.enum(['answered', 'assumed']) }))
    .max(60),
  replies: z.array(Reply).max(500),
  proposals: z.array(Sealed).max(BOUNDS.participants),
});
export type Carried = z.infer<typeof Carried>;

export const Usage = z.strictObject({
  inputTokens: z.number().int().nonnegative(),
  cacheWriteTokens: z.number().int().nonnegative(),
  cacheReadTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
});
export type Usage = z.infer<typeof Usage>;

export const TOOL_RESULTS = ['ok', 'refused', 'failed'] as const;
export type ToolResult = (typeof TOOL_RESULTS)[number];

/** The outcome of a turn (T2), and whether it is a response; the others come with a `TurnError`. */
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
  class: text(BOUNDS.errorClassCharacters),
  message: text(BOUNDS.errorCharacters),
  retryable: z.boolean(),
});
export type TurnError = z.infer<typeof TurnError>;

export const STOP_REASONS = membersOf(STOP_WORDS);
export type StopReason = keyof typeof STOP_WORDS;

export const GATE_REASONS = membersOf(REASON_WORDS);
export type GateReason = keyof typeof REASON_WORDS;
export const GATE_CHOICES = ['accept', 'send_back', 'stop'] as const;
export type GateChoice = (typeof GATE_CHOICES)[number];

/** What a design is started with. */
export const START = {
  designId: DesignId,
  topic: text(BOUNDS.topicCharacters),
  context: z.array(ContextItem).max(BOUNDS.contextItems),
  participants: z.array(Profile).min(1).max(BOUNDS.participants),
  /** Personas in the order drawn for this design; the first one's proposal is A (J3). */
  drawnOrder: z.array(ParticipantId).max(BOUNDS.participants),
  settings: Settings,
  repository: Pinned.nullable(),
  startedBy: person,
  thread: Thread.nullable(),
  successorOf: DesignId.nullable(),
  carried: Carried.nullable(),
  rehearsal: z.boolean(),
};

const event = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.strictObject({ type: z.literal(type), at, ...shape });

export const DesignEvent = z.discriminatedUnion('type', [
  event('design_started', START),
  event('thread_opened', { thread: text(200) }),
  event('status_changed', {
    status: z.enum(STATUSES),
    phase: z.enum(PHASES),
    step: z.enum(STEPS),
  }),

  event('session_started', {
    participant: ParticipantId,
    sessionId: SessionId,
    origin: z.enum(SESSION_ORIGINS),
  }),
  event('session_ready', {
    participant: ParticipantId,
    sessionId: SessionId,
    pid: z.number().int(),
    /** Tells this process from a later one with its pid on the same machine; empty where that is not known. */
    process: text(100),
  }),
  event('session_parked', { participant: ParticipantId, sessionId: SessionId }),
  event('session_lost', {
    participant: ParticipantId,
    sessionId: SessionId,
    cause: LossCause,
  }),
  event('late_report_recorded', {
    participant: ParticipantId,
    sessionId: SessionId,
    report: z.enum(['ready', 'lost']),
    detail: text(500),
  }),

  event('round_opened', {
    roundId: RoundId,
    kind: z.enum(ROUND_KINDS),
    divergenceId: DivergenceId.nullable(),
    asked: z.array(ParticipantId).min(1).max(BOUNDS.participants),
    deadlineAt: at,
  }),
  event('participant_excused', {
    roundId: RoundId,
    participant: ParticipantId,
    reason: z.enum(EXCUSES),
    detail: text(500),
  }),
  event('round_closed', {
    roundId: RoundId,
    contributed: z.array(ParticipantId),
    excused: z.array(ParticipantId),
  }),
  event('facilitator_passed', {
    role: z.enum(FACILITATOR_ROLES),
    from: ParticipantId,
    to: ParticipantId,
  }),

  event('turn_started', { ...author, sessionId: SessionId }),
  event('model_answered', {
    turnId: TurnId,
    participant: ParticipantId,
    model: text(100),
    stopReason: text(60),
    usage: Usage,
    /** `null`: the model is not in the price table; unknown is never shown as zero. */
    costUsd: z.number().nonnegative().nullable(),
    latencyMs: z.number().nonnegative(),
  }),
  event('tool_invoked', {
    turnId: TurnId,
    participant: ParticipantId,
    tool: text(60),
    result: z.enum(TOOL_RESULTS),
    latencyMs: z.number().nonnegative(),
  }),
  event('confidence_given', {
    ...author,
    confidence: z.number().min(0).max(1),
  }),
  event('turn_finished', {
    ...author,
    outcome: z.enum(TURN_OUTCOMES),
    error: TurnError.nullable(),
  }),
  event('late_submission_recorded', {
    ...author,
    tool: z.enum(TERMINAL_TOOLS),
    /** The submission as JSON text, cut at this bound. */
    text: text(20_000),
  }),

  event('questions_asked', {
    ...author,
    questions: z.array(Question).min(1).max(3),
  }),
  event('participant_passed', { ...author, rationale: text(2_000) }),
  event('answering_opened', { deadlineAt: at }),
  event('reply_recorded', { ...Reply.shape }),
  event('reply_revised', { ...Reply.shape }),
  event('reply_withdrawn', { id: text(200) }),
  event('answering_closed', {
    reason: z.enum(['done', 'all_answered', 'deadline', 'skipped']),
    by: person,
    assumed: z.array(QuestionId).max(60),
  }),

  event('proposal_sealed', { ...author, ...Sealed.shape }),
  event('proposals_revealed', { participants: z.array(ParticipantId) }),

  event('divergences_mapped', {
    ...author,
    agreements: z.array(text(500)).max(12),
    divergences: z
      .array(
        z.strictObject({
          id: DivergenceId,
          description: text(500),
          impact: z.enum(IMPACTS),
          positions: z.array(
            z.strictObject({ id: text(3), statement: text(500), holders: z.array(ParticipantId) }),
          ),
        }),
      )
      .max(8),
  }),
  event('position_argued', {
    ...author,
    divergenceId: DivergenceId,
    /** Where this persona stood when the round opened, and where it stands now (J2). */
    before: z.strictObject({ position: text(3), confidence: z.number() }),
    after: z.strictObject({ position: text(3), confidence: z.number() }),
    addresses: z.array(text(8)).max(8),
    argument: text(2_000),
    changedBecause: text(600),
  }),
  event('divergence_settled', {
    divergenceId: DivergenceId,
    outcome: z.enum(['resolved', 'conceded', 'unresolved']),
    position: text(3),
    by: z.array(ParticipantId),
    reason: text(300),
  }),
  event('deliberation_stopped', {
    reason: z.enum(['time_used_up', 'money_used_up']),
  }),

  event('composite_submitted', {
    ...author,
    composite: SUBMISSION_SCHEMAS.submit_composite,
  }),
  event('signature_given', {
    ...author,
    verdict: z.enum(['signs', 'dissents']),
    dissent: text(3_000),
    rationale: text(2_000),
    confidence: z.number(),
  }),
  event('audit_submitted', {
    ...author,
    audit: SUBMISSION_SCHEMAS.submit_audit,
  }),
  event('brief_submitted', {
    ...author,
    brief: SUBMISSION_SCHEMAS.submit_brief,
  }),

  event('gate_opened', {
    gateId: GateId,
    reasons: z.array(z.enum(GATE_REASONS)).min(1),
    choices: z.array(z.enum(GATE_CHOICES)),
    deadlineAt: at,
  }),
  event('gate_decided', {
    gateId: GateId,
    choice: z.enum([...GATE_CHOICES, 'unanswered']),
    note: text(4_000),
    by: person,
  }),

  event('outcome_settled', {
    status: z.enum(['completed', 'needs_review']),
    stoppedBecause: z.enum(STOP_REASONS),
    reasons: z.array(z.enum(GATE_REASONS)),
    detail: text(2_000),
  }),
  event('files_written', {
    files: z.array(z.strictObject({ name: text(200), bytes: z.number().int(), sha256: text(64) })).max(100),
  }),
  event('files_failed', { detail: text(500) }),
  event('design_ended', {
    status: z.enum(FINAL_STATUSES),
    stoppedBecause: z.enum(STOP_REASONS),
    by: person,
    detail: text(2_000),
  }),
]);
export type DesignEvent = z.infer<typeof DesignEvent>;
export type EventOf<Type extends DesignEvent['type']> = Extract<DesignEvent, { type: Type }>;
