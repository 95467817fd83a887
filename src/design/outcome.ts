/**
 * How far to trust what a design came to, from its events and never from a model's word about itself
 * (J11), and whether it may run again (A6). The first line that says so is `words/headline.ts`.
 */

import { caveatsOf, opensGate } from './caveats.ts';
import type { FinalStatus } from './events.ts';
import type { Design } from './state.ts';
import { openGate } from './status.ts';

export interface Headline {
  readonly level: 'info' | 'warning' | 'error' | 'success';
  /** 1 while it has not ended. */
  readonly exitCode: number;
}

const EXIT_CODE: Record<FinalStatus, number> = {
  completed: 0,
  needs_review: 3,
  cancelled: 4,
  failed: 5,
};

export function headlineOf(design: Design): Headline {
  return {
    level: levelOf(design),
    exitCode: design.end === null ? 1 : EXIT_CODE[design.end.status],
  };
}

function levelOf(design: Design): Headline['level'] {
  const outcome = design.end ?? design.settled;
  if (outcome === null) return openGate(design) === null ? 'info' : 'warning';
  if (outcome.status === 'failed' || outcome.reason === 'no_persona_left') return 'error';
  if (outcome.status === 'cancelled') return 'info';
  const isSure = caveatsOf(design).every(({ kind }) => !opensGate(kind));
  return outcome.status === 'completed' && isSure ? 'success' : 'warning';
}

/** Any end but a completed one may be run again, once: whether it was, the store knows. */
export function mayRunAgain({ end, settled }: Design): boolean {
  const outcome = end ?? settled;
  return outcome !== null && outcome.status !== 'completed';
}
