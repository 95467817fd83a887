import type { Design } from '../../vocabulary/design.ts';
import { type Folds, putInState } from './folds.ts';

/** The outcome, and what follows it. */
export const END_FOLDS = {
  outcome_settled: (design, event) => ({ settled: event, ...closeEverything(design) }),
  files_written: (design, event) => ({
    files: event.files,
    afterwardsInFiles: design.followUps.length,
  }),
  // Keeps the first head, which the thread and published records show; later chains contain it.
  record_closed: (design, event) => ({ head: design.head ?? event.head }),
  design_ended: (design, event) => ({ end: event, ...closeEverything(design) }),
  record_asked: (design, event) => {
    const since = design.end === null ? design.version : null;
    return { followUps: [...design.followUps, { ...event, since }] };
  },
  decision_judged: (design, event) => ({ followUps: [...design.followUps, event] }),
  decision_published: (design, event) => ({ followUps: [...design.followUps, event] }),
} satisfies Partial<Folds>;

/** Closes rounds and waits, and releases sessions. */
function closeEverything({ rounds, participants }: Design): Partial<Design> {
  return {
    answering: null,
    answeringEnded: null,
    rounds: rounds.map((round) => ({ ...round, closed: true })),
    participants: participants.map(putInState('released')),
  };
}
