import type { Command, CommandOf, Refusal, Stamp, StartDesign } from './commands.ts';
import { passDeadline } from './deadline.ts';
import type { Design } from './design.ts';
import { Draft } from './draft.ts';
import { BOUNDS, type DesignEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { bringToRest, failDesign } from './flow.ts';
import { decideGate } from './gate.ts';
import { endDesign, enterStep } from './outcome/ending.ts';
import { pauseForThread } from './pausing.ts';
import { finishAnswering, recordReply, reviseReply, withdrawReply } from './question/answering.ts';
import { submit } from './round/contribution.ts';
import { waitingFor } from './round/round.ts';
import { endTurn, excuse, findTurn } from './round/turns.ts';
import {
  parkSessions,
  resumeSessions,
  sessionLost,
  sessionReady,
  startSession,
} from './session/lifecycle.ts';
import { checkStart } from './start.ts';
import { cutText } from './text.ts';

export type Decision =
  | { readonly accepted: true; readonly events: readonly DesignEvent[] }
  | { readonly accepted: false; readonly refusal: Refusal };

/**
 * The whole of what can happen to a design: a command is answered with the events that it leads to, perhaps none,
 * or with a refusal. Pure: the same design, command and stamp always give the same answer.
 */
export function decide(design: Design | null, command: Command, stamp: Stamp): Decision {
  if (command.type === 'start_design') return start(design, command, stamp);
  if (design === null) return refused({ code: 'not_started', message: 'There is no such design.' });
  const draft = new Draft(design, stamp);
  const refusal = apply(draft, command);
  if (refusal !== null) return refused(refusal);
  bringToRest(draft);
  return { accepted: true, events: draft.events };
}

function start(design: Design | null, command: StartDesign, stamp: Stamp): Decision {
  if (design !== null)
    return refused({ code: 'already_started', message: 'This design has already started.' });
  const refusal = checkStart(command);
  if (refusal !== null) return refused(refusal);
  const { type: _, participants, context, drawnOrder, startedBy, ...rest } = command;
  const started: DesignEvent = {
    type: 'design_started',
    at: stamp.at,
    ...rest,
    startedBy: cutText(startedBy, BOUNDS.personCharacters),
    context: [...context],
    participants: [...participants],
    drawnOrder: [...drawnOrder],
  };
  const draft = new Draft(evolve(null, started), stamp);
  for (const participant of draft.design.participants) startSession(draft, participant, 'first');
  enterStep(draft, 'spawning');
  return { accepted: true, events: [started, ...draft.events] };
}

function apply(draft: Draft, command: Exclude<Command, StartDesign>): Refusal | null {
  switch (command.type) {
    case 'report_session_ready':
      return sessionReady(draft, command) ? null : unknownSession(command.sessionId);
    case 'report_session_lost':
      return sessionLost(draft, command) ? null : unknownSession(command.sessionId);
    case 'report_model_answer':
    case 'report_tool_call':
      return recordCall(draft, command);
    case 'submit':
      return submit(draft, command);
    case 'fail_turn':
      return failTurn(draft, command);
    case 'pass_deadline':
      passDeadline(draft, command.timerId);
      return null;
    case 'record_reply':
      return recordReply(draft, command);
    case 'revise_reply':
      return reviseReply(draft, command);
    case 'withdraw_reply':
      return withdrawReply(draft, command);
    case 'finish_answering':
      return finishAnswering(draft, command);
    case 'open_thread':
      openThread(draft, command.thread);
      return null;
    case 'report_thread_gone':
      pauseForThread(draft);
      return null;
    case 'decide_gate':
      return decideGate(draft, command);
    case 'cancel':
      cancel(draft, command);
      return null;
    case 'resume':
      if (draft.design.end === null) resumeSessions(draft, command);
      return null;
    case 'park':
      parkSessions(draft);
      return null;
    case 'report_files_written':
      draft.record({ type: 'files_written', files: command.files.map((file) => ({ ...file })) });
      endAsSettled(draft);
      return null;
    case 'report_files_failed':
      draft.record({ type: 'files_failed', detail: cutText(command.detail, 500) });
      if (draft.design.end === null) {
        endDesign(draft, 'failed', 'write_failed', '', `The result could not be written: ${command.detail}`);
      }
      return null;
    case 'fail_design':
      if (draft.design.end === null) failDesign(draft, command.detail);
      return null;
  }
}

/** Cost and tools are recorded whenever they come, also after the turn or the design has ended: they happened. */
function recordCall(
  draft: Draft,
  command: CommandOf<'report_model_answer'> | CommandOf<'report_tool_call'>,
): Refusal | null {
  const turn = findTurn(draft, command.turnId);
  if (turn === undefined) return { code: 'unknown_turn', message: 'There is no such turn in this design.' };
  const { participant } = turn;
  if (command.type === 'report_model_answer') {
    const { type: _, ...answer } = command;
    draft.record({ type: 'model_answered', participant, ...answer });
  } else {
    const { type: _, ...call } = command;
    draft.record({ type: 'tool_invoked', participant, ...call });
  }
  return null;
}

/** A turn that ends without a submission excuses its participant from that round; it stays alive for the next. */
function failTurn(draft: Draft, { turnId, outcome, error }: CommandOf<'fail_turn'>): Refusal | null {
  const turn = findTurn(draft, turnId);
  if (turn === undefined) return { code: 'unknown_turn', message: 'There is no such turn in this design.' };
  if (turn.outcome !== 'open') return null;
  endTurn(draft, turn, outcome, error);
  const round = draft.design.rounds.find((each) => each.id === turn.roundId);
  if (round !== undefined && !round.closed && waitingFor(round).includes(turn.participant)) {
    excuse(draft, round, turn.participant, 'turn_failed', error.message);
  }
  return null;
}

/** Once: whoever posts the first message again after a crash finds the thread open. */
function openThread(draft: Draft, thread: string): void {
  if (draft.design.thread?.thread === '') draft.record({ type: 'thread_opened', thread });
}

/** Cancelling twice is cancelling once (C19). */
function cancel(draft: Draft, { by, reason }: CommandOf<'cancel'>): void {
  if (draft.design.end !== null) return;
  endDesign(draft, 'cancelled', 'cancelled_by_person', by, reason);
}

function endAsSettled(draft: Draft): void {
  const { settled, end } = draft.design;
  if (settled === null || end !== null) return;
  endDesign(draft, settled.status, settled.stoppedBecause, '', settled.detail);
}

function unknownSession(sessionId: string): Refusal {
  return { code: 'unknown_session', message: `No session ${sessionId} belongs to this design.` };
}

function refused(refusal: Refusal): Decision {
  return { accepted: false, refusal };
}
