import type { Design } from '../design.ts';
import { costOf, isAtLeast } from '../figures.ts';
import { bannerOf } from '../outcome/banner.ts';
import { outcomeOf } from '../outcome/outcome.ts';
import { rehearsalMark } from '../rehearsal.ts';
import { phaseOf } from '../status.ts';
import { leftBehindWords } from '../words.ts';
import { controlsOf } from './controls.ts';
import { shownParticipants } from './shown-participant.ts';
import { lastChangeAt, waitingOf } from './waiting.ts';

/** The one message that is always current: a design at a glance. */
export type Card = ReturnType<typeof cardOf>;

export function cardOf(design: Design) {
  return {
    designId: design.id,
    topic: design.topic,
    /** Says that it is a rehearsal; else empty. */
    mark: rehearsalMark(design, 'now'),
    /** What its models are given to read, and who is sent it; `null` and empty where there is none. */
    sent: sentOf(design),
    /** Whether it runs an earlier design again and starts from what that one kept. */
    isSecondRun: design.successorOf !== null,
    /** What of the run before it has not taken along; empty for nothing. */
    leftBehind: leftBehindWords(design.carried?.repliesLeftBehind),
    phase: phaseOf(design.step),
    /** Whether every phase lies behind it, its last one too. */
    isCompleted: design.end?.status === 'completed',
    people: shownParticipants(design),
    waiting: waitingOf(design),
    /** The outcome's headline, once it has ended; empty before. */
    headline: design.end === null ? '' : bannerOf(outcomeOf(design)).headline,
    /** The last change that is known, in milliseconds since the epoch, and how long after the start that was. */
    asOf: lastChangeAt(design),
    elapsedMs: lastChangeAt(design) - design.startedAt,
    /** USD; `null`: unknown, which is not zero. */
    costUsd: costOf(design.turns),
    costIsAtLeast: isAtLeast(design.turns),
    budgetUsd: design.settings.budgetUsd,
    controls: controlsOf(design),
  };
}

function sentOf({ repository, participants, rehearsal, vendor = '' }: Design) {
  const models = rehearsal ? [] : [...new Set(participants.map(({ model }) => model))];
  return { repository: repository?.name ?? null, commit: repository?.commit ?? '', models, vendor };
}
