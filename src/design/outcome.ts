/**
 * What a design came to, from its events and never from a model's word about itself: the first line,
 * its level and exit code, the same on every surface (J11), and whether it may run again (A6).
 */

import { cut } from '#support/text.ts';
import { caveatsOf, opensGate } from './caveats.ts';
import type { FinalStatus, Phase } from './events.ts';
import type { Design } from './state.ts';
import { openGate, phaseOf } from './status.ts';

type Outcome = Pick<NonNullable<Design['settled']>, 'reason' | 'detail' | 'status'>;
export interface Headline {
  readonly line: string;
  readonly level: 'info' | 'warning' | 'error' | 'success';
  /** 1 while it has not ended. */
  readonly exitCode: number;
}

const LINE_CHARACTERS = 400;
const EXIT_CODE: Record<FinalStatus, number> = {
  completed: 0,
  needs_review: 3,
  cancelled: 4,
  failed: 5,
};

const RUNNING: Record<Phase, string> = {
  spawning: 'The personas are starting.',
  questioning: 'The personas ask what they need to know.',
  independent: 'The personas write their proposals.',
  refinement: 'The proposals are being compared.',
  synthesis: 'The decision is being written.',
};

export function headlineOf(design: Design): Headline {
  const outcome = design.end ?? design.settled;
  const gate = openGate(design);
  if (outcome === null && gate === null)
    return { line: RUNNING[phaseOf(design)], level: 'info', exitCode: 1 };
  const words =
    outcome === null ? `Needs a look. ${caveatsOf(design)[0]?.text}` : lineOf(design, outcome);
  return {
    line: cut(words.replaceAll(/\s+/g, ' ').trim(), LINE_CHARACTERS),
    level: levelOf(design, outcome),
    exitCode: design.end === null ? 1 : EXIT_CODE[design.end.status],
  };
}

function levelOf(design: Design, outcome: Outcome | null): Headline['level'] {
  if (outcome?.status === 'failed' || outcome?.reason === 'no_persona_left') return 'error';
  if (outcome?.status === 'cancelled') return 'info';
  const isSure = caveatsOf(design).every(({ kind }) => !opensGate(kind));
  return outcome?.status === 'completed' && isSure ? 'success' : 'warning';
}

/** Ends without a decision have their sentences in `words/ending.ts`. */
function lineOf(design: Design, { reason, detail, status }: Outcome): string {
  const gravest = caveatsOf(design)[0]?.text ?? '';
  if (reason === 'accepted') return `${design.settled?.by?.name} accepted it. ${gravest}`;
  if (reason === 'gate_unanswered') return `Nobody decided in time. ${gravest}`;
  if (reason !== 'finished') return `${detail} ${gravest}`;
  if (gravest === '') return 'Decision ready.';
  return status === 'completed' ? gravest : `Needs a look. ${gravest}`;
}

/** Any end but a completed one may be run again, once: whether it was, the store knows. */
export function mayRunAgain({ end, settled }: Design): boolean {
  const outcome = end ?? settled;
  return outcome !== null && outcome.status !== 'completed';
}
