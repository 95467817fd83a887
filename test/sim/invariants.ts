/**
 * What must be true after every command, written a second time without the core's own functions, so
 * that a mistake in one of those cannot hide itself.
 */

import type { Command } from '#design/commands.ts';
import type { Effect } from '#design/effects.ts';
import type { DesignEvent } from '#design/events.ts';
import type { Design, Participant, Round } from '#design/state.ts';

export class Violation extends Error {
  readonly rule: string;
  constructor(rule: string, message: string) {
    super(message);
    this.rule = rule;
  }
}

export interface Step {
  readonly before: Design;
  readonly command: Command;
  readonly events: readonly DesignEvent[];
  readonly after: Design;
  readonly effects: readonly Effect[];
  /** The next timer of the state after. */
  readonly due: number | null;
}

function must(isTrue: boolean, rule: string, message: string): void {
  if (!isTrue) throw new Violation(rule, message);
}

const SUBSTANCE = ['questions', 'proposals', 'draft'];

export function checkStep(step: Step): void {
  checkEvents(step);
  checkSessions(step);
  checkEffects(step);
  checkEnd(step);
  checkCourse(step);
  checkOutcome(step.after);
}

function isDead({ sessions }: Participant): boolean {
  return sessions.at(-1)?.state === 'lost';
}
function liveOf({ participants }: Design) {
  return participants
    .flatMap(({ sessions }) => sessions)
    .filter(({ state }) => state === 'starting' || state === 'healthy');
}
function owing({ asked, contributed, excused }: Round) {
  const done = [...contributed, ...excused.map(({ participant }) => participant)];
  return asked.filter((id) => !done.includes(id));
}

function checkEvents({ before, command, events, after }: Step): void {
  must(before.end === null || events.length === 0, 'C19', 'it goes on after its end');
  for (const event of events) {
    if (event.type === 'session_started') {
      must(before.settled === null, 'C13', 'a session is started after the outcome is settled');
      const { sessions = [] } =
        before.participants.find(({ id }) => id === event.participant) ?? {};
      const wasParked = sessions.at(-1)?.state === 'parked';
      const isRestart = command.type === 'resume';
      const origin = wasParked || isRestart ? 'wake' : sessions.length === 0 ? 'first' : 'retry';
      must(event.origin === origin, 'C18', `a ${event.origin} in place of a ${origin}`);
    }
    if (event.type === 'turn_started') {
      const round = after.rounds.find(({ id }) => id === event.roundId);
      const had = before.rounds.find(({ id }) => id === event.roundId);
      must(round?.asked.includes(event.participant) ?? false, 'C11', 'not asked, and has a turn');
      must(!(had?.contributed.includes(event.participant) ?? false), 'C7', 'it is asked again');
    }
    if (event.type === 'signature_given')
      must(event.sha256 === before.decisions.at(-1)?.sha256, 'J9', 'an earlier text is signed');
    if (event.type === 'round_closed') {
      const round = after.rounds.find(({ id }) => id === event.roundId);
      must(round !== undefined && owing(round).length === 0, 'C12', 'a round ends too early');
      if (round !== undefined && round.contributed.length === 0 && SUBSTANCE.includes(round.kind))
        must(after.settled !== null, 'C6', `it goes on without ${round.kind}`);
    }
    if (
      event.type === 'round_opened' &&
      !['framing', 'questions', 'matching', 'proposals'].includes(event.kind)
    )
      must(after.areRevealed, 'J1', `${event.kind} before the reveal`);
  }
  const opened = events.filter(({ type }) => type === 'outcome_settled').length;
  must(opened <= 1, 'C8', 'it is settled twice');
}

function checkSessions({ before, command, after }: Step): void {
  for (const participant of after.participants) {
    const { id, sessions } = participant;
    const retries = sessions.filter(({ origin }) => origin === 'retry').length;
    must(retries <= 1, 'C2', `${id} has ${retries} retries`);
    const live = sessions.filter(({ state }) => state === 'starting' || state === 'healthy');
    must(live.length <= 1, 'C3', `${id} has ${live.length} live sessions`);
    must(live.length === 0 || live[0] === sessions.at(-1), 'C4', `${id} lives in an old session`);
    const losses = sessions.filter(({ state }) => state === 'lost').length;
    must(losses <= 2, 'C5', `${id} was lost ${losses} times`);
    // Who has lost one session and not yet had its retry is not dead.
    must(!isDead(participant) || losses === 2, 'C2', `${id} is dead without a retry`);
  }
  const personas = after.participants.filter(({ role }) => role === 'persona');
  if (personas.every(isDead) && before.settled === null)
    must(after.settled?.reason === 'no_persona_left', 'C9', 'it outlives its personas');
  if (after.settled?.reason === 'no_persona_left')
    must(personas.every(isDead), 'C10', 'it is cancelled, and somebody is left');
  // Whatever ran in the process before is gone with it.
  const isFresh = liveOf(after).every(({ id }) => liveOf(before).every((each) => each.id !== id));
  must(command.type !== 'resume' || isFresh, 'C18', 'a session of a dead process lives on');
  if (command.type === 'cancel' && before.settled === null)
    must(after.settled?.status === 'cancelled', 'C13', 'it is not cancelled');
}

