import { keepSaidBefore, numberQuestions } from '../../questions/replies/replies.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { Dropped, Thread } from '../../vocabulary/event-parts.ts';
import type { EventOf } from '../../vocabulary/events.ts';
import type { Round } from '../../vocabulary/round.ts';
import { openGate, openRound } from '../../vocabulary/status.ts';
import { type Folds, putInState, replaceLast } from './folds.ts';

/** The course: where the thread is, which step, which rounds. */
export const COURSE_FOLDS = {
  thread_opened: (design, event) =>
    design.thread === null ? {} : { thread: openThread(design.thread, event) },
  status_changed: (design, event) => ({
    step: event.step,
    ...keepSaidBefore(design, event),
    ...beginTime(design, event),
    ...(event.parks ? { participants: design.participants.map(putInState('parked')) } : {}),
  }),
  round_opened: (design, event) => ({ rounds: [...design.rounds, makeRound(design, event)] }),
  participant_excused: (design, event) => {
    const { participant, reason, detail } = event;
    const excuse = { participant, reason, detail };
    const rounds = replaceLast(design.rounds, event.roundId, ({ excused }) => ({
      excused: [...excused, excuse],
    }));
    return { rounds };
  },
  round_closed: (design, event) => ({
    rounds: replaceLast(design.rounds, event.roundId, () => ({ closed: true })),
    ...numberQuestions(design, event),
  }),
  design_paused: (design, event) => {
    const { at, paused, deadlineAt } = event;
    const before = design.pauses.at(-1);
    const round = design.rounds.at(-1);
    const resumed =
      before === undefined ? [] : [...design.pauses.slice(0, -1), { ...before, resumedAt: at }];
    return {
      pauses: paused === null ? resumed : [...design.pauses, { ...paused, at, resumedAt: null }],
      ...(round === undefined ? {} : { rounds: design.rounds.with(-1, { ...round, deadlineAt }) }),
    };
  },
  facilitator_passed: (design, event) => handOver(design, event),
  deliberation_stopped: (design, event) => ({
    dropped: [...design.dropped, ...listDropped(event)],
    partsOver: event.over === undefined ? design.partsOver : [...design.partsOver, event.over],
  }),
} satisfies Partial<Folds>;

function openThread(before: Thread, { thread, channel }: EventOf<'thread_opened'>): Thread {
  if (channel === undefined) return { ...before, thread };
  return { ...before, thread, channel, formerly: before.formerly ?? before.channel };
}

/**
 * Begins the time of the open gate, or else of the answering, anew: now people can see what is
 * asked.
 */
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
  return {
    ...waited,
    gates: gates.map((gate) => (gate === wait ? { ...gate, ...begun, ...why } : gate)),
  };
}

function makeRound({ version: since }: Design, event: EventOf<'round_opened'>): Round {
  const {
    roundId: id,
    kind,
    points,
    asked,
    deadlineAt,
    at: openedAt,
    replies = [],
    said = [],
  } = event;
  const sets = { asked, contributed: [], excused: [] };
  return { id, kind, points, replies, said, ...sets, openedAt, since, deadlineAt, closed: false };
}

/** Adds a stand-in to the open round. */
function handOver(design: Design, event: EventOf<'facilitator_passed'>): Partial<Design> {
  const { from, to } = event;
  const handovers = [...design.handovers, event];
  const open = openRound(design);
  if (!open?.asked.includes(from)) return { handovers };
  return { handovers, rounds: design.rounds.with(-1, { ...open, asked: [...open.asked, to] }) };
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
