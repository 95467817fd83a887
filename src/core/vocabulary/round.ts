import type { FacilitatorRole, Step } from './event-parts.ts';
import type { DivergenceId, ParticipantId, RoundId } from './ids.ts';
import type { Excuse, RoundKind } from './sets.ts';
import type { TerminalTool } from './submission.ts';

/**
 * Properties of each kind of round. `ASKS` in
 * `src/turns/prompt/texts.ts` words the questions.
 */
export const ROUNDS: Record<
  RoundKind,
  {
    readonly step: Step;
    /**
     * The participants asked: living personas (`flow.ts` selects those concerned), or one
     * facilitator.
     */
    readonly asked: 'personas' | FacilitatorRole;
    readonly tools: readonly TerminalTool[];
    /** Milliseconds, if shorter than for other rounds. */
    readonly maxMs?: number;
    /**
     * Everything later rests on this round. Without any other round, the design goes on and says
     * so.
     */
    readonly isSubstance?: true;
  }
> = {
  framing: { step: 'framing', asked: 'synthesizer', tools: ['frame'], maxMs: 120_000 },
  questions: {
    step: 'asking',
    asked: 'personas',
    tools: ['ask_questions', 'pass'],
    isSubstance: true,
  },
  matching: { step: 'answering', asked: 'synthesizer', tools: ['match_answers'], maxMs: 120_000 },
  proposals: {
    step: 'proposing',
    asked: 'personas',
    tools: ['submit_proposal'],
    isSubstance: true,
  },
  mapping: { step: 'mapping', asked: 'synthesizer', tools: ['map_divergences'] },
  argument: { step: 'arguing', asked: 'personas', tools: ['argue'] },
  composite: {
    step: 'composing',
    asked: 'synthesizer',
    tools: ['submit_composite'],
    isSubstance: true,
  },
  audit: { step: 'auditing', asked: 'auditor', tools: ['submit_audit'] },
  revision: { step: 'revising', asked: 'synthesizer', tools: ['submit_revision'] },
  confirmation: { step: 'confirming', asked: 'auditor', tools: ['confirm_revision'] },
  signing: { step: 'signing', asked: 'personas', tools: ['sign'] },
  /** Held in any step once there is a text, whenever people say something. */
  reading: { step: 'revising', asked: 'synthesizer', tools: ['match_answers'], maxMs: 120_000 },
};

/**
 * The facilitator role that answers this round, even if a persona stands in; `null`: personas
 * answer.
 */
export function facilitatorOf(kind: RoundKind): FacilitatorRole | null {
  const { asked } = ROUNDS[kind];
  return asked === 'personas' ? null : asked;
}

export function readsReply(kind: RoundKind): boolean {
  return ROUNDS[kind].tools.includes('match_answers');
}

/** Excuses that people see. A death or a hand-over is shown in its own words instead. */
export const SHOWN_EXCUSES: readonly Excuse[] = ['timed_out', 'turn_failed'];

export interface Point {
  readonly participant: ParticipantId;
  readonly divergences: DivergenceId[];
}

/**
 * One question put to a set of participants. It has no counters: the three sets tell whom the round
 * waits for, so a late or repeated report cannot count twice.
 */
export interface Round {
  readonly id: RoundId;
  readonly kind: RoundKind;
  /**
   * The divergences that each participant argues, fixed when the round opens, so that a replacement
   * gets the same ones. They end with the round.
   */
  readonly points: readonly Point[];
  /** Ids of the replies for a matching or reading, in the order of their numbers. */
  readonly replies: readonly string[];
  /** Names of the sentences of people that the auditor judges in it, fixed when it opens. */
  readonly said: readonly string[];
  readonly asked: readonly ParticipantId[];
  readonly contributed: readonly ParticipantId[];
  readonly excused: readonly {
    readonly participant: ParticipantId;
    readonly reason: Excuse;
    readonly detail: string;
  }[];
  readonly openedAt: number;
  readonly since: number;
  /** Milliseconds since the epoch. */
  readonly deadlineAt: number;
  readonly closed: boolean;
}

export function pointsOf(
  { points }: Pick<Round, 'points'>,
  participant: ParticipantId,
): readonly DivergenceId[] {
  return points.find((point) => point.participant === participant)?.divergences ?? [];
}

/** Every divergence argued in this round, by number. */
export function listDivergences({ points }: Pick<Round, 'points'>): DivergenceId[] {
  const all = new Set(points.flatMap(({ divergences }) => divergences));
  return [...all].toSorted((one, other) => Number(one.slice(1)) - Number(other.slice(1)));
}

export function listAwaited({ asked, contributed, excused }: Round): ParticipantId[] {
  const isExcused = (id: ParticipantId) => excused.some(({ participant }) => participant === id);
  return asked.filter((id) => !contributed.includes(id) && !isExcused(id));
}

/** `true` if the round is over and no one contributed. */
export function isEmptyHanded(round: Round): boolean {
  return listAwaited(round).length === 0 && round.contributed.length === 0;
}
