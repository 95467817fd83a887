import { findFirstRound } from '../../core/outcome/kept.ts';
import { depthOf } from '../../core/policy/depth.ts';
import type {
  ExpectedTurn,
  Pinned,
  Profile,
  Settings,
  Usage,
} from '../../core/vocabulary/event-parts.ts';
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

/**
 * Builds a turn from thousands of tokens (output, cache write, cache read, uncached input) and
 * seconds.
 */
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

/**
 * A turn that reads late replies, which no script has: a confirmation's prompt with a matching's
 * answer.
 */
const LATE_READING = turn(0.63, 0, 0, 13.91, 12);

/**
 * One accepted turn of each kind. Printed by `node bench/price.ts` (*one turn*), from scripted
 * designs with the real prompts and tools (three personas at *quick*, else six), at 60 tokens a
 * second. Used until enough designs are on record. *Deep* designs have standard turns, and more of
 * them.
 */
const TABLE: Record<
  'quick' | 'standard',
  { readonly alone: Turns; readonly withRepository: Turns }
> = {
  quick: {
    alone: {
      framing: turn(0.51, 0, 0, 1.26, 11),
      questions: turn(0.81, 0.27, 0.54, 0.62, 15),
      matching: turn(0.63, 0, 0, 1.87, 12),
      reading: LATE_READING,
      proposals: turn(1.93, 0.55, 1.1, 1.19, 34),
      mapping: turn(0.86, 0, 0, 6.08, 16),
      argument: NEVER,
      composite: turn(1.36, 0, 0, 7.12, 25),
      audit: turn(1.77, 6.48, 0, 1.65, 32),
      revision: turn(1.06, 0, 0, 8.28, 20),
      confirmation: turn(0.79, 0, 0, 9.65, 15),
      signing: turn(0.63, 0.76, 1.52, 1.41, 13),
    },
    withRepository: {
      framing: turn(0.51, 0, 0, 3.93, 11),
      questions: turn(1.09, 3.22, 7.67, 0.11, 22),
      matching: turn(0.63, 0, 0, 4.54, 12),
      reading: LATE_READING,
      proposals: turn(2.27, 5.25, 9.64, 0.11, 42),
      mapping: turn(0.86, 0, 0, 8.75, 16),
      argument: NEVER,
      composite: turn(1.36, 0, 0, 9.78, 25),
      audit: turn(2.08, 13.34, 11.51, 0.13, 39),
      revision: turn(1.06, 0, 0, 10.95, 20),
      confirmation: turn(0.79, 0, 0, 12.32, 15),
      signing: turn(0.63, 0.79, 1.59, 1.41, 13),
    },
  },
  standard: {
    alone: {
      framing: turn(0.89, 0, 0, 1.65, 17),
      questions: turn(0.81, 0.14, 0.68, 0.69, 15),
      matching: turn(0.63, 0, 0, 2.04, 12),
      reading: LATE_READING,
      proposals: turn(4.03, 0.36, 1.82, 1.27, 69),
      mapping: turn(1.67, 0, 0, 10.34, 30),
      argument: turn(1.79, 0.69, 3.46, 1.02, 32),
      composite: turn(3.9, 0, 0, 11.94, 67),
      audit: turn(3.92, 11.7, 0, 1.84, 67),
      revision: turn(3.16, 0, 0, 13.62, 55),
      confirmation: turn(2.89, 0, 0, 15.49, 50),
      signing: turn(1.43, 0.44, 2.19, 1.62, 26),
    },
    withRepository: {
      framing: turn(0.89, 0, 0, 4.32, 17),
      questions: turn(1.15, 3.78, 8.44, 0.11, 23),
      matching: turn(0.63, 0, 0, 4.71, 12),
      reading: LATE_READING,
      proposals: turn(4.77, 8.94, 21.46, 0.19, 85),
      mapping: turn(1.67, 0, 0, 13.02, 30),
      argument: turn(2.11, 3.72, 10.26, 0.11, 39),
      composite: turn(3.9, 0, 0, 14.6, 67),
      audit: turn(4.29, 19.96, 16.93, 0.13, 75),
      revision: turn(3.16, 0, 0, 16.28, 55),
      confirmation: turn(2.89, 0, 0, 18.16, 50),
      signing: turn(1.43, 0.45, 2.27, 1.61, 26),
    },
  },
};

/** Output tokens that a turn of this kind usually takes, by the table. */
export function usualOutputTokensOf(
  terms: Pick<Terms, 'settings' | 'repository'>,
  kind: RoundKind,
): number {
  return usualTurnsOf(terms)[kind].usage.outputTokens;
}

function usualTurnsOf({ settings, repository }: Pick<Terms, 'settings' | 'repository'>): Turns {
  const { alone, withRepository } = TABLE[depthOf(settings)];
  return repository === null ? alone : withRepository;
}

/**
 * Usual price in USD (`null` if unknown) and milliseconds of one turn of each kind, by the table.
 */
export function listUsualTurns(
  terms: Terms,
  priceOf: (model: string, usage: Usage) => number | null,
): ExpectedTurn[] {
  const turns = usualTurnsOf(terms);
  return kindsAt(terms.settings).map((kind) => {
    const { usage, ms } = turns[kind];
    return {
      kind,
      usd: meanPrice(modelsOf(terms, kind).map((model) => priceOf(model, usage))),
      ms,
    };
  });
}

/**
 * Sums USD (`null` if unknown) and milliseconds of a design's turns, without those carried over
 * from the run before.
 */
export function wholeOf(
  terms: Terms,
  turns: readonly ExpectedTurn[],
): { usd: number | null; ms: number } {
  const { carried = null } = terms;
  const countTurns = (kind: RoundKind) =>
    modelsOf(terms, kind).length - (kind === 'proposals' ? (carried?.proposals.length ?? 0) : 0);
  const first = carried === null ? 0 : ROUND_KINDS.indexOf(findFirstRound(carried));
  const toCome = turns.filter(
    ({ kind }) => ROUND_KINDS.indexOf(kind) >= first && countTurns(kind) > 0,
  );
  const usd = toCome.reduce<number | null>(
    (sum, { kind, usd: each }) =>
      sum === null || each === null ? null : sum + countTurns(kind) * each,
    0,
  );
  return { usd, ms: toCome.reduce((sum, { ms }) => sum + ms, 0) };
}

function kindsAt(settings: Terms['settings']): RoundKind[] {
  return ROUND_KINDS.filter((kind) => kind !== 'argument' || depthOf(settings) !== 'quick');
}

function modelsOf({ participants }: Terms, kind: RoundKind): string[] {
  const askedRole = facilitatorOf(kind) ?? 'persona';
  return participants.filter(({ role }) => role === askedRole).map(({ model }) => model);
}

/** Mean price, so that a round costs exactly that times its participants. */
function meanPrice(prices: readonly (number | null)[]): number | null {
  const knownPrices = prices.filter((usd) => usd !== null);
  if (knownPrices.length < prices.length) return null;
  return knownPrices.length === 0
    ? 0
    : knownPrices.reduce((sum, usd) => sum + usd, 0) / knownPrices.length;
}
