import * as z from 'zod';
import type { CommandOf, Refusal } from '../../../core/commands.ts';
import {
  BOUNDS,
  Carried,
  ContextItem,
  GATE_CHOICES,
  Pinned,
  Profile,
  Settings,
  Thread,
} from '../../../core/events.ts';
import { DesignId, ParticipantId } from '../../../core/ids.ts';
import type { InboxAnswer, OutsideCommand } from '../../../runtime/ports/store.ts';

const person = z.string().max(200);

/** One schema per command that can come from outside; a new one without a schema does not compile. */
const COMMANDS = {
  start_design: z.strictObject({
    type: z.literal('start_design'),
    designId: DesignId,
    topic: z.string().max(BOUNDS.topicCharacters),
    context: z.array(ContextItem).max(BOUNDS.contextItems),
    participants: z.array(Profile).max(BOUNDS.participants),
    drawnOrder: z.array(ParticipantId).max(BOUNDS.participants),
    settings: Settings,
    repository: Pinned.nullable(),
    startedBy: person,
    thread: Thread.nullable(),
    successorOf: DesignId.nullable(),
    carried: Carried.nullable(),
    rehearsal: z.boolean(),
  }),
  record_reply: z.strictObject({
    type: z.literal('record_reply'),
    replyId: z.string().max(200),
    author: person,
    text: z.string().max(BOUNDS.replyCharacters),
    questionId: z.templateLiteral(['Q', z.number().int()]).nullable(),
  }),
  revise_reply: z.strictObject({
    type: z.literal('revise_reply'),
    replyId: z.string().max(200),
    author: person,
    text: z.string().max(BOUNDS.replyCharacters),
  }),
  withdraw_reply: z.strictObject({ type: z.literal('withdraw_reply'), replyId: z.string().max(200) }),
  finish_answering: z.strictObject({
    type: z.literal('finish_answering'),
    by: person,
    skip: z.boolean(),
  }),
  decide_gate: z.strictObject({
    type: z.literal('decide_gate'),
    gateId: z.templateLiteral(['gate-', z.number().int()]),
    choice: z.enum(GATE_CHOICES),
    note: z.string().max(4_000),
    by: person,
  }),
  cancel: z.strictObject({ type: z.literal('cancel'), by: person, reason: z.string().max(2_000) }),
} satisfies { [Type in OutsideCommand['type']]: z.ZodType<CommandOf<Type>> };

export const StoredCommand: z.ZodType<OutsideCommand> = z.union(Object.values(COMMANDS));

/** A new code that is not listed does not compile. */
const REFUSALS = {
  already_started: 'already_started',
  not_started: 'not_started',
  ended: 'ended',
  unknown_session: 'unknown_session',
  unknown_turn: 'unknown_turn',
  wrong_tool: 'wrong_tool',
  unknown_reference: 'unknown_reference',
  incomplete: 'incomplete',
  not_open: 'not_open',
  invalid: 'invalid',
  late: 'late',
} as const satisfies { [Code in Refusal['code']]: Code };

export const StoredAnswer: z.ZodType<InboxAnswer> = z.union([
  z.strictObject({ accepted: z.literal(true) }),
  z.strictObject({
    accepted: z.literal(false),
    refusal: z.strictObject({ code: z.enum(REFUSALS), message: z.string() }),
  }),
]);
