import { expect, test } from 'vitest';
import { reportOf, SCRIPTED } from '../../eval/worth/report.ts';
import { type Answer, scoreOf } from '../../eval/worth/score.ts';
import { sampleSubmissions } from '../support/designs/submissions.ts';
import { answerRow, runFileOf, sampleQuestion } from './sample-run.ts';

const question = sampleQuestion({ name: 'lantern', versions: {} }, 1);
const PLACES = [
  { path: 'docs/limit-1.md', text: 'The limit of lantern 1 is three.' },
  { path: 'index.js', text: 'a lantern holds three candles at most, and none at night' },
];
const { decision } = sampleSubmissions.submit_composite;
const says = (sentence: string) => ({ ...decision, sentence });
const ANSWER: Answer = {
  decision: says('B: two at most'),
  citations: [
    { status: 'checked', path: 'docs/limit-1.md', quote: 'The limit of lantern 1 is three.' },
    {
      status: 'checked',
      path: 'index.js',
      quote: '// a lantern holds three candles at most, and none at night',
    },
  ],
  isReady: true,
};

test('a right answer is right whatever it cites, and a wrong one is wrong', () => {
  expect(scoreOf(question, PLACES, ANSWER)).toEqual({
    letter: 'B',
    isRight: true,
    avoidsTrap: true,
    facts: 1,
  });
  expect(scoreOf(question, PLACES, { ...ANSWER, citations: [] })).toMatchObject({
    isRight: true,
    facts: 0,
  });
  const wrong = { ...ANSWER, decision: says('C: three at most') };
  expect(scoreOf(question, PLACES, wrong)).toMatchObject({
    ...{ letter: 'C', isRight: false, avoidsTrap: false, facts: 1 },
  });
});

test.each([
  ['half of its words, as they stand', 'index.js', 'holds three candles at most, and', 1],
  ['a line beside it', 'index.js', 'const lantern = three;', 0],
  ['words of it in another order', 'index.js', 'candles three holds a lantern, none at night', 0],
  ['its heading alone', 'docs/limit-1.md', 'The limit', 0],
  ['its words in another file', 'README.md', 'The limit of lantern 1 is three.', 0],
])('a deciding line counts by %s', (_, path, quote, found) => {
  const citations = [{ status: 'checked' as const, path, quote }];
  expect(scoreOf(question, PLACES, { ...ANSWER, citations }).facts).toBe(found / 2);
});

test('a citation that failed counts for nothing, nor does one behind twelve others', () => {
  const [first] = ANSWER.citations;
  if (first === undefined) throw new Error('there is one');
  const beside = Array.from({ length: 12 }, () => ({ ...first, path: 'other.md' }));
  for (const citations of [[{ ...first, status: 'failed' as const }], [...beside, first]])
    expect(scoreOf(question, PLACES, { ...ANSWER, citations }).facts).toBe(0);
});

test.each([
  'B: two',
  'B. Two',
  '(B) Two',
  'B) Two',
  'B – two',
  'B - two',
  '**B**: two',
  '**B:** two',
  'Option B: two',
  '**Option B** is right',
])('%s begins with a letter', (sentence) => {
  const given = says(sentence);
  expect(scoreOf(question, PLACES, { ...ANSWER, decision: given }).letter).toBe('B');
});

test.each(['B-1 says so', 'Both of them', 'A queue is better', 'Be careful: two'])(
  '%s has no letter',
  (sentence) => {
    const given = says(sentence);
    expect(scoreOf(question, PLACES, { ...ANSWER, decision: given }).letter).toBe('');
  },
);

const QUESTIONS = Array.from({ length: 12 }, (_, at) => `r${at} q`);
const rows = QUESTIONS.flatMap((id, at) => [
  answerRow(id, 'protocol', 1, { designId: 'dsn', isReady: at % 2 === 0 }),
  answerRow(id, 'baseline', at < 2 ? 1 : 0),
]);
const run = runFileOf(QUESTIONS, ['baseline', 'protocol']);

test('a finished run has one page: the question, the result, the cost, and what it does not show', () => {
  const page = reportOf(rows, run);
  expect(page.match(/^## .*/gm)).toEqual([
    '## Asked',
    '## Came out',
    '## Cost',
    '## Does not show',
  ]);
  expect(page).toContain('**The protocol against one model, same money: better**, +83 points');
  expect(page).toContain(run.rule);
  expect(page).toContain('$24.00 in all, 24 minutes, 72 calls');
  expect(page).toContain('no model of a family without a part');
  expect(page.split('\n').length).toBeLessThan(80);
  expect(page).toContain('Said before: It finds 20 points.');
  expect(reportOf(rows, { ...run, isAnyway: true })).toContain('with `--anyway`');
  expect(reportOf(rows, { ...run, script: 'tie' })).toContain(SCRIPTED);
});

test('a run that is not done has no verdict, and none of what would tempt one to stop', () => {
  const page = reportOf(rows.slice(0, -1), run);
  expect(page).toContain('**No verdict: 11 of 12 questions are answered by all arms.**');
  expect(page).not.toMatch(/corrected \||traps avoided/);
});

test('an arm that says no letter, a set that is too easy, and questions that are left out are told', () => {
  const score = { letter: '', isRight: false, avoidsTrap: null, facts: 0 };
  const page = reportOf([...rows.slice(0, -1), answerRow('r11 q', 'baseline', 0, { score })], run);
  expect(page).toContain('| the protocol | 12 of 12 | 76 % to 100 % | 0 |');
  expect(page).toContain('| one model, same money | 2 of 12 | 5 % to 45 % | 1 |');
  expect(page).not.toContain('too easy');
  const easy = QUESTIONS.flatMap((id) => [
    answerRow(id, 'protocol', 1),
    answerRow(id, 'baseline', 1),
  ]);
  expect(reportOf(easy, { ...run, leftOut: ['lamp-1'] })).toMatch(
    /too easy[\s\S]*1 question whose package was no longer served at the start: lamp-1\./,
  );
});

test('two arms with as many right answers are a tie, however they cite', () => {
  const cited = QUESTIONS.flatMap((id) => [
    answerRow(id, 'protocol', 1),
    answerRow(id, 'baseline', 1, {
      score: { letter: 'A', isRight: true, avoidsTrap: null, facts: 0.5 },
    }),
  ]);
  const page = reportOf(cited, run);
  expect(page).toContain('same money: tie**, +0 points');
  expect(page).toContain(
    '| the protocol against one model, same money | +50 | +50 to +50 | 0.000 |',
  );
});

test('what is found without the repository is named, with the option that leaves it out', () => {
  const page = (right: number) =>
    reportOf(
      [...rows, ...QUESTIONS.map((id, at) => answerRow(id, 'unread', at < right))],
      runFileOf(QUESTIONS, ['unread', 'baseline', 'protocol']),
    );
  expect(page(6)).toContain('Without the repository no kind is found more often than by guessing.');
  const alone = QUESTIONS.map((id) => answerRow(id, 'unread', 1));
  expect(reportOf(alone, runFileOf(QUESTIONS, ['unread']))).not.toContain('Is *ready* right');
  expect(page(7)).toContain('`--without r0 q,r1 q,r2 q,r3 q,r4 q,r5 q,r6 q`');
});
