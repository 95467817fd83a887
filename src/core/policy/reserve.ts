import type { Design, Turn } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { IS_RESPONSE, type Profile, type StopReason } from '../vocabulary/events.ts';
import { livingPersonas } from '../vocabulary/participants.ts';
import { facilitatorOf, ROUNDS } from '../vocabulary/round.ts';
import { membersOf, type RoundKind } from '../vocabulary/sets.ts';
import { isPause, isSynthesis, openGate } from '../vocabulary/status.ts';

/**
 * Each kind of round, in the order of a design. `weight`: the money and time of one turn relative to a proposing turn; our own
 * estimate, which holds until this design has had a turn of that kind. `keeps`: priority when money or time is short, higher
 * kept longer (see docs/decisions).
 */
const PLAN: Record<RoundKind, { readonly weight: number; readonly keeps: number }> = {
  questions: { weight: 0.4, keeps: 3 },
  matching: { weight: 0.3, keeps: 4 },
  proposals: { weight: 1, keeps: 9 },
  mapping: { weight: 1, keeps: 2 },
  argument: { weight: 0.7, keeps: 1 },
  composite: { weight: 1.5, keeps: 8 },
  audit: { weight: 0.8, keeps: 5 },
  revision: { weight: 1, keeps: 6 },
  signing: { weight: 0.3, keeps: 7 },
};
const IN_ORDER = membersOf(PLAN);

/** The reason why something is left out. */
type Shortage = Extract<StopReason, 'money_used_up' | 'time_used_up'>;

/** Returns USD spent on this design so far, without calls of unknown price. */
export function spentUsd(design: Design): number {
  return design.turns.reduce((sum, turn) => sum + (turn.costUsd ?? 0), 0);
}

export function budgetUsedUp(design: Design): boolean {
  const { budgetUsd } = design.settings;
  return budgetUsd !== null && spentUsd(design) >= budgetUsd;
}

/**
 * Returns why a round of this kind cannot begin now: it would leave no room for a later one of higher priority. `null` if it
 * may begin. A round once left out stays left out.
 */
export function shortageNow({ design, at }: Pick<Draft, 'design' | 'at'>, kind: RoundKind): Shortage | null {
  const before = design.dropped.find((each) => each.kind === kind);
  if (before !== undefined) return before.reason;
  // Without a proposal there is nothing to keep anything for.
  const needed = kind === 'proposals' ? [] : [kind, ...keptAfter(kind)];
  const { budgetUsd } = design.settings;
  if (budgetUsd !== null) {
    const usd = sumOf(needed, (each) => estimatedUsd(design, each) ?? 0);
    if (budgetUsedUp(design) || usd > budgetUsd - spentUsd(design)) return 'money_used_up';
  }
  const leftMs = leftMsOf(design, at);
  const ms = sumOf(needed, (each) => estimatedMs(design, each) ?? 0);
  return leftMs <= 0 || ms > leftMs ? 'time_used_up' : null;
}

/** Returns true if a round of this kind may begin now. Records a refusal with its reason. */
export function mayBegin(draft: Draft, kind: RoundKind): boolean {
  const reason = shortageNow(draft, kind);
  if (reason !== null) drop(draft, [kind], reason);
  return reason === null;
}

/** Drops the rest of deliberation, or of synthesis, whose time is over. */
export function dropPhase(draft: Draft): void {
  drop(draft, kindsOf(isSynthesis(draft.design.step) ? 'synthesis' : 'deliberation'), 'time_used_up');
}

function drop(draft: Draft, kinds: readonly RoundKind[], reason: Shortage): void {
  const dropped = kinds.filter((kind) => !draft.design.dropped.some((each) => each.kind === kind));
  if (dropped.length > 0) draft.record({ type: 'deliberation_stopped', reason, dropped });
}

/** Returns the kinds of rounds in which models are asked before synthesis, or in it. */
function kindsOf(part: 'deliberation' | 'synthesis'): RoundKind[] {
  return IN_ORDER.filter((kind) => isSynthesis(ROUNDS[kind].step) === (part === 'synthesis'));
}

/** Returns true if the time of deliberation is over, so that nothing more of it begins. */
export function isDeliberationOver({ dropped }: Pick<Design, 'dropped'>): boolean {
  return kindsOf('deliberation').every((kind) => dropped.some((each) => each.kind === kind));
}

