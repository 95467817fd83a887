import { writeFileSync } from 'node:fs';
import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Plan, ready } from '../../eval/worth/plan.ts';
import { OPEN_SEED, topicOf } from '../../eval/worth/question.ts';
import { addRow, type Row, readRows, recordsIn } from '../../eval/worth/records.ts';
import { reportOf, SCRIPTED } from '../../eval/worth/report.ts';
import { run } from '../../eval/worth/run.ts';
import { keepRun } from '../../eval/worth/run-file.ts';
import { type Answer, pointsOf, scoreOf } from '../../eval/worth/score.ts';
import { KEYS, threeModels } from '../entry/models/three-wires.ts';
import { afterwards } from '../entry/waiting.ts';
import { says } from '../support/model-endpoint-answers.ts';
import { sampleSubmissions } from '../support/submissions.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { OPENAI_WIRE } from '../support/wires/openai.ts';
import { startVendorEndpoint } from '../support/wires/vendor-endpoint.ts';
import { lantern } from './lantern.ts';

const { questions: QUESTIONS, cache } = await lantern();
const DRAWN = { seed: OPEN_SEED, packages: cache } as const;

const [drawn] = QUESTIONS;
if (drawn === undefined) throw new Error('there are questions');
const question = {
  ...drawn,
  topic: 'How do we make it faster than it is?',
  options: { A: 'With a lock', B: 'Without it' },
  key: { ...drawn.key, right: 'B', trap: ['A'] },
};
const PLACES = [{ path: 'a.ts', line: 2 }];
const ANSWER: Answer = {
  decision: { ...sampleSubmissions.submit_composite.decision, sentence: 'B: without it' },
  citations: [{ status: 'checked', path: 'a.ts', from: 2, to: 2 }],
  isReady: true,
  confidence: 0.8,
};

test('an answer is scored by its letter and by the places it cites', () => {
  const score = scoreOf(question, PLACES, ANSWER);
  expect(score).toMatchObject({ letter: 'B', isRight: true, avoidsTrap: true, evidence: 1 });
  expect(pointsOf(score)).toBeCloseTo(1);
});

test('the trap and a citation that failed score nothing', () => {
  const score = scoreOf(question, PLACES, {
    ...ANSWER,
    decision: { ...sampleSubmissions.submit_composite.decision, sentence: 'A: with a lock' },
    citations: [{ status: 'failed', path: 'a.ts', from: 2, to: 2 }],
  });
  expect(score).toMatchObject({ letter: 'A', isRight: false, avoidsTrap: false, evidence: 0 });
  expect(pointsOf(score)).toBe(0);
});

test('no decision, and one without a letter, are neither right nor past the trap', () => {
  for (const decision of [null, sampleSubmissions.submit_composite.decision]) {
    expect(scoreOf(question, PLACES, { ...ANSWER, decision })).toMatchObject({
      letter: '',
      isRight: false,
      avoidsTrap: false,
    });
  }
});

const HERE = { PATH: process.env.PATH };

/** The rows of a plan that is not refused. */
async function ran(plan: Plan): Promise<Row[]> {
  const done = await run(plan);
  if (!done.ok) throw new Error(done.refusal);
  return done.rows;
}

test('a scripted run is continued where it stopped, and every page of its report says what it is', async () => {
  const folder = await temporaryFolder();
  const said: string[] = [];
  const plan = {
    ...DRAWN,
    questions: QUESTIONS.slice(0, 1),
    arms: ['one_answer', 'whole'] as const,
    usdEach: 1,
    maxUsd: 1_000,
    folder,
    script: 'known_winner' as const,
    environment: { PATH: process.env.PATH },
    say: (line: string) => void said.push(line),
  };
  const rows = await ran({ ...plan, arms: ['one_answer'] });
  expect(rows.map(({ type }) => type)).toEqual(['answer']);
  await appendFile(recordsIn(folder), '{"type":"answer","ques');
  const all = await ran(plan);
  expect(all.filter((row) => row.type === 'answer').map(({ arm }) => arm)).toEqual(['one_answer', 'whole']);
  expect(await readRows(recordsIn(folder))).toEqual(all);
  const [, whole] = all;
  expect(whole).toMatchObject({
    score: { letter: expect.stringMatching(/^[A-E]$/) },
    costUsd: expect.any(Number),
  });
  const { markdown, drawings } = reportOf(all, { isScripted: true });
  for (const page of [markdown, ...Object.values(drawings)]) expect(page).toContain(SCRIPTED);
}, 120_000);

