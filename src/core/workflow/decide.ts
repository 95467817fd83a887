import { recordReply, reviseReply, withdrawReply } from '../answering/answering.ts';
import { endAnswering } from '../answering/closing.ts';
import { takeAnswer } from '../answering/taking.ts';
import { settleDivergence } from '../differences/settling.ts';
import { judgeDecision, recordAnswer, recordPublication, supersede } from '../follow-up/follow-up.ts';
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
import { parkSessions, recordSessionLost, recordSessionReady, resumeSessions } from './sessions/lifecycle.ts';
import { checkStart, startDesign } from './start.ts';
import { submit } from './submit.ts';
import { reportThread } from './thread.ts';
import { refuseHappened } from './twice-or-late.ts';

export type Decision =
  | { readonly accepted: true; readonly events: Readonly<Draft['events']> }
  | { readonly accepted: false; readonly refusal: Refusal };

/**
 * The decider of a design: answers a command with events, perhaps none, or with a refusal. Pure: the same design,
 * command and stamp always give the same answer.
 */
export function decide(design: Design | null, command: Command, stamp: Stamp): Decision {
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
  const refusal = refuseWords(design, command) ?? refuseHappened(design, named) ?? apply(draft, named);
  if (refusal !== null) return { accepted: false, refusal };
  bringToRest(draft);
  return { accepted: true, events: draft.events };
}

function apply(draft: Draft, command: Exclude<Command, StartDesign>): Refusal | null {
  switch (command.type) {
    case 'report_session_ready':
      return recordSessionReady(draft, command);
    case 'report_session_lost':
      return recordSessionLost(draft, command);
    case 'report_model_answer':
    case 'report_tool_call':
      return recordCall(draft, command);
    case 'submit':
      return submit(draft, command);
    case 'fail_turn':
      return command.unavailable === undefined
        ? failTurn(draft, command)
        : endUnavailableTurn(draft, command, command.unavailable);
    case 'pass_deadline':
      passDeadline(draft, command.timerId);
      return null;
    case 'record_reply':
      return recordReply(draft, command);
    case 'revise_reply':
      return reviseReply(draft, command);
    case 'withdraw_reply':
      return withdrawReply(draft, command);
    case 'take_answer':
      return takeAnswer(draft, command) ?? settleAtGate(draft, command);
    case 'go_on':
      endAnswering(draft, 'done', command);
      return null;
    case 'open_thread':
    case 'move_thread':
    case 'report_posted':
    case 'report_unreachable':
      reportThread(draft, command);
      return null;
    case 'settle_divergence':
      return settleDivergence(draft, command) ?? settleAtGate(draft, command);
    case 'decide_gate':
      return decideGate(draft, command);
    case 'ask_starter':
      return askStarter(draft, command);
    case 'record_answer':
      return recordAnswer(draft, command);
    case 'judge_decision':
    case 'supersede':
    case 'record_publication':
      return applyAfterEnd(draft, command);
    case 'resume':
      resumeSessions(draft, command);
      return null;
    case 'park':
      parkSessions(draft);
      return null;
    default:
      return applyToEnd(draft, command);
  }
}

function applyAfterEnd(
  draft: Draft,
  command: CommandOf<'judge_decision' | 'supersede' | 'record_publication'>,
): Refusal | null {
  switch (command.type) {
    case 'judge_decision':
      judgeDecision(draft, command);
      return null;
    case 'supersede':
      return supersede(draft, command);
    case 'record_publication':
      return recordPublication(draft, command);
  }
}

function applyToEnd(
  draft: Draft,
  command: CommandOf<'cancel' | 'report_files_written' | 'report_files_failed' | 'fail_design'>,
): Refusal | null {
  switch (command.type) {
    case 'cancel':
      endDesign(draft, 'cancelled', 'cancelled_by_person', command, command.reason);
      return null;
    case 'report_files_written':
      return endAsSettled(draft, command);
    case 'report_files_failed':
      endWithoutFiles(draft, command);
      return null;
    case 'fail_design':
      // Charrette itself cannot continue the design; the operator sees the reason.
      endDesign(draft, 'failed', 'internal_error', NOBODY, command.detail);
      return null;
  }
}
