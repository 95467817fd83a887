/**
 * Everything that can be asked of a design, by people, timers and processes. `decide`
 * (core/workflow/decide.ts) answers each one.
 */

import * as z from 'zod';
import { keepDefined } from '../../foundation/keep-defined.ts';
import { BOUNDS } from './bounds.ts';
import { CheckedCitations, LaterCitations } from './checked.ts';
import {
  byPerson,
  Profile,
  Publication,
  QuotedSentence,
  RecordSentence,
  recordedName,
  ShownParts,
  TOOL_RESULTS,
  TURN_OUTCOMES,
  TurnError,
  Unavailable,
  Usage,
  VERDICTS,
  via,
} from './event-parts.ts';
import { START_FIELDS, writtenBy } from './events.ts';
import { DesignId, DivergenceId, GateId, QuestionId, SessionId, TimerId, TurnId } from './ids.ts';
import { CrashCause } from './session.ts';
import { ASKED_ACTS, GATE_CHOICES } from './sets.ts';
import { Submission } from './submission.ts';

/**
 * Commands from people, timers and processes. `at` is milliseconds since the epoch; `uuids` yields
 * UUIDv7s, taken in order.
 */
export interface Stamp {
  readonly at: number;
  readonly uuids: Iterable<string>;
}

const replyId = z.string().max(200);
const reply = z.string().max(BOUNDS.replyCharacters);

const command = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.strictObject({ type: z.literal(type), ...shape });

/**
 * Commands from people and platforms. All others come from within and do not pass through the
 * inbox.
 */
export const OutsideCommand = z.discriminatedUnion('type', [
  // `decide` refuses an empty list with a message.
  command('start_design', {
    ...START_FIELDS,
    participants: z.array(Profile).max(BOUNDS.participants),
  }),
  command('record_reply', {
    replyId,
    author: recordedName,
    authorId: z.string().max(200).optional(),
    via,
    text: reply,
    shown: ShownParts.optional(),
    questionId: QuestionId.nullable(),
    /** Written before the questions were known, so its numbers do not name them. */
    beforehand: z.boolean().optional(),
    /** The message names the bot, so its author gets a status at once. */
    toBot: z.literal(true).optional(),
  }),
  /** The author edited or deleted the message. */
  command('revise_reply', {
    replyId,
    author: recordedName,
    via,
    text: reply,
    shown: ShownParts.optional(),
  }),
  command('withdraw_reply', { replyId, via }),
  /**
   * Of answers that differ, this one holds: one who differs gives way, or who may decide says so.
   */
  command('take_answer', {
    questionId: QuestionId,
    /** The version at which it was given, or its author's name. */
    answer: recordedName,
    ...byPerson,
  }),
  command('go_on', byPerson),
  command('decide_gate', {
    gateId: GateId,
    choice: z.enum(GATE_CHOICES),
    note: z.string().max(4_000),
    ...byPerson,
  }),
  command('settle_divergence', {
    divergenceId: DivergenceId,
    /** As people write it: `1a`, `a` or `P1`. */
    position: z.string().max(20),
    note: z.string().max(BOUNDS.noteCharacters),
    ...byPerson,
  }),
  command('cancel', { ...byPerson, reason: z.string().max(2_000) }),
  command('ask_starter', { act: z.enum(ASKED_ACTS), ...byPerson }),
  /** After the end. */
  command('judge_decision', {
    verdict: z.enum(VERDICTS),
    note: z.string().max(2_000),
    ...byPerson,
  }),
  /**
   * Answer by code, or by a model with citations that code has checked. Also possible at a gate.
   */
  command('record_answer', {
    question: z.string().max(BOUNDS.questionAskedCharacters),
    answer: z.array(RecordSentence).max(8),
    costUsd: z.number().nonnegative().nullable(),
    isPrivate: z.literal(true).optional(),
    isRehearsal: z.literal(true).optional(),
    replyId: replyId.optional(),
    ...byPerson,
  }),
  /** A follow-up's decision has replaced this design's. */
  command('supersede', { successor: DesignId }),
  /** The platform has given the thread's channel another id. */
  command('move_thread', { from: z.string().max(200), to: z.string().min(1).max(200) }),
  command('record_publication', { publication: Publication, ...byPerson }),
]);
export type OutsideCommand = z.infer<typeof OutsideCommand>;

