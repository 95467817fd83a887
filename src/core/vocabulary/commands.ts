import * as z from 'zod';
import { BOUNDS } from './bounds.ts';
import { CheckedCitations } from './checked.ts';
import {
  ASKED_ACTS,
  Profile,
  Publication,
  Recheck,
  RecordSentence,
  START,
  TOOL_RESULTS,
  TURN_OUTCOMES,
  TurnError,
  Unavailable,
  Usage,
  VERDICTS,
} from './events.ts';
import { DesignId, DivergenceId, GateId, QuestionId, SessionId, TimerId, TurnId } from './ids.ts';
import { CrashCause } from './session.ts';
import { ANSWERED_KINDS, GATE_CHOICES } from './sets.ts';
import { Submission } from './submission.ts';
import { Via } from './via.ts';

/**
 * Commands that people, timers and processes may give to a design. Time and fresh identifiers come from outside, with the
 * command: `at` is milliseconds since the epoch, `uuids` gives UUIDv7s, taken in order as needed.
 */
export interface Stamp {
  readonly at: number;
  readonly uuids: Iterable<string>;
}

const person = z.string().max(BOUNDS.personCharacters);
/** The way by which it came (D8). Absent: not by a person. */
const via = Via.optional();
/** By name, and by the platform's own id where it is known. */
const actor = { by: person, byId: z.string().max(200).optional(), via };
const replyId = z.string().max(200);
const reply = z.string().max(BOUNDS.replyCharacters);

const command = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.strictObject({ type: z.literal(type), ...shape });

/** Commands that people and platforms may give. Everything else comes from within and passes through no inbox. */
export const OutsideCommand = z.discriminatedUnion('type', [
  // An empty list is refused by `decide`, with a message.
  command('start_design', { ...START, participants: z.array(Profile).max(BOUNDS.participants) }),
  command('record_reply', {
    replyId,
    author: person,
    authorId: z.string().max(200).optional(),
    via,
    text: reply,
    questionId: QuestionId.nullable(),
    /** Written before the questions were known: no number in it names one of them. */
    beforehand: z.boolean().optional(),
    /** It names the bot, so that its author is told at once how things stand. */
    toBot: z.literal(true).optional(),
  }),
  /**
   * A person names the reply that answers a question, or says that none does (`null`). `asOperator`: an operator does, `mayDecide`:
   * somebody who may decide on this design.
   */
  command('correct_match', {
    questionId: QuestionId,
    replyId: z.string().max(220).nullable(),
    ...actor,
    asOperator: z.literal(true).optional(),
    mayDecide: z.literal(true).optional(),
  }),
  /** The author has changed their words, or taken them back, where they were said. */
  command('revise_reply', { replyId, author: person, via, text: reply }),
  command('withdraw_reply', { replyId, via }),
  command('finish_answering', { ...actor, skip: z.boolean() }),
  command('decide_gate', {
    gateId: GateId,
    choice: z.enum(GATE_CHOICES),
    note: z.string().max(4_000),
    ...actor,
  }),
  /** A person settles a difference. */
  command('settle_divergence', {
    divergenceId: DivergenceId,
    /** A person's name for the position: `1a`, `a` or `P1`. */
    position: z.string().max(20),
    note: z.string().max(BOUNDS.noteCharacters),
    ...actor,
  }),
  command('cancel', { ...actor, reason: z.string().max(2_000) }),
  command('ask_starter', { act: z.enum(ASKED_ACTS), ...actor }),
  /** After the end (J14). */
  command('judge_decision', { verdict: z.enum(VERDICTS), note: z.string().max(2_000), ...actor }),
  /** Code has answered, or the runtime has asked a model and code has checked what each sentence cites. At a gate too. */
  command('record_answer', {
    question: z.string().max(BOUNDS.questionAskedCharacters),
    answer: z.array(RecordSentence).max(8),
    costUsd: z.number().nonnegative().nullable(),
    isPrivate: z.literal(true).optional(),
    kind: z.enum(ANSWERED_KINDS).optional(),
    isRehearsal: z.literal(true).optional(),
    replyId: replyId.optional(),
    ...actor,
  }),
  /** A design that follows this one up, and was to replace its decision, has ended with one. */
  command('supersede', { successor: DesignId }),
  /** The runtime has proposed it to a forge. */
  command('record_publication', { publication: Publication, ...actor }),
  /** The runtime has looked at the repository and at later designs. */
  command('record_recheck', { recheck: Recheck, ...actor }),
]);
export type OutsideCommand = z.infer<typeof OutsideCommand>;

/** Every command. `decide` cuts texts that come from within to the bounds of the events that they lead to. */
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
     * SHA-256 of the text that the submission is about, as it is rendered: the proposal for `submit_proposal`, the decision for
     * `submit_composite` and `submit_revision`, the decision as it was shown for `sign`; empty otherwise.
     */
    sha256: z.string(),
    /** Results of the check of its citations. */
    citations: CheckedCitations,
    /** Milliseconds that checking it took. */
    latencyMs: z.number().nonnegative(),
  }),
  command('fail_turn', {
    turnId: TurnId,
    outcome: z.enum(TURN_OUTCOMES).exclude(['spoke', 'passed', 'process_lost', 'cancelled']),
    error: TurnError,
    /** The model cannot be used for now, which is no failure of the turn (A21). Absent: it failed. */
    weather: Unavailable.optional(),
  }),
  command('pass_deadline', { timerId: TimerId }),
  /** The design's first message is posted: that is where everything else is said. */
  command('open_thread', { thread: z.string() }),
  /**
   * This process has just adopted the design (C18). Every session of the previous process is gone; those recorded but
   * never spawned are spawned now.
   */
  command('resume', { promised: z.array(SessionId).readonly() }),
  /** Only a person can take the design further for now: it needs no processes until then. */
  command('park', {}),
  command('report_files_written', {
    files: z
      .array(z.strictObject({ name: z.string(), bytes: z.number().int(), sha256: z.string() }))
      .readonly(),
    /**
     * The events that the files were made of, and the moment that they give for the one that follows: it stands in them. `head`: the
     * hash of that one, with which the chain in the files ends. Refused
     * as `late` when there are more by now. Absent: whatever the design is by now.
     */
    madeOf: z
      .strictObject({ version: z.number().int(), at: z.number().int(), head: z.string().max(64).optional() })
      .optional(),
  }),
  command('report_files_failed', { detail: z.string() }),
  /** Charrette itself cannot go on, and says why (P2). */
  command('fail_design', { detail: z.string() }),
]);
export type Command = z.infer<typeof Command>;

export type CommandOf<Type extends Command['type']> = Extract<Command, { type: Type }>;
export type StartDesign = CommandOf<'start_design'>;

/** An answer, not an error: the command may not be carried out, and why, in words for the requester. */
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
  /** The field at fault, by its name in the HTTP API; absent where it is none of the request's fields. */
  field: z.string().optional(),
});
export type Refusal = z.infer<typeof Refusal>;

export function refuse(code: Refusal['code'], message: string, field?: string): Refusal {
  return { code, message, ...(field === undefined ? {} : { field }) };
}

/** The number of problems that are told of one submission. */
const TOLD = 12;

/** Refuses a submission for all its problems at once, because a model has few tries; `null` for none. */
export function refuseForAll(found: readonly Refusal[]): Refusal | null {
  const [first, ...others] = found;
  if (first === undefined || others.length === 0) return first ?? null;
  const lines = found.slice(0, TOLD).map(({ message }) => `- ${message}`);
  if (found.length > TOLD) lines.push(`- and ${found.length - TOLD} more`);
  return refuse(first.code, lines.join('\n'));
}
