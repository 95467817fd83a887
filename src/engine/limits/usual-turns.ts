import { findFirstRound } from '../../core/outcome/kept.ts';
import { depthOf } from '../../core/outcome/policy/depth.ts';
import type { ExpectedTurn, Pinned, Profile, Settings, Usage } from '../../core/vocabulary/event-parts.ts';
import type { Carried } from '../../core/vocabulary/events.ts';
import { facilitatorOf } from '../../core/vocabulary/round.ts';
import { ROUND_KINDS, type RoundKind } from '../../core/vocabulary/sets.ts';

/** Facts that a design's cost depends on. Designs with equal ones are comparable. */
export interface Terms {
  readonly settings: Pick<Settings, 'depth'>;
  readonly repository: Pick<Pinned, 'name'> | null;
  readonly participants: readonly Pick<Profile, 'role' | 'model' | 'family'>[];
  readonly carried?: Carried | null;
}

interface Turn {
  readonly usage: Usage;
  readonly ms: number;
}
type Turns = Readonly<Record<RoundKind, Turn>>;

/** Builds a turn from thousands of tokens (output, cache write, cache read, uncached input) and seconds. */
const turn = (
  output: number,
  cacheWrite: number,
  cacheRead: number,
  input: number,
  seconds: number,
): Turn => ({
  usage: {
    outputTokens: Math.round(output * 1_000),
    cacheWriteTokens: Math.round(cacheWrite * 1_000),
    cacheReadTokens: Math.round(cacheRead * 1_000),
    inputTokens: Math.round(input * 1_000),
  },
  ms: seconds * 1_000,
});
/** Quick designs have no arguments. */
const NEVER = turn(0, 0, 0, 0, 0);

/** A turn that reads late replies, which no script has: a confirmation's prompt with a matching's answer. */
const LATE_READING = turn(0.56, 14.02, 0, 0.06, 11);

/**
 * One accepted turn of each kind. Printed by `node bench/price.ts` (*one turn*), from scripted designs with the real
 * prompts and tools (three personas at *quick*, else six), at 60 tokens a second. Used until enough designs are on
 * record. *Deep* designs have standard turns, and more of them.
 */
const TABLE: Record<'quick' | 'standard', { readonly alone: Turns; readonly withRepository: Turns }> = {
  quick: {
    alone: {
      framing: turn(0.51, 1.18, 0, 0.04, 11),
      questions: turn(0.8, 0.81, 0.52, 0.05, 15),
      matching: turn(0.56, 1.65, 0, 0.04, 11),
      reading: LATE_READING,
      proposals: turn(1.85, 1.57, 1.04, 0.05, 33),
      mapping: turn(0.86, 5.76, 0, 0.05, 16),
      argument: NEVER,
      composite: turn(1.35, 6.59, 0, 0.06, 24),
      audit: turn(1.2, 6.97, 0, 0.06, 22),
      revision: turn(1.12, 8.01, 0, 0.06, 21),
      confirmation: NEVER,
      signing: turn(0.63, 2.02, 1.48, 0.04, 13),
    },
    withRepository: {
      framing: turn(0.51, 3.8, 0, 0.04, 11),
      questions: turn(1.09, 3.11, 7.52, 0.11, 22),
      matching: turn(0.56, 4.28, 0, 0.05, 11),
      reading: LATE_READING,
      proposals: turn(2.19, 5.05, 9.34, 0.11, 41),
      mapping: turn(0.86, 8.39, 0, 0.05, 16),
      argument: NEVER,
      composite: turn(1.35, 9.23, 0, 0.06, 24),
      audit: turn(1.51, 12.05, 10.36, 0.13, 29),
      revision: turn(1.12, 10.64, 0, 0.06, 21),
      confirmation: NEVER,
      signing: turn(0.63, 2.05, 1.53, 0.04, 13),
    },
  },
  standard: {
    alone: {
      framing: turn(0.89, 1.57, 0, 0.04, 17),
      questions: turn(0.8, 0.75, 0.65, 0.05, 15),
      matching: turn(0.56, 1.82, 0, 0.05, 11),
      reading: LATE_READING,
      proposals: turn(3.95, 1.48, 1.76, 0.05, 68),
      mapping: turn(2.97, 9.81, 0, 0.05, 51),
      argument: turn(3.09, 1.6, 3.16, 0.05, 53),
      composite: turn(3.74, 11.19, 0, 0.06, 64),
      audit: turn(3.3, 12.03, 0, 0.06, 57),
      revision: turn(3.22, 13.18, 0, 0.06, 56),
      confirmation: turn(0.61, 13.81, 0, 0.06, 12),
      signing: turn(2.73, 1.92, 2.19, 0.04, 48),
    },
    withRepository: {
      framing: turn(0.89, 4.19, 0, 0.04, 17),
      questions: turn(1.14, 3.67, 8.28, 0.11, 23),
      matching: turn(0.56, 4.45, 0, 0.05, 11),
      reading: LATE_READING,
      proposals: turn(4.68, 8.66, 20.98, 0.19, 84),
      mapping: turn(2.97, 12.45, 0, 0.05, 51),
      argument: turn(3.4, 3.5, 9.57, 0.11, 61),
      composite: turn(3.74, 13.83, 0, 0.06, 64),
      audit: turn(3.66, 18.46, 15.42, 0.13, 65),
      revision: turn(3.22, 15.81, 0, 0.06, 56),
      confirmation: turn(0.61, 16.44, 0, 0.06, 12),
      signing: turn(2.73, 1.93, 2.25, 0.04, 48),
    },
  },
};

