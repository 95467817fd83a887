import type { Design, Participant } from '../../src/core/vocabulary/design.ts';
import type { Step as DesignStep } from '../../src/core/vocabulary/event-parts.ts';
import type { ParticipantId } from '../../src/core/vocabulary/ids.ts';
import type { Round } from '../../src/core/vocabulary/round.ts';
import type { Session } from '../../src/core/vocabulary/session.ts';
import type { RoundKind } from '../../src/core/vocabulary/sets.ts';
import type { Timer } from '../../src/core/workflow/timers.ts';
import { checkLeftOpen } from './answer-invariants.ts';
import { Violation } from './step.ts';

/** In which step each kind of round is held. */
export const STEP_OF: Record<RoundKind, DesignStep> = {
  framing: 'framing',
  questions: 'asking',
  matching: 'answering',
  proposals: 'proposing',
  mapping: 'mapping',
  argument: 'arguing',
  composite: 'composing',
  audit: 'auditing',
  revision: 'revising',
  confirmation: 'confirming',
  signing: 'signing',
  reading: 'revising',
};

/**
 * What must be true of every state at rest. Written down a second time here, from the rules and not
 * from the core's own functions, so that a mistake in one of those cannot hide itself.
 */
export function checkState(design: Design, timers: readonly Timer[]): void {
  for (const participant of design.participants) checkSessions(participant);
  if (design.end !== null || design.settled !== null) {
    checkOver(design, timers);
    return;
  }
  const isReleased = ({ sessions }: Participant) => sessions.at(-1)?.state === 'released';
  if (
    !design.participants.some(
      (each) => each.role === 'persona' && !isDead(each) && !isReleased(each),
    )
  )
    throw new Violation('C9', 'all personas are dead and the design goes on');
  checkRounds(design);
  checkTurns(design);
  checkWaitingForPeople(design, timers);
  checkAnswers(design);
  checkParked(design);
  checkLeftOpen(design);
  checkWayOn(design, timers);
}

function checkSessions({ id, sessions }: Participant): void {
  let retries = 0;
  for (const [index, session] of sessions.entries()) {
    if (session.origin === 'retry') retries++;
    if (isLive(session) && index < sessions.length - 1)
      throw new Violation('C3', `${id} has a live session that is not its last`);
  }
  if (retries > 1) throw new Violation('C2', `${id} was replaced ${retries} times`);
  const last = sessions.at(-1);
  if (last?.state !== 'lost') return;
  if (last.cause?.kind === 'charrette_stopped') throw new Violation('C18', `${id} was not resumed`);
  if (retries === 0) throw new Violation('C2', `${id} is dead without having had its replacement`);
}

/** Nothing is left to happen but, for one that is settled, the writing of its files. */
function checkOver(design: Design, timers: readonly Timer[]): void {
  const which = design.end === null ? 'settled' : 'ended';
  for (const { id, sessions } of design.participants) {
    if (sessions.some(isLive))
      throw new Violation('C13', `the design has ${which} and ${id} has a live session`);
  }
  if (timers.length > 0)
    throw new Violation('C19', `the design has ${which} and the timer ${timers[0]?.id} is armed`);
  if (design.turns.some((turn) => turn.outcome === 'open'))
    throw new Violation('T1', `the design has ${which} and a turn is open`);
  if (design.rounds.some((round) => !round.closed))
    throw new Violation('C19', `the design has ${which} and a round is open`);
  if (design.answering !== null)
    throw new Violation('A5', `the design has ${which} and still waits for answers`);
}

function checkRounds(design: Design): void {
  for (const round of design.rounds) {
    if (!round.closed && round !== design.rounds.at(-1))
      throw new Violation('rounds', `${round.id} is open and not the last`);
  }
  const round = design.rounds.at(-1);
  if (round === undefined) return;
  checkSets(round);
  if (round.closed) return;
  const isInStep =
    round.kind === 'reading' ? design.composites.length > 0 : STEP_OF[round.kind] === design.step;
  if (!isInStep)
    throw new Violation('rounds', `a round of ${round.kind} is open in the step ${design.step}`);
  checkDivergences(design, round);
  const waiting = waitingFor(round);
  if (waiting.length === 0)
    throw new Violation('stuck', `${round.id} waits for nobody and is not closed`);
  for (const id of waiting) checkAwaited(design, round, participantOf(design, id));
}

