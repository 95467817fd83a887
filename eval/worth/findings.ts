import { ALL_ARMS, type Arm } from './arms.ts';
import { mostByChance } from './blind.ts';
import { type AnswerRow, answersIn, type ReadingRow, type Row } from './records.ts';
import { comparisonsOf, type RunFile } from './run-file.ts';
import {
  type Cluster,
  clusteredShare,
  holm,
  kappa,
  mean,
  measured,
  verdictOf,
} from './statistics.ts';

/** What one arm comes to: `facts` from 0 to 1, `meanUsd` `null` where some price is not known. */
export function figuresOf(rows: readonly Row[], arm: Arm) {
  const own = answersIn(rows, arm);
  const costs = own.map(({ costUsd }) => costUsd);
  const known = costs.filter((usd) => usd !== null);
  const traps = own.flatMap(({ score }) => score.avoidsTrap ?? []);
  return {
    arm,
    count: own.length,
    right: own.filter(({ score }) => score.isRight).length,
    share: clusteredShare(clustersOf(own, ({ score }) => Number(score.isRight))),
    unlettered: own.filter(({ failure, score }) => failure === '' && score.letter === '').length,
    trapsAvoided: [traps.filter(Boolean).length, traps.length],
    facts: mean(own.map(({ score }) => score.facts)),
    meanUsd: known.length < costs.length ? null : mean(known),
    meanMinutes: mean(own.map(({ minutes }) => minutes)),
    calls: own.reduce((sum, { calls }) => sum + calls, 0),
  };
}

function clustersOf<Of extends { readonly repository: string }>(
  own: readonly Of[],
  pointsIn: (each: Of) => number,
): Cluster[] {
  return [...Map.groupBy(own, ({ repository }) => repository).values()].map((its) => ({
    sum: its.reduce((sum, each) => sum + pointsIn(each), 0),
    size: its.length,
  }));
}

/**
 * Compares the arms of a run as it was planned: the share of right answers, with the correction for
 * all comparisons together, and beside it the share of deciding lines that an answer quotes, each
 * by itself.
 */
export function comparisonsIn(
  rows: readonly Row[],
  run: Pick<RunFile, 'models' | 'epochs' | 'find'>,
) {
  const found = comparisonsOf(run).map(([one, other]) => {
    const pairs = pairedIn(rows, one, other, run.epochs);
    const margin = run.find / 100;
    const by = (gain: 'right' | 'facts') =>
      measured(
        clustersOf(pairs, (pair) => pair[gain]),
        margin,
      );
    return { one, other, count: pairs.length, ...by('right'), quoted: by('facts') };
  });
  const [corrected, ties] = [holm(found.map(({ p }) => p)), holm(found.map(({ tieP }) => tieP))];
  return found.map((each, at) => {
    const tests = { gain: each.gain, p: corrected[at] ?? 1, tieP: ties[at] ?? 1 };
    return { ...each, corrected: tests.p, verdict: verdictOf(tests) };
  });
}

/**
 * The gains on each question that both arms have answered every time: the mean over the answers, so
 * that a question counts once.
 */
function pairedIn(rows: readonly Row[], one: Arm, other: Arm, epochs: number) {
  const of = (arm: Arm) => Map.groupBy(answersIn(rows, arm), ({ question }) => question);
  const [ours, theirs] = [of(one), of(other)];
  return [...ours].flatMap(([question, own]) => {
    const against = theirs.get(question) ?? [];
    const [first] = own;
    if (first === undefined || own.length < epochs || against.length < epochs) return [];
    const gain = (of: (score: AnswerRow['score']) => number) =>
      mean(own.map(({ score }) => of(score))) - mean(against.map(({ score }) => of(score)));
    const right = gain(({ isRight }) => Number(isRight));
    return [{ repository: first.repository, right, facts: gain(({ facts }) => facts) }];
  });
}

export function answeredByAll(
  rows: readonly Row[],
  { models, epochs }: Pick<RunFile, 'models' | 'epochs'>,
): string[] {
  const arms = ALL_ARMS.filter((arm) => models[arm] !== undefined);
  const byQuestion = Map.groupBy(answersIn(rows), ({ question }) => question);
  return [...byQuestion].flatMap(([question, own]) =>
    own.length >= arms.length * epochs ? [question] : [],
  );
}

