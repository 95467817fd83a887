import { type AnswerRow, answersIn, type Row } from './records.ts';
import {
  type Cluster,
  mean,
  random,
  selectionMeans,
  testsOf,
  type Verdict,
  verdictOf,
} from './statistics.ts';

/** A run, and the truth that it is to find. Shares and points are from 0 to 1. */
export interface World {
  readonly questions: number;
  readonly repositories: number;
  readonly epochs: number;
  /** Share that the second arm gets right, and by how much the first is better. */
  readonly base: number;
  readonly gain: number;
  /**
   * How alike two answers of one arm to one question are, from 0 to 1 as agreement beyond chance;
   * and two of both arms, at most as much.
   */
  readonly alike: number;
  readonly shared: number;
  readonly comparisons: number;
  readonly margin: number;
}

/** Assumed until a pilot says otherwise. */
export const ASSUMED = { base: 0.6, alike: 0.5, shared: 0.4 } as const;
/** Points by which the gain differs from repository to repository, up or down. Judgement. */
const REPOSITORY_POINTS = 0.1;
/** How often a difference has to be called for the run to be worth its money. */
export const OFTEN_ENOUGH = 0.8;
/** Runs that are drawn for a figure: two standard errors are 4 points. */
const RUNS = 400;

/**
 * Returns how often a run of such a world is called what, with the run's own rule. The correction
 * is that of the first of Holm's steps, the most that it can be.
 */
export function callsIn(world: World, runs = RUNS): Record<Verdict, number> {
  const next = random(1);
  const calls = { better: 0, worse: 0, tie: 0, undecided: 0 };
  for (let run = 0; run < runs; run++) {
    const clusters = drawn(world, next);
    const { p, tieP } = testsOf(selectionMeans(clusters), world.margin);
    const gain = clusters.reduce((sum, each) => sum + each.sum, 0);
    const all = world.comparisons;
    calls[verdictOf({ gain, p: p * all, tieP: tieP * all })] += 1 / runs;
  }
  return calls;
}

export function drawn(world: World, next: () => number): Cluster[] {
  const { questions, repositories, epochs, base, gain, alike, shared } = world;
  return Array.from({ length: Math.min(repositories, questions) }, (_, at) => {
    const size = Math.floor(questions / repositories) + (at < questions % repositories ? 1 : 0);
    const moved = gain + (next() < 0.5 ? REPOSITORY_POINTS : -REPOSITORY_POINTS);
    let sum = 0;
    for (let question = 0; question < size; question++) {
      // Settled for both arms together, for each by itself, or open in every answer.
      const kind = next();
      const settled = () => (kind < alike ? Number(next() < base) : base);
      const chance = settled();
      const own = kind < shared ? chance : settled();
      // Rights so much of what is wrong, or wrongs so much of what is right, that the mean moves by
      // as many points.
      const better = own + moved * (moved > 0 ? (1 - own) / (1 - base) : own / base);
      for (let epoch = 0; epoch < epochs; epoch++)
        sum += (Number(next() < better) - Number(next() < chance)) / epochs;
    }
    return { sum, size };
  });
}

const LOOKED_FOR = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4] as const;

export const WAYS = { better: 1, worse: -1 } as const;
type Way = keyof typeof WAYS;

/**
 * Returns the ways in which the first arm can differ by so much, from 0 to 1: nothing is better
 * than all right.
 */
export function waysIn({ base }: Pick<World, 'base'>, size: number): Way[] {
  return (['better', 'worse'] as const).filter(
    (way) => Math.abs(base + WAYS[way] * size - 0.5) <= 0.5,
  );
}

/** Tells whether such a run calls a difference of this size often enough, from 0 to 1. */
export function isFound(world: Omit<World, 'gain'>, way: Way, size: number): boolean {
  return (
    waysIn(world, size).includes(way) &&
    callsIn({ ...world, gain: WAYS[way] * size })[way] >= OFTEN_ENOUGH
  );
}

/**
 * Returns the smallest difference that such a run calls often enough, from 0 to 1; `null`: none
 * that is possible, up to 40 points.
 */
export function foundBy(world: Omit<World, 'gain'>, way: Way): number | null {
  return LOOKED_FOR.find((size) => isFound(world, way, size)) ?? null;
}

/** Tells whether a run finds what is looked for, in each way in which there can be as much. */
export function isEnough(world: Omit<World, 'gain'>, size: number): boolean {
  const ways = waysIn(world, size);
  return ways.length > 0 && ways.every((way) => isFound(world, way, size));
}

export type Pilot = Pick<World, 'base' | 'alike' | 'shared'>;

/**
 * Returns how hard the questions are, how alike two answers of one arm to one of them are, and how
 * alike two of different arms; `null` where nothing was answered. What it has no second answer for
 * is assumed.
 */
export function pilotOf(rows: readonly Row[]): Pilot | null {
  const answers = answersIn(rows);
  if (answers.length === 0) return null;
  const isRight = ({ score }: AnswerRow) => score.isRight;
  const base = within(0.05, mean(answers.map((row) => Number(isRight(row)))), 0.95);
  const byChance = base ** 2 + (1 - base) ** 2;
  const agreement = (isPair: (one: AnswerRow, other: AnswerRow) => boolean) => {
    const shares = [...Map.groupBy(answers, ({ question }) => question).values()].flatMap((own) => {
      const pairs = own.flatMap((one, at) =>
        own.slice(at + 1).flatMap((other) => (isPair(one, other) ? [[one, other] as const] : [])),
      );
      return pairs.length === 0
        ? []
        : [mean(pairs.map(([one, other]) => Number(isRight(one) === isRight(other))))];
    });
    return shares.length === 0 ? null : (mean(shares) - byChance) / (1 - byChance);
  };
  const alike = agreement((one, other) => one.arm === other.arm);
  const shared = agreement((one, other) => one.arm !== other.arm);
  const most = within(0, alike ?? Math.max(ASSUMED.alike, shared ?? 0), 0.95);
  return { base, alike: most, shared: within(0, shared ?? ASSUMED.shared, most) };
}

const within = (low: number, value: number, high: number) => Math.min(high, Math.max(low, value));
