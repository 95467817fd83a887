import type { Design } from '../../src/core/vocabulary/design.ts';
import type { DesignEvent } from '../../src/core/vocabulary/events.ts';
import type { SessionId } from '../../src/core/vocabulary/ids.ts';
import type { Core } from './core-module.ts';
import { checkEvents } from './event-invariants.ts';
import { type Move, SOON } from './moves.ts';
import {
  checkState,
  hasSignedAndOwesNothing,
  isLive,
  isPaused,
  needsNoSession,
} from './state-invariants.ts';
import { type Step, Violation } from './step.ts';
import { checkThread } from './thread-invariants.ts';

/**
 * What each kind of command breaks when it has an effect that it must not have, or lacks the one
 * that it must have.
 */
const RULE_OF: Record<Move['command']['type'], string> = {
  report_session_ready: 'C13',
  report_session_lost: 'C3',
  report_model_answer: 'T4',
  report_tool_call: 'T4',
  submit: 'C16',
  fail_turn: 'T1',
  pass_deadline: 'timers',
  record_reply: 'replies',
  revise_reply: 'replies',
  withdraw_reply: 'replies',
  open_thread: 'P4',
  move_thread: 'P5',
  report_posted: 'P14',
  report_unreachable: 'P13',
  go_on: 'A5',
  decide_gate: 'A5',
  settle_divergence: 'J8',
  take_answer: 'J13',
  judge_decision: 'J14',
  record_answer: 'J14',
  supersede: 'J14',
  record_publication: 'J14',
  ask_starter: 'A7',
  cancel: 'C19',
  resume: 'C18',
  park: 'C13',
  report_files_written: 'C19',
  report_files_failed: 'P2',
  fail_design: 'P2',
};

/** Commands that lead to something wherever they are given. */
const NEVER_IDLE: ReadonlySet<string> = new Set(['resume', 'park']);

/** Whether a command came to what it must come to; `step` is `null` if it was refused. */
export function checkExpectation(move: Move, step: Step | null): void {
  const { command, expect } = move;
  const rule = RULE_OF[command.type];
  if (step === null) {
    if (expect !== 'refused') throw new Violation(rule, 'the command was refused');
    return;
  }
  const types = step.events.map((event) => event.type);
  const late = types.length === 1 && types[0]?.startsWith('late_');
  if (expect === 'refused') throw new Violation(rule, 'the command was not refused');
  if (expect === 'nothing' && types.length > 0)
    throw new Violation(rule, `it must change nothing, and led to ${types.join(', ')}`);
  if (expect === 'late' && !late)
    throw new Violation(
      rule,
      `it must leave one record that it came late, and led to ${types.join(', ') || 'nothing'}`,
    );
  const isPauseOver = command.type === 'pass_deadline' && command.timerId === 'pause';
  if (expect === 'goes_on' && types.length === 0 && (NEVER_IDLE.has(command.type) || isPauseOver))
    throw new Violation(rule, 'it must change something, and led to nothing');
  if (expect === 'noted' && types.length !== 1)
    throw new Violation(
      rule,
      `it must leave one record, and led to ${types.join(', ') || 'nothing'}`,
    );
}

/** All invariants on one step and the state that it leads to. */
export function checkStep(core: Core, step: Step): void {
  checkEvents(step);
  checkCommand(step);
  checkEffects(core, step);
  checkState(step.after, core.timersOf(step.after));
  checkThread(core, step);
}

