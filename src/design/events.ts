/**
 * Everything that can happen to a design, and all that is stored of it. `evolve.ts` folds events into
 * the design. The kinds are closed; `FORMAT` names the version of them all, in `design_started`.
 */

import * as z from 'zod';
import { DesignId, GateId, ParticipantId, RoundId, SessionId, TurnId } from './ids.ts';
import {
  Argue,
  AskedQuestion,
  Frame,
  MAX_QUESTIONS,
  MapDivergences,
  MatchAnswers,
  Sign,
  SubmitAudit,
  SubmitDecision,
  SubmitProposal,
} from './submissions.ts';

export const FORMAT = 2;
export const MAX_DECISION_CHARACTERS = 60_000;

/** Milliseconds since the epoch. */
const at = z.number().int().nonnegative();
const textUpTo = (maxCharacters: number) => z.string().max(maxCharacters);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const name = textUpTo(200);

export const DEPTHS = ['quick', 'standard'] as const;
export type Depth = (typeof DEPTHS)[number];
export const ROLES = ['persona', 'synthesizer', 'auditor'] as const;
export type Role = (typeof ROLES)[number];
export const PHASES = [
  'spawning',
  'questioning',
  'independent',
  'refinement',
  'synthesis',
] as const;
export type Phase = (typeof PHASES)[number];
export const ROUND_KINDS = [
  'framing',
  'questions',
  'matching',
  'proposals',
  'mapping',
  'argument',
  'draft',
  'audit',
  'revision',
  'signing',
] as const;
export type RoundKind = (typeof ROUND_KINDS)[number];
/** The way in by which a person acted (D8). */
const VIAS = ['slack', 'discord', 'terminal', 'http', 'mcp'] as const;
export type Via = (typeof VIAS)[number];
export const FINAL_STATUSES = ['completed', 'needs_review', 'cancelled', 'failed'] as const;
export type FinalStatus = (typeof FINAL_STATUSES)[number];

/** Who did something. `id`: on the platform, or empty where the way in knows none. A name of `http` or `mcp` is a claim. */
export const Person = z.strictObject({ name, id: textUpTo(200), via: z.enum(VIAS) });
export type Person = z.infer<typeof Person>;

export const Profile = z.strictObject({
  id: ParticipantId,
  title: textUpTo(60),
  emoji: textUpTo(16),
  role: z.enum(ROLES),
  model: textUpTo(100),
  /** Models of one family think alike: `claude`. */
  family: textUpTo(40),
});
export type Profile = z.infer<typeof Profile>;

/** The thread on a platform. `thread`: empty until the card has opened it. */
export const Thread = z.strictObject({
  platform: z.enum(['slack', 'discord']),
  channel: textUpTo(200),
  thread: textUpTo(200),
});
export type Thread = z.infer<typeof Thread>;

export const Settings = z.strictObject({
  /** `none`: nobody is asked (`--no-questions`). */
  questions: z.enum(['ask', 'none']),
  /** `none`: nobody is there to decide; a gate's reasons end the design as needs_review. */
  gates: z.enum(['ask', 'none']),
  answerMs: z.number().int().nonnegative(),
  gateMs: z.number().int().positive(),
  /** A decision or signature less confident than this opens a gate (A6). */
  gateBelow: z.number().min(0).max(1),
  budgetUsd: z.number().positive(),
});
export type Settings = z.infer<typeof Settings>;

/** Why a session ended badly. `detail`: for people; `diagnostics`: name of the file (D1), or empty. */
export const CrashCause = z.strictObject({
  kind: z.enum([
    'spawn_failed',
    'never_ready',
    'exited',
    'killed',
    'out_of_memory',
    'hung',
    'bad_message',
  ]),
  detail: textUpTo(700),
  diagnostics: textUpTo(120),
});
export type CrashCause = z.infer<typeof CrashCause>;

const TURN_OUTCOMES = [
  'spoke',
  'passed',
  'refused',
  'timed_out',
  'model_error',
  'process_lost',
  'cancelled',
  'fault',
] as const;
export type TurnOutcome = (typeof TURN_OUTCOMES)[number];

/** `class`: `no_money`, `no_money_today`, `overloaded`, `bad_key`, `context_too_long`, `no_submission` …; `message`: for people. */
export const TurnError = z.strictObject({
  class: textUpTo(60),
  message: textUpTo(1_000),
  retryable: z.boolean(),
});
export type TurnError = z.infer<typeof TurnError>;

