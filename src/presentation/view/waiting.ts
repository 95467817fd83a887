import { answeringEndOf } from '../../core/questions/replies/questions.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { formatIso } from '../../core/vocabulary/figures.ts';
import { findParticipant } from '../../core/vocabulary/participants.ts';
import { listAwaited } from '../../core/vocabulary/round.ts';
import { participantStateOf } from '../../core/vocabulary/session.ts';
import { openGate, openPauseOf, openRound } from '../../core/vocabulary/status.ts';
import { pausesOf } from '../../core/workflow/rounds/unavailable.ts';
import type { ReadOnly } from '../schema/field.ts';
import type { RUN } from '../schema/run.ts';
import { sayWhoDecides } from '../words/gate-words.ts';
import { sayUnavailableModel } from '../words/unavailable.ts';
import {
  sayMissingParticipants,
  sayQuestionsLeft,
  saySilentModel,
  sayWaitForSlot,
  WAITING_WORDS,
} from '../words/waiting.ts';
import { listAskedToDecide } from './gate.ts';

type Run = ReadOnly<typeof RUN>;

export function waitOf(design: Design): Run['waiting'] {
  if (design.end !== null) return null;
  const gate = openGate(design);
  if (gate !== null)
    return {
      ...wait('decision', sayWhoDecides(listAskedToDecide(design)), gate.openedAt),
      until: formatIso(gate.deadlineAt),
    };
  const { answering, slotWait } = design;
  if (answering !== null) {
    const words = sayQuestionsLeft(design);
    const until = answeringEndOf(design) ?? answering.deadlineAt;
    return { ...wait('answers', words, answering.openedAt), until: formatIso(until) };
  }
  if (slotWait !== undefined)
    return wait('slot', sayWaitForSlot(slotWait.isForTheirOwn), slotWait.since);
  const pause = openPauseOf(design);
  if (pause !== null)
    return {
      ...wait('model', sayUnavailableModel(pause), pause.since),
      until: formatIso(pause.until),
    };
  return waitingInRound(design);
}

function waitingInRound(design: Design): Run['waiting'] {
  const round = openRound(design);
  if (round === null) {
    if (design.step === 'spawning') return wait('start', WAITING_WORDS.start);
    return design.step === 'writing' ? wait('files', WAITING_WORDS.files) : null;
  }
  const living = round.asked
    .map((id) => findParticipant(design, id))
    .filter(({ sessions }) => participantStateOf(sessions) !== 'dead');
  const awaited = listAwaited(round);
  const titles = living.filter(({ id }) => awaited.includes(id)).map(({ title }) => title);
  const words = sayMissingParticipants(titles, living.length);
  return { ...wait('participants', words), until: formatIso(round.deadlineAt) };
}

/** Each wait for people or for a model so far. */
export function waitsOf(design: Design): Run['waits'] {
  const { answering, answeringClosed, gates, pauses } = design;
  const over = design.end?.at ?? null;
  const lasting = (kind: Run['waits'][number]['kind'], since: number, until: number | null) => {
    const end = until ?? over;
    return { kind, since: formatIso(since), until: end === null ? null : formatIso(end) };
  };
  const isAsked = answering !== null || answeringClosed !== null;
  const asked = answering?.openedAt ?? (isAsked ? endOfQuestions(design) : null);
  return [
    ...(asked === null ? [] : [lasting('answers', asked, answeringClosed?.at ?? null)]),
    ...gates.map(({ openedAt, closedAt }) => lasting('decision', openedAt, closedAt)),
    ...pauses.map(({ at, resumedAt }) => lasting('model', at, resumedAt)),
  ];
}

/** A run that took over its questions asked none. */
function endOfQuestions({ turns, rounds, startedAt }: Design): number {
  const round = rounds.find(({ kind }) => kind === 'questions');
  const those = turns.filter(({ roundId }) => roundId === round?.id);
  return Math.max(startedAt, ...those.map((turn) => turn.startedAt + (turn.tookMs ?? 0)));
}

function wait(kind: NonNullable<Run['waiting']>['kind'], words: string, since?: number) {
  return { kind, words, since: since === undefined ? null : formatIso(since), until: null };
}

/** The pause for an unusable model. Participants that need the model are not asked meanwhile. */
export function pauseOf(design: Design): Run['paused'] {
  const pause = openPauseOf(design);
  if (pause === null) return null;
  const { at, until, cause } = pause;
  return { since: formatIso(at), until: formatIso(until), cause };
}

/** `null` for none, and if another process runs the design. */
export function silenceOf(design: Design): Run['silence'] {
  const { silence } = design;
  if (silence === undefined) return null;
  const { participants, since, againAt, unavailable } = silence;
  const who = {
    since: formatIso(since),
    againAt: againAt === null ? null : formatIso(againAt),
  };
  if (unavailable === undefined) {
    const titles = participants.map((id) => findParticipant(design, id).title);
    return { ...who, unavailable: null, words: saySilentModel(titles) };
  }
  // The model may have been unavailable since before a pause.
  const began = pausesOf(design, unavailable.model)[0]?.since ?? unavailable.since;
  return {
    ...who,
    unavailable: { since: formatIso(began), until: formatIso(unavailable.until) },
    words: sayUnavailableModel(unavailable),
  };
}
