/**
 * Statistics of the evaluation. Each is checked against published values, a closed form or drawn
 * worlds in `test/eval/statistics.test.ts`.
 */

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The 97.5 % point of the normal distribution. */
const Z = 1.959963984540054;

/**
 * Returns Wilson's 95 % score interval of a share (Wilson 1927): it holds for small numbers, also
 * for none and for all.
 */
export function wilson(successes: number, trials: number): Interval {
  if (trials === 0) return { low: 0, high: 1 };
  const share = successes / trials;
  const spread = (Z * Z) / trials;
  const middle = (share + spread / 2) / (1 + spread);
  const half =
    (Z / (1 + spread)) * Math.sqrt((share * (1 - share)) / trials + spread / (4 * trials));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/**
 * A sum over the questions of one repository, and how many they are. Questions of one repository
 * are not independent.
 */
export interface Cluster {
  readonly sum: number;
  readonly size: number;
}

/**
 * Returns Wilson's interval of a share of clustered answers: with as many answers as leave the
 * variance that the clusters show, at least as many as there are clusters and at most as many as
 * there are answers.
 */
export function clusteredShare(clusters: readonly Cluster[]): Interval {
  const [sum, size] = totalOf(clusters);
  const [share, count] = [sum / size, clusters.length];
  const squares = clusters.reduce((all, each) => all + (each.sum - each.size * share) ** 2, 0);
  const variance = ((count / (count - 1)) * squares) / size ** 2;
  const effective = variance > 0 ? (share * (1 - share)) / variance : size;
  const trials = Math.max(count, Math.min(size, effective));
  return wilson(share * trials, trials);
}

function totalOf(clusters: readonly Cluster[]): readonly [sum: number, size: number] {
  return clusters.reduce(([sum, size], each) => [sum + each.sum, size + each.size], [0, 0]);
}

/**
 * Returns the mean over every selection of repositories but the empty one. If two arms differ by
 * luck alone, their names could be swapped in any repository. Swapped in a selection, the total
 * gets no smaller just where the mean over that selection is not above 0. So the share of means up
 * to a value is the one-sided p of that value as the true mean: exact, if differences are symmetric
 * about it.
 */
export function selectionMeans(clusters: readonly Cluster[]): Float64Array {
  const means = new Float64Array(2 ** clusters.length - 1);
  let [isIn, sum, size] = [0, 0, 0];
  // In Gray's order: one repository goes in or out at a time.
  for (let each = 1; each <= means.length; each++) {
    const at = 31 - Math.clz32(each & -each);
    const { sum: itsSum = 0, size: itsSize = 0 } = clusters[at] ?? {};
    isIn ^= 1 << at;
    const sign = (isIn >> at) & 1 ? 1 : -1;
    sum += sign * itsSum;
    size += sign * itsSize;
    means[each - 1] = meanOf(sum, size);
  }
  return means;
}

/** Sums closer to 0 than this are 0. */
const ROUNDING = 1e-9;

function meanOf(sum: number, size: number): number {
  return size === 0 || Math.abs(sum) < ROUNDING ? 0 : sum / size;
}

/** One comparison: the mean difference, its interval, and how likely so much is by chance. */
export interface Measured {
  readonly gain: number;
  /** Values that a two-sided test at 5 % does not refuse, looked at by itself. */
  readonly interval: Interval;
  readonly p: number;
  /** The p of a difference of the margin or more, in the likelier direction. */
  readonly tieP: number;
}

/**
 * Measures a mean difference over clusters; `margin`: the difference that would matter. NaN where
 * there is nothing.
 */
export function measured(clusters: readonly Cluster[], margin: number): Measured {
  const [sum, size] = totalOf(clusters);
  if (size === 0) return { gain: Number.NaN, interval: { low: -1, high: 1 }, p: 1, tieP: 1 };
  const means = selectionMeans(clusters).toSorted();
  const all = means.length + 1;
  const outside = Math.floor(0.025 * all);
  // Too few selections for 95 %: no value is refused.
  const [low, high] = outside === 0 ? [-1, 1] : [means[outside - 1], means[means.length - outside]];
  return {
    gain: sum / size,
    interval: { low: low ?? -1, high: high ?? 1 },
    ...testsOf(means, margin),
  };
}

/** Returns the tests alone, for the many worlds of a simulation. */
export function testsOf(means: Float64Array, margin: number): Pick<Measured, 'p' | 'tieP'> {
  let [notAbove, notBelow, farBelow, farAbove] = [1, 1, 1, 1];
  for (const mean of means) {
    if (mean <= 0) notAbove += 1;
    if (mean >= 0) notBelow += 1;
    if (mean <= -margin) farBelow += 1;
    if (mean >= margin) farAbove += 1;
  }
  const all = means.length + 1;
  return {
    p: Math.min(1, (2 * Math.min(notAbove, notBelow)) / all),
    tieP: Math.max(farBelow, farAbove) / all,
  };
}

/** Returns p-values corrected for how many are looked at together, by Holm's steps (Holm 1979). */
export function holm(given: readonly number[]): number[] {
  const sorted = given.map((p, at) => ({ p, at })).toSorted((one, other) => one.p - other.p);
  const corrected = given.map(() => 1);
  let least = 0;
  for (const [index, { p, at }] of sorted.entries()) {
    least = Math.max(least, Math.min(1, p * (given.length - index)));
    corrected[at] = least;
  }
  return corrected;
}

/** What one comparison comes to, by the rule that was written before (`ruleOf`). */
export type Verdict = 'better' | 'worse' | 'tie' | 'undecided';

export const LEVEL = 0.05;

export function verdictOf({ gain, p, tieP }: Pick<Measured, 'gain' | 'p' | 'tieP'>): Verdict {
  if (p <= LEVEL) return gain > 0 ? 'better' : 'worse';
  return tieP <= LEVEL ? 'tie' : 'undecided';
}

export function mean(values: readonly number[]): number {
  return values.length === 0
    ? Number.NaN
    : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Returns Cohen's kappa of two readings of the same things: agreement beyond chance. NaN where both
 * always say one and the same.
 */
export function kappa(pairs: readonly (readonly [string, string])[]): number {
  const labels = [...new Set(pairs.flat())];
  const agreed = pairs.filter(([one, other]) => one === other).length / pairs.length;
  const byChance = labels.reduce((sum, label) => {
    const [ones, others] = [0, 1].map(
      (side) => pairs.filter((pair) => pair[side] === label).length,
    );
    return sum + ((ones ?? 0) / pairs.length) * ((others ?? 0) / pairs.length);
  }, 0);
  return byChance === 1 ? Number.NaN : (agreed - byChance) / (1 - byChance);
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
