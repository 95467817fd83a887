import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Arm } from '../../eval/worth/arms.ts';
import { compared, readingsOf } from '../../eval/worth/findings.ts';
import { callsIn } from '../../eval/worth/power.ts';
import type { Row } from '../../eval/worth/records.ts';
import {
  brier,
  kappa,
  pairedBootstrap,
  quantile,
  random,
  signTest,
  wilson,
} from '../../eval/worth/statistics.ts';
import { IS_NIGHT } from '../support/whole.ts';

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

test('without a trial, an interval says nothing', () => {
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
});

test.each([
  [5, 0, 2 / 32],
  [8, 2, (2 * (1 + 10 + 45)) / 1024],
  [10, 0, 2 / 1024],
  [3, 3, 1],
  [0, 0, 1],
])('the sign test of %i won and %i lost is the binomial sum', (wins, losses, p) => {
  expect(signTest(wins, losses)).toBeCloseTo(p, 10);
});

test('the bootstrap of a mean is as wide as its standard error says', () => {
  const pairs = Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? 1 : -1));
  const { low, high } = pairedBootstrap(pairs);
  // 1.96 standard errors of 0.1 on each side.
  expect(high - low).toBeGreaterThan(0.36);
  expect(high - low).toBeLessThan(0.42);
  expect(pairedBootstrap(pairs)).toEqual({ low, high });
  expect(pairedBootstrap([0.5, 0.5, 0.5])).toEqual({ low: 0.5, high: 0.5 });
});

test('agreement beyond chance is that of the textbook', () => {
  // 20 and 15 agreed, 5 and 10 not: 0.7 against 0.5 by chance.
  const table = [
    ...Array.from({ length: 20 }, () => ['yes', 'yes'] as const),
    ...Array.from({ length: 5 }, () => ['yes', 'no'] as const),
    ...Array.from({ length: 10 }, () => ['no', 'yes'] as const),
    ...Array.from({ length: 15 }, () => ['no', 'no'] as const),
  ];
  expect(kappa(table)).toBeCloseTo(0.4, 10);
});

test('confidence of one half scores a quarter, and certainty that is right scores nothing', () => {
  expect(
    brier([
      { confidence: 0.5, isRight: true },
      { confidence: 0.5, isRight: false },
    ]),
  ).toBe(0.25);
  expect(brier([{ confidence: 1, isRight: true }])).toBe(0);
});

test('a quantile falls between two values where it has to', () => {
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
});

describe('a world whose result is known', () => {
  test('a true winner is found on 24 questions', () => {
    const { verdict, interval, p } = compared(world('whole', 0.9, 'one_model', 0.3), 'whole', 'one_model');
    expect(verdict).toBe('better');
    expect(interval.low).toBeGreaterThan(0);
    expect(p).toBeLessThan(0.05);
  });

  test('a true winner among the second is found as well', () => {
    expect(compared(world('whole', 0.2, 'one_model', 0.9), 'whole', 'one_model').verdict).toBe('worse');
  });

  test('a tie is called a tie', () => {
    const tie = world('whole', 0.6, 'one_model', 0.6, 7);
    expect(compared(tie, 'whole', 'one_model').verdict).toBe('no difference shown');
  });

  test('what only one of interval and sign test shows is no difference', () => {
    // Five won and none lost: the interval is above 0, and the sign test is at 2 / 32.
    const few = compared(
      gained([...Array<number>(5).fill(1), ...Array<number>(19).fill(0)]),
      'whole',
      'one_model',
    );
    expect(few.interval.low).toBeGreaterThan(0);
    expect(few.verdict).toBe('no difference shown');
    // Eight won by little and one lost by much: the sign test is at 20 / 512, and the interval has 0.
    const little = compared(gained([...Array<number>(8).fill(0.2), -1, 0]), 'whole', 'one_model');
    expect(little.p).toBeLessThan(0.05);
    expect(little.verdict).toBe('no difference shown');
  });

  test('one who prefers whatever stands first prefers neither in both orders', () => {
    const rows = Array.from({ length: 24 }, (_, index) => [
      reading(`q-${index}`, 'whole'),
      reading(`q-${index}`, 'one_model'),
    ]).flat();
    expect(readingsOf(rows, 'whole', 'one_model')).toMatchObject({
      count: 24,
      one: 0,
      other: 0,
      agreed: 0,
      p: 1,
    });
  });
});

