import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ALL_ARMS } from '../../eval/worth/arms.ts';
import { judgesAmong, type Plan, ready } from '../../eval/worth/plan.ts';
import { addRow, recordsIn } from '../../eval/worth/records.ts';
import { keepRun } from '../../eval/worth/run-file.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { answerRow, drawnQuestions, families, HERE, planOf } from './sample-run.ts';

const nowhere = 'http://127.0.0.1:9';
const THREE = families({ gpt: nowhere, gemini: nowhere, llama: nowhere });
const ONE = { ...HERE, ANTHROPIC_API_KEY: 'sk-ant-nobody-has-this-key-0123456789' };
const SIXTY = drawnQuestions(12, 5);
const priced = (more: Partial<Plan>) =>
  planOf({
    script: null,
    environment: ONE,
    questions: SIXTY,
    isAnyway: false,
    arms: ['protocol', 'baseline'],
    ...more,
  });

test('a sum that cannot find what is asked for is refused, with what it would take', async () => {
  const refused = await ready(priced({ maxUsd: 50 }));
  expect(refused).toMatchObject({
    refusal: expect.stringMatching(
      /5 repositories and 1 comparison, find .* better by more than 40 points or worse by more than 40 points; 20 are looked for.*It takes --epochs 2 and \$240\.00 \(60 questions\).*--anyway/,
    ),
  });
  expect(await ready(priced({ maxUsd: 50, isAnyway: true }))).toMatchObject({ ok: true });
  expect(await ready(priced({ maxUsd: 1 }))).toMatchObject({
    refusal: expect.stringContaining(
      '$1.00 does not pay for one question: 1 question to 2 arms: up to $2.00',
    ),
  });
});

test('a sum that can is told what it finds, and takes as many questions as it pays for', async () => {
  const plan = await ready(priced({ maxUsd: 360, epochs: 3 }));
  expect(plan).toMatchObject({
    ok: true,
    says: expect.stringMatching(
      /up to \$360\.00.* About 42 hours.*80 of 100 such runs, .*, find that the first arm is better by 20 points or worse by 20 points; 20/,
    ),
  });
  const smaller = await ready(priced({ maxUsd: 100, isAnyway: true }));
  expect(smaller.ok && smaller.run.questions).toHaveLength(50);
});

test('a pilot on a cheaper model says how hard the questions are', async () => {
  const pilot = temporaryFolder();
  expect(await ready(priced({ maxUsd: 360, pilot }))).toMatchObject({
    refusal: `${pilot} holds no answers to learn from.`,
  });
  for (const epoch of [1, 2]) addRow(recordsIn(pilot), answerRow('r q', 'baseline', 1, { epoch }));
  expect(await ready(priced({ maxUsd: 360, epochs: 3, pilot }))).toMatchObject({
    says: expect.stringMatching(
      /About 42 hours.*the first arm is worse by \d+ points; .*no room for 20 points better at 95 % right\. By the pilot 95 % right/,
    ),
  });
  const folder = temporaryFolder();
  const scripted = await ready(planOf({ folder, script: 'tie' }));
  if (scripted.ok) await keepRun(folder, scripted.run);
  expect(await ready(priced({ pilot: folder }))).toMatchObject({
    refusal: `${folder} holds a scripted run: no model was asked, so it is no pilot.`,
  });
});

test('options that no folder could go on with are refused before anything is written', async () => {
  const given: [Partial<Plan>, RegExp][] = [
    [{ epochs: 25 }, /^--epochs is 20 at most\.$/],
    [{ epochs: 1.5 }, /^--epochs takes a whole number\.$/],
    [{ find: 60 }, /^--find is 50 at most\.$/],
  ];
  for (const [more, words] of given)
    expect(await ready(planOf(more))).toMatchObject({ refusal: expect.stringMatching(words) });
});

