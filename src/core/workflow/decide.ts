/**
 * The decider of a design: answers a command with events, perhaps none, or with a refusal. Pure:
 * the same design, command and stamp always give the same answer.
 *
 * @example
 * const result = decide(design, { type: 'go_on', by: 'Ana', via }, stamp);
 * const next = result.accepted ? result.events.reduce(evolve, design) : design;
 */

import { recordReply, reviseReply, withdrawReply } from '../answering/answering.ts';
import { endAnswering } from '../answering/closing.ts';
import { takeAnswer } from '../answering/taking.ts';
import { settleDivergence } from '../differences/settling.ts';
import {
  judgeDecision,
  recordAnswer,
  recordPublication,
  supersede,
} from '../follow-up/follow-up.ts';
import { useOwnName } from '../questions/replies/own-name.ts';
import { refuseWords } from '../questions/replies/said-bytes.ts';
import {
  type Command,
  type CommandOf,
  type Refusal,
  refuse,
  type Stamp,
  type StartDesign,
} from '../vocabulary/commands.ts';
import type { Design } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { NOBODY } from '../vocabulary/via.ts';
import { askStarter } from './asking-starter.ts';
import { passDeadline } from './deadline.ts';
import { RecordingDraft } from './draft.ts';
import { bringToRest } from './flow.ts';
import { decideGate, settleAtGate } from './gate.ts';
import { endUnavailableTurn } from './pause.ts';
import { endDesign } from './rounds/end-design.ts';
import { endAsSettled, endWithoutFiles } from './rounds/ending.ts';
import { failTurn, recordCall } from './rounds/turns.ts';
import {
  parkSessions,
  recordSessionLost,
  recordSessionReady,
  resumeSessions,
} from './sessions/lifecycle.ts';
import { checkStart, startDesign } from './start.ts';
import { recordSubmission } from './submit.ts';
import { reportThread } from './thread.ts';
import { refuseHappened } from './twice-or-late.ts';

export type CommandResult =
  | { readonly accepted: true; readonly events: Readonly<Draft['events']> }
  | { readonly accepted: false; readonly refusal: Refusal };

export function decide(design: Design | null, command: Command, stamp: Stamp): CommandResult {
  if (command.type === 'start_design') {
    const started = design !== null;
    const refusal = started
      ? refuse('already_started', 'This design has already started.')
      : checkStart(command);
    if (refusal !== null) return { accepted: false, refusal };
    return { accepted: true, events: startDesign(command, stamp).events };
  }
  if (design === null) {
    return { accepted: false, refusal: refuse('not_started', 'There is no such design.') };
  }
  const draft = new RecordingDraft(design, stamp);
  const named = useOwnName(draft.design, command);
  const refusal =
    refuseWords(design, command) ?? refuseHappened(design, named) ?? apply(draft, named);
  if (refusal !== null) return { accepted: false, refusal };
  bringToRest(draft);
  return { accepted: true, events: draft.events };
}

type Applied = Exclude<Command, StartDesign>;

/** What each command does: one row a type. What cannot be refused answers nothing. */
const APPLY: {
  readonly [Type in Applied['type']]:
    | ((draft: Draft, command: CommandOf<Type>) => Refusal | null)
    | ((draft: Draft, command: CommandOf<Type>) => void);
} = {
  report_session_ready: recordSessionReady,
  report_session_lost: recordSessionLost,
  report_model_answer: recordCall,
  report_tool_call: recordCall,
  submit: recordSubmission,
  fail_turn: (draft, command) =>
    command.unavailable === undefined
      ? failTurn(draft, command)
      : endUnavailableTurn(draft, command, command.unavailable),
  pass_deadline: (draft, { timerId }) => passDeadline(draft, timerId),
  record_reply: recordReply,
  revise_reply: reviseReply,
  withdraw_reply: withdrawReply,
  take_answer: (draft, command) => takeAnswer(draft, command) ?? settleAtGate(draft, command),
  go_on: (draft, command) => {
    endAnswering(draft, 'done', command);
  },
  open_thread: reportThread,
  move_thread: reportThread,
  report_posted: reportThread,
  report_unreachable: reportThread,
  settle_divergence: (draft, command) =>
    settleDivergence(draft, command) ?? settleAtGate(draft, command),
  decide_gate: decideGate,
  ask_starter: askStarter,
  record_answer: recordAnswer,
  judge_decision: judgeDecision,
  supersede,
  record_publication: recordPublication,
  resume: resumeSessions,
  park: parkSessions,
  cancel: (draft, command) =>
    endDesign(draft, 'cancelled', 'cancelled_by_person', command, command.reason),
  report_files_written: endAsSettled,
  report_files_failed: endWithoutFiles,
  // Charrette itself cannot continue the design; the operator sees the reason.
  fail_design: (draft, { detail }) => endDesign(draft, 'failed', 'internal_error', NOBODY, detail),
};

function apply(draft: Draft, command: Applied): Refusal | null {
  const row = APPLY[command.type] as (draft: Draft, command: Applied) => Refusal | null | undefined;
  return row(draft, command) ?? null;
}