/** Every command. `decide` cuts texts from within to the bounds of their events. */
export const Command = z.discriminatedUnion('type', [
  ...OutsideCommand.options,
  command('report_session_ready', {
    sessionId: SessionId,
    pid: z.number().int(),
    process: z.string(),
  }),
  command('report_session_lost', { sessionId: SessionId, cause: CrashCause }),
  command('report_model_answer', {
    turnId: TurnId,
    model: z.string(),
    stopReason: z.string(),
    usage: Usage,
    costUsd: z.number().nonnegative().nullable(),
    atLeast: z.literal(true).optional(),
    readInPart: z.literal(true).optional(),
    latencyMs: z.number().nonnegative(),
  }),
  command('report_tool_call', {
    turnId: TurnId,
    tool: z.string(),
    result: z.enum(TOOL_RESULTS),
    latencyMs: z.number().nonnegative(),
  }),
  command('submit', {
    turnId: TurnId,
    submission: Submission,
    /**
     * SHA-256 of the rendered text: the proposal for `submit_proposal`, the decision for
     * `submit_composite`, `submit_revision`, `sign`, and `confirm_revision` if there are changes to
     * confirm; empty otherwise.
     */
    sha256: z.string(),
    citations: CheckedCitations,
    latencyMs: z.number().nonnegative(),
    /**
     * The turn gets no other try, so what is sound in the submission is accepted without the rest.
     */
    isLastTry: z.literal(true).optional(),
    /** What its text stands on. Absent: it is no text. */
    grounds: z
      .strictObject({
        quoted: z.array(QuotedSentence).readonly(),
        unsupported: z.array(z.string()).readonly(),
        /** Numbers of the changes that a confirmation takes out. */
        takenOut: z.array(z.number()).readonly().optional(),
      })
      .optional(),
    /** Of a signature, if the repository has moved on. */
    later: LaterCitations.optional(),
    /** Gaps in it that code has completed or lets stand. Absent: none. */
    derived: z.array(z.string()).readonly().optional(),
  }),
  command('fail_turn', {
    turnId: TurnId,
    outcome: z.enum(TURN_OUTCOMES).exclude(['spoke', 'passed', 'process_lost', 'cancelled']),
    error: TurnError,
    /** The model is unavailable, so the turn does not count as failed. Absent: the turn failed. */
    unavailable: Unavailable.optional(),
  }),
  command('pass_deadline', { timerId: TimerId }),
  /**
   * The message with this id, unique within the design, or a note in its place, is in the thread.
   */
  command('report_posted', { message: z.string() }),
  /**
   * Nothing can be posted in the thread until people change that. `isFirst`: not even the design's
   * first message.
   */
  command('report_unreachable', { reason: z.string(), isFirst: z.boolean() }),
  /** The design's first message was posted; everything else goes below it. */
  command('open_thread', { thread: z.string() }),
  /**
   * This process has just adopted the design. All sessions of the previous process are gone; those
   * recorded but never spawned are spawned now.
   */
  command('resume', { promised: z.array(SessionId).readonly() }),
  /** Only a person can take the design further, so it needs no processes for now. */
  command('park', {}),
  command('report_files_written', {
    ...writtenBy,
    files: z
      .array(z.strictObject({ name: z.string(), bytes: z.number().int(), sha256: z.string() }))
      .readonly(),
    /**
     * The number of events in the files, and the time stamped on the next event. `head`: the hash
     * that ends the chain in the files. Refused as `late` if more events followed. Absent: not
     * checked.
     */
    madeOf: z
      .strictObject({
        version: z.number().int(),
        at: z.number().int(),
        head: z.string().max(64).optional(),
      })
      .optional(),
  }),
  command('report_files_failed', { detail: z.string() }),
  /** Charrette itself cannot go on. */
  command('fail_design', { detail: z.string() }),
]);
export type Command = z.infer<typeof Command>;

export type CommandOf<Type extends Command['type']> = Extract<Command, { type: Type }>;
export type StartDesign = CommandOf<'start_design'>;

/** An answer, not an error: tells the requester why the command was not carried out. */
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
  /** The field at fault, named as in the HTTP API; absent if no field is. */
  field: z.string().optional(),
});
export type Refusal = z.infer<typeof Refusal>;

export function refuse(code: Refusal['code'], message: string, field?: string): Refusal {
  return { code, message, ...keepDefined({ field }) };
}

/** Most problems listed for one submission. */
const TOLD = 12;

/**
 * Refuses a submission for all its problems at once, because a model gets few tries; `null` for
 * none.
 */
export function refuseForAll(refusals: readonly Refusal[]): Refusal | null {
  const [first, ...others] = refusals;
  if (first === undefined || others.length === 0) return first ?? null;
  const lines = refusals.slice(0, TOLD).map(({ message }) => `- ${message}`);
  if (refusals.length > TOLD) lines.push(`- and ${refusals.length - TOLD} more`);
  return refuse(first.code, lines.join('\n'));
}
