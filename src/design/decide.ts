/**
 * Answers a command with events, perhaps none, or with a refusal. Pure: the same design, command and
 * stamp always give the same answer.
 *
 * @example
 * const decided = decide(design, { type: 'go_on', by }, stamp);
 * const next = decided.accepted ? decided.events.reduce(evolve, design) : design;
 */

import { Change } from './change.ts';
import {
  type Command,
  type CommandOf,
  type Decided,
  type Refusal,
  refuse,
  refuseEnded,
  type Stamp,
} from './commands.ts';
import { endWithoutFiles, recordFiles } from './ending.ts';
import { recordConsequences } from './flow.ts';
import { decideGate } from './gate.ts';
import { cancelByPerson, resume, start } from './lifecycle.ts';
import { closeAnswering, isAnswering } from './questioning.ts';
import { recordReply } from './replies.ts';
import { recordLost, recordReady } from './sessions.ts';
import type { Design } from './state.ts';
import { isSettled } from './status.ts';
import { failTurn, recordSubmission } from './submit.ts';
import { passTime } from './timers.ts';

export function decide(design: Design | null, command: Command, stamp: Stamp): Decided {
  const change = new Change(design, stamp);
  const refusal = take(change, design, command);
  if (refusal !== null) return { accepted: false, refusal };
  recordConsequences(change);
  return { accepted: true, events: change.events };
}

function take(change: Change, design: Design | null, command: Command): Refusal | null {
  if (command.type === 'start') {
    // A start that is delivered twice starts one design.
    if (design === null) start(change, command);
    return null;
  }
  if (design === null) return refuse('not_found', 'There is no such design.');
  return apply(change, command);
}

/** People can be refused; reports cannot. */
function apply(change: Change, command: Exclude<Command, { type: 'start' }>): Refusal | null {
  switch (command.type) {
    case 'reply':
      return recordReply(change, command);
    case 'go_on':
      return goOn(change, command);
    case 'decide_gate':
      return decideGate(change, command);
    case 'cancel':
      return cancelByPerson(change, command);
    case 'submit':
      recordSubmission(change, command);
      return null;
    case 'resume':
      resume(change, command);
      return null;
    case 'report_thread':
      openThread(change, command);
      return null;
    case 'report_questions_seen':
      openAnswering(change);
      return null;
    case 'report_ready':
      recordReady(change, command);
      return null;
    case 'report_lost':
      recordLost(change, command);
      return null;
    case 'fail_turn':
      failTurn(change, command);
      return null;
    case 'pass_time':
      passTime(change);
      return null;
    case 'report_files':
      recordFiles(change, command);
      return null;
    case 'report_files_failed':
      endWithoutFiles(change, command);
      return null;
  }
}

function goOn(change: Change, { by }: CommandOf<'go_on'>): Refusal | null {
  if (isSettled(change.design)) return refuseEnded();
  if (!isAnswering(change.design))
    return refuse('not_open', 'No one is waiting for answers right now.');
  closeAnswering(change, 'go_on', by);
  return null;
}

/** The time in which people may answer begins now. */
function openAnswering(change: Change): void {
  const { design, at } = change;
  if (!isAnswering(design) || design.answering !== null || isSettled(design)) return;
  change.record({ type: 'answering_opened', deadlineAt: at + design.settings.answerMs });
}

function openThread(change: Change, { thread }: CommandOf<'report_thread'>): void {
  const { design } = change;
  if (design.thread?.thread === '' && thread !== '' && design.end === null)
    change.record({ type: 'thread_opened', thread });
}
