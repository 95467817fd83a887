import { keepDefined } from '../../foundation/keep-defined.ts';
import { changesIn } from '../decision/changes.ts';
import { addLateWords } from '../questions/replies/late-words.ts';
import {
  addReply,
  applyMatches,
  closeQuestions,
  keepSaidBefore,
  numberQuestions,
  replySince,
} from '../questions/replies/replies.ts';
import { saidBytesOf } from '../questions/replies/said-bytes.ts';
import type { Design, Gate, Participant, Spent, Turn } from '../vocabulary/design.ts';
import type { Dropped, Thread } from '../vocabulary/event-parts.ts';
import { type DesignEvent, type EventOf, isMade } from '../vocabulary/events.ts';
import {
  findById,
  type ParticipantId,
  type RoundId,
  type SessionId,
  type TurnId,
} from '../vocabulary/ids.ts';
import { isReleased } from '../vocabulary/participants.ts';
import type { Round } from '../vocabulary/round.ts';
import { isLive, type Session } from '../vocabulary/session.ts';
import { isSeenAtOnce, openGate, openRound } from '../vocabulary/status.ts';

/**
 * Folds one event into a design. Accepts every event of `decide`. Throws for an event before the start, or for a second
 * start, which are broken invariants.
 */
export function evolve(design: Design | null, event: DesignEvent): Design {
  if (event.type === 'design_started') {
    if (design !== null) throw new Error('broken invariant: a design starts once');
    return foldStart(event);
  }
  if (design === null) throw new Error(`broken invariant: ${event.type} before design_started`);
  const saidBytes = design.saidBytes + saidBytesOf(event);
  const made = isMade(event) ? [...design.made, event] : design.made;
  const version = design.version + 1;
  const people = addPerson(design, event);
  return { ...design, ...foldEvent(design, event), saidBytes, people, made, version, lastAt: event.at };
}

/** People are known by their id and name from their first act. */
function addPerson({ people }: Design, event: DesignEvent): Design['people'] {
  if (!('byId' in event) || event.byId === undefined) return people;
  const known = {
    author: event.type === 'divergence_settled' ? event.person : event.by,
    authorId: event.byId,
  };
  const isKnown = people.some(
    ({ author, authorId }) => author === known.author && authorId === known.authorId,
  );
  return isKnown ? people : [...people, known];
}

export function replay(events: Iterable<DesignEvent>): Design | null {
  let design: Design | null = null;
  for (const event of events) design = evolve(design, event);
  return design;
}

function foldStart(event: EventOf<'design_started'>): Design {
  const { type: _, at: startedAt, designId: id, participants, ...start } = event;
  const { carried } = start;
  const { made, said, madeSince } = orderCarried(carried);
  const design: Design = {
    ...start,
    id,
    version: 1,
    startedAt,
    lastAt: startedAt,
    step: 'spawning',
    participants: participants.map((profile) => ({ ...profile, sessions: [] })),
    frame: event.frame ?? null,
    handovers: [],
    rounds: [],
    pauses: [],
    turns: [],
    questions: carried?.questions ?? [],
    unnumbered: [],
    replies: said,
    // Replies of the earlier run have lower versions.
    differing: (carried?.differing ?? []).map((each) => ({ ...each, since: 0 })),
    lastReplyNumber: Math.max(0, ...said.map(({ number }) => number)),
    saidBytes: 0,
    saidBefore: null,
    answering: null,
    askedSince: null,
    answeringEnded: null,
    answeringClosed: null,
    waitedForPeopleMs: 0,
    // Sealed again until all proposals are submitted.
    proposals: (carried?.proposals ?? []).map((sealed) => ({ ...sealed, revealed: false })),
    revealedSince: null,
    agreements: [],
    lone: [],
    divergences: [],
    dropped: [],
    partsOver: [],
    composites: [],
    audit: null,
    revisions: [],
    confirmations: [],
    signatures: [],
    gates: [],
    reminders: [],
    lateSubmissions: [],
    settled: null,
    files: [],
    afterwardsInFiles: 0,
    head: null,
    end: null,
    lateWords: [],
    followUps: [],
    people: [],
    made,
  };
  const goOn = (so: Design, event: (typeof made)[number], index: number): Design => {
    // The times of carried events begin anew with this run.
    const version = madeSince + index;
    return { ...so, ...foldEvent({ ...so, version }, { ...event, at: startedAt }) };
  };
  return made.reduce(goOn, design);
}