export const Usage = z.strictObject({
  inputTokens: z.number().int().nonnegative(),
  cacheWriteTokens: z.number().int().nonnegative(),
  cacheReadTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
});
export type Usage = z.infer<typeof Usage>;
export const NO_USAGE: Usage = {
  inputTokens: 0,
  cacheWriteTokens: 0,
  cacheReadTokens: 0,
  outputTokens: 0,
};

/** One cited line, looked up at the pinned commit. `name`: `A-1` for a claim, `F2` for a finding. */
export const CheckedCitation = z.strictObject({
  name: textUpTo(8),
  place: textUpTo(300),
  status: z.enum(['stands', 'absent', 'not_looked_up']),
});
export type CheckedCitation = z.infer<typeof CheckedCitation>;

/** Gravest first: the order of the caveats under a headline (J11). */
export const CAVEAT_KINDS = [
  'reply_not_in_text',
  'reply_contradicted',
  'people_differ',
  'finding_open',
  'not_audited',
  'half_dissent',
  'signature_missing',
  'stopped_by_money',
  'difference_open',
  'citation_absent',
  'low_confidence',
  'dissent',
  'reply_left_out',
  'persona_missing',
  'citation_not_looked_up',
  'not_compared',
  'stand_in',
  'reservation',
] as const;
export type CaveatKind = (typeof CAVEAT_KINDS)[number];
export const Caveat = z.strictObject({ kind: z.enum(CAVEAT_KINDS), text: textUpTo(12_000) });
export type Caveat = z.infer<typeof Caveat>;

export const GATE_CHOICES = ['accept', 'send_back', 'stop'] as const;
export type GateChoice = (typeof GATE_CHOICES)[number];

export const STOP_REASONS = [
  'finished',
  'accepted',
  'gate_unanswered',
  'stopped_at_gate',
  'cancelled_by_person',
  'no_persona_left',
  'no_design_question',
  'nothing_contributed',
  'money_used_up',
  'crashed_repeatedly',
  'write_failed',
] as const;
export type StopReason = (typeof STOP_REASONS)[number];

export const ContextItem = z.strictObject({ name: textUpTo(300), text: textUpTo(100_000) });
export type ContextItem = z.infer<typeof ContextItem>;

/** A message of a person. `number`: R1, R2 …; `id`: the platform's, an edit's with its time (P5). */
export const Reply = z.strictObject({
  id: textUpTo(220),
  number: z.number().int().positive(),
  author: name,
  authorId: textUpTo(200),
  via: z.enum(VIAS),
  text: textUpTo(100_000),
  /** `Q2: …` or the API says which question it answers; empty: it does not say. */
  questionId: textUpTo(5),
  /** Names of files that came with it and that nobody has read. */
  unreadFiles: z.array(textUpTo(300)).max(20).optional(),
});
export type Reply = z.infer<typeof Reply>;

/** A session's place: first, its persona's one retry, or woken after a pause or a restart. */
const SESSION_ORIGINS = ['first', 'retry', 'wake'] as const;
export type SessionOrigin = (typeof SESSION_ORIGINS)[number];
const EXCUSES = ['dead', 'turn_failed', 'role_passed_on'] as const;
export type Excuse = (typeof EXCUSES)[number];

const event = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.strictObject({ type: z.literal(type), at, ...shape });
const session = { participant: ParticipantId, sessionId: SessionId };
const author = { participant: ParticipantId, roundId: RoundId, turnId: TurnId };

