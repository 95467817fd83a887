import * as z from 'zod';
import {
  BOUNDS,
  Carried,
  ContextItem,
  GATE_CHOICES,
  Pinned,
  Profile,
  Settings,
  Thread,
  TOOL_RESULTS,
  TURN_OUTCOMES,
  TurnError,
  Usage,
} from './events.ts';
import { DesignId, GateId, ParticipantId, QuestionId, SessionId, TimerId, TurnId } from './ids.ts';
import { LossCause } from './session/session.ts';
import { Submission } from './submission.ts';

/**
 * What people, timers and processes may ask of a design. Time and fresh identifiers come from outside, with the
 * command: `at` is milliseconds since the epoch, `uuids` gives UUIDv7s, of which as many as needed are taken in order.
 */
export interface Stamp {
  readonly at: number;
  readonly uuids: Iterable<string>;
}

const person = z.string().max(BOUNDS.personCharacters);
const replyId = z.string().max(200);
const reply = z.string().max(BOUNDS.replyCharacters);

/** What people and platforms may ask for. Everything else comes from within and passes through no inbox. */
export const OutsideCommand = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('start_design'),
    designId: DesignId,
    topic: z.string().max(BOUNDS.topicCharacters),
    context: z.array(ContextItem).max(BOUNDS.contextItems).readonly(),
    participants: z.array(Profile).max(BOUNDS.participants).readonly(),
    /** The personas in the order drawn for this design (J3). */
    drawnOrder: z.array(ParticipantId).max(BOUNDS.participants).readonly(),
    settings: Settings,
    repository: Pinned.nullable(),
    startedBy: person,
    thread: Thread.nullable(),
    successorOf: DesignId.nullable(),
    carried: Carried.nullable(),
    rehearsal: z.boolean(),
  }),
  z.strictObject({
    type: z.literal('record_reply'),
    replyId,
    author: person,
    text: reply,
    questionId: QuestionId.nullable(),
  }),
  /** The author has changed their words, or taken them back, where they were said. */
  z.strictObject({ type: z.literal('revise_reply'), replyId, author: person, text: reply }),
  z.strictObject({ type: z.literal('withdraw_reply'), replyId }),
  z.strictObject({ type: z.literal('finish_answering'), by: person, skip: z.boolean() }),
  z.strictObject({
    type: z.literal('decide_gate'),
    gateId: GateId,
    choice: z.enum(GATE_CHOICES),
    note: z.string().max(4_000),
    by: person,
  }),
  z.strictObject({ type: z.literal('cancel'), by: person, reason: z.string().max(2_000) }),
]);
export type OutsideCommand = z.infer<typeof OutsideCommand>;

/** Every command. `decide` cuts texts that come from within to the bounds of the events that they lead to. */
export const Command = z.discriminatedUnion('type', [
  ...OutsideCommand.options,
  z.strictObject({
    type: z.literal('report_session_ready'),
    sessionId: SessionId,
    pid: z.number().int(),
    process: z.string(),
  }),
  z.strictObject({ type: z.literal('report_session_lost'), sessionId: SessionId, cause: LossCause }),
  z.strictObject({
    type: z.literal('report_model_answer'),
    turnId: TurnId,
    model: z.string(),
    stopReason: z.string(),
    usage: Usage,
    costUsd: z.number().nonnegative().nullable(),
    latencyMs: z.number().nonnegative(),
  }),
  z.strictObject({
    type: z.literal('report_tool_call'),
    turnId: TurnId,
    tool: z.string(),
    result: z.enum(TOOL_RESULTS),
    latencyMs: z.number().nonnegative(),
  }),
  z.strictObject({
    type: z.literal('submit'),
    turnId: TurnId,
    submission: Submission,
    /** SHA-256 of the proposal's rendered text, for `submit_proposal`; empty otherwise. */
    sha256: z.string(),
    /** Milliseconds that checking it took. */
    latencyMs: z.number().nonnegative(),
  }),
  z.strictObject({
    type: z.literal('fail_turn'),
    turnId: TurnId,
    outcome: z.enum(TURN_OUTCOMES).exclude(['spoke', 'passed', 'process_lost', 'cancelled']),
    error: TurnError,
  }),
  z.strictObject({ type: z.literal('pass_deadline'), timerId: TimerId }),
  /** The design's first message is posted: that is where everything else is said. */
  z.strictObject({ type: z.literal('open_thread'), thread: z.string() }),
  /** Nobody can write to its thread any more, for as long as people do not change that. */
  z.strictObject({ type: z.literal('report_thread_gone') }),
  /**
   * This process has just taken the design over (C18). Every session of the process before it is gone, but for those
   * that were promised and never begun: they are begun now.
   */
  z.strictObject({ type: z.literal('resume'), promised: z.array(SessionId).readonly() }),
  /** Nobody but a person can take the design further for now: it needs no processes until then. */
  z.strictObject({ type: z.literal('park') }),
  z.strictObject({
    type: z.literal('report_files_written'),
    files: z
      .array(z.strictObject({ name: z.string(), bytes: z.number().int(), sha256: z.string() }))
      .readonly(),
  }),
  z.strictObject({ type: z.literal('report_files_failed'), detail: z.string() }),
  /** Charrette itself cannot go on, and says why (P2). */
  z.strictObject({ type: z.literal('fail_design'), detail: z.string() }),
]);
export type Command = z.infer<typeof Command>;

export type CommandOf<Type extends Command['type']> = Extract<Command, { type: Type }>;
export type StartDesign = CommandOf<'start_design'>;

/** An answer, not an error: the command may not be carried out, and why, in words for whoever asked. */
export const Refusal = z.strictObject({
  code: z.enum([
    'already_started',
    'not_started',
    'ended',
    'unknown_session',
    'unknown_turn',
    'wrong_tool',
    'unknown_reference',
    'incomplete',
    'not_open',
    'invalid',
    'late',
  ]),
  message: z.string(),
});
export type Refusal = z.infer<typeof Refusal>;
