import { countOf, formatMoney } from '../../src/core/vocabulary/figures.ts';
import { ALL_ARMS, ARMS, type Arm } from './arms.ts';
import {
  answeredByAll,
  calibrationOf,
  comparisonsIn,
  figuresOf,
  foundUnread,
  readingsOf,
} from './findings.ts';
import { answersIn, type Row, spentUsd } from './records.ts';
import { comparisonsOf, type RunFile } from './run-file.ts';
import type { Interval } from './statistics.ts';

export const SCRIPTED =
  'SCRIPTED: no model was asked. This shows that the plumbing works, and says nothing about any model or about Charrette.';

const CASES = 4;

export function reportOf(rows: readonly Row[], run: RunFile): string {
  const arms = ALL_ARMS.filter((arm) => run.models[arm] !== undefined);
  const done = answeredByAll(rows, run);
  const isDone = run.questions.every((id) => done.includes(id));
  const page = [
    '# Is a charrette worth its price?',
    ...(run.script === null ? [] : [`> **${SCRIPTED}**`]),
    '## Asked',
    `Is the first arm of each pair better than the second, on ${countOf(run.questions.length, 'question')} with known answers (seed: ${run.seed}), at up to ${formatMoney(run.usdEach)} for each answer? The rule, fixed in \`run.json\` before the first answer: ${run.rule}`,
    `Said before: ${run.power}${run.isAnyway ? ' It was run with `--anyway`.' : ''}`,
    speakers(run, arms),
    '## Came out',
    isDone
      ? verdicts(rows, run)
      : `**No verdict: ${done.length} of ${run.questions.length} questions are answered by all arms.** The same command goes on.`,
    ...(isDone
      ? [
          quoted(rows, run),
          shares(rows, arms),
          unread(rows),
          readBlind(rows),
          calibration(rows),
          byKind(rows, arms),
        ]
      : []),
    '## Cost',
    cost(rows, arms),
    '## Does not show',
    limits(rows, run, isDone),
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
      : `**${sentence(ARMS[first.one].name)} against ${ARMS[first.other].name}: ${first.verdict}**, ${points(first.gain)} points (95 % interval ${range(first.interval, points)}). A point is one right answer of 100.`;
  const lines = compared.map(({ one, other, count, gain, interval, p, corrected, verdict }) => [
    ...[`${ARMS[one].name} against ${ARMS[other].name}`, String(count), points(gain)],
    ...[range(interval, points), figure(p, 3), figure(corrected, 3), verdict],
  ]);
  return [
    headline,
    table(['right answers', 'questions', 'gain', '95 % interval', 'p', 'corrected', 'so'], lines),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/**
 * The other comparison, which changes no verdict: of the lines that decide, how many an answer
 * quotes, right or wrong.
 */
function quoted(rows: readonly Row[], run: RunFile): string {
  const lines = comparisonsIn(rows, run).map(({ one, other, quoted: { gain, interval, p } }) => [
    `${ARMS[one].name} against ${ARMS[other].name}`,
    ...[points(gain), range(interval, points), figure(p, 3)],
  ]);
  return table(['deciding lines quoted, of 100', 'gain', '95 % interval', 'p'], lines);
}

function shares(rows: readonly Row[], arms: readonly Arm[]): string {
  const lines = arms.map((arm) => {
    const { right, count, share, unlettered, trapsAvoided, facts } = figuresOf(rows, arm);
    return [
      ...[ARMS[arm].name, `${right} of ${count}`, range(share, percent), String(unlettered)],
      ...[trapsAvoided.join(' of '), percent(facts)],
    ];
  });
  return table(
    ['arm', 'right', '95 % interval', 'no letter', 'traps avoided', 'deciding lines quoted'],
    lines,
  );
}

/** What is found without the repository tells nothing about reading it. */
function unread(rows: readonly Row[]): string {
  const { count, found, isTold } = foundUnread(rows);
  if (count === 0) return '';
  const few = isTold ? '' : ' Some kinds have too few answers to tell.';
  if (found.length === 0)
    return `Without the repository no kind is found more often than by guessing.${few}`;
  return `Found without the repository, in kinds where a guesser finds less: ${found.join(', ')}. Leave them out in another folder: \`--without ${found.join(',')}\`.${few}`;
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
  const { arms, ready, reserved, repositories, gain, interval, p } = calibrationOf(rows);
  const some = (names: readonly string[]) =>
    names.length === 0
      ? 'none'
      : [...names.slice(0, CASES), ...(names.length > CASES ? ['…'] : [])].join(', ');
  const counts = ({ right, wrong }: typeof ready) => [String(right.length), String(wrong.length)];
  const lines = [
    ['*ready*', ...counts(ready), `wrong: ${some(ready.wrong)}`],
    ['with a caveat', ...counts(reserved), `right: ${some(reserved.right)}`],
  ];
  const so =
    repositories === 0
      ? 'No repository has designs of both, so this run cannot tell.'
      : `*Ready* is right ${points(gain)} points more often within a repository (95 % interval ${range(interval, points)}, p ${figure(p, 3)}, ${repositories} repositories with both).`;
  if (arms.length === 0) return '';
  const pooled = `All designs together: every answer of ${arms.map((arm) => ARMS[arm].name).join(' and ')}.`;
  return `### Is *ready* right more often?\n\n${table(['first line', 'right', 'wrong', 'cases against it'], lines)}\n\n${pooled} ${so}`;
}

function byKind(rows: readonly Row[], arms: readonly Arm[]): string {
  const kinds = [...new Set(answersIn(rows).map(({ kind }) => kind))];
  const cell = (kind: string, arm: Arm) => {
    const { right, count, share } = figuresOf(
      rows.filter((row) => !('kind' in row) || row.kind === kind),
      arm,
    );
    return `${right} of ${count} (${range(share, percent)})`;
  };
  return table(
    ['right, by kind (95 % interval)', ...arms.map((arm) => ARMS[arm].name)],
    kinds.map((kind) => [kind.replaceAll('_', ' '), ...arms.map((arm) => cell(kind, arm))]),
  );
}

function cost(rows: readonly Row[], arms: readonly Arm[]): string {
  const figures = arms.map((arm) => figuresOf(rows, arm));
  const lines = figures.map(({ arm, meanUsd, meanMinutes, calls, count }) => [
    ...[ARMS[arm].name, meanUsd === null ? 'not known' : formatMoney(meanUsd)],
    ...[figure(meanMinutes, 1), figure(calls / count, 0)],
  ]);
  const minutes = answersIn(rows).reduce((sum, each) => sum + each.minutes, 0);
  const calls = figures.reduce((sum, each) => sum + each.calls, 0);
  return `${formatMoney(spentUsd(rows))} in all, ${countOf(Math.round(minutes), 'minute')}, ${countOf(calls, 'call')} of a model.\n\n${table(['arm', 'USD each', 'minutes each', 'calls each'], lines)}`;
}

/** The share of right answers from which a set is too easy to tell two arms apart. */
const CEILING = 0.9;

/** What nobody may read into the page, and what went wrong. */
function limits(rows: readonly Row[], { models, leftOut }: RunFile, isDone: boolean): string {
  const failed = rows.filter((row) => 'failure' in row && row.failure !== '');
  const count = (type: Row['type']) => failed.filter((row) => row.type === type).length;
  const tops = comparisonsOf({ models })
    .slice(0, 1)
    .flat()
    .map((arm) => figuresOf(rows, arm));
  const isEasy =
    isDone && tops.length > 0 && tops.every((each) => each.right >= CEILING * each.count);
  const has = (type: Row['type'], words: (count: number) => string) =>
    count(type) > 0 ? [words(count(type))] : [];
  const lines = [
    'Other questions than these, other models, or what people make of a decision. Each question has one right answer among four, which real ones rarely have.',
    '*Undecided* does not mean *equal*: the run was too small to tell. Intervals stand each by itself; only the column *corrected* is for all together.',
    'Differences take repositories as independent of each other, and as likely to go one way as the other.',
    ...(isEasy
      ? [
          'How much better one is than the other: both are right nearly everywhere, so the questions were too easy.',
        ]
      : []),
    ...(readingsOf(rows).length === 0
      ? ['How a reader would choose: no model of a family without a part has read the answers.']
      : []),
    ...(leftOut.length > 0
      ? [
          `${countOf(leftOut.length, 'question')} whose package was no longer served at the start: ${leftOut.join(', ')}.`,
        ]
      : []),
    ...has(
      'answer',
      (of) =>
        `${countOf(of, 'answer')} came to no decision and ${of === 1 ? 'counts' : 'count'} as wrong.`,
    ),
    ...has(
      'lost',
      (of) =>
        `${countOf(of, 'try', 'tries')} cut off by the model’s endpoint or the end of a run: asked again, and the money counts.`,
    ),
    ...has(
      'failed_reading',
      (of) =>
        `${countOf(of, 'blind reading')} failed and ${of === 1 ? 'counts' : 'count'} for neither.`,
    ),
    ...[
      ...Map.groupBy(failed, (row) =>
        'failure' in row ? row.failure.replaceAll(/\s+/g, ' ') : '',
      ),
    ]
      .slice(0, CASES)
      .map(([words, same]) => `${countOf(same.length, 'time')}: ${words}`),
  ];
  return lines.map((line) => `- ${line}`).join('\n');
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  return [heads, heads.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function range({ low, high }: Interval, words: (value: number) => string): string {
  return `${words(low)} to ${words(high)}`;
}

function points(value: number): string {
  return Number.isNaN(value)
    ? '–'
    : `${value >= 0 ? '+' : '−'}${Math.round(Math.abs(100 * value))}`;
}

function percent(share: number): string {
  return Number.isNaN(share) ? '–' : `${Math.round(share * 100)} %`;
}

function figure(value: number, digits: number): string {
  return Number.isNaN(value) ? '–' : value.toFixed(digits);
}
