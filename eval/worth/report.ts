import { money } from '../../src/core/vocabulary/figures.ts';
import { ARMS, type Arm } from './arms.ts';
import { gainsSvg, sharesSvg } from './drawing.ts';
import { answersIn, type Comparison, calibrationOf, compared, figuresOf, readingsOf } from './findings.ts';
import { callsIn } from './power.ts';
import { type Row, spentUsd } from './records.ts';
import type { Interval } from './statistics.ts';

/** Stands on every page and drawing of a run without a real model. */
export const SCRIPTED =
  'SCRIPTED: no model was asked. This shows that the plumbing works, and says nothing about any model or about Charrette.';

/** Comparisons that are looked at, named before a run. */
const COMPARED: readonly (readonly [Arm, Arm])[] = [
  ['whole', 'one_model'],
  ['one_model', 'one_answer'],
];

/** Questions of a full run; fewer are a check that everything runs. */
const ENOUGH = 24;

/** The report of a run: Markdown, and its drawings by name. The same rows give the same report. */
export function reportOf(rows: readonly Row[], { isScripted }: { readonly isScripted: boolean }) {
  const note = isScripted ? SCRIPTED : '';
  const arms = (Object.keys(ARMS) as Arm[]).filter((arm) => answersIn(rows).some((row) => row.arm === arm));
  const figures = arms.map((arm) => figuresOf(rows, arm));
  const comparisons = COMPARED.filter((pair) => pair.every((arm) => arms.includes(arm))).map(([one, other]) =>
    compared(rows, one, other),
  );
  const questions = new Set(answersIn(rows).map(({ question }) => question)).size;
  const page = [
    '# Is a charrette worth its price?',
    ...(note === '' ? [] : [`> **${note}**`]),
    `${questions} questions, ${arms.length} arms, ${money(spentUsd(rows))} in all. ${width(questions)}`,
    '## Right answers',
    table(
      [
        'arm',
        'right',
        '95 % interval',
        'trap avoided',
        'deciding places cited',
        'steps with a way back',
        'USD each',
        'minutes (median)',
      ],
      figures.map((each) => [
        ARMS[each.arm],
        `${each.right} of ${each.count}`,
        interval(each.share, percent),
        each.trapsAvoided.join(' of '),
        percent(each.evidence),
        percent(each.undoable),
        each.meanUsd === null ? 'not known' : money(each.meanUsd),
        figure(each.medianMinutes, 1),
      ]),
    ),
    '![Right answers](right.svg)',
    '## One against another, question by question',
    'Points: 0.7 for the right answer, 0.3 for what decides it. Intervals: bootstrap over questions. *Better* takes an interval without 0 and a sign test below 5 %.',
    table(
      ['pair', 'questions', 'won', 'lost', 'gain', '95 % interval', 'sign test', 'so'],
      comparisons.map(comparisonRow),
    ),
    '![Gains](gains.svg)',
    '## Read blind, in both orders',
    table(
      [
        'pair',
        'questions',
        'first preferred',
        'second preferred',
        'orders agree',
        'kappa',
        'sign test',
        'judge',
      ],
      COMPARED.map(([one, other]) => ({ names: `${one} against ${other}`, ...readingsOf(rows, one, other) }))
        .filter(({ count }) => count > 0)
        .map((each) => [
          each.names,
          String(each.count),
          String(each.one),
          String(each.other),
          `${each.agreed} of ${each.count}`,
          figure(each.kappa, 2),
          figure(each.p, 3),
          each.isOutside
            ? 'of a family without a part'
            : '**of a family with a part**: it may favour its own',
        ]),
    ),
    '## Is the headline right about itself?',
    calibration(rows),
    '## By kind of question',
    byKind(rows, arms),
    failures(rows),
  ];
  return {
    markdown: `${page.filter((part) => part !== '').join('\n\n')}\n`,
    drawings: { 'right.svg': sharesSvg(figures, ARM_NAMES, note), 'gains.svg': gainsSvg(comparisons, note) },
  };
}

const ARM_NAMES: Readonly<Record<Arm, string>> = {
  one_answer: 'one answer',
  one_model: 'one model, same money',
  whole: 'the whole',
};

function width(questions: number): string {
  if (questions < ENOUGH)
    return `**${questions} questions show next to nothing: the intervals below are as wide as they look.** Take it as a check that everything runs, and as a price.`;
  const [apart, alike] = [0, 1].map((each) =>
    percent(callsIn({ questions, one: 0.8, other: 0.6, alike: each }).better),
  );
  return `${questions} questions call an arm that is right on 80 % *better* than one that is right on 60 % in ${apart} of runs where each errs by itself, and in ${alike} where both err on the same questions, if the right letter is all that differs. So what is not shown may well be there.`;
}

/** Answers and readings that did not come to anything: the first count as not right, the others for nothing. */
function failures(rows: readonly Row[]): string {
  const lines = rows.flatMap((row) => {
    if (row.type === 'reading' || row.failure === '') return [];
    const name = row.type === 'answer' ? row.arm : `${row.one} against ${row.other}, read blind`;
    return [`- ${name}, ${row.question}: ${row.failure.replaceAll(/\s+/g, ' ')} (${money(row.costUsd)})`];
  });
  if (lines.length === 0) return '';
  return `## Without a result\n\nAn answer without a decision counts as not right; a reading that failed counts for neither arm.\n\n${lines.join('\n')}`;
}

function comparisonRow({
  one,
  other,
  count,
  wins,
  losses,
  gain,
  interval: range,
  p,
  verdict,
}: Comparison): string[] {
  const signed = (value: number) =>
    Number.isNaN(value) ? '–' : `${value >= 0 ? '+' : ''}${value.toFixed(2)}`;
  return [
    `${one} against ${other}`,
    String(count),
    String(wins),
    String(losses),
    signed(gain),
    interval(range, signed),
    figure(p, 3),
    verdict,
  ];
}

function calibration(rows: readonly Row[]): string {
  const { ready, reserved, brier } = calibrationOf(rows);
  const kinds = [
    ['ready', ready],
    ['with a caveat', reserved],
  ] as const;
  return [
    table(
      ['headline', 'designs', 'right', '95 % interval'],
      kinds.map(([name, { count, right, share }]) => [
        name,
        String(count),
        String(right),
        interval(share, percent),
      ]),
    ),
    `Brier score of all confidences: ${figure(brier, 3)} (0 is perfect, 0.25 is what 0.5 always gets).`,
  ].join('\n\n');
}

function byKind(rows: readonly Row[], arms: readonly Arm[]): string {
  const kinds = [...new Set(answersIn(rows).map(({ kind }) => kind))];
  const cell = (kind: string, arm: Arm) => {
    const own = answersIn(rows).filter((row) => row.kind === kind && row.arm === arm);
    return `${own.filter(({ score }) => score.isRight).length} of ${own.length}`;
  };
  return table(
    ['kind', ...arms.map((arm) => ARM_NAMES[arm])],
    kinds.map((kind) => [kind.replaceAll('_', ' '), ...arms.map((arm) => cell(kind, arm))]),
  );
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'Nothing to show.';
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function interval({ low, high }: Interval, words: (value: number) => string): string {
  return Number.isNaN(low) ? '–' : `${words(low)} to ${words(high)}`;
}

function percent(share: number): string {
  return Number.isNaN(share) ? '–' : `${Math.round(share * 100)} %`;
}

function figure(value: number, digits: number): string {
  return Number.isNaN(value) ? '–' : value.toFixed(digits);
}
