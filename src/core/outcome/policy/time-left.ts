import type { Design } from '../../vocabulary/design.ts';
import { ROUNDS } from '../../vocabulary/round.ts';
import type { RoundKind } from '../../vocabulary/sets.ts';
import { isSynthesis, openGate } from '../../vocabulary/status.ts';
import { expectedMs, sumOf, turnsOf } from './expected.ts';
import { keptAfter, kindsOf } from './order.ts';

/** The part of the time for a round before anything is known of how long those after it take. Judgement. */
const FIRST_SHARE = 1 / 3;

/** Returns the latest end of a round of this kind that begins now, which leaves time for rounds of higher priority. */
export function roundEndsAt(design: Design, kind: RoundKind, at: number): number {
  const leftMs = Math.max(0, leftMsOf(design, at));
  const after = keptAfter(kind);
  const known = sumOf(after, (each) => expectedMs(design, each) ?? Number.NaN);
  const reservedMs = Number.isNaN(known) ? leftMs * (1 - FIRST_SHARE) : known;
  const ownMs = reservedMs < leftMs ? leftMs - reservedMs : leftMs;
  const mostMs = ROUNDS[kind].maxMs ?? Number.POSITIVE_INFINITY;
  return at + Math.min(mostMs, design.settings.roundMs, Math.round(ownMs));
}

/**
 * Returns the moment when deliberation gives way to synthesis, in milliseconds since the epoch, not counting waits for people.
 * Without a proposal there is nothing to give way to. While some are still being written, late ones are waited for if the
 * newest one already left no room for the rest.
 */
export function deliberationEndsAt(design: Design): number {
  const end = endsAt(design);
  if (design.proposals.length === 0) return end;
  const synthesis = kindsOf('synthesis');
  const { synthesisMs } = design.settings;
  const reserves = design.step === 'proposing' ? [synthesis, synthesis.slice(0, 1), []] : [synthesis];
  const newest = design.step === 'proposing' ? newestProposalAt(design) : 0;
  const ends = reserves.map((kinds) => {
    const ms = sumOf(kinds, (each) => expectedMs(design, each) ?? synthesisMs);
    return end - Math.min(synthesisMs, Math.round(ms));
  });
  return ends.find((each) => each > newest) ?? end;
}

function newestProposalAt(design: Design): number {
  return Math.max(0, ...turnsOf(design, 'proposals').map((turn) => turn.startedAt + (turn.tookMs ?? 0)));
}

/**
 * Returns the moment after which no model is asked anything, in milliseconds since the epoch: the end of the design's time, or
 * of synthesis. Waits for people are not counted, and a person who sends the result back grants the time for synthesis again.
 */
export function endsAt(design: Design): number {
  const { designMs, synthesisMs } = design.settings;
  const decidedAt = design.gates.at(-1)?.closedAt ?? null;
  const whole = design.startedAt + design.waitedForPeopleMs + designMs;
  const end = decidedAt === null ? whole : Math.max(whole, decidedAt + synthesisMs);
  const began = design.rounds.find(
    ({ kind, openedAt }) => isSynthesis(ROUNDS[kind].step) && openedAt >= (decidedAt ?? 0),
  )?.openedAt;
  return began === undefined ? end : Math.min(end, began + synthesisMs);
}

/** Returns the milliseconds left of the design's own time, which stands still while people are waited for. */
export function leftMsOf(design: Design, at: number): number {
  const stoodStillSince = design.answering?.openedAt ?? openGate(design)?.openedAt ?? at;
  return endsAt(design) - stoodStillSince;
}
