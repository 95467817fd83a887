import { money } from '../../src/core/vocabulary/figures.ts';
import { ALL_ARMS, ARMS, type Arm } from './arms.ts';
import { answeredByAll, calibrationOf, comparisonsIn, figuresOf, readingsOf } from './findings.ts';
import { answersIn, type Row, spentUsd } from './records.ts';
import type { RunFile } from './run-file.ts';
import type { Interval } from './statistics.ts';

/** Stands on the page of a run without a real model. */
export const SCRIPTED =
  'SCRIPTED: no model was asked. This shows that the plumbing works, and says nothing about any model or about Charrette.';

/** Cases that are named of each sort. */
const CASES = 4;

/** The page of a run. The same rows give the same page. `leftOut`: questions whose package cannot be had. */
export function reportOf(rows: readonly Row[], run: RunFile, leftOut: readonly string[] = []): string {
  const arms = ALL_ARMS.filter((arm) => run.models[arm] !== undefined);
  const done = answeredByAll(rows, run);
  const isDone = run.questions.every((id) => done.includes(id) || leftOut.includes(id));
  const page = [
    '# Is a charrette worth its price?',
    ...(run.script === null ? [] : [`> **${SCRIPTED}**`]),
    '## Asked',
    `Is the first arm of each pair better than the second, on ${run.questions.length} questions with known answers (seed \`${run.seed}\`), at up to ${money(run.usdEach)} for each answer? The rule, fixed in \`run.json\` before the first answer: ${run.rule}`,
    speakers(run, arms),
    '## Came out',
    isDone
      ? verdicts(rows, run)
      : `**No verdict: ${done.length} of ${run.questions.length} questions are answered by all arms.** The same command goes on.`,
    ...(isDone
      ? [
          shares(rows, arms),
          readBlind(rows),
          '### Is *ready* right more often?',
          calibration(rows),
          byKind(rows, arms),
        ]
      : []),
    '## Cost',
    cost(rows, arms),
    '## Does not show',
    limits(rows, leftOut),
  ];
  return `${page.filter((part) => part !== '').join('\n\n')}\n`;
}

function speakers({ models }: RunFile, arms: readonly Arm[]): string {
  const lines = arms.map(
    (arm) => `${ARMS[arm].name}: ${[...new Set(Object.values(models[arm] ?? {}))].join(', ')}`,
  );
  return `Models: ${lines.join('; ')}.`;
}

function verdicts(rows: readonly Row[], run: RunFile): string {
  const compared = comparisonsIn(rows, run);
  const [first] = compared;
  const headline =
    first === undefined
      ? ''
      : `**${sentence(ARMS[first.one].name)} against ${ARMS[first.other].name}: ${first.verdict}**, ${points(first.gain)} of 100 points (95 % interval ${range(first.interval, points)}).`;
  const lines = compared.map(({ one, other, count, gain, interval, p, corrected, verdict }) => [
    ...[
      `${ARMS[one].name} against ${ARMS[other].name}`,
      String(count),
      points(gain),
      range(interval, points),
    ],
    ...[figure(p, 3), figure(corrected, 3), verdict],
  ]);
  return [headline, table(['pair', 'questions', 'gain', '95 % interval', 'p', 'corrected', 'so'], lines)]
    .filter((part) => part !== '')
    .join('\n\n');
}

function shares(rows: readonly Row[], arms: readonly Arm[]): string {
  const lines = arms.map((arm) => {
    const { right, count, share, trapsAvoided, facts } = figuresOf(rows, arm);
    return [
      ARMS[arm].name,
      `${right} of ${count}`,
      range(share, percent),
      trapsAvoided.join(' of '),
      percent(facts),
    ];
  });
  return table(['arm', 'right', '95 % interval', 'traps avoided', 'deciding places found'], lines);
}

function readBlind(rows: readonly Row[]): string {
  const lines = readingsOf(rows).map((each) => [
    ...[each.judge, `${ARMS[each.one].name} ${each.ones}, ${ARMS[each.other].name} ${each.others}`],
    ...[String(each.ties), String(each.split), figure(each.kappa, 2), figure(each.p, 3)],
  ]);
  return table(
    ['read blind by', 'preferred in both orders', 'tie in both', 'orders differ', 'kappa', 'p'],
    lines,
  );
}

