import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { listRecordPlaces } from '#core/follow-up/places.ts';
import type { DesignId } from '#core/vocabulary/ids.ts';
import type { RecordQuestion } from '#engine/asking/record-questions.ts';
import type { Engine } from '#engine/engine.ts';
import { ownWorkshop } from '#test/engine/own-workshop.ts';
import {
  begun,
  type EngineOverrides,
  eventsUntil,
  isEnd,
  lazy,
  openWorkshop,
  startEngine as startRehearsal,
} from '#test/engine/running-engine.ts';
import { realClock } from '#test/support/processes/child-real-clock.ts';
import { startModelEndpoint } from '#test/support/services/model-endpoint.ts';
import {
  answers,
  calls,
  fails,
  lying,
  says,
} from '#test/support/services/model-endpoint-answers.ts';
import { anthropicModel, costUsd } from '#test/support/services/shipped-models.ts';
import { createModelBroker } from '#turns/model-broker.ts';

const MODEL = 'claude-opus-5-5';
/** A store in which a design has ended. */
const afterTheEnd = lazy(async () => {
  const workshop = await openWorkshop();
  const { engine } = await startRehearsal(workshop);
  const id = await begun(engine);
  await eventsUntil(engine, id, isEnd);
  await engine.waitUntilSettled(id);
  await engine.stop();
  await workshop.close();
  return { id, file: join(workshop.dataDir, 'store.sqlite') };
});

/** The same design, a model that answers so, and a daemon that has its key. */
async function ownRecord() {
  const { id, file } = await afterTheEnd();
  const { workshop, startEngine } = await ownWorkshop(file);
  const endpoint = await startModelEndpoint();
  onTestFinished(() => endpoint.close());
  const opened = async ({ parts, ...overrides }: EngineOverrides = {}) => {
    const callModel = createModelBroker({ model: anthropicModel(endpoint.url), clock: realClock });
    const { engine } = await startEngine({
      ...overrides,
      parts: { callModel, rehearsal: false, defaultModel: MODEL, priceOf: costUsd, ...parts },
    });
    return engine;
  };
  return { id, workshop, endpoint, opened };
}
const ana = { by: 'ana', via: { way: 'terminal' } } as const;
const question = 'Why was it decided so?';

async function decision(engine: Engine, id: DesignId) {
  const design = await engine.design(id);
  if (design === null) throw new Error('there is no such design');
  const place = listRecordPlaces(design).find(({ name }) => name === 'decision');
  return place?.text ?? '';
}
const USED_UP = { why: { message: expect.stringMatching(/^Today’s budget is used up/) } };
async function answered(
  engine: Engine,
  id: DesignId,
  given: Pick<RecordQuestion, 'question' | 'about'>,
) {
  const asked = await engine.ask(id, { ...ana, ...given });
  if (asked.kind !== 'answered') throw new Error('the record was not asked');
  return asked;
}
const grounded = (quote: string) => ({
  text: 'Because of that.',
  cites: [{ place: 'decision', quote }],
});

test('J14: a question that the record answers is one call, and its price is kept', async () => {
  const { id, endpoint, opened } = await ownRecord();
  const engine = await opened();
  const quote = await decision(engine, id);
  endpoint.respondInOrder([calls('answer_question', { sentences: [grounded(quote)] })]);
  const { asked } = await answered(engine, id, { question });
  expect(asked.answer).toEqual([{ text: 'Because of that.', cites: ['decision'] }]);
  expect(asked.costUsd).toBeGreaterThan(0);
  expect(asked.isRehearsal).toBeUndefined();
  const [request] = endpoint.requests;
  expect(endpoint.requests).toHaveLength(1);
  expect(request?.body).toMatchObject({ model: MODEL, max_tokens: 2_000 });
  expect(request?.promptText).toContain(`<material source="question">\n${question}`);
  for (const place of ['decision', 'cost', 'where'])
    expect(request?.promptText).toContain(`<material source="${place}">`);
  expect(endpoint.problems).toEqual([]);
});

test.each([
  ['prose and no tool', says('It was decided so because I say so.')],
  [
    'a quotation that nobody wrote',
    calls('answer_question', { sentences: [grounded('It is the best of all.')] }),
  ],
  ['another tool', calls('sign', { verdict: 'signs' })],
  ['an input of another form', calls('answer_question', { answer: 'Because.' })],
])('J14: %s is asked once more, and then the record does not say', async (_, answer) => {
  const { id, endpoint, opened } = await ownRecord();
  const engine = await opened();
  endpoint.respondInOrder([answer, answer, answer]);
  const asked = await engine.ask(id, { ...ana, question: `${question} ${_}` });
  expect(asked).toMatchObject({ asked: { answer: [] } });
  expect(endpoint.requests).toHaveLength(2);
  expect(endpoint.requests[1]?.lastText).toContain('could not be used');
});

test('J14: of two calls the first is heard, and nothing that stands beside them', async () => {
  const { id, endpoint, opened } = await ownRecord();
  const engine = await opened();
  const quote = await decision(engine, id);
  const input = (text: string) => ({ sentences: [{ ...grounded(quote), text }] });
  const call = (text: string) => ({
    type: 'tool_use' as const,
    name: 'answer_question',
    input: input(text),
  });
  endpoint.respondInOrder([
    answers([{ type: 'text', text: 'SECRET PROSE' }, call('The first.'), call('The second.')]),
  ]);
  const asked = await engine.ask(id, { ...ana, question: 'Which of two?' });
  expect(asked).toMatchObject({ asked: { answer: [{ text: 'The first.', cites: ['decision'] }] } });
  expect(JSON.stringify(asked)).not.toContain('SECRET PROSE');
});