/** The carried replies and events in their original order, with versions that precede this run. */
function orderCarried(carried: EventOf<'design_started'>['carried']) {
  const { replies = [], made = [], saidSince = 0 } = carried ?? {};
  const since = -(replies.length + made.length);
  const count = replies.length - saidSince;
  let last = Math.max(0, ...replies.map(({ number = 0 }) => number));
  const numbered = replies.map(({ number, ...reply }, index) =>
    replySince(since + index + (index < count ? 0 : made.length), { ...reply, number: number ?? ++last }),
  );
  return { made, said: numbered, madeSince: since + count };
}

function openThread(before: Thread, { thread, channel }: EventOf<'thread_opened'>): Thread {
  if (channel === undefined) return { ...before, thread };
  return { ...before, thread, channel, formerly: before.formerly ?? before.channel };
}

function foldEvent(design: Design, event: Exclude<DesignEvent, { type: 'design_started' }>): Partial<Design> {
  switch (event.type) {
    case 'thread_opened':
      return design.thread === null ? {} : { thread: openThread(design.thread, event) };
    case 'status_changed':
      return {
        step: event.step,
        ...keepSaidBefore(design, event),
        ...beginTime(design, event),
        ...(event.parks ? { participants: design.participants.map(putInState('parked')) } : {}),
      };

    case 'session_started':
      return changeSessions(design, event.participant, (sessions) => [
        ...sessions,
        { id: event.sessionId, origin: event.origin, state: 'starting', pid: null, process: '', cause: null },
      ]);
    case 'session_ready':
      return changeSession(design, event, { state: 'healthy', pid: event.pid, process: event.process });
    case 'session_lost':
      return changeSession(design, event, { state: event.parks ? 'parked' : 'lost', cause: event.cause });

    case 'round_opened':
      return { rounds: [...design.rounds, makeRound(design, event)] };
    case 'participant_excused': {
      const { participant, reason, detail } = event;
      const excuse = { participant, reason, detail };
      const rounds = replaceLast(design.rounds, event.roundId, ({ excused }) => ({
        excused: [...excused, excuse],
      }));
      return { rounds };
    }
    case 'round_closed':
      return {
        rounds: replaceLast(design.rounds, event.roundId, () => ({ closed: true })),
        ...numberQuestions(design, event),
      };
    case 'design_paused': {
      const { at, paused, deadlineAt } = event;
      const before = design.pauses.at(-1);
      const round = design.rounds.at(-1);
      const resumed =
        before === undefined ? [] : [...design.pauses.slice(0, -1), { ...before, resumedAt: at }];
      return {
        pauses: paused === null ? resumed : [...design.pauses, { ...paused, at, resumedAt: null }],
        ...(round === undefined ? {} : { rounds: design.rounds.with(-1, { ...round, deadlineAt }) }),
      };
    }
    case 'facilitator_passed':
      return handOver(design, event);

    case 'turn_started':
      return { turns: [...design.turns, makeTurn(design, event)] };
    case 'model_answered':
      return changeTurn(design, event.turnId, (turn) => ({
        tokens: turn.tokens + sumTokens(event),
        costUsd: turn.costUsd === null || event.costUsd === null ? null : turn.costUsd + event.costUsd,
        costIsAtLeast: turn.costIsAtLeast || event.atLeast === true,
        wasReadInPart: turn.wasReadInPart || event.readInPart === true,
        lastCall: { usd: event.costUsd ?? 0, ms: event.latencyMs },
      }));
    case 'tool_invoked':
      return event.result === 'refused' ? changeTurn(design, event.turnId, answerRefused) : {};
    case 'confidence_given':
      return changeTurn(design, event.turnId, () => ({ confidence: event.confidence }));
    case 'turn_finished':
      return changeTurn(design, event.turnId, ({ startedAt }) => ({
        outcome: event.outcome,
        error: event.error,
        tookMs: event.at - startedAt,
        notes: event.notes ?? '',
        derived: event.derived ?? [],
        recordSha256: event.recordSha256 ?? '',
      }));
    case 'late_report_recorded':
      return event.turnId === undefined ? {} : { lateSubmissions: [...design.lateSubmissions, event] };

    case 'question_framed':
      return { ...foldFrame(design, event), ...addContribution(design, event) };
    case 'questions_asked': {
      const { participant } = event;
      const asked = event.questions.map((question) => ({ ...question, participant }));
      return { unnumbered: [...design.unnumbered, ...asked], ...addContribution(design, event) };
    }
    case 'answering_opened':
      return {
        answering: {
          openedAt: event.at,
          deadlineAt: event.deadlineAt,
          isSeen: isSeenAtOnce(design),
          matchedAt: null,
        },
        askedSince: design.version,
      };
    case 'reply_recorded':
      return event.after === 'end' ? addLateWords(design, event) : addReply(design, event);
    case 'answers_matched':
      return { ...applyMatches(design, event), ...addContribution(design, event) };
    case 'answering_closed': {
      const since = design.answeringEnded?.since ?? design.version;
      const closed = {
        reason: event.reason,
        by: event.by,
        ...keepDefined({ via: event.via }),
        at: event.at,
        since,
      };
      return {
        ...endWait(design, event),
        ...(event.isMatching
          ? { answeringEnded: closed }
          : { answeringEnded: null, answeringClosed: closed, questions: closeQuestions(design, event) }),
      };
    }

    case 'proposal_sealed': {
      const { participant, proposal, sha256, citations } = event;
      const sealed = { participant, proposal, sha256, citations, revealed: false };
      return { proposals: [...design.proposals, sealed], ...addContribution(design, event) };
    }
    case 'proposals_revealed':
      return {
        proposals: design.proposals.map((sealed) => ({ ...sealed, revealed: true })),
        revealedSince: design.version,
      };

    case 'divergences_mapped':
      return {
        agreements: event.agreements,
        divergences: event.divergences.map((each) => ({ ...each, ...NOT_ARGUED })),
        lone: event.lone,
        ...addContribution(design, event),
      };
    case 'position_argued': {
      const { type: _, at: __, turnId: ___, divergenceId, argument: text, ...rest } = event;
      const divergences = replaceLast(design.divergences, divergenceId, (divergence) => ({
        arguments: [...divergence.arguments, { ...rest, text }],
      }));
      return { divergences, ...addContribution(design, event) };
    }
    case 'divergence_settled': {
      const { type: _, divergenceId, ...how } = event;
      const settlement = { ...how, since: design.version };
      return { divergences: replaceLast(design.divergences, divergenceId, () => ({ settlement })) };
    }
    case 'deliberation_stopped':
      return {
        dropped: [...design.dropped, ...listDropped(event)],
        partsOver: event.over === undefined ? design.partsOver : [...design.partsOver, event.over],
      };

    case 'composite_submitted':
      return {
        composites: [...design.composites, event],
        audit: null,
        revisions: [],
        confirmations: [],
        signatures: [],
        ...addContribution(design, event),
      };
    case 'signature_given':
      return { signatures: [...design.signatures, event], ...addContribution(design, event) };
    case 'audit_submitted':
      return { audit: event, ...addContribution(design, event) };
    case 'revision_submitted':
      return {
        revisions: [...design.revisions, { ...event, inForce: event.revision.changes }],
        signatures: [],
        ...addContribution(design, event),
      };
    case 'revision_confirmed':
      return {
        revisions: takeOut(design, event),
        confirmations: [...design.confirmations, { ...event, after: design.revisions.length }],
        ...addContribution(design, event),
      };

    case 'gate_opened': {
      const { gateId: id, caveats, choices, at: openedAt, deadlineAt, roundId = null } = event;
      const { unreachable = null } = event;
      const about: Gate['about'] = unreachable !== null ? 'thread' : roundId === null ? 'decision' : 'round';
      // A gate about the thread is told in private.
      const isSeen = about === 'thread' || isSeenAtOnce(design);
      const place = { openedAt, since: design.version, deadlineAt, isSeen };
      const gate = {
        id,
        caveats,
        choices,
        roundId,
        about,
        unreachable,
        ...place,
        closedAt: null,
        closedSince: null,
        decision: null,
      };
      return { gates: [...design.gates, gate] };
    }
    case 'gate_decided':
      return foldGateDecision(design, event);
    case 'people_reminded':
      return { reminders: [...design.reminders, { ...event, since: design.version }] };

    case 'outcome_settled':
      return { settled: event, ...closeEverything(design) };
    case 'files_written':
      return { files: event.files, afterwardsInFiles: design.followUps.length };
    case 'record_closed':
      // Keeps the first head, which the thread and published records show; later chains contain it.
      return { head: design.head ?? event.head };
    case 'design_ended':
      return { end: event, ...closeEverything(design) };
    case 'record_asked': {
      const since = design.end === null ? design.version : null;
      return { followUps: [...design.followUps, { ...event, since }] };
    }
    case 'decision_judged':
    case 'decision_published':
      return { followUps: [...design.followUps, event] };
  }
}

