import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Arm } from '../../eval/worth/arms.ts';
import { calibrationOf, comparisonsIn, readingsOf } from '../../eval/worth/findings.ts';
import { ASSUMED, callsIn, drawn, foundBy, pilotOf } from '../../eval/worth/power.ts';
import type { Row } from '../../eval/worth/records.ts';
import {
  type Cluster,
  clusteredShare,
  holm,
  kappa,
  measured,
  random,
  wilson,
} from '../../eval/worth/statistics.ts';
import { answerRow, runFileOf } from './sample-run.ts';

test.each([
  // Newcombe (1998), Statistics in Medicine 17, table I, method 3.
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])("Wilson's interval of %i of %i is the published one", (successes, trials, low, high) => {
  const found = wilson(successes, trials);
  expect(found.low).toBeCloseTo(low, 4);
  expect(found.high).toBeCloseTo(high, 4);
});

test('a share of answers that go by repository has the interval of so many repositories', () => {
  const alike = Array.from({ length: 10 }, (_, at) => ({ sum: at < 6 ? 5 : 0, size: 5 }));
  expect(clusteredShare(alike)).toEqual(wilson(6, 10));
  const apart = Array.from({ length: 10 }, () => ({ sum: 3, size: 5 }));
  expect(clusteredShare(apart)).toEqual(wilson(30, 50));
});

test('agreement beyond chance is that of the textbook, and none where both always say the same', () => {
  // 20 and 15 agreed, 5 and 10 not: 0.7 against 0.5 by chance.
  const table = [
    ...Array.from({ length: 20 }, () => ['yes', 'yes'] as const),
    ...Array.from({ length: 5 }, () => ['yes', 'no'] as const),
    ...Array.from({ length: 10 }, () => ['no', 'yes'] as const),
    ...Array.from({ length: 15 }, () => ['no', 'no'] as const),
  ];
  expect(kappa(table)).toBeCloseTo(0.4, 10);
  expect(kappa([['neither', 'neither']])).toBeNaN();
});

describe('a test that swaps names in whole repositories', () => {
  const of = (...sums: number[]): Cluster[] => sums.map((sum) => ({ sum, size: 1 }));

  test('six that all go one way are two of 64 cases', () => {
    expect(measured(of(1, 2, 3, 4, 5, 6), 0.2).p).toBeCloseTo(2 / 64, 10);
    expect(measured(of(-1, -2, -3, -4, -5, -6), 0.2).p).toBeCloseTo(2 / 64, 10);
  });

  test('swapping names in whole repositories is the sign test where all differences are equal', () => {
    // Eight won and two lost: 2 × (1 + 10 + 45) / 1024.
    expect(measured(of(1, 1, 1, 1, 1, 1, 1, 1, -1, -1), 0.2).p).toBeCloseTo(112 / 1024, 10);
  });

  test('five repositories can show nothing, and have no interval', () => {
    expect(measured(of(1, 1, 1, 1, 1), 0.2)).toMatchObject({
      p: 2 / 32,
      interval: { low: -1, high: 1 },
    });
  });

  test('its interval has the values that it does not refuse', () => {
    const clusters = of(0.4, 0.1, -0.2, 0.5, 0.3, 0.2, -0.1, 0.6);
    const { low, high } = measured(clusters, 0.2).interval;
    const pOf = (value: number) =>
      measured(
        clusters.map(({ sum, size }) => ({ sum: sum - value, size })),
        0.2,
      ).p;
    expect(pOf(low + 0.001)).toBeGreaterThan(0.05);
    expect(pOf(low - 0.001)).toBeLessThanOrEqual(0.05);
    expect(pOf(high - 0.001)).toBeGreaterThan(0.05);
    expect(pOf(high + 0.001)).toBeLessThanOrEqual(0.05);
  });

  test('several are corrected together, and none gets less likely by that', () => {
    const corrected = holm([0.01, 0.04, 0.03]);
    for (const [at, p] of [0.03, 0.06, 0.06].entries()) expect(corrected[at]).toBeCloseTo(p, 10);
    expect(holm([0.6, 0.9])).toEqual([1, 1]);
  });
});

