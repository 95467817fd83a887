import { depthOf } from '../../core/policy/depth.ts';
import type { Depth, ExpectedTurn, Pinned, Profile, Settings, Usage } from '../../core/vocabulary/events.ts';
import { facilitatorOf } from '../../core/vocabulary/round.ts';
import { ROUND_KINDS, type RoundKind } from '../../core/vocabulary/sets.ts';

/** The terms that the cost of a design depends on. Designs with equal ones are comparable. */
export interface Terms {
  readonly settings: Pick<Settings, 'depth'>;
  readonly repository: Pick<Pinned, 'name'> | null;
  /** Each by role and model. */
  readonly participants: readonly Pick<Profile, 'role' | 'model'>[];
}

interface Turn {
  readonly usage: Usage;
  readonly ms: number;
}
type Turns = Readonly<Record<RoundKind, Turn>>;

/** Thousands of tokens that one turn writes, adds to the cache, reads from it, and sends without it; and its seconds. */
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
/** At *quick* nobody argues. */
const NEVER = turn(0, 0, 0, 0, 0);

/**
 * One accepted turn of each kind, so that it has a price for each model. Printed by `node bench/price.ts` (*one turn*), from
 * scripted designs with the real prompts and tools, at 60 tokens a second. It holds until enough designs are on record. A *deep*
 * design has the turns of a standard one, and more of them.
 */
const TABLE: Record<'quick' | 'standard', { readonly alone: Turns; readonly withRepository: Turns }> = {
  quick: {
    alone: {
      questions: turn(0.8, 3.43, 5.79, 0.04, 15),
      matching: turn(0.56, 1.03, 8.69, 0.04, 11),
      proposals: turn(1.89, 1.95, 9.07, 0.05, 33),
      mapping: turn(0.81, 4.68, 9.27, 0.05, 15),
      argument: NEVER,
      composite: turn(1.58, 2.03, 12.72, 0.06, 28),
      audit: turn(1, 2.25, 12.79, 0.06, 19),
      revision: turn(1.13, 2.71, 13.68, 0.06, 21),
      confirmation: turn(0.68, 2.6, 14.12, 0.06, 13),
      signing: turn(0.63, 1.27, 15.47, 0.06, 13),
    },
    withRepository: {
      questions: turn(1.09, 5.94, 21.36, 0.09, 22),
      matching: turn(0.56, 1.05, 12.38, 0.04, 11),
      proposals: turn(2.23, 4.52, 27.7, 0.11, 41),
      mapping: turn(0.81, 4.7, 12.96, 0.05, 15),
      argument: NEVER,
      composite: turn(1.58, 2.05, 16.42, 0.06, 28),
      audit: turn(1.31, 4.05, 35.28, 0.13, 26),
      revision: turn(1.13, 2.73, 17.37, 0.06, 21),
      confirmation: turn(0.68, 2.62, 17.82, 0.06, 13),
      signing: turn(0.92, 2.43, 39.68, 0.13, 19),
    },
  },
  standard: {
    alone: {
      questions: turn(0.8, 2.07, 7.24, 0.04, 15),
      matching: turn(0.56, 1.2, 8.69, 0.04, 11),
      proposals: turn(3.99, 3.44, 8.18, 0.05, 68),
      mapping: turn(2.91, 8.13, 9.82, 0.05, 51),
      argument: turn(1.13, 2.7, 10.78, 0.05, 21),
      composite: turn(4.26, 3.1, 16.72, 0.06, 73),
      audit: turn(3.1, 2.75, 17.83, 0.06, 54),
      revision: turn(3.23, 2.81, 19.21, 0.06, 56),
      confirmation: turn(0.68, 14.06, 8.69, 0.06, 13),
      signing: turn(2.73, 1.94, 21.23, 0.06, 48),
    },
    withRepository: {
      questions: turn(1.14, 5.23, 23.51, 0.09, 23),
      matching: turn(0.56, 1.22, 12.38, 0.04, 11),
      proposals: turn(4.72, 11.02, 45.46, 0.19, 85),
      mapping: turn(2.91, 8.15, 13.51, 0.05, 51),
      argument: turn(1.44, 4.65, 26.44, 0.11, 28),
      composite: turn(4.26, 3.11, 20.41, 0.06, 73),
      audit: turn(3.47, 5.93, 45.84, 0.13, 62),
      revision: turn(3.23, 2.83, 22.9, 0.06, 56),
      confirmation: turn(0.68, 14.08, 12.38, 0.06, 13),
      signing: turn(3.04, 3.77, 51.86, 0.13, 55),
    },
  },
};

/** Rounds of arguing that the estimate of a whole design counts: the most that there are. */
const ARGUED: Record<Depth, number> = { quick: 0, standard: 2, deep: 2 };

/** Returns the usual price in USD, `null` if it is not known, and the milliseconds of one turn of each kind, by the table. */
export function usualTurns(
  terms: Terms,
  priceOf: (model: string, usage: Usage) => number | null,
): ExpectedTurn[] {
  const depth = depthOf(terms.settings);
  const { alone, withRepository } = TABLE[depth === 'quick' ? 'quick' : 'standard'];
  const turns = terms.repository === null ? alone : withRepository;
  return kindsAt(terms.settings).map((kind) => {
    const { usage, ms } = turns[kind];
    return { kind, usd: meanPrice(modelsFor(terms, kind).map((model) => priceOf(model, usage))), ms };
  });
}

/** Returns the USD, `null` if not known, and the milliseconds of a whole design of such turns. */
export function wholeOf(terms: Terms, turns: readonly ExpectedTurn[]): { usd: number | null; ms: number } {
  const argued = ARGUED[depthOf(terms.settings)];
  const rounds = (kind: RoundKind) => (kind === 'argument' ? argued : 1);
  const usd = turns.reduce<number | null>(
    (sum, { kind, usd: each }) =>
      sum === null || each === null ? null : sum + rounds(kind) * modelsFor(terms, kind).length * each,
    0,
  );
  return { usd, ms: turns.reduce((sum, { kind, ms }) => sum + rounds(kind) * ms, 0) };
}

/** Lists the kinds of rounds that a design of this depth may have. */
function kindsAt(settings: Terms['settings']): RoundKind[] {
  const isArgued = ARGUED[depthOf(settings)] > 0;
  return ROUND_KINDS.filter((kind) => kind !== 'argument' || isArgued);
}

function modelsFor({ participants }: Terms, kind: RoundKind): string[] {
  const asked = facilitatorOf(kind) ?? 'persona';
  return participants.filter(({ role }) => role === asked).map(({ model }) => model);
}

/** Returns the mean of what each of those asked would pay: a round of all of them costs exactly that many times it. */
function meanPrice(prices: readonly (number | null)[]): number | null {
  const known = prices.filter((usd) => usd !== null);
  if (known.length < prices.length) return null;
  return known.length === 0 ? 0 : known.reduce((sum, usd) => sum + usd, 0) / known.length;
}