function takeOut(design: Design, { takenOut = [] }: EventOf<'revision_confirmed'>): Design['revisions'] {
  if (takenOut.length === 0) return design.revisions;
  const taken = changesIn(design).flatMap(({ number, change }) =>
    takenOut.includes(number) ? [change] : [],
  );
  return design.revisions.map((each) => {
    return { ...each, inForce: each.inForce.filter((change) => !taken.includes(change)) };
  });
}

/** Releases the personas that were not picked, with their sessions; the dead stay dead. */
function foldFrame(design: Design, event: EventOf<'question_framed'>): Partial<Design> {
  const { type: _, at: __, participant: ___, roundId: ____, turnId: _____, ...frame } = event;
  const participants = design.participants.map((each) =>
    isReleased({ frame }, each.id) ? putInState('released')(each) : each,
  );
  return {
    frame,
    participants,
    drawnOrder: design.drawnOrder.filter((id) => !isReleased({ frame }, id)),
  };
}

/** The participant with its living sessions in this state, or its parked ones released; an effect stops their processes. */
function putInState(state: 'parked' | 'released') {
  const from = (session: Session) => isLive(session) || (state === 'released' && session.state === 'parked');
  return (participant: Participant): Participant => ({
    ...participant,
    sessions: participant.sessions.map((session) => (from(session) ? { ...session, state } : session)),
  });
}