describe('how often a run of 24 questions calls a difference', () => {
  test('equal arms are called different in less than 3 of 100 runs', () => {
    for (const share of [0.5, 0.6, 0.8]) {
      const { better, worse } = callsIn({ questions: 24, one: share, other: share, alike: 0 });
      expect(better).toBeCloseTo(worse, 10);
      expect(better + worse).toBeGreaterThan(0.01);
      expect(better + worse).toBeLessThan(0.03);
    }
  });

  test('where both err on the same questions, it is the chance of six won of 24', () => {
    // Nothing is lost then, and the sign test takes six: 1 - P(at most 5), each won with 0.2.
    const { better, worse } = callsIn({ questions: 24, one: 0.8, other: 0.6, alike: 1 });
    expect(better).toBeCloseTo(1 - binomialBelow(6, 24, 0.2), 5);
    expect(worse).toBeCloseTo(0, 10);
  });

  test('where each errs by itself, it is as often as in worlds that are drawn', () => {
    const { better } = callsIn({ questions: 24, one: 0.9, other: 0.5, alike: 0 });
    const draws = IS_NIGHT ? 150 : 30;
    const called = Array.from({ length: draws }, (_, seed) =>
      compared(world('whole', 0.9, 'one_model', 0.5, seed + 1), 'whole', 'one_model'),
    ).filter(({ verdict }) => verdict === 'better');
    // Within three standard errors.
    const error = Math.sqrt((better * (1 - better)) / draws);
    expect(Math.abs(called.length / draws - better)).toBeLessThan(3 * error);
  });

  test('the page of the evaluation has these figures', () => {
    const page = readFileSync(join(import.meta.dirname, '../../eval/README.md'), 'utf8');
    const rows = [...page.matchAll(/^\| (\d+) % against (\d+) % \| (.+) \|$/gm)];
    expect(rows.length).toBe(4);
    for (const [, one, other, cells = ''] of rows) {
      const shares = { questions: 24, one: Number(one) / 100, other: Number(other) / 100 };
      const found = [-1, 0, 1].map((alike) => Math.round(100 * callsIn({ ...shares, alike }).better));
      expect(cells.split(' | ').map(Number), `${one} against ${other}`).toEqual(found);
    }
    // One of two equal arms is called better; three comparisons are looked at.
    const [, runs] = /one false \*better\* in some (\d+)\s+runs/.exec(page) ?? [];
    const { better } = callsIn({ questions: 24, one: 0.6, other: 0.6, alike: 0 });
    expect(Number(runs)).toBe(Math.round(1 / (3 * better)));
  });
});

/** The chance of fewer than `count` of `trials`, each with its own luck. */
function binomialBelow(count: number, trials: number, chance: number): number {
  let [sum, term] = [0, (1 - chance) ** trials];
  for (let each = 0; each < count; each++) {
    sum += term;
    term *= ((trials - each) / (each + 1)) * (chance / (1 - chance));
  }
  return sum;
}

/** Questions on which `whole` gains so many points over `one_model`. */
function gained(gains: readonly number[]): Row[] {
  return gains.flatMap((gain, index) => [
    { ...answer(`q-${index}`, 'whole', gain > 0), points: Math.max(0, gain) },
    { ...answer(`q-${index}`, 'one_model', gain < 0), points: Math.max(0, -gain) },
  ]);
}

function reading(question: string, first: Arm): Row {
  const pair = { one: 'whole', other: 'one_model', judge: 'judge', isOutside: true } as const;
  return { type: 'reading', question, ...pair, first, better: first, reason: 'It stands first.', costUsd: 0 };
}

/** 24 questions; each arm is right with its own chance, independently. */
function world(one: Arm, ones: number, other: Arm, others: number, seed = 3): Row[] {
  const next = random(seed);
  return Array.from({ length: 24 }, (_, index) => [
    answer(`q-${index}`, one, next() < ones),
    answer(`q-${index}`, other, next() < others),
  ]).flat();
}

function answer(question: string, arm: Arm, isRight: boolean): Row {
  const score = { letter: 'A', isRight, avoidsTrap: isRight, evidence: null, undoable: null };
  const taken = {
    isReady: true,
    confidence: 0.6,
    costUsd: 1,
    minutes: 1,
    drafts: 1,
    designId: '',
    failure: '',
  };
  return {
    type: 'answer',
    question,
    kind: 'plain',
    arm,
    score,
    points: Number(isRight),
    ...taken,
    decision: null,
  };
}