/** What an accepted command must have done at the least. */
function checkCommand({ command, before, after, events }: Step): void {
  switch (command.type) {
    case 'report_session_lost': {
      const owner = before.participants.find(({ sessions }) =>
        sessions.some(({ id }) => id === command.sessionId),
      );
      const wasLive = owner?.sessions.some(
        (session) => session.id === command.sessionId && isLive(session),
      );
      const losses = events.filter((event) => event.type === 'session_lost').length;
      if (losses !== (wasLive ? 1 : 0)) throw new Violation('C1', `${losses} losses were recorded`);
      const replaced = owner?.sessions.some((session) => session.origin === 'retry');
      const isDone = owner !== undefined && hasSignedAndOwesNothing(before, owner.id);
      if (isDone && before.end === null && after.end !== null)
        throw new Violation('C23', `${owner.id} has signed, and its loss ends the design`);
      const due = wasLive && !replaced && !isDone;
      const starts = events.filter(
        (event) => event.type === 'session_started' && event.origin === 'retry',
      ).length;
      if (starts !== (due ? 1 : 0))
        throw new Violation('C2', `${starts} replacements were started`);
      return;
    }
    case 'fail_turn': {
      if (
        command.unavailable === undefined ||
        before.turns.every(({ id, outcome }) => id !== command.turnId || outcome !== 'open')
      )
        return;
      const isSoon = command.unavailable.againAt === SOON;
      const isExcused = events.some(
        ({ type }) => type === 'participant_excused' || type === 'outcome_settled',
      );
      if (isSoon && (isExcused || !isPaused(after)))
        throw new Violation('A21', 'a model that is away for a moment is not waited for');
      if (!isSoon && !isPaused(before) && !isExcused)
        throw new Violation('A21', 'a model is waited for that is away for too long');
      return;
    }
    case 'pass_deadline': {
      const [kind, id] = command.timerId.split(':');
      const round = after.rounds.find((each) => each.id === id);
      if (kind === 'round' && round?.closed === false && before.settled === null)
        throw new Violation('C12', `the deadline of ${id} passed and it is still open`);
      return;
    }
    case 'cancel':
      if (after.end === null) throw new Violation('C13', 'cancelled, and it goes on');
      return;
    case 'resume':
      checkResumed(before, events, command.promised);
      return;
    case 'park':
      if (events.length > 0 && after.participants.some(({ sessions }) => sessions.some(isLive)))
        throw new Violation('C13', 'parked, and it has a live session');
  }
}

/**
 * C18, C23: each live session is resumed, but for those that were never begun and those that owe
 * nothing, and nobody else. None is while the design waits.
 */
function checkResumed(
  before: Design,
  events: readonly DesignEvent[],
  promised: readonly SessionId[],
): void {
  if (before.end !== null || before.settled !== null) return;
  for (const { id, sessions } of before.participants) {
    const live =
      !needsNoSession(before) &&
      !hasSignedAndOwesNothing(before, id) &&
      sessions.some(
        (session) =>
          isLive(session) && !(session.state === 'starting' && promised.includes(session.id)),
      );
    const resumed = events.filter(
      (event) =>
        event.type === 'session_started' && event.participant === id && event.origin === 'resume',
    );
    if (resumed.length !== (live ? 1 : 0))
      throw new Violation('C18', `${id} was resumed ${resumed.length} times`);
  }
}

/**
 * The effects: start and ask only what is recorded; stop everything that could outlive the design.
 */
function checkEffects(core: Core, step: Step): void {
  for (const [index, event] of step.events.entries()) {
    if (!HAS_EFFECTS.has(event.type)) continue;
    const design = step.stages[index] ?? step.after;
    const effects = core.effectsOf(design, event);
    const has = (type: string, id: string) =>
      effects.some((effect) => effect.type === type && Object.values(effect).includes(id));
    if (event.type === 'session_started' && !has('start_session', event.sessionId))
      throw new Violation('C1', 'a session is on record and is not started');
    if (event.type === 'status_changed')
      for (const { id, state } of design.participants.flatMap(({ sessions }) => sessions.slice(-1)))
        if (event.parks && state === 'parked' && !has('stop_session', id))
          throw new Violation('C13', 'a session is parked and its process is not stopped');
    const isOfSession = event.type === 'late_report_recorded' && event.turnId === undefined;
    if (isOfSession && !has('stop_session', event.sessionId))
      throw new Violation('C13', 'a session that came up too late is not stopped');
    if (event.type === 'turn_started' && !has('ask', event.turnId))
      throw new Violation('C11', 'a turn is on record and nobody is asked');
    const before = index === 0 ? step.before : (step.stages[index - 1] ?? step.before);
    const isEnd = event.type === 'design_ended' && before.settled === null;
    if (event.type !== 'outcome_settled' && !isEnd) continue;
    for (const session of design.participants.flatMap(({ sessions }) => sessions)) {
      if (!has('stop_session', session.id))
        throw new Violation(
          'C4',
          `a session of a design that is over is not stopped: ${session.origin}, ${session.state}`,
        );
    }
    if (!effects.some((effect) => effect.type === 'write_files'))
      throw new Violation('P3', 'the design is over and its files are not written');
  }
}

const HAS_EFFECTS: ReadonlySet<DesignEvent['type']> = new Set([
  'session_started',
  'late_report_recorded',
  'status_changed',
  'turn_started',
  'outcome_settled',
  'design_ended',
]);