const NOT_ARGUED = { arguments: [], settlement: null };

/** Begins the time of the open gate, or else of the answering, anew: now people can see what is asked. */
function beginTime(
  design: Design,
  { at: openedAt, deadlineAt, unreachable }: EventOf<'status_changed'>,
): Partial<Design> {
  const { gates, answering, waitedForPeopleMs } = design;
  const wait = openGate(design) ?? answering;
  if (deadlineAt === undefined || wait === null) return {};
  const begun = { openedAt, deadlineAt, isSeen: true };
  const waited = { waitedForPeopleMs: waitedForPeopleMs + openedAt - wait.openedAt };
  if (wait === answering) return { ...waited, answering: { ...answering, ...begun } };
  const why = unreachable === undefined ? {} : { unreachable };
  return { ...waited, gates: gates.map((gate) => (gate === wait ? { ...gate, ...begun, ...why } : gate)) };
}

/** Ends the wait for people, and adds it to the time that does not count as the design's own. */
function endWait(design: Design, { at }: DesignEvent) {
  // While a gate is open, the time since its opening is added when it closes.
  const until = openGate(design)?.openedAt ?? at;
  const waitedMs = until - (design.answering?.openedAt ?? until);
  return { answering: null, waitedForPeopleMs: design.waitedForPeopleMs + waitedMs };
}

function makeRound({ version: since }: Design, event: EventOf<'round_opened'>): Round {
  const { roundId: id, kind, points, asked, deadlineAt, at: openedAt, replies = [], said = [] } = event;
  const sets = { asked, contributed: [], excused: [] };
  return { id, kind, points, replies, said, ...sets, openedAt, since, deadlineAt, closed: false };
}

