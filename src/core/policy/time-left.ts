import type { Design } from '../vocabulary/design.ts';
import { STEPS } from '../vocabulary/event-parts.ts';
import { ROUNDS } from '../vocabulary/round.ts';
import type { RoundKind } from '../vocabulary/sets.ts';
import { isSynthesis, openGate } from '../vocabulary/status.ts';
import { countTurns, estimateMs, sumOf, turnsOf } from './expected.ts';
import { kindsOf, listKeptAfter } from './order.ts';

/** Share of the time for a round while later ones cannot be estimated. Judgement. */
const FIRST_SHARE = 1 / 3;

/** The latest end of a round that begins now, leaving time for rounds of higher priority. */
export function roundEndOf(design: Design, kind: RoundKind, at: number): number {
  const leftMs = Math.max(0, leftMsOf(design, at));
  const after = listKeptAfter(kind);
  const estimatedMs = sumOf(after, (each) => estimateMs(design, each) ?? Number.NaN);
  const reservedMs = Number.isNaN(estimatedMs) ? leftMs * (1 - FIRST_SHARE) : estimatedMs;
  const ownMs = reservedMs < leftMs ? leftMs - reservedMs : leftMs;
  const mostMs = ROUNDS[kind].maxMs ?? Number.POSITIVE_INFINITY;
  return at + Math.min(mostMs, design.settings.roundMs, Math.round(ownMs));
}

/**
 * When deliberation gives way to synthesis, in milliseconds since the epoch, without waits for
 * people. Without a proposal it never does. While proposals are being written, the reserve shrinks
 * if the newest one already exceeds it.
 */
export function deliberationEndOf(design: Design): number {
  const end = endsAt(design);
  if (design.proposals.length === 0) return end;
  const synthesis = kindsOf('synthesis');
  const { synthesisMs } = design.settings;
  const reserves =
    design.step === 'proposing' ? [synthesis, synthesis.slice(0, 1), []] : [synthesis];
  const newest = design.step === 'proposing' ? findNewestProposal(design) : 0;
  const ends = reserves.map((kinds) => {
    const ms = sumOf(kinds, (each) => estimateMs(design, each) ?? synthesisMs);
    return end - Math.min(synthesisMs, Math.round(ms));
  });
  return ends.find((each) => each > newest) ?? end;
}

function findNewestProposal(design: Design): number {
  return Math.max(
    0,
    ...turnsOf(design, 'proposals').map((turn) => turn.startedAt + (turn.tookMs ?? 0)),
  );
}

/**
 * When models are no longer asked, in milliseconds since the epoch: the end of the design's time or
 * of synthesis. Waits for people do not count; sending the result back grants synthesis its time
 * again.
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

/** Milliseconds left of the design's own time, which stands still while it waits for people. */
export function leftMsOf(design: Design, at: number): number {
  const stoodStillSince = design.answering?.openedAt ?? openGate(design)?.openedAt ?? at;
  return endsAt(design) - stoodStillSince;
}

/**
 * Milliseconds that the rounds from the present step on usually take, the open one with them; while
 * a person decides about the decision, those of a revision. `null` while nothing is known.
 */
export function estimateToComeMs(design: Design): number | null {
  const from = STEPS.indexOf(design.step === 'deciding' ? 'revising' : design.step);
  const left = (['deliberation', 'synthesis'] as const).filter(
    (part) => !design.partsOver.includes(part),
  );
  const kinds = left
    .flatMap(kindsOf)
    .filter(
      (kind) =>
        STEPS.indexOf(ROUNDS[kind].step) >= from &&
        countTurns(design, kind) > 0 &&
        !design.dropped.some((each) => each.kind === kind),
    );
  const ms = sumOf(kinds, (kind) => estimateMs(design, kind) ?? Number.NaN);
  return Number.isNaN(ms) ? null : ms;
}