function checkEffects({ before, effects, after }: Step): void {
  const running = new Set(liveOf(before).map(({ id }) => id));
  for (const effect of effects) {
    if (effect.type === 'spawn_session') running.add(effect.sessionId);
    if (effect.type === 'stop_session') running.delete(effect.sessionId);
  }
  for (const event of liveOf(after)) must(running.has(event.id), 'C1', 'a session without process');
  must(running.size === liveOf(after).length, 'C13', 'a process outlives its session');
  const asked = effects.filter(({ type }) => type === 'run_turn').length;
  const newTurns = after.turns.slice(before.turns.length).filter((turn) => turn.outcome === 'open');
  must(asked === newTurns.length, 'T1', 'a turn is recorded, and nobody is asked');
}

function checkEnd({ before, effects, after, due }: Step): void {
  if (after.settled === null) {
    must(after.end === null, 'A5', 'it ends without an outcome');
    return;
  }
  must(liveOf(after).length === 0, 'C13', 'a session outlives its design');
  must(due === null, 'C19', 'a timer outlives its design');
  must(
    after.turns.every(({ outcome }) => outcome !== 'open'),
    'T1',
    'a turn outlives its design',
  );
  const isNew = before.settled === null;
  if (isNew)
    must(
      effects.some(({ type }) => type === 'write_files'),
      'C19',
      'nobody writes its files',
    );
}

function checkCourse({ command, before, after, due }: Step): void {
  for (const turn of after.turns) {
    if (turn.outcome !== 'open') continue;
    const session = liveOf(after).find(({ id }) => id === turn.sessionId);
    must(session?.state === 'healthy', 'C11', `${turn.participant} is asked without a process`);
    const round = after.rounds.at(-1);
    must(
      round?.id === turn.roundId && round.closedAt === null,
      'C16',
      'a turn of a round that is over',
    );
    const owes = round !== undefined && owing(round).includes(turn.participant);
    must(owes, 'C7', `${turn.participant} is asked and owes nothing`);
  }
  const gate = after.settled === null && after.gates.at(-1)?.decision === null;
  if (gate) must(liveOf(after).length === 0, 'C23', 'a process while a person decides');
  if (command.type === 'pass_time' && before === after)
    must(due === null || due > 0, 'A7', 'a timer that does nothing');
  checkAudited(after);
  checkWayOn(after, due);
}

/** Every text is audited, or its auditor is dead or failed. */
function checkAudited(design: Design): void {
  const round = design.rounds.at(-1);
  if (round?.kind !== 'signing' || round.closedAt !== null) return;
  const isAudited = design.audits.some(({ sha256 }) => sha256 === design.decisions.at(-1)?.sha256);
  if (isAudited || design.decisions.length < 2) return;
  const auditor = design.participants.find(({ role }) => role === 'auditor');
  if (auditor === undefined || isDead(auditor)) return;
  must(round.asked.includes(auditor.id), 'J9', 'a text that was written again is not audited');
}

/** Something is under way, or a timer will go off: a person is never the only way on. */
function checkWayOn(design: Design, due: number | null): void {
  if (design.settled !== null || due !== null) return;
  const isStarting = liveOf(design).some(({ state }) => state === 'starting');
  const isAsked = design.turns.some(({ outcome }) => outcome === 'open');
  // A turn has met the end of its process, which is reported next.
  const isBroken = design.turns.some(
    (turn) =>
      turn.outcome === 'process_lost' && liveOf(design).some(({ id }) => id === turn.sessionId),
  );
  must(isStarting || isAsked || isBroken, 'stuck', `nothing follows in ${design.step}`);
  const round = design.rounds.at(-1);
  if (round === undefined || round.closedAt !== null) return;
  for (const id of owing(round)) {
    const session = design.participants.find((each) => each.id === id)?.sessions.at(-1);
    const isUnderWay = session?.state === 'starting' || session?.state === 'healthy';
    must(isUnderWay, 'stuck', `${id} owes something, and has no session`);
  }
}

function checkOutcome({
  settled,
  end,
  decisions,
  signatures,
  gates,
  areRevealed,
  proposals,
}: Design) {
  if (settled === null) return;
  const { status, reason, caveats } = settled;
  const gate = gates.at(-1)?.decision?.choice;
  must(proposals.length === 0 || areRevealed, 'C21', 'proposals stay sealed at the end');
  if (status === 'completed') {
    must(signatures.length > 0, 'A5', 'completed without a signature');
    must(
      signatures.every(({ sha256 }) => sha256 === decisions.at(-1)?.sha256),
      'J9',
      'old names',
    );
    const grave = caveats.filter(({ kind }) => GATE_KINDS.includes(kind));
    must(grave.length === 0 || gate === 'accept', 'J11', `completed with ${grave[0]?.kind}`);
  }
  if (status === 'needs_review') must(proposals.length > 0, 'C21', 'there is nothing to review');
  if (status === 'failed') must(proposals.length === 0, 'C21', 'failed, and there is something');
  if (reason === 'stopped_at_gate') must(gate === 'stop', 'A7', 'nobody stopped it');
  if (end !== null && end.reason !== 'write_failed')
    must(end.status === status && end.reason === reason, 'A5', 'it ends otherwise than settled');
}

const GATE_KINDS = [
  'reply_contradicted',
  'reply_not_in_text',
  'people_differ',
  'finding_open',
  'not_audited',
  'half_dissent',
  'signature_missing',
  'stopped_by_money',
  'difference_open',
  'citation_absent',
  'low_confidence',
];
