import { expect, test } from 'vitest';
import { topicOf } from '../../eval/worth/question.ts';
import { reportOf, SCRIPTED } from '../../eval/worth/report.ts';
import { type Answer, pointsOf, scoreOf } from '../../eval/worth/score.ts';
import { sampleSubmissions } from '../support/submissions.ts';
import { answerRow, runFileOf, sampleQuestion } from './sample-run.ts';

const question = sampleQuestion({ name: 'lantern', versions: {}, commit: 'a'.repeat(40) }, 1);
const PLACES = [
  { path: 'docs/limit-1.md', line: 1 },
  { path: 'index.js', line: 40 },
];
const { decision } = sampleSubmissions.submit_composite;
const says = (sentence: string, options: Answer['decision'] = decision) => ({
  ...decision,
  ...options,
  sentence,
});
const chooses = (name: string) => [{ name, for: 'It fits.', against: '', verdict: 'chosen' as const }];
const ANSWER: Answer = {
  decision: says('B: two at most', { ...decision, options: [] }),
  citations: [
    { status: 'checked', path: 'docs/limit-1.md', from: 1, to: 1 },
    { status: 'checked', path: 'index.js', from: 38, to: 43 },
  ],
  isReady: true,
  confidence: 0.8,
};

test('half of a right answer is its option, and half the lines that decide it', () => {
  const score = scoreOf(question, PLACES, ANSWER);
  expect(score).toEqual({ letter: 'B', isRight: true, avoidsTrap: true, facts: 1 });
  expect(pointsOf(score)).toBe(1);
  expect(pointsOf(scoreOf(question, PLACES, { ...ANSWER, citations: ANSWER.citations.slice(1) }))).toBe(0.75);
  expect(pointsOf(scoreOf(question, PLACES, { ...ANSWER, citations: [] }))).toBe(0.5);
});

test('a wrong answer is worth nothing, however well it is cited', () => {
  const wrong = { ...ANSWER, decision: says('C: three at most', { ...decision, options: [] }) };
  const score = scoreOf(question, PLACES, wrong);
  expect(score).toMatchObject({ letter: 'C', isRight: false, avoidsTrap: false, facts: 1 });
  expect(pointsOf(score)).toBe(0);
});

test('a citation that failed counts for nothing, nor does one behind twelve others', () => {
  const [first] = ANSWER.citations;
  if (first === undefined) throw new Error('there is one');
  const beside = Array.from({ length: 12 }, () => ({ ...first, path: 'other.md' }));
  for (const citations of [[{ ...first, status: 'failed' as const }], [...beside, first]])
    expect(scoreOf(question, PLACES, { ...ANSWER, citations }).facts).toBe(0);
});

test('steps, their undo and the length of a decision make no difference', () => {
  const long = {
    ...decision,
    steps: [],
    options: [],
    sentence: 'B: two at most',
    paragraph: 'Because. '.repeat(50),
  };
  expect(scoreOf(question, PLACES, { ...ANSWER, decision: long })).toEqual(scoreOf(question, PLACES, ANSWER));
});

test.each([
  ['the option it calls chosen, where its sentence has no letter', 'Two are enough.', 'B: Two at most', 'B'],
  ['that option by its words alone', 'Two are enough.', 'Two at most', 'B'],
  ['nothing, where sentence and option differ', 'B: two at most', 'C: Three at most', ''],
  ['nothing, where it names none', 'It depends.', 'Whatever fits', ''],
])('an answer chooses %s', (_, sentence, name, letter) => {
  const given = says(sentence, { ...decision, options: chooses(name) });
  expect(scoreOf(question, PLACES, { ...ANSWER, decision: given }).letter).toBe(letter);
});

test('no decision is neither right nor past the trap', () => {
  expect(scoreOf(question, PLACES, { ...ANSWER, decision: null })).toMatchObject({
    isRight: false,
    avoidsTrap: false,
  });
});

test('every arm is given the same topic, with a letter to begin with', () => {
  expect(topicOf(question)).toMatch(
    /B: Two at most\n[\s\S]*Begin the sentence of the decision with the letter/,
  );
});

const QUESTIONS = Array.from({ length: 12 }, (_, at) => `r${at} q`);
const rows = QUESTIONS.flatMap((id, at) => [
  answerRow(id, 'protocol', 1, { designId: 'dsn', isReady: at % 2 === 0 }),
  answerRow(id, 'one_model', at < 2 ? 1 : 0),
]);
const run = runFileOf(QUESTIONS, ['one_model', 'protocol']);

test('a run that is done has one page: what was asked, what came out, what it cost, what it does not show', () => {
  const page = reportOf(rows, run);
  expect(page.match(/^## .*/gm)).toEqual(['## Asked', '## Came out', '## Cost', '## Does not show']);
  expect(page).toContain('**The protocol against one model, same money: better**, +83 of 100 points');
  expect(page).toContain(run.rule);
  expect(page).toContain('$24.00 in all, 24 minutes, 72 calls');
  expect(page).toContain('no model of a family without a part');
  expect(page.split('\n').length).toBeLessThan(70);
  expect(reportOf(rows, { ...run, script: 'tie' })).toContain(SCRIPTED);
});

test('a run that is not done has no verdict, and none of what would tempt one to stop', () => {
  const page = reportOf(rows.slice(0, -1), run);
  expect(page).toContain('**No verdict: 11 of 12 questions are answered by all arms.**');
  expect(page).not.toMatch(/corrected \||traps avoided/);
  // What nobody can ask is no reason to wait.
  expect(reportOf(rows.slice(0, -2), run, ['r11 q'])).toContain(
    '1 questions, whose packages cannot be had: r11 q',
  );
});

test('what failed stands on the page with how often and why', () => {
  const cell = { question: 'r1 q', arm: 'protocol', epoch: 1, costUsd: 0.5 } as const;
  const page = reportOf([...rows, { type: 'lost', ...cell, failure: 'No credit is left.' }], run);
  expect(page).toContain('1 tries were cut off');
  expect(page).toContain('1 times: No credit is left.');
});
