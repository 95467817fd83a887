/** Statistics of the evaluation. Each is checked against published values or a closed form in `test/eval/statistics.test.ts`. */

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The 97.5 % point of the normal distribution. */
const Z = 1.959963984540054;

/** Returns Wilson's 95 % score interval of a share (Wilson 1927): it holds for small numbers, also for none and for all. */
export function wilson(successes: number, trials: number): Interval {
  if (trials === 0) return { low: 0, high: 1 };
  const share = successes / trials;
  const spread = (Z * Z) / trials;
  const middle = (share + spread / 2) / (1 + spread);
  const half = (Z / (1 + spread)) * Math.sqrt((share * (1 - share)) / trials + spread / (4 * trials));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** Returns the two-sided p of the exact sign test: ties are left out, as Dixon and Mood do. 1 where nothing is left. */
export function signTest(wins: number, losses: number): number {
  const count = wins + losses;
  if (count === 0) return 1;
  const extreme = Math.min(wins, losses);
  let tail = 0;
  for (let each = 0; each <= extreme; each++) tail += Math.exp(logChoose(count, each) - count * Math.LN2);
  return Math.min(1, 2 * tail);
}

function logChoose(count: number, chosen: number): number {
  let sum = 0;
  for (let each = 1; each <= chosen; each++) sum += Math.log((count - chosen + each) / each);
  return sum;
}

/** Draws of one bootstrap. */
const DRAWS = 10_000;

/**
 * Returns the 95 % percentile interval of a mean difference, by a bootstrap over questions (Efron 1979): each pair is one question, so
 * that what makes a question hard for both is no noise. The same pairs and seed give the same interval.
 */
export function pairedBootstrap(differences: readonly number[], seed = 1): Interval {
  if (differences.length === 0) return { low: Number.NaN, high: Number.NaN };
  const next = random(seed);
  const means = Array.from({ length: DRAWS }, () => {
    let sum = 0;
    for (let each = 0; each < differences.length; each++)
      sum += differences[Math.floor(next() * differences.length)] ?? 0;
    return sum / differences.length;
  }).toSorted((one, other) => one - other);
  return { low: quantile(means, 0.025), high: quantile(means, 0.975) };
}

/** Returns a value of sorted ones, between two of them where it falls between two. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (below === undefined || above === undefined) return Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Returns Cohen's kappa of two readings of the same things: agreement beyond chance. 1 where both always say one and the same. */
export function kappa(pairs: readonly (readonly [string, string])[]): number {
  if (pairs.length === 0) return Number.NaN;
  const labels = [...new Set(pairs.flat())];
  const agreed = pairs.filter(([one, other]) => one === other).length / pairs.length;
  const byChance = labels.reduce((sum, label) => {
    const [ones, others] = [0, 1].map((side) => pairs.filter((pair) => pair[side] === label).length);
    return sum + ((ones ?? 0) / pairs.length) * ((others ?? 0) / pairs.length);
  }, 0);
  return byChance === 1 ? 1 : (agreed - byChance) / (1 - byChance);
}

/** Returns the Brier score of confidences (Brier 1950): 0 is perfect, 0.25 is what 0.5 always gets. */
export function brier(given: readonly { readonly confidence: number; readonly isRight: boolean }[]): number {
  return mean(given.map(({ confidence, isRight }) => (confidence - Number(isRight)) ** 2));
}

/** What one comparison of two arms comes to, by the rule that was written before (`eval/README.md`). */
export type Verdict = 'better' | 'worse' | 'no difference shown';

/** Calls one better only where its interval excludes 0 and the sign test agrees at 5 %. */
export function verdictOf(interval: Interval, p: number): Verdict {
  if (p >= 0.05 || (interval.low <= 0 && interval.high >= 0)) return 'no difference shown';
  return interval.low > 0 ? 'better' : 'worse';
}

/** Returns numbers from 0 to 1 that look drawn, from a seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