/** Usual price in USD (`null` if unknown) and milliseconds of one turn of each kind, by the table. */
export function listUsualTurns(
  terms: Terms,
  priceOf: (model: string, usage: Usage) => number | null,
): ExpectedTurn[] {
  const { alone, withRepository } = TABLE[depthOf(terms.settings)];
  const turns = terms.repository === null ? alone : withRepository;
  return kindsAt(terms.settings).map((kind) => {
    const { usage, ms } = turns[kind];
    return { kind, usd: meanPrice(modelsOf(terms, kind).map((model) => priceOf(model, usage))), ms };
  });
}

/**
 * Sums USD (`null` if unknown) and milliseconds of a design's turns, without those carried over from the run before.
 */
export function wholeOf(terms: Terms, turns: readonly ExpectedTurn[]): { usd: number | null; ms: number } {
  const { carried = null } = terms;
  const countTurns = (kind: RoundKind) =>
    modelsOf(terms, kind).length - (kind === 'proposals' ? (carried?.proposals.length ?? 0) : 0);
  const first = carried === null ? 0 : ROUND_KINDS.indexOf(findFirstRound(carried));
  const toCome = turns.filter(({ kind }) => ROUND_KINDS.indexOf(kind) >= first && countTurns(kind) > 0);
  const usd = toCome.reduce<number | null>(
    (sum, { kind, usd: each }) => (sum === null || each === null ? null : sum + countTurns(kind) * each),
    0,
  );
  return { usd, ms: toCome.reduce((sum, { ms }) => sum + ms, 0) };
}

function kindsAt(settings: Terms['settings']): RoundKind[] {
  const omittedKinds: readonly RoundKind[] =
    depthOf(settings) === 'quick' ? ['argument', 'confirmation'] : [];
  return ROUND_KINDS.filter((kind) => !omittedKinds.includes(kind));
}

function modelsOf({ participants }: Terms, kind: RoundKind): string[] {
  const askedRole = facilitatorOf(kind) ?? 'persona';
  return participants.filter(({ role }) => role === askedRole).map(({ model }) => model);
}

/** Mean price, so that a round costs exactly that times its participants. */
function meanPrice(prices: readonly (number | null)[]): number | null {
  const knownPrices = prices.filter((usd) => usd !== null);
  if (knownPrices.length < prices.length) return null;
  return knownPrices.length === 0 ? 0 : knownPrices.reduce((sum, usd) => sum + usd, 0) / knownPrices.length;
}
