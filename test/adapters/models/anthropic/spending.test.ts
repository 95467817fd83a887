import { afterEach, beforeEach, expect, test } from 'vitest';
import { sumSpentUsd } from '#core/policy/reserve.ts';
import type { Turn } from '#core/vocabulary/design.ts';
import { mayHaveCostMore, sumCosts } from '#core/vocabulary/figures.ts';
import type { Clock } from '#foundation/clock.ts';
import type { TurnRecord } from '#ports/turn-record.ts';
import { of, type World } from '#test/support/designs/given.ts';
import { realClock } from '#test/support/processes/child-real-clock.ts';
import { eventually } from '#test/support/runner/eventually.ts';
import { createMovedClock } from '#test/support/runner/moved-clock.ts';
import { type ModelEndpoint, startModelEndpoint } from '#test/support/services/model-endpoint.ts';
import {
  type Answer,
  breaksOff,
  calls,
  fails,
  lying,
  stalls,
} from '#test/support/services/model-endpoint-answers.ts';
import { anthropicModel } from '#test/support/services/shipped-models.ts';
import { liveDesign, type TurnOverrides, takeTurn } from '#test/turns/conversing.ts';
import { type CallModel, createModelBroker } from '#turns/model-broker.ts';
import type { Model } from '#turns/model-context.ts';

/** What the endpoint says that it has read before it streams. */
const INPUT = {
  input_tokens: 90_000,
  cache_creation_input_tokens: 10_000,
  cache_read_input_tokens: 5_000,
  output_tokens: 3,
};
/** The same at the prices of the model that is asked. */
const MODEL = 'claude-opus-5-5';
/** What a stream that breaks off has brought, at four characters each. */
const STREAMED_TOKENS = 13;
const SPENT_USD = (90_000 * 4 + 10_000 * 5 + 5_000 * 0.2 + STREAMED_TOKENS * 20) / 1_000_000;
const PASS = calls('pass', { rationale: 'Nothing is open.' });
const STALLING = lying(breaksOff('stalls'), { usage: INPUT });
const KILLED = { kind: 'killed', detail: 'process killed', diagnostics: '' } as const;

let endpoint: ModelEndpoint;
let broker: CallModel;
beforeEach(async () => {
  endpoint = await startModelEndpoint();
  const model = anthropicModel(endpoint.url);
  broker = createModelBroker({ model, clock: realClock });
});
afterEach(() => endpoint.close());

/** A turn of the question round at an endpoint that gives these answers. */
function begin(
  answers: readonly Answer[],
  bounds: TurnOverrides['bounds'] = {},
  { budgetUsd = null, clock = realClock }: { budgetUsd?: number | null; clock?: Clock } = {},
) {
  endpoint.respondInOrder(answers);
  const live = liveDesign({ settings: { budgetUsd } });
  const turn = live.turn('subtractor');
  return { live, turn, taken: takeTurn(live, turn, broker, { bounds, clock }) };
}

function now(live: World, { id }: Turn): Turn {
  const found = live.design.turns.find((turn) => turn.id === id);
  if (found === undefined) throw new Error('no such turn');
  return found;
}

const streaming = (record: () => TurnRecord) =>
  eventually(() => record().trace.map(({ kind }) => kind)).toContain('first_token');

/** The record and the design say the same, and both that it is the least that it was. */
function expectAtLeast(
  { live, turn }: ReturnType<typeof begin>,
  record: TurnRecord,
  usd: number,
): void {
  expect(record.costIsAtLeast).toBe(true);
  expect(record.costUsd).toBeCloseTo(usd, 4);
  expect(now(live, turn).costUsd).toBeCloseTo(record.costUsd ?? Number.NaN, 10);
  expect(now(live, turn).costIsAtLeast).toBe(true);
  expect(mayHaveCostMore(live.design.turns)).toBe(true);
  expect(sumSpentUsd(live.design)).toBeCloseTo(usd, 4);
}

