import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filesOf, KINDS, type Question, readQuestions, topicOf } from '../../eval/worth/question.ts';
import { readRows } from '../../eval/worth/records.ts';
import { reportOf, SCRIPTED } from '../../eval/worth/report.ts';
import { recordsIn, run } from '../../eval/worth/run.ts';
import { type Answer, pointsOf, scoreOf } from '../../eval/worth/score.ts';
import { sampleSubmissions } from '../support/submissions.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const QUESTIONS = await readQuestions(join(import.meta.dirname, '../../eval/questions'));

test('there are 24 questions of all kinds, and a third as many again that is held out', () => {
  const open = QUESTIONS.filter(({ heldOut }) => !heldOut);
  expect([open.length, QUESTIONS.length - open.length]).toEqual([24, 12]);
  expect(new Set(open.map(({ kind }) => kind))).toEqual(new Set(KINDS));
  expect(new Set(QUESTIONS.map(({ id }) => id)).size).toBe(QUESTIONS.length);
});

test('each repository has three to ten small files and a history, and each key the places that decide', () => {
  for (const question of QUESTIONS) {
    const files = filesOf(question);
    expect(files.size, question.id).toBeGreaterThanOrEqual(3);
    expect(files.size, question.id).toBeLessThanOrEqual(10);
    expect(question.key.evidence.length, question.id).toBeGreaterThanOrEqual(1);
    expect(question.key.trap.length > 0, question.id).toBe(question.kind !== 'no_trap');
  }
});

test('no letter is right much more often than another', () => {
  const counts = ['A', 'B', 'C', 'D'].map(
    (letter) => QUESTIONS.filter(({ key }) => key.right.includes(letter)).length,
  );
  expect(Math.max(...counts)).toBeLessThanOrEqual(14);
  expect(Math.min(...counts)).toBeGreaterThanOrEqual(4);
});

const question: Question = {
  id: 'sample',
  kind: 'hidden_constraint',
  heldOut: false,
  topic: 'How do we make it faster than it is?',
  options: { A: 'With a lock', B: 'Without it' },
  context: [],
  commits: [
    { message: 'one', date: '2024-01-01', files: { 'a.ts': 'one\ntwo decides\nthree\n' } },
    { message: 'two', date: '2024-01-02', files: { 'b.ts': 'one\n' } },
  ],
  key: {
    right: ['B'],
    trap: ['A'],
    evidence: [{ path: 'a.ts', line: 'two decides' }],
    asks: [
      ['how many', 'load'],
      ['second', 'minute'],
    ],
    because: 'The second line says so.',
  },
};
const ANSWER: Answer = {
  decision: { ...sampleSubmissions.submit_composite.decision, title: 'B: without it' },
  citations: [{ status: 'checked', path: 'a.ts', from: 2, to: 2 }],
  questions: ['How many are there a second?'],
  isReady: true,
  holdsInOrder: null,
  confidence: 0.8,
};

test('an answer is scored by its letter, by the places it cites and by what it asks', () => {
  const score = scoreOf(question, ANSWER);
  expect(score).toMatchObject({ letter: 'B', isRight: true, avoidsTrap: true, evidence: 1, asks: true });
  expect(pointsOf(score)).toBeCloseTo(1);
});

test('the trap, a citation that failed and a question beside the point score nothing', () => {
  const score = scoreOf(question, {
    ...ANSWER,
    decision: { ...sampleSubmissions.submit_composite.decision, title: 'A: with a lock' },
    citations: [{ status: 'failed', path: 'a.ts', from: 2, to: 2 }],
    questions: ['How many colours are there?'],
  });
  expect(score).toMatchObject({ letter: 'A', isRight: false, avoidsTrap: false, evidence: 0, asks: false });
  expect(pointsOf(score)).toBe(0);
});

test('no decision, and one without a letter, are neither right nor past the trap', () => {
  for (const decision of [null, sampleSubmissions.submit_composite.decision]) {
    expect(scoreOf(question, { ...ANSWER, decision })).toMatchObject({
      letter: '',
      isRight: false,
      avoidsTrap: false,
    });
  }
});

test('a scripted run is continued where it stopped, and every page of its report says what it is', async () => {
  const folder = await temporaryFolder();
  const said: string[] = [];
  const plan = {
    questions: QUESTIONS.slice(0, 1),
    arms: ['one_answer', 'whole'] as const,
    usdEach: 1,
    maxUsd: 1_000,
    folder,
    switches: {
      askedAgain: 'alone',
      refuting: 'five_claims',
      composing: 'two_orders',
      questions: 'one_turn',
    } as const,
    script: 'known_winner' as const,
    environment: { PATH: process.env.PATH },
    say: (line: string) => void said.push(line),
  };
  const rows = await run({ ...plan, arms: ['one_answer'] });
  expect(rows.map(({ type }) => type)).toEqual(['answer']);
  await appendFile(recordsIn(folder), '{"type":"answer","ques');
  const all = await run(plan);
  expect(all.filter((row) => row.type === 'answer').map(({ arm }) => arm)).toEqual(['one_answer', 'whole']);
  expect(await readRows(recordsIn(folder))).toEqual(all);
  const [, whole] = all;
  expect(whole).toMatchObject({
    score: { letter: expect.stringMatching(/^[A-E]$/) },
    costUsd: expect.any(Number),
  });
  const { markdown, drawings } = reportOf(all, { isScripted: true });
  for (const page of [markdown, ...Object.values(drawings)]) expect(page).toContain(SCRIPTED);
  // What the switches have done is on record.
  const record = await readFile(
    join(folder, 'data/designs', whole?.type === 'answer' ? whole.designId : '', 'record.md'),
    'utf8',
  );
  expect(record).toContain('each was asked once more alone before arguing');
  expect(record).toContain('What everything rests on, tried');
  expect(record).toContain(
    'composed once more, from another order of the proposals, and chose the same everywhere',
  );
  expect(whole).toMatchObject({ holdsInOrder: true });
  expect(markdown).toContain('| chosen in both orders | 1 |');
}, 120_000);

test('a run stops before the arm that could cost more than is allowed', async () => {
  const folder = await temporaryFolder();
  const said: string[] = [];
  const plan = {
    arms: ['one_answer'] as const,
    usdEach: 1,
    maxUsd: 0.5,
    folder,
    switches: {},
    script: 'tie' as const,
  };
  const environment = { PATH: process.env.PATH };
  const rows = await run({
    ...plan,
    questions: QUESTIONS.slice(0, 1),
    environment,
    say: (line) => void said.push(line),
  });
  expect(rows).toEqual([]);
  expect(said).toEqual(['Stopped: $0.00 of $0.50 are spent. Run it again with more to go on.']);
});

test('every arm is given the same topic, with a letter to begin with', () => {
  expect(topicOf(question)).toMatch(
    /A: With a lock\nB: Without it\n\nBegin the title of the decision with the letter/,
  );
});