function makeTurn({ version: since }: Design, event: EventOf<'turn_started'>): Turn {
  const { type: _, turnId: id, at: startedAt, ...asked } = event;
  return {
    ...asked,
    id,
    startedAt,
    since,
    outcome: 'open',
    tookMs: null,
    error: null,
    confidence: null,
    notes: '',
    derived: [],
    recordSha256: '',
    tokens: 0,
    costUsd: 0,
    lastCall: NOTHING_SPENT,
    refused: NOTHING_SPENT,
    costIsAtLeast: false,
    wasReadInPart: false,
  };
}

const NOTHING_SPENT: Spent = { usd: 0, ms: 0 };

/** Counts a model call with refused tools once, no matter how many were refused. */
function answerRefused({ lastCall, refused }: Turn): Partial<Turn> {
  return {
    lastCall: NOTHING_SPENT,
    refused: { usd: refused.usd + lastCall.usd, ms: refused.ms + lastCall.ms },
  };
}

function listDropped({
  type: _,
  at: __,
  over: ___,
  dropped,
  ...why
}: EventOf<'deliberation_stopped'>): Dropped[] {
  return dropped.map((kind) => ({ kind, ...why }));
}

function sumTokens({ usage }: EventOf<'model_answered'>): number {
  return usage.inputTokens + usage.cacheWriteTokens + usage.cacheReadTokens + usage.outputTokens;
}

/** Adds a stand-in to the open round. */
function handOver(design: Design, event: EventOf<'facilitator_passed'>): Partial<Design> {
  const { from, to } = event;
  const handovers = [...design.handovers, event];
  const open = openRound(design);
  if (!open?.asked.includes(from)) return { handovers };
  return { handovers, rounds: design.rounds.with(-1, { ...open, asked: [...open.asked, to] }) };
}

function addContribution(
  design: Design,
  { roundId, participant }: { roundId: RoundId; participant: ParticipantId },
): Pick<Design, 'rounds'> {
  // One submission may be several events.
  const withAuthor = ({ contributed }: Round) => ({
    contributed: [...new Set([...contributed, participant])],
  });
  return { rounds: replaceLast(design.rounds, roundId, withAuthor) };
}

function foldGateDecision(design: Design, event: EventOf<'gate_decided'>): Partial<Design> {
  const { gateId, choice, note, by, via, at: closedAt } = event;
  const decision = { choice, note, by, ...keepDefined({ via }) };
  const gates = replaceLast(design.gates, gateId, () => ({
    closedAt,
    closedSince: design.version,
    decision,
  }));
  const gate = findById(design.gates, gateId);
  if (gate === undefined) return {};
  // The wait for answers goes on, and counts as a whole when it is over.
  const waitedMs = design.answering === null ? closedAt - gate.openedAt : 0;
  return { gates, waitedForPeopleMs: design.waitedForPeopleMs + waitedMs };
}

function changeTurn(design: Design, id: TurnId, change: (turn: Turn) => Partial<Turn>): Partial<Design> {
  return { turns: replaceLast(design.turns, id, change) };
}

function changeSessions(
  design: Design,
  id: ParticipantId,
  change: (sessions: readonly Session[]) => readonly Session[],
): Partial<Design> {
  const changed = (participant: Participant) => ({ sessions: change(participant.sessions) });
  return { participants: replaceLast(design.participants, id, changed) };
}

function changeSession(
  design: Design,
  { participant, sessionId }: { participant: ParticipantId; sessionId: SessionId },
  change: Partial<Session>,
): Partial<Design> {
  return changeSessions(design, participant, (sessions) => replaceLast(sessions, sessionId, () => change));
}

/** Closes rounds and waits, and releases sessions. */
function closeEverything({ rounds, participants }: Design): Partial<Design> {
  return {
    answering: null,
    answeringEnded: null,
    rounds: rounds.map((round) => ({ ...round, closed: true })),
    participants: participants.map(putInState('released')),
  };
}

/** Searches from the end, because nearly all changes are there. */
function replaceLast<Item extends { readonly id: string }>(
  items: readonly Item[],
  id: string,
  change: (item: Item) => Partial<Item>,
): readonly Item[] {
  const index = items.findLastIndex((item) => item.id === id);
  const item = items[index];
  return item === undefined ? items : items.with(index, { ...item, ...change(item) });
}