test('T7: a call that falls silent costs its input and what it streamed', async () => {
  const begun = begin([STALLING], { turnStallMs: 50, modelRetries: 0 });
  const record = await begun.taken.ended;
  expectAtLeast(begun, record, SPENT_USD);
  const { usage } = record;
  expect(usage).toEqual({
    inputTokens: 90_000,
    cacheWriteTokens: 10_000,
    cacheReadTokens: 5_000,
    outputTokens: STREAMED_TOKENS,
  });
  const [event] = of(begun.live.history, 'model_answered');
  expect(event).toMatchObject({ atLeast: true, model: MODEL, stopReason: 'stall_timeout', usage });
});

test('T7: an attempt that broke off is paid for beside the one that brought the answer', async () => {
  const begun = begin([lying(breaksOff('ends_early'), { usage: INPUT }), PASS]);
  const record = await begun.taken.ended;
  expect(record.outcome).toBe('passed');
  expect(record.costUsd).toBeGreaterThan(SPENT_USD);
  expectAtLeast(begun, record, record.costUsd ?? 0);
  expect(of(begun.live.history, 'model_answered').map(({ atLeast }) => atLeast)).toEqual([
    true,
    undefined,
  ]);
});

test('T7: a call is not tried again once what it has cost has used up the budget', async () => {
  const broken = lying(breaksOff('ends_early'), { usage: INPUT });
  const begun = begin([broken, broken, broken, PASS], { modelRetries: 4 }, { budgetUsd: 0.5 });
  const record = await begun.taken.ended;
  expect(record).toMatchObject({ outcome: 'model_error', error: { class: 'connection_lost' } });
  expect(endpoint.requests).toHaveLength(2);
  expectAtLeast(begun, record, 2 * SPENT_USD);
});

test('T7: three answers of a turn break off, and it waits for its model; weather between them does not count', async () => {
  const broken = lying(breaksOff('ends_early'), { usage: INPUT });
  const begun = begin([broken, fails(529), broken, fails(529), fails(503), broken, PASS]);
  const record = await begun.taken.ended;
  expect(record).toMatchObject({
    outcome: 'model_error',
    error: { class: 'connection_lost', retryable: true },
  });
  expect(endpoint.requests).toHaveLength(6);
  const failures = record.trace.filter((step) => step.kind === 'request_failed');
  expect(failures.map(({ isTry, spent }) => [isTry, spent === undefined])).toEqual([
    [true, false],
    [undefined, true],
    [true, false],
    [undefined, true],
    [undefined, true],
    [true, false],
  ]);
  expectAtLeast(begun, record, 3 * SPENT_USD);
});

test('T7: a design that is cancelled has paid for the call that was under way', async () => {
  const begun = begin([STALLING]);
  const { live, taken } = begun;
  await streaming(() => taken.running.trace.record('cancelled', null, Date.now()));
  live.do({ type: 'cancel', by: 'Ana', reason: '' });
  taken.running.abandon();
  const record = await taken.ended;
  expect(record.trace.at(-1)).toMatchObject({ kind: 'request_failed', fault: 'aborted' });
  expectAtLeast(begun, record, SPENT_USD);
  // Whatever else would be counted for it would be by then.
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
  expect(of(live.history, 'model_answered')).toHaveLength(1);
});

test('T7: a turn whose time is over has paid for the call that was under way', async () => {
  const { clock, pass } = createMovedClock();
  const begun = begin([STALLING], { turnTotalMs: 600_000 }, { clock });
  await streaming(() => begun.taken.running.trace.record('timed_out', null, Date.now()));
  pass(600_000);
  const record = await begun.taken.ended;
  expect(record.outcome).toBe('timed_out');
  expectAtLeast(begun, record, SPENT_USD);
  expect(of(begun.live.history, 'model_answered')).toHaveLength(1);
});

test('T7: an answer whose model has no sensible name was paid for all the same', async () => {
  const begun = begin([lying(PASS, { model: 7 })]);
  const record = await begun.taken.ended;
  const told = record.usage;
  expect(told.inputTokens + told.cacheWriteTokens + told.cacheReadTokens).toBeGreaterThan(500);
  expectAtLeast(begun, record, record.costUsd ?? 0);
});