test('a run stops before the arm that could cost more than is allowed', async () => {
  const folder = await temporaryFolder();
  const said: string[] = [];
  const plan = {
    ...DRAWN,
    arms: ['one_answer'] as const,
    usdEach: 1,
    maxUsd: 0.5,
    folder,
    script: 'tie' as const,
  };
  const environment = { PATH: process.env.PATH };
  const rows = await ran({
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
    /A: With a lock\nB: Without it\n\nBegin the sentence of the decision with the letter/,
  );
});

const KEY = { ...HERE, ANTHROPIC_API_KEY: 'sk-ant-nobody-has-this-key-0123456789' };

function planOf(more: Partial<Plan>): Plan {
  return {
    ...DRAWN,
    ...{ questions: QUESTIONS.slice(0, 1), arms: ['one_answer'], usdEach: 1, maxUsd: 1_000 },
    ...{ folder: temporaryFolder(), script: null, environment: KEY, say: () => undefined },
    ...more,
  };
}

test('a folder of another run is refused before anything is asked, in words that say how it differs', async () => {
  const folder = temporaryFolder();
  const scripted = planOf({ folder, script: 'tie', environment: HERE });
  await ran(scripted);
  const others: [Partial<Plan>, string][] = [
    [
      { script: null, environment: KEY },
      '--scripted tie, not real models; one_answer with scripted for alone, not',
    ],
    [{ script: 'known_winner' }, '--scripted tie, not --scripted known_winner.'],
    [{ seed: 'ours' }, '--seed open, not --seed ours.'],
    [{ usdEach: 2 }, '--usd-each 1, not --usd-each 2.'],
  ];
  for (const [more, words] of others) {
    const plan = { ...scripted, ...more };
    // If it were not refused, a real one would ask the vendor.
    const done = await (plan.script === null ? ready(plan) : run(plan));
    expect(done).toMatchObject({ ok: false, refusal: expect.stringContaining('Choose another --folder') });
    expect(done).toMatchObject({ refusal: expect.stringContaining(words) });
  }
  expect(await readRows(recordsIn(folder))).toHaveLength(1);
  await rm(join(folder, 'run.json'));
  expect(await run(scripted)).toMatchObject({
    ok: false,
    refusal: expect.stringContaining('does not say what they were made with'),
  });
}, 60_000);

test('only the rows of the chosen questions are reported, and the money of all counts', async () => {
  const folder = temporaryFolder();
  const said: string[] = [];
  const scripted = planOf({ folder, script: 'tie', environment: HERE, say: (line) => void said.push(line) });
  const [first, second] = QUESTIONS;
  if (first === undefined || second === undefined) throw new Error('there are questions');
  await ran({ ...scripted, questions: [first] });
  const rows = await ran({ ...scripted, questions: [second] });
  expect(rows.map(({ question }) => question)).toEqual([second.id]);
  // Two answers at a cent each: beside them, a dollar has no room.
  expect(
    await ran({ ...scripted, questions: [second], arms: ['one_answer', 'one_model'], maxUsd: 1.01 }),
  ).toEqual(rows);
  expect(said.at(-1)).toContain('Stopped: $0.02 of $1.01');
}, 60_000);

/** Three families, of which the first is the default; every call to one of them goes to `endpoint`. */
function families(endpoint: string) {
  const file = join(temporaryFolder(), 'models.yaml');
  writeFileSync(file, threeModels({ gpt: endpoint, gemini: endpoint, llama: endpoint }));
  return { ...HERE, CHARRETTE_MODELS: file, ...KEYS };
}

test('a judge is called outside only where no participant of either arm is of its family', async () => {
  const environment = families('http://127.0.0.1:9');
  const pairs = async (more: Plan['environment']) =>
    await ready(planOf({ arms: ['one_model', 'whole'], environment: { ...environment, ...more } }));
  const pair = { one: 'whole', other: 'one_model' };
  // Personas are spread over all three.
  expect(await pairs({})).toMatchObject({ pairs: [{ ...pair, judge: 'gpt-6', isOutside: false }] });
  expect(await pairs({ CHARRETTE_MODEL: 'gpt-6' })).toMatchObject({
    pairs: [{ ...pair, judge: 'gemini-4', isOutside: true }],
  });
});

test('T7: an arm whose model has no known price is refused, because the ceiling could not be kept', async () => {
  const environment = { ...KEY, CHARRETTE_MODEL: 'claude-mythos-5-2' };
  expect(await ready(planOf({ environment }))).toMatchObject({
    ok: false,
    refusal: expect.stringContaining('The price of claude-mythos-5-2 is not known'),
  });
});

test('T7: answers and readings that fail are recorded with their cost, reported, and not tried again', async () => {
  const endpoint = await startVendorEndpoint(OPENAI_WIRE);
  afterwards(() => endpoint.close());
  let calls = 0;
  endpoint.respondWith(() => {
    calls += 1;
    return says('I would rather not say.');
  });
  const environment = families(endpoint.url);
  const solo = planOf({ environment, arms: ['one_answer', 'one_model'] });
  const rows = await ran(solo);
  const failed = {
    type: 'answer',
    decision: null,
    score: { isRight: false },
    failure: expect.stringMatching(/./),
  };
  expect(rows).toMatchObject([
    { ...failed, arm: 'one_answer' },
    { ...failed, arm: 'one_model' },
  ]);
  for (const { costUsd } of rows) expect(costUsd).toBeGreaterThan(0);
  const before = calls;
  expect(await ran(solo)).toEqual(rows);
  expect(calls).toBe(before);

  const both = planOf({ environment, arms: ['one_model', 'whole'] });
  const prepared = await ready(both);
  if (!prepared.ok) throw new Error(prepared.refusal);
  await keepRun(both.folder, prepared.run);
  const [failure] = rows;
  if (failure?.type !== 'answer') throw new Error('an answer was expected');
  for (const arm of both.arms)
    await addRow(recordsIn(both.folder), { ...failure, arm, decision: ANSWER.decision, failure: '' });
  const read = await ran(both);
  expect(read.at(-1)).toMatchObject({ type: 'failed_reading', one: 'whole', other: 'one_model' });
  expect(read.at(-1)?.costUsd).toBeGreaterThan(0);
  expect(await ran(both)).toEqual(read);
  const { markdown } = reportOf([...rows, ...read], { isScripted: false });
  const [, failures = ''] = markdown.split('## Without a result');
  expect(failures).toMatch(/- one_answer, .* \(\$\d/);
  expect(failures).toMatch(/- whole against one_model, read blind, .* \(\$\d/);
}, 120_000);