function checkSets(round: Round): void {
  const excused = round.excused.map((excuse) => excuse.participant);
  for (const ids of [round.asked, round.contributed, excused]) {
    for (let index = 1; index < ids.length; index++) {
      const id = ids[index];
      if (id !== undefined && ids.indexOf(id) < index)
        throw new Violation('C3', `${id} is twice in a set of ${round.id}`);
      if (id !== undefined && !round.asked.includes(id))
        throw new Violation('C7', `${id} was not asked in ${round.id}`);
    }
  }
  const [first] = round.contributed;
  if (first !== undefined && !round.asked.includes(first))
    throw new Violation('C7', `${first} contributed to ${round.id} without being asked`);
  for (const id of round.contributed) {
    if (excused.includes(id))
      throw new Violation('C7', `${id} contributed to ${round.id} and is excused`);
  }
}

/**
 * C11, C14: divergences are under argument exactly as long as a round argues them, each by those
 * whom it concerns.
 */
function checkDivergences(design: Design, round: Round): void {
  if (round.kind !== 'argument') {
    if (round.points.length > 0)
      throw new Violation('C14', `a round of ${round.kind} has something under argument`);
    return;
  }
  if (round.points.map(({ participant }) => participant).join() !== round.asked.join())
    throw new Violation('C11', `${round.id} does not say what each of those asked is asked about`);
  for (const { participant, divergences } of round.points) {
    for (const id of divergences) {
      const divergence = design.divergences.find((each) => each.id === id);
      const { settlement = null, positions = [] } = divergence ?? {};
      if (
        divergence === undefined ||
        (settlement !== null && settlement.outcome !== 'settled_by_person')
      )
        throw new Violation('C14', `${round.id} argues ${id}, which is not open`);
      if (!positions.some(({ holders }) => holders.includes(participant)))
        throw new Violation('C14', `${round.id} asks ${participant}, whom ${id} does not concern`);
    }
  }
}

/** Whether somebody still has a point to argue that no person has settled. */
function owesPoint(design: Design, round: Round, id: ParticipantId): boolean {
  const own = round.points.find(({ participant }) => participant === id);
  if (own === undefined) return true;
  return own.divergences.some(
    (each) => design.divergences.find((divergence) => divergence.id === each)?.settlement === null,
  );
}

/**
 * An awaited participant is alive, and one that can be asked has exactly one open turn (C5, C11).
 */
function checkAwaited(design: Design, round: Round, participant: Participant): void {
  const last = participant.sessions.at(-1);
  const isHeld = isPaused(design) && isBecalmed(design, participant.id);
  const isAlive = last !== undefined && (isLive(last) || (isHeld && last.state === 'parked'));
  if (!isAlive) throw new Violation('C5', `${round.id} waits for ${participant.id}, which is dead`);
  const own = design.turns.filter(
    (turn) => turn.outcome === 'open' && turn.participant === participant.id,
  );
  if (isHeld && own.length > 0)
    throw new Violation(
      'A21',
      `${participant.id} is asked for what its model could not answer, in the pause`,
    );
  if (isHeld) return;
  const expected = last.state === 'healthy' ? 1 : 0;
  if (own.length === 0 && !owesPoint(design, round, participant.id))
    throw new Violation(
      'J8',
      `${round.id} waits for ${participant.id}, whose points a person has settled`,
    );
  if (own.length !== expected)
    throw new Violation(
      'C11',
      `${participant.id} is ${last.state} and awaited in ${round.id} with ${own.length} open turns`,
    );
}

function checkTurns(design: Design): void {
  const round = design.rounds.at(-1);
  for (const turn of design.turns) {
    if (turn.outcome !== 'open') continue;
    const session = participantOf(design, turn.participant).sessions.at(-1);
    if (session?.id !== turn.sessionId || session.state !== 'healthy')
      throw new Violation(
        'C11',
        `${turn.participant} is asked through a session that is not healthy`,
      );
    if (round === undefined || round.closed || round.id !== turn.roundId)
      throw new Violation(
        'C11',
        `${turn.participant} is asked for ${turn.roundId}, which is not open`,
      );
    if (!waitingFor(round).includes(turn.participant))
      throw new Violation(
        'C7',
        `${turn.participant} is asked in ${round.id}, which does not wait for it`,
      );
  }
}

