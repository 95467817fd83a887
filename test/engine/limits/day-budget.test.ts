import { expect, onTestFinished, test } from 'vitest';
import { ROUND_KINDS } from '#core/vocabulary/sets.ts';
import { No } from '#foundation/no.ts';
import type { ModelReply } from '#ports/model.ts';
import { createModelBroker } from '#turns/model-broker.ts';
import { fastClock } from '../../entry/pace.ts';
import { saysOnly, scriptedModel } from '../../turns/scripted-model.ts';
import { type OwnWorkshop, ownWorkshop } from '../own-workshop.ts';
import { begun, eventsUntil, isEnd, request } from '../running-engine.ts';

const TURN_USD = 0.06;
/** At noon, so that no day begins while a test runs. */
const clock = fastClock(1, Date.UTC(2026, 10, 24, 12));
/**
 * What one design is expected to cost here: two personas in four rounds, and eight turns of
 * facilitators.
 */
const EXPECTED_USD = 16 * TURN_USD;

const REPLY = saysOnly('I am still thinking.');

/**
 * An engine whose designs stay under way until `answerAll`; then each persona has cost a cent at
 * least.
 */
async function engineWith(
  { startEngine }: OwnWorkshop,
  budgetUsdPerDay: number,
  rehearsal = false,
) {
  const answered = Promise.withResolvers<ModelReply>();
  const answerAll = () => answered.resolve(REPLY);
  const model = scriptedModel(() => answered.promise);
  const callModel = createModelBroker({ model, clock });
  const parts = { clock, callModel, budgetUsdPerDay, priceOf: () => TURN_USD, rehearsal };
  const { engine } = await startEngine({ model, settings: { gates: 'none' }, parts });
  onTestFinished(answerAll);
  return {
    engine,
    answerAll,
    start: async (changes: Parameters<typeof request>[0] = {}, key?: string) => {
      const started = await engine.start(request(changes), key).answered;
      return started instanceof No ? started.why : started.design.id;
    },
    stop: async () => {
      answerAll();
      await engine.stop();
    },
  };
}

test('T7: ten starts at once start as many as the day’s budget has room for', async () => {
  const own = await ownWorkshop();
  const { start } = await engineWith(own, 5 * EXPECTED_USD + 0.5);
  const started = await Promise.all(Array.from({ length: 10 }, () => start()));
  expect(started.filter((each) => typeof each === 'string')).toHaveLength(5);
  expect(started.filter((each) => typeof each !== 'string')).toEqual(
    Array.from({ length: 5 }, () => ({
      code: 'not_open',
      message:
        "Today's budget of $5.30 has $0.50 left: $0.00 is spent, and 5 running designs will probably cost $4.80 more. This one will probably cost $0.96. Start it with a budget of at most $0.50 or with less depth, or wait until midnight UTC.",
    })),
  );
});

test('T7: a design with a fitting ceiling starts, and one under way leaves the money it has not used', async () => {
  const own = await ownWorkshop();
  const { engine, answerAll, start } = await engineWith(own, 1.26);
  const first = await start();
  expect(await start()).toMatchObject({ message: expect.stringContaining('has $0.30 left') });
  const settings = { questions: 'none', budgetUsd: 0.2 } as const;
  const second = await start({ settings });
  expect(typeof second).toBe('string');
  expect(await start()).toMatchObject({ message: expect.stringContaining('2 running designs') });

  answerAll();
  for (const id of [first, second])
    if (typeof id === 'string') await eventsUntil(engine, id, isEnd);
  expect(typeof (await start())).toBe('string');
});

test('C21: a design starts with what each of its turns usually costs, and a rehearsal with nothing', async () => {
  const own = await ownWorkshop();
  const { engine, start, stop } = await engineWith(own, 100);
  const id = await start();
  const design = typeof id === 'string' ? await engine.design(id) : null;
  expect(design?.expected?.map(({ kind }) => kind).toSorted()).toEqual(ROUND_KINDS.toSorted());
  expect(design?.expected?.[0]).toEqual({ kind: 'framing', usd: TURN_USD, ms: expect.any(Number) });
  await stop();
  const rehearsing = await engineWith(own, 100, true);
  const rehearsal = await rehearsing.start();
  expect(
    typeof rehearsal === 'string' && (await rehearsing.engine.design(rehearsal))?.expected,
  ).toBe(undefined);
});

test('T7, P5: a start that is delivered again is answered with its design, though nothing is left', async () => {
  const own = await ownWorkshop();
  const { start } = await engineWith(own, 1.05);
  const first = await start({}, 'message-1');
  expect(typeof first).toBe('string');
  expect(await start({}, 'message-2')).toMatchObject({ code: 'not_open' });
  expect(await start({}, 'message-1')).toBe(first);
});

test('T7: a design that is run again has to fit as well', async () => {
  const own = await ownWorkshop();
  const { engine, answerAll, stop } = await engineWith(own, 1.5);
  answerAll();
  const id = await begun(engine);
  await eventsUntil(engine, id, isEnd);
  const ended = await engine.design(id);
  if (ended === null) throw new Error('the design is gone');
  await stop();

  const next = await engineWith(own, 1.5);
  expect(typeof (await next.start())).toBe('string');
  expect(await next.engine.retry(ended, 'ana').answered).toMatchObject({
    why: {
      code: 'not_open',
      message: expect.stringMatching(
        /1 running design will probably cost .* Run it again after midnight UTC, or start a new design with a budget of at most \$0\.\d\d or with less depth\.$/,
      ),
    },
  });
});

test('T7: a day’s budget that nobody has set lets designs start whose models have no price, and weighs all others', async () => {
  const own = await ownWorkshop();
  const model = scriptedModel(() => REPLY);
  const callModel = createModelBroker({ model, clock });
  const start = (priceOf: () => number | null) =>
    own.startEngine({
      model,
      settings: { gates: 'none' },
      parts: { clock, callModel, budgetUsdPerDay: 0.01, isDefaultDayBudget: true, priceOf },
    });
  const unpriced = await start(() => null);
  await eventsUntil(unpriced.engine, await begun(unpriced.engine), isEnd);
  await unpriced.engine.stop();
  const priced = await start(() => TURN_USD);
  expect(await priced.engine.start(request()).answered).toBeInstanceOf(No);
});