function calibration(rows: readonly Row[]): string {
  const { ready, reserved, repositories, gain, interval, p } = calibrationOf(rows);
  const some = (names: readonly string[]) =>
    names.length === 0
      ? 'none'
      : [...names.slice(0, CASES), ...(names.length > CASES ? ['…'] : [])].join(', ');
  const lines = [
    ['*ready*', String(ready.right.length), String(ready.wrong.length), `wrong: ${some(ready.wrong)}`],
    [
      'with a caveat',
      String(reserved.right.length),
      String(reserved.wrong.length),
      `right: ${some(reserved.right)}`,
    ],
  ];
  const so =
    repositories === 0
      ? 'No repository has designs of both, so this run cannot tell.'
      : `*Ready* is right ${points(gain)} points more often within a repository (95 % interval ${range(interval, points)}, p ${figure(p, 3)}, ${repositories} repositories with both).`;
  return `${table(['first line', 'right', 'wrong', 'cases against it'], lines)}\n\n${so}`;
}

function byKind(rows: readonly Row[], arms: readonly Arm[]): string {
  const kinds = [...new Set(answersIn(rows).map(({ kind }) => kind))];
  const cell = (kind: string, arm: Arm) => {
    const own = answersIn(rows, arm).filter((row) => row.kind === kind);
    return `${own.filter(({ score }) => score.isRight).length} of ${own.length}`;
  };
  return table(
    ['right, by kind', ...arms.map((arm) => ARMS[arm].name)],
    kinds.map((kind) => [kind.replaceAll('_', ' '), ...arms.map((arm) => cell(kind, arm))]),
  );
}

function cost(rows: readonly Row[], arms: readonly Arm[]): string {
  const figures = arms.map((arm) => figuresOf(rows, arm));
  const lines = figures.map(({ arm, meanUsd, medianMinutes, calls, count }) => [
    ...[ARMS[arm].name, meanUsd === null ? 'not known' : money(meanUsd)],
    ...[figure(medianMinutes, 1), figure(calls / count, 0)],
  ]);
  const minutes = answersIn(rows).reduce((sum, each) => sum + each.minutes, 0);
  const calls = figures.reduce((sum, each) => sum + each.calls, 0);
  return `${money(spentUsd(rows))} in all, ${Math.round(minutes)} minutes, ${calls} calls of a model.\n\n${table(['arm', 'USD each', 'minutes (median)', 'calls each'], lines)}`;
}

/** What nobody may read into the page, and what went wrong. */
function limits(rows: readonly Row[], leftOut: readonly string[]): string {
  const failed = rows.filter((row) => 'failure' in row && row.failure !== '');
  const count = (type: Row['type']) => failed.filter((row) => row.type === type).length;
  const lines = [
    'Other questions than these, other models, or what people make of a decision. Each question has one right answer among four, which real ones rarely have.',
    '*Undecided* is not *equal*: the run was too small for what there is. Intervals stand each by itself; only the column *corrected* is for all together.',
    'Differences take repositories as independent of each other, and as likely to go one way as the other.',
    ...(readingsOf(rows).length === 0
      ? ['How a reader would choose: no model of a family without a part has read the answers.']
      : []),
    ...(leftOut.length > 0
      ? [`${leftOut.length} questions, whose packages cannot be had: ${leftOut.join(', ')}.`]
      : []),
    ...(count('answer') > 0 ? [`${count('answer')} answers came to no decision and count as wrong.`] : []),
    ...(count('lost') > 0
      ? [
          `${count('lost')} tries were cut off by the model’s endpoint or the end of a run; they were made again, and their money counts.`,
        ]
      : []),
    ...(count('failed_reading') > 0
      ? [`${count('failed_reading')} blind readings failed and count for neither.`]
      : []),
    ...[...Map.groupBy(failed, (row) => ('failure' in row ? row.failure.replaceAll(/\s+/g, ' ') : ''))]
      .slice(0, CASES)
      .map(([words, same]) => `${same.length} times: ${words}`),
  ];
  return lines.map((line) => `- ${line}`).join('\n');
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function range({ low, high }: Interval, words: (value: number) => string): string {
  return `${words(low)} to ${words(high)}`;
}

function points(value: number): string {
  return Number.isNaN(value) ? '–' : `${value >= 0 ? '+' : '−'}${Math.round(Math.abs(100 * value))}`;
}

function percent(share: number): string {
  return Number.isNaN(share) ? '–' : `${Math.round(share * 100)} %`;
}

function figure(value: number, digits: number): string {
  return Number.isNaN(value) ? '–' : value.toFixed(digits);
}