/** What each attempt without an answer has used at least. */
const unanswered = ({ trace }: TurnRecord) =>
  trace.flatMap((step) =>
    step.kind === 'request_failed' && step.spent !== undefined ? [step.spent] : [],
  );
const inputUsd = ({ inputTokens, cacheWriteTokens, cacheReadTokens }: TurnRecord['usage']) =>
  (inputTokens * 4 + cacheWriteTokens * 5 + cacheReadTokens * 0.2) / 1_000_000;

test('T7: input sent without any answer is estimated, at the price of a cache', async () => {
  const begun = begin([stalls('headers')]);
  await endpoint.awaitRequests(1);
  begun.live.do({ type: 'cancel', by: 'Ana', reason: '' });
  begun.taken.running.abandon();
  const record = await begun.taken.ended;
  const sent = JSON.stringify(endpoint.requests[0]?.body).length / 4;
  const [{ usage } = { usage: record.usage }] = unanswered(record);
  expect(usage).toMatchObject({ inputTokens: 0, cacheWriteTokens: 0, outputTokens: 0 });
  expect(usage.cacheReadTokens).toBeLessThan(sent);
  expect(usage.cacheReadTokens).toBeGreaterThan(0.9 * sent);
  expectAtLeast(begun, record, (usage.cacheReadTokens * 0.2) / 1_000_000);
});

test('T7: the estimate is at most the endpoint’s price for the same input whose beginning it has read before', async () => {
  endpoint.respondInOrder([PASS, stalls('headers'), PASS]);
  const live = liveDesign();
  const [one, other] = live.openTurns();
  if (one === undefined || other === undefined) throw new Error('nobody is asked');
  await takeTurn(live, one, broker).ended;
  const bounds = { connectMs: 500, modelRetries: 1 };
  const record = await takeTurn(live, other, broker, { bounds }).ended;
  const [estimated] = unanswered(record);
  const counted = record.trace.find((step) => step.kind === 'answer_received');
  expect(estimated?.costUsd).toBeGreaterThan(0);
  expect(estimated?.costUsd).toBeLessThanOrEqual(inputUsd(counted?.usage ?? record.usage));
});

test('T7: a refused request costs nothing, and no attempt on a closed port does', async () => {
  const begun = begin([fails(529, { 'retry-after': '3600' })]);
  expect(await begun.taken.ended).toMatchObject({ costUsd: 0, outcome: 'model_error' });
  await endpoint.close();
  const live = liveDesign();
  const model = anthropicModel(endpoint.url);
  let attempts = 0;
  const answer: Model['answer'] = (...given) => {
    attempts += 1;
    return model.answer(...given);
  };
  // A minute passes with each attempt.
  const clock: Clock = { ...realClock, now: () => Date.now() + attempts * 60_000 };
  const asking = createModelBroker({ model: { ...model, answer }, clock });
  const taken = takeTurn(live, live.turn(), asking, { clock });
  expect(await taken.ended).toMatchObject({ costUsd: 0, error: { class: 'unreachable' } });
  expect(of(live.history, 'model_answered')).toEqual([]);
});

test('T7: a killed persona’s call under way is recorded, and its repetition is paid for beside it', async () => {
  const begun = begin([STALLING, PASS]);
  const { live, turn, taken } = begun;
  await streaming(() => taken.running.trace.record('process_lost', null, Date.now()));
  live.do({ type: 'report_session_lost', sessionId: turn.sessionId, cause: KILLED });
  taken.running.abandon();
  expectAtLeast(begun, await taken.ended, SPENT_USD);
  live.everyoneReady();
  const replacement = await takeTurn(live, live.turn('subtractor'), broker).ended;
  expect(replacement.outcome).toBe('passed');
  expect(endpoint.requests).toHaveLength(2);
  expect(now(live, turn).costUsd).toBeCloseTo(SPENT_USD, 4);
  expect(sumCosts(live.design.turns)).toBeCloseTo(SPENT_USD + (replacement.costUsd ?? 0), 4);
  expect(of(live.history, 'model_answered').map(({ atLeast }) => atLeast)).toEqual([
    true,
    undefined,
  ]);
});