describe('a world whose result is known', () => {
  const ONE = { questions: 60, repositories: 12, comparisons: 1, margin: 0.2, ...ASSUMED };
  const world = (gain: number, epochs: number, seed = 7) =>
    drawn({ ...ONE, epochs, gain }, random(seed));
  const verdictIn = (rows: readonly Row[], epochs = 1) =>
    comparisonsIn(rows, runFileOf([], ['baseline', 'protocol'], epochs))[0]?.verdict;

  test('a winner by 30 points is found, and one that loses by 30', () => {
    expect(verdictIn(played(world(0.3, 3)))).toBe('better');
    expect(verdictIn(played(world(-0.3, 3)))).toBe('worse');
  });

  test('a question counts once, however often it is answered, and not before it is answered as often as planned', () => {
    const twice = [1, 2].flatMap((epoch) => [
      answerRow('r q', 'protocol', 1, { epoch }),
      answerRow('r q', 'baseline', epoch === 1 ? 1 : 0, { epoch }),
    ]);
    const run = runFileOf([], ['baseline', 'protocol'], 2);
    expect(comparisonsIn(twice, run)).toMatchObject([{ count: 1, gain: 0.5 }]);
    expect(comparisonsIn(twice.slice(0, 3), run)).toMatchObject([{ count: 0 }]);
  });
});

describe('how often a run calls a difference', () => {
  const ONE = { questions: 60, repositories: 12, epochs: 1, margin: 0.2, ...ASSUMED };

  test('equal arms are called different in at most 5 of 100 runs, with one comparison and with five', () => {
    for (const comparisons of [1, 5]) {
      const { better, worse } = callsIn({ ...ONE, comparisons, gain: 0 }, 1_000);
      // Two standard errors of 1,000 runs are 1.4 points.
      expect(better + worse).toBeLessThan(0.064);
    }
  });

  test('arms that differ by what matters are called a tie in at most 5 of 100 runs', () => {
    expect(callsIn({ ...ONE, comparisons: 1, gain: 0.2 }, 1_000).tie).toBeLessThan(0.064);
  });

  test('more answers to each question find less, and more comparisons find more alone', () => {
    const found = (epochs: number, comparisons: number) =>
      foundBy({ ...ONE, epochs, comparisons }, 'better') ?? 1;
    expect(found(3, 1)).toBeLessThan(found(1, 1));
    expect(found(3, 5)).toBeGreaterThan(found(3, 1));
    expect(
      foundBy({ ...ONE, repositories: 5, questions: 25, comparisons: 1 }, 'better'),
    ).toBeNull();
  });

  test('the page of the evaluation has these figures', () => {
    const page = readFileSync(join(import.meta.dirname, '../../eval/README.md'), 'utf8');
    expect(page).toContain(tableOfSizes());
  });

  test('a pilot says how hard questions are, and how alike answers are within an arm and between arms', () => {
    const answers = (arm: Arm, pattern: string) =>
      pattern
        .split(' ')
        .flatMap((own, question) =>
          [...own].map((letter, epoch) =>
            answerRow(`r ${question}`, arm, letter === '+', { epoch: epoch + 1 }),
          ),
        );
    const both = (one: string, other: string) =>
      pilotOf([...answers('protocol', one), ...answers('baseline', other)]);
    expect(pilotOf([])).toBeNull();
    expect(both('++ -- ++ --', '++ -- ++ --')).toEqual({ base: 0.5, alike: 0.95, shared: 0.95 });
    expect(both('++ -- ++ --', '++ ++ -- --')).toEqual({ base: 0.5, alike: 0.95, shared: 0 });
    expect(both('+- -+ +- -+', '+- -+ +- -+')).toEqual({ base: 0.5, alike: 0, shared: 0 });
    expect(pilotOf(answers('protocol', '+ + + -'))).toEqual({ ...ASSUMED, base: 0.75 });
  });
});

