import { disputesIn } from '../../question/disputed.ts';
import { answeringUntil, openQuestions } from '../../question/questions.ts';
import type { Design, SlotWait } from '../../vocabulary/design.ts';
import { participant } from '../../vocabulary/participants.ts';
import { divergencesIn, waitingFor } from '../../vocabulary/round.ts';
import type { RoundKind } from '../../vocabulary/sets.ts';
import { openGate, openRound, resultAt } from '../../vocabulary/status.ts';

/** The thing that the design waits for; `until` is in milliseconds since the epoch. */
export type Waiting =
  | { readonly kind: 'start' | 'files' }
  | ({ readonly kind: 'slot' } & SlotWait)
  /** `since`: when people began to be waited for. */
  | {
      readonly kind: 'answers';
      readonly open: number;
      readonly of: number;
      /** Of the open ones, those to which people give answers that contradict each other. */
      readonly disputed: number;
      readonly since: number;
      readonly until: number;
    }
  | {
      readonly kind: 'decision';
      readonly since: number;
      readonly until: number;
    }
  | {
      readonly kind: 'participants';
      readonly round: RoundKind;
      readonly titles: readonly string[];
      readonly of: number;
      readonly until: number;
      /** The number of divergences that are argued, and the number of the round of arguments. */
      readonly arguing: { readonly divergences: number; readonly time: number } | null;
    };

/** `null` once the design has ended, and in the instant between two rounds. */
export function waitingOf(design: Design): Waiting | null {
  if (design.end !== null) return null;
  const gate = openGate(design);
  if (gate !== null) return { kind: 'decision', since: gate.openedAt, until: gate.deadlineAt };
  if (design.answering !== null) {
    const open = openQuestions(design).length;
    const { openedAt: since } = design.answering;
    const disputed = disputesIn(design).length;
    const until = answeringUntil(design) ?? 0;
    return { kind: 'answers', open, of: design.questions.length, disputed, since, until };
  }
  if (design.slotWait !== undefined) return { kind: 'slot', ...design.slotWait };
  const round = openRound(design);
  if (round === null) return waitingForNobody(design);
  const { kind, asked, deadlineAt } = round;
  const divergences = divergencesIn(round).length;
  const time = design.rounds.filter((each) => each.kind === 'argument').length;
  return {
    kind: 'participants',
    round: kind,
    titles: waitingFor(round).map((id) => participant(design, id).title),
    of: asked.length,
    until: deadlineAt,
    arguing: divergences === 0 ? null : { divergences, time },
  };
}

function waitingForNobody({ step }: Design): Waiting | null {
  if (step === 'spawning') return { kind: 'start' };
  return step === 'writing' ? { kind: 'files' } : null;
}

/** The latest moment that the design itself knows of, in milliseconds since the epoch. */
export function lastChangeAt(design: Design): number {
  const gate = design.gates.at(-1);
  const moments = [
    design.startedAt,
    design.rounds.at(-1)?.openedAt ?? 0,
    ...design.turns.map(({ startedAt, tookMs }) => startedAt + (tookMs ?? 0)),
    design.answering?.openedAt ?? 0,
    gate?.closedAt ?? gate?.openedAt ?? 0,
    design.settled?.at ?? 0,
  ];
  return design.end?.at ?? Math.max(...moments);
}

/** Milliseconds that the design has been under way or, once there is a result, took for it. */
export function elapsedMs(design: Design): number {
  return (resultAt(design) ?? lastChangeAt(design)) - design.startedAt;
}
