import type { Arm } from './arms.ts';
import type { AnswerRow, ReadingRow, Row } from './records.ts';
import {
  brier,
  type Interval,
  kappa,
  mean,
  pairedBootstrap,
  quantile,
  signTest,
  type Verdict,
  verdictOf,
  wilson,
} from './statistics.ts';

/** What one arm comes to. */
export interface ArmFigures {
  readonly arm: Arm;
  readonly count: number;
  readonly right: number;
  readonly share: Interval;
  readonly trapsAvoided: readonly [number, number];
  readonly evidence: number;
  readonly undoable: number;
  /** `null`: some price is not known. */
  readonly meanUsd: number | null;
  readonly medianMinutes: number;
}

/** One arm against another, question by question. */
export interface Comparison {
  readonly one: Arm;
  readonly other: Arm;
  readonly count: number;
  readonly wins: number;
  readonly losses: number;
  /** Mean difference of points, and its interval. */
  readonly gain: number;
  readonly interval: Interval;
  readonly p: number;
  readonly verdict: Verdict;
}

export const answersIn = (rows: readonly Row[]) =>
  rows.filter((row): row is AnswerRow => row.type === 'answer');

export function figuresOf(rows: readonly Row[], arm: Arm): ArmFigures {
  const own = answersIn(rows).filter((row) => row.arm === arm);
  const right = own.filter(({ score }) => score.isRight).length;
  const costs = own.map(({ costUsd }) => costUsd);
  const known = costs.filter((usd) => usd !== null);
  const minutes = own.map((row) => row.minutes).toSorted((one, other) => one - other);
  return {
    arm,
    count: own.length,
    right,
    share: wilson(right, own.length),
    trapsAvoided: counted(own.map(({ score }) => score.avoidsTrap)),
    evidence: mean(own.flatMap(({ score }) => score.evidence ?? [])),
    undoable: mean(own.flatMap(({ score }) => score.undoable ?? [])),
    meanUsd: known.length < costs.length ? null : mean(known),
    medianMinutes: quantile(minutes, 0.5),
  };
}

function counted(given: readonly (boolean | null)[]): readonly [number, number] {
  const asked = given.filter((each) => each !== null);
  return [asked.filter(Boolean).length, asked.length];
}

/** Compares two arms on the questions that both have answered. */
export function compared(rows: readonly Row[], one: Arm, other: Arm): Comparison {
  const of = (arm: Arm) =>
    new Map(answersIn(rows).flatMap((row) => (row.arm === arm ? [[row.question, row] as const] : [])));
  const [ours, theirs] = [of(one), of(other)];
  const pairs = [...ours].flatMap(([question, row]) => {
    const against = theirs.get(question);
    return against === undefined ? [] : [[row, against] as const];
  });
  const differences = pairs.map(([row, against]) => row.points - against.points);
  const wins = differences.filter((each) => each > 0).length;
  const losses = differences.filter((each) => each < 0).length;
  const interval = pairedBootstrap(differences);
  const p = signTest(wins, losses);
  return {
    one,
    other,
    count: pairs.length,
    wins,
    losses,
    gain: mean(differences),
    interval,
    p,
    verdict: verdictOf(interval, p),
  };
}

/**
 * Calibration of the headline: a ready one must be right more often than one with caveats.
 */
export function calibrationOf(rows: readonly Row[]) {
  const councils = answersIn(rows).filter(({ designId }) => designId !== '');
  const of = (isMeant: (row: AnswerRow) => boolean) => {
    const own = councils.filter(isMeant);
    const right = own.filter(({ score }) => score.isRight).length;
    return { count: own.length, right, share: wilson(right, own.length) };
  };
  const sure = answersIn(rows).flatMap(({ confidence, score }) =>
    confidence === null ? [] : [{ confidence, isRight: score.isRight }],
  );
  return {
    ready: of(({ isReady }) => isReady),
    reserved: of(({ isReady }) => !isReady),
    brier: brier(sure),
  };
}

/** Blind readings of one pair: who was preferred in both orders, and how far the orders agree. */
export function readingsOf(rows: readonly Row[], one: Arm, other: Arm) {
  const own = rows.filter(
    (row): row is ReadingRow => row.type === 'reading' && row.one === one && row.other === other,
  );
  const byQuestion = [...Map.groupBy(own, ({ question }) => question).values()];
  const pairs = byQuestion.flatMap(([first, second]) =>
    first === undefined || second === undefined ? [] : [[first.better, second.better] as const],
  );
  const both = (arm: Arm) => pairs.filter(([first, second]) => first === arm && second === arm).length;
  return {
    count: pairs.length,
    one: both(one),
    other: both(other),
    agreed: pairs.filter(([first, second]) => first === second).length,
    kappa: kappa(pairs),
    p: signTest(both(one), both(other)),
    isOutside: own.length > 0 && own.every((row) => row.isOutside),
  };
}