test('a judge that prefers whatever stands first prefers neither, and one that always ties has no kappa', () => {
  const reading = (
    question: string,
    first: 'protocol' | 'baseline',
    better: 'protocol' | 'baseline' | 'neither',
  ): Row => ({
    type: 'reading',
    ...{ question, one: 'protocol', other: 'baseline', judge: 'judge', first, better },
    ...{ reason: 'It is.', costUsd: 0 },
  });
  const both = (of: (first: 'protocol' | 'baseline') => 'protocol' | 'baseline' | 'neither') =>
    Array.from({ length: 12 }, (_, at) => `r${at} q`).flatMap((question) => [
      reading(question, 'protocol', of('protocol')),
      reading(question, 'baseline', of('baseline')),
    ]);
  expect(readingsOf(both((first) => first))).toMatchObject([
    { count: 12, ones: 0, others: 0, ties: 0, split: 12, p: 1 },
  ]);
  expect(readingsOf(both(() => 'neither'))).toMatchObject([
    { ties: 12, split: 0, kappa: Number.NaN, p: 1 },
  ]);
  expect(readingsOf(both(() => 'protocol'))).toMatchObject([{ ones: 12, split: 0 }]);
});

describe('calibration of the first line', () => {
  const design = (repository: number, isReady: boolean, points: number) =>
    answerRow(`r${repository} ${isReady}`, 'protocol', points, { isReady, designId: 'dsn' });

  test('ready ones that are right more often within each repository are found, with the cases against', () => {
    const rows = Array.from({ length: 8 }, (_, at) => [
      design(at, true, at === 7 ? 0 : 1),
      design(at, false, at === 6 ? 1 : 0),
    ]).flat();
    const found = calibrationOf(rows);
    expect(found).toMatchObject({
      repositories: 8,
      gain: 0.75,
      ready: { count: 8, wrong: ['r7 true (protocol)'] },
    });
    expect(found.reserved.right).toEqual(['r6 false (protocol)']);
    expect(found.p).toBeLessThan(0.05);
  });

  test('a repository that is hard for all is no reason, and one kind alone tells nothing', () => {
    const hard = Array.from({ length: 8 }, (_, at) => [
      design(at, true, at < 4 ? 1 : 0),
      design(at, false, at < 4 ? 1 : 0),
    ]);
    expect(calibrationOf(hard.flat())).toMatchObject({ gain: 0, p: 1 });
    expect(calibrationOf([design(1, true, 1)])).toMatchObject({ repositories: 0, p: 1 });
  });
});

/**
 * A protocol that gains so much over one model in each repository, in rows of answers that are
 * right or wrong.
 */
function played(clusters: readonly Cluster[]): Row[] {
  return clusters.flatMap(({ sum, size }, at) => {
    const answers = 3 * size;
    const gain = Math.round(3 * sum);
    return Array.from({ length: answers }, (_, index) => {
      const [question, epoch] = [`r${at} ${Math.floor(index / 3)}`, (index % 3) + 1];
      return [
        answerRow(question, 'protocol', index < gain, { epoch }),
        answerRow(question, 'baseline', index < -gain, { epoch }),
      ];
    }).flat();
  });
}

/** Sizes of the table: questions, repositories, answers to each. */
const SIZES = [
  [24, 12, 1],
  [36, 12, 1],
  [60, 12, 1],
  [60, 12, 3],
  [60, 12, 5],
] as const;

/**
 * Rows of `eval/README.md`: of 100 runs, how many find 10, 15, 20 points better, 20 worse, and call
 * a tie one.
 */
function tableOfSizes(): string {
  const rows = SIZES.map(([questions, repositories, epochs]) => {
    const world = { questions, repositories, epochs, ...ASSUMED, comparisons: 1, margin: 0.2 };
    const found = [0.1, 0.15, 0.2].map((gain) => callsIn({ ...world, gain }).better);
    const [worse, { tie }] = [
      callsIn({ ...world, gain: -0.2 }).worse,
      callsIn({ ...world, gain: 0 }),
    ];
    const calls = [...found, worse, tie].map((share) => Math.round(100 * share));
    return `| ${[questions, repositories, epochs, ...calls].join(' | ')} |`;
  });
  return rows.join('\n');
}
