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
  /** Answers of each arm to each question. */
  readonly epochs: number;
  /** Share that the second arm gets right, and by how much the first is better. */
  readonly base: number;
  readonly gain: number;
  /** Share of questions that everybody always gets right or always wrong: how alike two answers to one question are. */
  readonly alike: number;
  /** Comparisons looked at together, and the difference that matters. */
  readonly comparisons: number;
  readonly margin: number;
}

/** Assumed until a pilot says otherwise. */
export const ASSUMED = { base: 0.6, alike: 0.5 } as const;
/** Points by which the gain differs from repository to repository, up or down. Judgement. */
const REPOSITORY_POINTS = 0.1;
/** How often a difference has to be called for the run to be worth its money. */
export const OFTEN_ENOUGH = 0.8;
/** Runs that are drawn for a figure: two standard errors are 4 points. */
const RUNS = 400;

/**
 * Returns how often a run of such a world is called what, with the run's own rule. Answers are right or wrong; points in between vary
 * less, so that this is the least that is found. The correction is that of the first of Holm's steps, the most that it can be.
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

/** Draws the differences of one run, by repository. */
export function drawn(world: World, next: () => number): Cluster[] {
  const { questions, repositories, epochs, base, gain, alike } = world;
  return Array.from({ length: Math.min(repositories, questions) }, (_, at) => {
    const size = Math.floor(questions / repositories) + (at < questions % repositories ? 1 : 0);
    const moved = gain + (next() < 0.5 ? REPOSITORY_POINTS : -REPOSITORY_POINTS);
    let sum = 0;
    for (let question = 0; question < size; question++) {
      const chance = next() < alike ? Number(next() < base) : base;
      // Rights so much of what is wrong, or wrongs so much of what is right, that the mean moves by as many points.
      const better = chance + moved * (moved > 0 ? (1 - chance) / (1 - base) : chance / base);
      for (let epoch = 0; epoch < epochs; epoch++)
        sum += (Number(next() < better) - Number(next() < chance)) / epochs;
    }
    return { sum, size };
  });
}

/** Points that are looked for, the smallest first. */
const LOOKED_FOR = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4] as const;

/** Returns the smallest gain that such a run calls often enough, from 0 to 1; `null`: none up to 40 points. */
export function foundBy(world: Omit<World, 'gain'>): number | null {
  const isFound = (gain: number) =>
    gain + world.base <= 1 && callsIn({ ...world, gain }).better >= OFTEN_ENOUGH;
  return LOOKED_FOR.find(isFound) ?? null;
}

/** What a run on a cheaper model says of the questions. */
export type Pilot = Pick<World, 'base' | 'alike'>;

/** Returns how hard the questions are, and how alike two answers of one arm to one of them; `null` where nothing was answered. */
export function pilotOf(rows: readonly Row[]): Pilot | null {
  const cells = [...Map.groupBy(answersIn(rows), ({ question, arm }) => `${arm} ${question}`).values()];
  if (cells.length === 0) return null;
  const right = (own: readonly AnswerRow[]) => own.filter(({ score }) => score.isRight).length;
  const base = Math.min(0.95, Math.max(0.05, mean(cells.map((own) => right(own) / own.length))));
  const again = cells.filter(({ length }) => length > 1);
  if (again.length === 0) return { base, alike: ASSUMED.alike };
  const agreed = mean(
    again.map((own) => {
      const [count, rights] = [own.length, right(own)];
      const wrongs = count - rights;
      return (rights * (rights - 1) + wrongs * (wrongs - 1)) / (count * (count - 1));
    }),
  );
  const byChance = base ** 2 + (1 - base) ** 2;
  return { base, alike: Math.min(0.95, Math.max(0, (agreed - byChance) / (1 - byChance))) };
}