test('what was fixed before the first answer stays: another run’s folder is refused with how it differs', async () => {
  const folder = temporaryFolder();
  const plan = priced({ folder, maxUsd: 360, epochs: 3 });
  const first = await ready(plan);
  if (!first.ok) throw new Error(first.refusal);
  await keepRun(folder, first.run);
  const others: [Partial<Plan>, string][] = [
    [{ seed: 'another' }, 'seed held out, '],
    [{ questions: drawnQuestions(12, 5, 1) }, 'the questions as drawn '],
    [{ usdEach: 2 }, 'usd-each 1, not 2'],
    [{ epochs: 5 }, 'epochs 3, not 5'],
    [{ find: 10 }, 'find 20, not 10'],
    [{ arms: ['protocol'] }, 'arms baseline, protocol, not protocol'],
    [{ environment: THREE }, 'the model of alone in baseline claude'],
  ];
  for (const [more, words] of others) {
    const refused = await ready({ ...plan, ...more });
    expect(refused).toMatchObject({ ok: false, refusal: expect.stringContaining(words) });
    expect(refused).toMatchObject({ refusal: expect.stringContaining('Choose another --folder') });
  }
  // More money takes up the same questions, and adds none.
  expect(await ready({ ...plan, maxUsd: 1 })).toMatchObject({ ok: true, run: first.run });
  addRow(recordsIn(folder), answerRow('r q', 'protocol', 1));
  await rm(join(folder, 'run.json'));
  expect(await ready(plan)).toMatchObject({
    refusal: expect.stringContaining('does not say what they were made with'),
  });
});

test('all arms speak with one model, and one has another family audit', async () => {
  const plan = await ready(priced({ environment: THREE, arms: ALL_ARMS, isAnyway: true }));
  if (!plan.ok) throw new Error(plan.refusal);
  const { protocol, other_auditor: other, one_model: alone } = plan.run.models;
  expect(new Set(Object.values(protocol ?? {}))).toEqual(new Set(['gpt-6']));
  expect(alone).toEqual({ alone: 'gpt-6' });
  expect(other).toEqual({ ...protocol, auditor: 'gemini-4' });
  expect(plan.pairs).toEqual(
    ['gemini-4', 'llama-4'].map((judge) => ({ one: 'protocol', other: 'baseline', judge })),
  );
  expect(plan.run.rule).toContain('6 comparisons');
  const own = await ready(priced({ isAnyway: true }));
  const models = own.ok ? Object.values(own.run.models).flatMap((each) => Object.values(each)) : [];
  expect(new Set(models).size).toBe(1);
});

test('without a second family nobody audits from another one, and nobody reads blind', async () => {
  expect(await ready(priced({ arms: ALL_ARMS, isAnyway: true }))).toMatchObject({
    refusal: expect.stringMatching(
      /The arm other_auditor needs a model of another family than claude.*models\.yaml/,
    ),
  });
  expect(await ready(priced({ isAnyway: true }))).toMatchObject({ ok: true, pairs: [] });
});

test('judges are of families that took no part; none judge where an unknown family did', () => {
  const known = ['gpt-6', 'gemini-4', 'llama-4', 'llama-5'].map((model) => ({
    model,
    family: model.split('-')[0] ?? '',
  }));
  expect(judgesAmong(known, ['gpt-6'])).toEqual(['gemini-4', 'llama-4']);
  expect(judgesAmong(known, ['gpt-6', 'llama-5'])).toEqual(['gemini-4']);
  expect(judgesAmong(known, ['gpt-6', 'gemini-4', 'llama-4'])).toEqual([]);
  expect(judgesAmong(known, ['gpt-6', 'a-model-of-nobody'])).toEqual([]);
});

test('T7: an arm whose model has no known price is refused, because the ceiling could not be kept', async () => {
  const environment = { ...ONE, CHARRETTE_MODEL: 'claude-mythos-5-2' };
  expect(await ready(priced({ environment, isAnyway: true }))).toMatchObject({
    ok: false,
    refusal: expect.stringContaining('The price of claude-mythos-5-2 is not known'),
  });
});
