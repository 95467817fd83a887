import type { FacilitatorRole, Step } from './events.ts';
import type { DivergenceId, ParticipantId, RoundId } from './ids.ts';
import { EXCUSES, type Excuse, type RoundKind } from './sets.ts';
import type { TerminalTool } from './submission.ts';

/**
 * Properties of each kind of round. All have the same time (`settings.roundMs`) and the same material; what each asks is
 * worded by `ASKS` in `src/turns/prompt/texts.ts`.
 */
export const ROUNDS: Record<
  RoundKind,
  {
    /** The step of the design that it belongs to. */
    readonly step: Step;
    /** Participants that are asked: living personas (those that `flow.ts` finds concerned), or one facilitator for all. */
    readonly asked: 'personas' | FacilitatorRole;
    /** The terminal tools that may end a turn of it. */
    readonly tools: readonly TerminalTool[];
    /** Milliseconds that it takes at most, where that is less than a round has. */
    readonly maxMs?: number;
    /** Everything after it rests on it; all else has a meaning when it is absent, and the design goes on, marked (C6). */
    readonly isSubstance?: true;
  }
> = {
  framing: { step: 'framing', asked: 'synthesizer', tools: ['frame'], maxMs: 120_000 },
  questions: { step: 'asking', asked: 'personas', tools: ['ask_questions', 'pass'], isSubstance: true },
  matching: { step: 'answering', asked: 'synthesizer', tools: ['match_answers'], maxMs: 120_000 },
  proposals: { step: 'proposing', asked: 'personas', tools: ['submit_proposal'], isSubstance: true },
  mapping: { step: 'mapping', asked: 'synthesizer', tools: ['map_divergences'] },
  argument: { step: 'arguing', asked: 'personas', tools: ['argue'] },
  composite: { step: 'composing', asked: 'synthesizer', tools: ['submit_composite'], isSubstance: true },
  audit: { step: 'auditing', asked: 'auditor', tools: ['submit_audit'] },
  revision: { step: 'revising', asked: 'synthesizer', tools: ['submit_revision'] },
  confirmation: { step: 'confirming', asked: 'auditor', tools: ['confirm_revision'] },
  signing: { step: 'signing', asked: 'personas', tools: ['sign'] },
  /** Held in any step since there is a text, whenever people have said something. */
  reading: { step: 'revising', asked: 'synthesizer', tools: ['match_answers'], maxMs: 120_000 },
};

/** The facilitator role that answers a round of this kind, also when a persona stands in for it (C17); `null`: personas do. */
export function facilitatorOf(kind: RoundKind): FacilitatorRole | null {
  const { asked } = ROUNDS[kind];
  return asked === 'personas' ? null : asked;
}

/** Returns true for a round that reads what people said. */
export function readsWords(kind: RoundKind): boolean {
  return ROUNDS[kind].tools.includes('match_answers');
}

const IS_EXCUSE_SHOWN: Record<Excuse, boolean> = {
  dead: false,
  timed_out: true,
  turn_failed: true,
  superseded: false,
  point_settled: false,
};
/** Excuses that are shown as such: a dead participant, and one whose role passed to another, are shown as that instead. */
export const SHOWN_EXCUSES = EXCUSES.filter((excuse) => IS_EXCUSE_SHOWN[excuse]);

export interface Point {
  readonly participant: ParticipantId;
  readonly divergences: DivergenceId[];
}

/**
 * One question put to a set of participants. There are no counters: the three sets determine who is waited for, so that
 * a late or repeated report cannot count anything down twice (C3, C7).
 */
export interface Round {
  readonly id: RoundId;
  readonly kind: RoundKind;
  /**
   * In a round of arguments, the divergences that each of the asked is to argue, as they were when it opened: a
   * replacement is asked about the same (C11). They end with the round (C14).
   */
  readonly points: readonly Point[];
  /** Ids of the replies that a matching or a reading takes, in the order in which it numbers them; empty for other rounds. */
  readonly replies: readonly string[];
  readonly asked: readonly ParticipantId[];
  readonly contributed: readonly ParticipantId[];
  readonly excused: readonly {
    readonly participant: ParticipantId;
    readonly reason: Excuse;
    readonly detail: string;
  }[];
  readonly openedAt: number;
  /** The design's version when it opened: its place among all that happened. */
  readonly since: number;
  /** Milliseconds since the epoch. */
  readonly deadlineAt: number;
  readonly closed: boolean;
}

/** The divergences that this participant is to argue in this round. */
export function pointsOf(
  { points }: Pick<Round, 'points'>,
  participant: ParticipantId,
): readonly DivergenceId[] {
  return points.find((point) => point.participant === participant)?.divergences ?? [];
}

/** All that are argued in this round, by their numbers. */
export function divergencesIn({ points }: Pick<Round, 'points'>): DivergenceId[] {
  const all = new Set(points.flatMap(({ divergences }) => divergences));
  return [...all].toSorted((one, other) => Number(one.slice(1)) - Number(other.slice(1)));
}

/** asked − contributed − excused. */
export function waitingFor({ asked, contributed, excused }: Round): ParticipantId[] {
  const isExcused = (id: ParticipantId) => excused.some(({ participant }) => participant === id);
  return asked.filter((id) => !contributed.includes(id) && !isExcused(id));
}

/** Nobody is waited for and nobody contributed (C6). */
export function isEmptyHanded(round: Round): boolean {
  return waitingFor(round).length === 0 && round.contributed.length === 0;
}