/**
 * Calibration of the headline, over all designs of all arms: a ready one should be right more often
 * than one with a caveat.
 */
export function calibrationOf(rows: readonly Row[]) {
  const designs = answersIn(rows).filter(({ designId }) => designId !== '');
  const named = ({ question, arm, epoch }: AnswerRow) =>
    `${question} (${arm}${epoch === 1 ? '' : `, ${epoch}`})`;
  const of = (isMeant: (row: AnswerRow) => boolean) => {
    const own = designs.filter(isMeant);
    const right = own.filter(({ score }) => score.isRight);
    const wrong = own.filter(({ score }) => !score.isRight);
    return { count: own.length, right: right.map(named), wrong: wrong.map(named) };
  };
  // Within a repository, so that a hard one counts for neither. Weighted as Mantel and Haenszel
  // weight a difference of risks.
  const clusters = [...Map.groupBy(designs, ({ repository }) => repository).values()].flatMap(
    (own) => {
      const [ready, reserved] = [
        own.filter(({ isReady }) => isReady),
        own.filter(({ isReady }) => !isReady),
      ];
      if (ready.length === 0 || reserved.length === 0) return [];
      const share = (given: readonly AnswerRow[]) =>
        mean(given.map(({ score }) => Number(score.isRight)));
      const size = (ready.length * reserved.length) / own.length;
      return [{ sum: size * (share(ready) - share(reserved)), size }];
    },
  );
  return {
    arms: ALL_ARMS.filter((arm) => designs.some((row) => row.arm === arm)),
    ready: of(({ isReady }) => isReady),
    reserved: of(({ isReady }) => !isReady),
    repositories: clusters.length,
    ...measured(clusters, 1),
  };
}

/**
 * Blind readings by one judge: who was preferred in both orders, ties, and how far the orders
 * agree.
 */
export function readingsOf(rows: readonly Row[]) {
  const all = rows.filter((row): row is ReadingRow => row.type === 'reading');
  const repositories = new Map(answersIn(rows).map((row) => [row.question, row.repository]));
  return [...Map.groupBy(all, ({ judge }) => judge)].flatMap(([judge, own]) => {
    const [row] = own;
    if (row === undefined) return [];
    const { one, other } = row;
    const pairs = [...Map.groupBy(own, ({ question }) => question)].flatMap(
      ([question, [first, second]]) =>
        first === undefined || second === undefined
          ? []
          : [{ question, both: [first.better, second.better] as const }],
    );
    const preferred = pairs.map(({ question, both: [first, second] }) => ({
      repository: repositories.get(question) ?? question,
      gain: first !== second || first === 'neither' ? 0 : first === one ? 1 : -1,
    }));
    const count = (wanted: (both: readonly [string, string]) => boolean) =>
      pairs.filter(({ both }) => wanted(both)).length;
    return [
      {
        ...{ judge, one, other, count: pairs.length },
        ones: count(([first, second]) => first === one && second === one),
        others: count(([first, second]) => first === other && second === other),
        ties: count(([first, second]) => first === 'neither' && second === 'neither'),
        split: count(([first, second]) => first !== second),
        kappa: kappa(pairs.map(({ both }) => both)),
        ...measured(
          clustersOf(preferred, ({ gain }) => gain),
          1,
        ),
      },
    ];
  });
}

/** Fewest answers of a kind by which guessing can be told from knowing. */
const MIN_UNREAD = 6;

/**
 * Returns the questions that are found without the repository: those answered right of a kind in
 * which more are right than a guesser would have. `isTold`: every kind has answers enough to tell.
 */
export function foundUnread(rows: readonly Row[]) {
  const own = answersIn(rows, 'unread').filter(({ epoch }) => epoch === 1);
  const kinds = [...Map.groupBy(own, ({ kind }) => kind).values()];
  const found = kinds.flatMap((same) => {
    const right = same.filter(({ score }) => score.isRight);
    return right.length > mostByChance(same.length) ? right.map(({ question }) => question) : [];
  });
  return { count: own.length, found, isTold: kinds.every(({ length }) => length >= MIN_UNREAD) };
}