export const DesignEvent = z.discriminatedUnion('type', [
  event('design_started', {
    format: z.literal(FORMAT),
    designId: DesignId,
    topic: textUpTo(4_000),
    context: z.array(ContextItem).max(50),
    depth: z.enum(DEPTHS),
    startedBy: Person,
    thread: Thread.nullable(),
    /** In the order of their files: the personas that take part, synthesizer, auditor. */
    participants: z.array(Profile).min(3).max(30),
    /** Personas in the order drawn for this design: the first is `A` (J3). */
    letters: z.array(ParticipantId).min(1).max(26),
    settings: Settings,
    repository: z
      .strictObject({ name: textUpTo(200), commit: z.string().regex(/^[0-9a-f]{40,64}$/) })
      .nullable(),
    isRehearsal: z.boolean(),
    successorOf: DesignId.nullable(),
    /** Replies of the design that this one runs again. */
    replies: z.array(Reply).max(500),
  }),
  event('thread_opened', { thread: textUpTo(200) }),

  event('session_started', { ...session, origin: z.enum(SESSION_ORIGINS) }),
  event('session_ready', { ...session, pid: z.number().int().positive() }),
  event('session_lost', { ...session, cause: CrashCause }),
  /** Nobody owes anything, or the process that ran it is gone: alive without a process (C18, C23). */
  event('session_parked', session),
  /** Another process goes on. `crashed`: the one before died at work; five in a row end it (C18). */
  event('design_resumed', { crashed: z.boolean() }),

  event('round_opened', {
    roundId: RoundId,
    kind: z.enum(ROUND_KINDS),
    asked: z.array(ParticipantId).min(1).max(30),
    /** Number of the last reply that its prompts carry (J8). */
    repliesUpTo: z.number().int().nonnegative(),
  }),
  event('participant_excused', {
    roundId: RoundId,
    participant: ParticipantId,
    reason: z.enum(EXCUSES),
    detail: textUpTo(700),
  }),
  event('round_closed', {
    roundId: RoundId,
    contributed: z.array(ParticipantId),
    excused: z.array(ParticipantId),
  }),
  /** A living persona takes a dead facilitator's role (C17). */
  event('role_passed_on', {
    role: z.enum(['synthesizer', 'auditor']),
    from: ParticipantId,
    to: ParticipantId,
  }),

  event('turn_started', { ...author, sessionId: SessionId }),
  event('turn_finished', {
    ...author,
    outcome: z.enum(TURN_OUTCOMES),
    error: TurnError.nullable(),
    usage: Usage,
    /** USD; `null`: the model has no known price. Never zero for unknown (T7). */
    costUsd: z.number().nonnegative().nullable(),
    /** A call was begun and not finished: it cost at least this. */
    isAtLeast: z.boolean(),
  }),

  event('question_framed', { ...author, frame: Frame }),
  /** Empty: the persona passes, which is a contribution. */
  event('questions_asked', { ...author, questions: z.array(AskedQuestion).max(MAX_QUESTIONS) }),
  /** The questions can be seen: from now on people have their time. */
  event('answering_opened', { deadlineAt: at }),
  event('reply_recorded', { reply: Reply, replaces: textUpTo(220) }),
  event('answers_matched', { ...author, questions: MatchAnswers.shape.questions }),
  event('answering_closed', {
    reason: z.enum(['go_on', 'deadline', 'all_answered', 'cannot_ask']),
    by: Person.nullable(),
  }),

  event('proposal_sealed', {
    ...author,
    proposal: SubmitProposal,
    /** Hash of the proposal's canonical JSON. */
    sha256,
    citations: z.array(CheckedCitation).max(8),
  }),
  event('proposals_revealed', { participants: z.array(ParticipantId) }),
  event('divergences_mapped', { ...author, map: MapDivergences }),
  event('position_argued', { ...author, argument: Argue }),

  event('decision_submitted', {
    ...author,
    decision: SubmitDecision,
    /** The Markdown that is signed, and its hash. */
    text: textUpTo(MAX_DECISION_CHARACTERS),
    sha256,
  }),
  event('audit_submitted', {
    ...author,
    audit: SubmitAudit,
    /** Hash of the text that was audited. */
    sha256,
    citations: z.array(CheckedCitation).max(10),
  }),
  event('signature_given', { ...author, signature: Sign, sha256 }),

  event('gate_opened', {
    gateId: GateId,
    reasons: z.array(z.enum(CAVEAT_KINDS)).min(1),
    choices: z.array(z.enum(GATE_CHOICES)).min(2),
    deadlineAt: at,
  }),
  event('gate_decided', {
    gateId: GateId,
    choice: z.enum([...GATE_CHOICES, 'unanswered']),
    note: textUpTo(4_000),
    by: Person.nullable(),
  }),

  /** Code has determined the end; the files are written now. */
  event('outcome_settled', {
    status: z.enum(FINAL_STATUSES),
    reason: z.enum(STOP_REASONS),
    /** One sentence for people, or empty. */
    detail: textUpTo(2_000),
    caveats: z.array(Caveat).max(200),
    by: Person.nullable(),
  }),
  event('design_ended', {
    status: z.enum(FINAL_STATUSES),
    reason: z.enum(STOP_REASONS),
    detail: textUpTo(2_000),
    /** Files that were written and read back (P3). */
    files: z
      .array(z.strictObject({ name: textUpTo(120), bytes: z.number().int(), sha256 }))
      .max(100),
  }),
]);
export type DesignEvent = Readonly<z.infer<typeof DesignEvent>>;
export type EventType = DesignEvent['type'];
export type EventOf<Type extends EventType> = Extract<DesignEvent, { readonly type: Type }>;
/** An event before its time is known. */
export type NewEvent = { [Type in EventType]: Omit<EventOf<Type>, 'at'> }[EventType];