test('J14: a model that says by no sentence that it cannot answer is believed at once', async () => {
  const { id, endpoint, opened } = await ownRecord();
  const engine = await opened();
  endpoint.respondInOrder([calls('answer_question', { sentences: [] })]);
  expect(await engine.ask(id, { ...ana, question: 'Who won?' })).toMatchObject({
    asked: { answer: [] },
  });
  expect(endpoint.requests).toHaveLength(1);
});

test('J14: where no model can be used, the question is refused with the reason', async () => {
  const { id, endpoint, opened } = await ownRecord();
  const engine = await opened();
  endpoint.respondInOrder([fails(401)]);
  expect(await engine.ask(id, { ...ana, question })).toMatchObject({
    kind: 'no',
    why: { message: expect.stringMatching(/^The model refused our key \(401\)/) },
  });
});

test('T7: questions count towards the day, and one that finds nothing left is not sent', async () => {
  const { id, workshop, endpoint, opened } = await ownRecord();
  const spent = await workshop.store.sumSpentSince(0);
  const parts = { budgetUsdPerDay: spent.spentUsd + 1 };
  const engine = await opened({ parts });
  const usage = { input_tokens: 249_000, output_tokens: 3 };
  endpoint.respondInOrder([lying(calls('answer_question', { sentences: [] }), { usage })]);
  await answered(engine, id, { question: 'The first?' });
  expect(await engine.ask(id, { ...ana, question: 'The second?' })).toMatchObject(USED_UP);
  expect(endpoint.requests).toHaveLength(1);
});

test('T7: a restart forgets neither what questions have cost today nor how many a person has asked', async () => {
  const { id, workshop, endpoint, opened } = await ownRecord();
  const first = await opened();
  endpoint.respondWith(() => calls('answer_question', { sentences: [] }));
  const cem = { by: 'cem', via: ana.via };
  for (let count = 0; count < 20; count++)
    expect(await first.ask(id, { ...cem, question: `Cem ${count}?` })).toMatchObject({
      kind: 'answered',
    });
  const { spentUsd } = await workshop.store.sumSpentSince(0);
  expect(spentUsd).toBeGreaterThan(0);
  await first.stop();
  const parts = { budgetUsdPerDay: spentUsd / 2 };
  const again = await opened({ parts });
  const many = await again.ask(id, { ...cem, question: 'Cem again?' });
  expect(many).toMatchObject({ kind: 'busy' });
  expect(await again.ask(id, { by: 'dora', via: ana.via, question: 'And Dora?' })).toMatchObject(
    USED_UP,
  );
});

test('T7: the price of a question is said beforehand, and no answer costs more than the most', async () => {
  const { id, endpoint, opened } = await ownRecord();
  const engine = await opened();
  const design = await engine.design(id);
  const price = design === null ? null : await engine.questionPrice(design);
  if (price === null) throw new Error('it has no price');
  endpoint.respondWith(() => says('No tool is called.'));
  const { asked } = await answered(engine, id, { question: 'How dear is it?' });
  expect(asked.costUsd).toBeGreaterThan(0);
  expect(asked.costUsd).toBeLessThanOrEqual(price);
  expect(price).toBeLessThan(0.5);
});

test('D6: a secret in a question reaches neither the model nor the record', async () => {
  const { id, endpoint, opened } = await ownRecord();
  const secret = 'sk-very-secret-and-long-0123456789';
  const engine = await opened({ secrets: [secret] });
  endpoint.respondInOrder([calls('answer_question', { sentences: [] })]);
  await engine.ask(id, { ...ana, question: `Is ${secret} in it?` });
  expect(endpoint.requests[0]?.promptText).not.toContain(secret);
  expect(JSON.stringify((await engine.design(id))?.followUps)).not.toContain(secret);
});

test('J14: one question at a time for each design, and twenty of a person within a quarter of an hour', async () => {
  const { id, endpoint, opened } = await ownRecord();
  const engine = await opened();
  endpoint.respondWith(() => calls('answer_question', { sentences: [] }));
  const two = await Promise.all(
    ['One?', 'Two?'].map((each) => engine.ask(id, { ...ana, question: each })),
  );
  expect(two.map(({ kind }) => kind).toSorted()).toEqual(['answered', 'busy']);
  const ben = { by: 'ben', via: ana.via };
  for (let count = 0; count < 20; count++)
    expect(await engine.ask(id, { ...ben, question: `Ben ${count}?` })).toMatchObject({
      kind: 'answered',
    });
  expect(await engine.ask(id, { ...ben, question: 'Ben again?' })).toMatchObject({ kind: 'busy' });
  expect(await engine.ask(id, { ...ana, question: 'And Ana?' })).toMatchObject({
    kind: 'answered',
  });
});

test('J14, D8: the questions of a token are counted as its own, whoever is named with them', async () => {
  const { id, endpoint, opened } = await ownRecord();
  const engine = await opened();
  endpoint.respondWith(() => calls('answer_question', { sentences: [] }));
  const asked = (count: number) =>
    engine.ask(id, {
      by: `Name ${count}`,
      via: { way: 'api', token: 'ci' },
      question: `Question ${count}?`,
    });
  for (let count = 0; count < 60; count++)
    expect(await asked(count)).toMatchObject({ kind: 'answered' });
  expect(await asked(60)).toMatchObject({ kind: 'busy' });
});