function checkWaitingForPeople(design: Design, timers: readonly Timer[]): void {
  const gate = design.gates.at(-1);
  const isHeld = gate?.decision === null && gate.about === 'thread';
  if (
    !isHeld &&
    design.step === 'answering' &&
    design.answering === null &&
    openMatching(design) === undefined
  )
    throw new Violation(
      'A5',
      'nobody is waited for in the step of answering, and nothing is being read',
    );
  if (design.step === 'deciding' && gate?.decision !== null)
    throw new Violation('A5', 'no gate is open in the step of deciding');
  const round = design.rounds.at(-1);
  const bounded: string[] = [];
  const isOpen = round !== undefined && !round.closed;
  if (isPaused(design) && !(isOpen && waitingFor(round).some((id) => isBecalmed(design, id))))
    throw new Violation('A21', 'it pauses for nobody');
  if (isPaused(design)) bounded.push('pause');
  else if (isOpen) bounded.push(`round:${round.id}`);
  const isAtGate = gate?.decision === null;
  if (isAtGate && gate.isSeen) bounded.push(`gate:${gate.id}`);
  if (!isAtGate && design.answering?.isSeen) bounded.push('answering');
  // P14: the time of people begins with the receipt of what they are asked.
  const isUnseen = isAtGate ? !gate.isSeen : design.answering?.isSeen === false;
  const isElsewhere = design.gates.some(
    ({ about, decision }) =>
      about === 'thread' && decision?.choice === 'accept' && decision.by !== '',
  );
  if (isUnseen && (design.thread === null || isElsewhere))
    throw new Violation(
      'P14',
      'nothing has to be posted for people, and their time does not begin',
    );
  if (isUnseen && timers.some(({ id }) => /^(?:gate|answering|reminder)/.test(id)))
    throw new Violation('P14', 'the time of people runs, and they cannot see what is asked');
  for (const id of bounded) {
    if (!timers.some((timer) => timer.id === id))
      throw new Violation('C12', `the timer ${id} is not armed`);
  }
}

/**
 * While people are asked, a question is open as long as no reply answers it. They are asked as long
 * as one is, or as what was read as an answer may be changed, or words under a number are being
 * read; and what they say is read at once (J10).
 */
function checkAnswers(design: Design): void {
  const { answering, answeringEnded, questions, replies } = design;
  if (design.step === 'answering') checkMatching(design);
  if (answering === null && answeringEnded === null) return;
  const answered = new Set(
    replies.flatMap(({ answers, unread }) =>
      answers.flatMap(({ questionId, source }) =>
        unread && source === undefined ? [] : [questionId],
      ),
    ),
  );
  for (const { id, status } of questions) {
    const expected = differOn(design, id) ? 'differing' : answered.has(id) ? 'answered' : 'open';
    if (status !== expected)
      throw new Violation('replies', `${id} is ${status}, and not ${expected}`);
  }
  const isRead = replies.some(({ answers }) => answers.some(({ source }) => source === 'read'));
  const isBeingRead = openMatching(design) !== undefined;
  const isAnswered = questions.every(({ id }) => answered.has(id) && !differOn(design, id));
  if (answering !== null && !isRead && !isBeingRead && isAnswered)
    throw new Violation('replies', 'people are waited for, and nothing is open');
}

/**
 * C23: whoever owes nothing cannot be lost: no session is live while a person decides and nothing
 * is being read.
 */
function checkParked({ step, gates, rounds, participants }: Design): void {
  const gate = gates.at(-1);
  if (step !== 'deciding' || gate?.decision !== null || gate.about !== 'decision') return;
  if (rounds.at(-1)?.closed === false) return;
  const live = participants.find(({ sessions }) => sessions.some(isLive));
  if (live !== undefined)
    throw new Violation(
      'C23',
      `${live.id} has a live session while a person decides, and owes nothing`,
    );
}