/** Returns the latest end of a round of this kind that begins now, which leaves time for rounds of higher priority. */
export function roundEndsAt(design: Design, kind: RoundKind, at: number): number {
  const leftMs = Math.max(0, leftMsOf(design, at));
  const after = keptAfter(kind);
  const known = sumOf(after, (each) => estimatedMs(design, each) ?? Number.NaN);
  // Before any turn has ended, everything to come gets its share.
  const share = sumOf(after, weightOf) / sumOf(IN_ORDER.slice(IN_ORDER.indexOf(kind)), weightOf);
  const reservedMs = Number.isNaN(known) ? leftMs * share : known;
  const ownMs = reservedMs < leftMs ? leftMs - reservedMs : leftMs;
  return at + Math.min(design.settings.roundMs, Math.round(ownMs));
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
    const ms = sumOf(kinds, (each) => estimatedMs(design, each) ?? synthesisMs);
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
  const decidedAt = design.gates.findLast((gate) => !isPause(gate))?.closedAt ?? null;
  const whole = design.startedAt + design.waitedForPeopleMs + designMs;
  const end = decidedAt === null ? whole : Math.max(whole, decidedAt + synthesisMs);
  const began = design.rounds.find(
    ({ kind, openedAt }) => isSynthesis(ROUNDS[kind].step) && openedAt >= (decidedAt ?? 0),
  )?.openedAt;
  return began === undefined ? end : Math.min(end, began + synthesisMs + pausedMsSince(design, began));
}

/** Returns the milliseconds left of the design's own time, which stands still while people are waited for. */
function leftMsOf(design: Design, at: number): number {
  const stoodStillSince = design.answering?.openedAt ?? openGate(design)?.openedAt ?? at;
  return endsAt(design) - stoodStillSince;
}

/** Returns the milliseconds of finished pauses that began at this moment or later. */
function pausedMsSince(design: Design, since: number): number {
  return design.gates
    .filter((gate) => isPause(gate) && gate.openedAt >= since)
    .reduce((sum, { openedAt, closedAt }) => sum + (closedAt ?? openedAt) - openedAt, 0);
}

/** Returns the later kinds of rounds with a higher priority. */
function keptAfter(kind: RoundKind): RoundKind[] {
  return IN_ORDER.slice(IN_ORDER.indexOf(kind) + 1).filter((each) => PLAN[each].keeps > PLAN[kind].keeps);
}

/** Estimates USD for a round of this kind; `null` while nothing is known. */
function estimatedUsd(design: Design, kind: RoundKind): number | null {
  const asked = facilitatorOf(kind) === null ? livingPersonas(design).length : 1;
  const each = estimated(design, kind, meanUsd);
  return each === null ? null : asked * each;
}

/** Estimates milliseconds for a round of this kind, which lasts as long as its longest turn; `null` while nothing is known. */
function estimatedMs(design: Design, kind: RoundKind): number | null {
  return estimated(design, kind, longestMs);
}

/** Estimates from turns of this kind, else from those that proposed, else from any, by their weights. */
function estimated(
  design: Design,
  kind: RoundKind,
  measure: (turns: readonly Turn[]) => number | null,
): number | null {
  const of = (each: RoundKind) => measure(turnsOf(design, each));
  const own = of(kind);
  if (own !== null) return own;
  const proposing = of('proposals');
  if (proposing !== null) return (proposing / weightOf('proposals')) * weightOf(kind);
  const units = IN_ORDER.flatMap((each) => {
    const found = of(each);
    return found === null ? [] : [found / weightOf(each)];
  });
  return units.length === 0 ? null : (sumOf(units, (unit) => unit) / units.length) * weightOf(kind);
}

/** Returns the turns that came to an answer: one that failed says nothing about the next. */
function turnsOf(design: Design, kind: RoundKind): Turn[] {
  const rounds = new Set(design.rounds.filter((round) => round.kind === kind).map(({ id }) => id));
  return design.turns.filter(
    ({ roundId, outcome }) => rounds.has(roundId) && outcome !== 'open' && IS_RESPONSE[outcome],
  );
}

function meanUsd(turns: readonly Turn[]): number | null {
  const known = turns.map(({ costUsd }) => costUsd).filter((usd) => usd !== null);
  return known.length === 0 ? null : sumOf(known, (usd) => usd) / known.length;
}

function longestMs(turns: readonly Turn[]): number | null {
  return turns.length === 0 ? null : Math.max(...turns.map(({ tookMs }) => tookMs ?? 0));
}

/** Returns the work of this role in a whole design, relative to one turn that proposes. */
export function workOf(role: Profile['role']): number {
  return sumOf(
    IN_ORDER.filter((kind) => (facilitatorOf(kind) ?? 'persona') === role),
    weightOf,
  );
}

function weightOf(kind: RoundKind): number {
  return PLAN[kind].weight;
}

function sumOf<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
