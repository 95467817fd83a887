import type { Design } from '../design.ts';
import type { Phase } from '../events.ts';
import { costOf } from '../figures.ts';
import type { DesignId } from '../ids.ts';
import { bannerOf } from '../outcome/banner.ts';
import { outcomeOf } from '../outcome/outcome.ts';
import { phaseOf } from '../status.ts';
import { type Control, controlsOf } from './controls.ts';
import { type ShownParticipant, shownParticipants } from './shown-participant.ts';
import { lastChangeAt, type Waiting, waitingOf } from './waiting.ts';

/** The one message that is always true: a design at a glance. */
export interface Card {
  readonly designId: DesignId;
  readonly topic: string;
  readonly rehearsal: boolean;
  /** Whether it runs an earlier design again and starts from what that one kept. */
  readonly isSecondRun: boolean;
  readonly phase: Phase;
  /** Whether every phase lies behind it, its last one too. */
  readonly isCompleted: boolean;
  readonly people: readonly ShownParticipant[];
  readonly waiting: Waiting | null;
  /** The outcome's headline, once it has ended; empty before. */
  readonly headline: string;
  /** The last change that is known, in milliseconds since the epoch, and how long after the start that was. */
  readonly asOf: number;
  readonly elapsedMs: number;
  /** USD; `null`: unknown, which is not zero. */
  readonly costUsd: number | null;
  readonly budgetUsd: number | null;
  readonly controls: readonly Control[];
}

export function cardOf(design: Design): Card {
  return {
    designId: design.id,
    topic: design.topic,
    rehearsal: design.rehearsal,
    isSecondRun: design.successorOf !== null,
    phase: phaseOf(design.step),
    isCompleted: design.end?.status === 'completed',
    people: shownParticipants(design),
    waiting: waitingOf(design),
    headline: design.end === null ? '' : bannerOf(outcomeOf(design)).headline,
    asOf: lastChangeAt(design),
    elapsedMs: lastChangeAt(design) - design.startedAt,
    costUsd: costOf(design.turns),
    budgetUsd: design.settings.budgetUsd,
    controls: controlsOf(design),
  };
}
