/** Everything that can be asked of a design. `decide.ts` answers each with events, or a refusal. */

import * as z from 'zod';
import {
  type CheckedCitation,
  type CrashCause,
  DesignEvent,
  GATE_CHOICES,
  Person,
  Reply,
  type TurnError,
  type TurnOutcome,
  type Usage,
} from './events.ts';
import { GateId, type SessionId, type TurnId } from './ids.ts';
import type { Submission } from './submissions.ts';

/** What arrives with each command from outside of the core. */
export interface Stamp {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** UUIDv7. */
  uuid(): string;
  /** Tokens and cost of a turn that was ended midway, from its record (T7). */
  spentOf?(turn: TurnId): Spent | undefined;
}

const command = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.strictObject({ type: z.literal(type), ...shape });

/** Commands of people: they come through the store's inbox, and their answer goes back there. */
export const InboxCommand = z.discriminatedUnion('type', [
  DesignEvent.options[0]
    .omit({ type: true, at: true, format: true })
    .extend({ type: z.literal('start') }),
  /** `replaces`: the id of the message that this one edits, or empty. */
  command('reply', { reply: Reply.omit({ number: true }), replaces: z.string().max(220) }),
  command('go_on', { by: Person }),
  /** `sha256`: of the text that is accepted; empty for another choice. */
  command('decide_gate', {
    gateId: GateId,
    choice: z.enum(GATE_CHOICES),
    note: z.string().max(4_000),
    sha256: z.string().max(64),
    by: Person,
  }),
  command('cancel', { reason: z.string().max(2_000), by: Person }),
]);
export type InboxCommand = z.infer<typeof InboxCommand>;

/** Reports of the owner's own processes, timers and posts. They are not stored. */
export type Report =
  /** Another process has claimed the design. `crashed`: the one before died at work (C18). */
  | { readonly type: 'resume'; readonly crashed: boolean }
  | { readonly type: 'report_thread'; readonly thread: string }
  /** The questions stand in the thread, or in the terminal. */
  | { readonly type: 'report_questions_seen' }
  | { readonly type: 'report_ready'; readonly sessionId: SessionId; readonly pid: number }
  | { readonly type: 'report_lost'; readonly sessionId: SessionId; readonly cause: CrashCause }
  | {
      readonly type: 'submit';
      readonly turnId: TurnId;
      readonly submission: Submission;
      readonly citations: readonly CheckedCitation[];
      /** The Markdown of a decision, which is signed. Empty for every other tool. */
      readonly text: string;
      readonly spent: Spent;
    }
  | {
      readonly type: 'fail_turn';
      readonly turnId: TurnId;
      readonly outcome: Exclude<TurnOutcome, 'spoke' | 'passed'>;
      readonly error: TurnError;
      readonly spent: Spent;
    }
  /** A moment of `timersOf` has come. */
  | { readonly type: 'pass_time' }
  | {
      readonly type: 'report_files';
      readonly files: readonly { name: string; bytes: number; sha256: string }[];
    }
  | { readonly type: 'report_files_failed'; readonly detail: string };

export type Command = InboxCommand | Report;
export type CommandOf<Type extends Command['type']> = Extract<Command, { readonly type: Type }>;

export interface Spent {
  readonly usage: Usage;
  readonly costUsd: number | null;
  readonly isAtLeast: boolean;
}

/** An answer that says why a command was not carried out, in a sentence for people. */
const REFUSAL_CODES = [
  'not_found',
  'not_allowed',
  'invalid',
  'not_open',
  'ended',
  'too_many',
  'no_money',
  'busy',
] as const;
export const Refusal = z.strictObject({ code: z.enum(REFUSAL_CODES), message: z.string() });
export type Refusal = z.infer<typeof Refusal>;

export function refuse(code: Refusal['code'], message: string): Refusal {
  return { code, message };
}

export function refuseEnded(): Refusal {
  return refuse('ended', 'This design has already ended.');
}

export type Decided =
  | { readonly accepted: true; readonly events: readonly DesignEvent[] }
  | { readonly accepted: false; readonly refusal: Refusal };