export function hasSignedAndOwesNothing(
  { signatures, rounds }: Design,
  id: ParticipantId,
): boolean {
  const round = rounds.at(-1);
  const isAwaited = round?.closed === false && waitingFor(round).includes(id);
  return !isAwaited && signatures.some(({ participant }) => participant === id);
}

/** C23: it waits for people or a model, and nobody is being asked. */
export function needsNoSession(design: Design): boolean {
  const over = design.end !== null || design.settled !== null;
  const waits =
    !over &&
    (design.answering !== null || design.gates.at(-1)?.decision === null || isPaused(design));
  const round = design.rounds.at(-1);
  const isAsking =
    round?.closed === false &&
    !waitingFor(round).every((id) => isPaused(design) && isBecalmed(design, id));
  return waits && !isAsking;
}

function checkMatching(design: Design): void {
  const matchings = design.rounds.filter(({ kind }) => kind === 'matching');
  if (matchings.length > 10) throw new Violation('J10', `there were ${matchings.length} matchings`);
  const last = matchings.at(-1);
  const isOpen = design.questions.some(({ status }) => status === 'open' || status === 'differing');
  const isNew = design.replies.some(
    ({ unread, answers, since }) =>
      unread &&
      since > (last?.since ?? Number.NEGATIVE_INFINITY) &&
      (isOpen || answers.some(({ source }) => source === undefined)),
  );
  if (design.answering === null || !isNew || openMatching(design) !== undefined) return;
  if (design.dropped.length + design.partsOver.length > 0 || design.settings.budgetUsd !== null)
    return;
  if (design.participants.some((each) => each.role === 'synthesizer' && !isDead(each)))
    throw new Violation('J10', 'people have said something that nobody reads');
}

/** J13: two replies that a turn has named answer it still, in words that are not the same. */
export function differOn({ differing, replies }: Design, questionId: string): boolean {
  const named = differing.flatMap((row) => (row.questionId === questionId ? row.replyIds : []));
  const words = replies.flatMap(({ id, unread, answers }) =>
    named.includes(id) && !unread
      ? answers.flatMap((each) => (each.questionId === questionId ? [each.text] : []))
      : [],
  );
  return new Set(words).size > 1;
}

export function openMatching(design: Design): Round | undefined {
  return design.rounds.find(({ kind, closed }) => kind === 'matching' && !closed);
}

/**
 * No design is stuck: something is under way, or a timer will go off. A person is never the only
 * way on.
 */
function checkWayOn(design: Design, timers: readonly Timer[]): void {
  if (timers.length > 0 || design.turns.some((turn) => turn.outcome === 'open')) return;
  const starting = design.participants.some((each) => each.sessions.at(-1)?.state === 'starting');
  // A message that is not posted yet, or a report that it cannot be.
  const isUnseen = [design.answering, design.gates.at(-1)].some((wait) => wait?.isSeen === false);
  if (!starting && !isUnseen)
    throw new Violation('stuck', `nothing follows in the step ${design.step}`);
}

export function isPaused({ pauses }: Design): boolean {
  return pauses.at(-1)?.resumedAt === null;
}

/**
 * A21: the model could not be used, which ended the last turn of this participant, in the round
 * that is open.
 */
export function isBecalmed({ turns, rounds }: Design, id: ParticipantId): boolean {
  const last = turns.findLast(({ participant }) => participant === id);
  return (
    last?.outcome === 'model_error' &&
    last.error?.message === 'busy' &&
    last.roundId === rounds.at(-1)?.id
  );
}

export function isLive(session: Session): boolean {
  return session.state === 'starting' || session.state === 'healthy';
}

/** With the replacement, where there was one, lost as well. */
export function isDead(participant: Participant): boolean {
  return participant.sessions.at(-1)?.state === 'lost';
}

export function waitingFor(round: Round): ParticipantId[] {
  return round.asked.filter(
    (id) =>
      !round.contributed.includes(id) && !round.excused.some((excuse) => excuse.participant === id),
  );
}

export function participantOf(design: Design, id: ParticipantId): Participant {
  const found = design.participants.find((participant) => participant.id === id);
  if (found === undefined) throw new Violation('rounds', `there is no ${id}`);
  return found;
}
