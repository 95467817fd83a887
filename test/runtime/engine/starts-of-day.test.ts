import { expect, test } from 'vitest';
import type { Model } from '../../../src/runtime/ports/model.ts';
import { createModelBroker } from '../../../src/runtime/turn/model-broker.ts';
import { fastClock } from '../../entry/pace.ts';
import { noQuestionReply } from '../../support/framing-reply.ts';
import { ownWorkshop } from './own-workshop.ts';
import { begun, eventsUntil, isEnd, request } from './running-engine.ts';

const MOST = 3;
const thread = (starter: string, id: string) =>
  ({ platform: 'slack', channel: 'C1', thread: id, starter }) as const;

async function engineHere() {
  const { startEngine } = await ownWorkshop();
  // At noon, so that no day begins while a test runs.
  const clock = fastClock(1, Date.UTC(2026, 10, 24, 12));
  const parts = { clock, designsPerPersonPerDay: MOST, capacity: 1, chats: [] };
  return (await startEngine({ parts })).engine;
}
const ENOUGH = {
  code: 'not_open',
  message: 'You have started 3 designs today, and one person may start 3 a day. Tomorrow you can start more.',
};

test('T7: of ten starts of one person at once as many are taken as they may start a day', async () => {
  const engine = await engineHere();
  const starts = Array.from({ length: 10 }, (_, index) => engine.start(request(), `start ${index}`).answered);
  const refused = (await Promise.all(starts)).flatMap((each) => (each.ok ? [] : [each.refusal]));
  expect(refused).toEqual(Array(7).fill(ENOUGH));
  // Delivered again, a start is answered with its design.
  const taken = (await Promise.all(starts)).findIndex(({ ok }) => ok);
  expect(await engine.start(request(), `start ${taken}`).answered).toMatchObject({ ok: true, fresh: false });
  // Somebody else is not concerned, nor is the operator of this machine.
  expect(await engine.start(request({ startedBy: 'ben' })).answered).toMatchObject({ ok: true });
  expect(await engine.start(request({ isOperators: true })).answered).toMatchObject({ ok: true });
});

test('T7: a design that ended as no design question counts against no limit, and starts anyway once', async () => {
  const { startEngine } = await ownWorkshop();
  const clock = fastClock(1, Date.UTC(2026, 10, 24, 12));
  const model: Model = {
    rehearsal: false,
    answer: (_, context) => Promise.resolve(noQuestionReply(context)),
  };
  const callModel = createModelBroker({ model, clock });
  const parts = { clock, callModel, designsPerPersonPerDay: 1, capacity: 1, chats: [] };
  const { engine } = await startEngine({ model, parts });
  const first = await begun(engine, { topic: 'Hello!' });
  await eventsUntil(engine, first, isEnd);
  const second = await begun(engine, { topic: 'asdf' });
  await eventsUntil(engine, second, isEnd);
  const ended = await engine.design(second);
  expect(ended?.end).toMatchObject({ status: 'cancelled', stoppedBecause: 'no_design_question' });
  if (ended === null) throw new Error('the design is gone');
  const again = await engine.retry(ended, 'ana').answered;
  expect(again).toMatchObject({ ok: true, design: { successorOf: second, skipsVerdict: true } });
  expect(await engine.retryPreview(ended)).toMatchObject({ retry: false, reason: 'max_retries_reached' });
});

test('T7: starts by a token of the API count by its name', async () => {
  const engine = await engineHere();
  const by = (token: string) => request({ startedBy: 'somebody', via: { way: 'api', token } });
  for (let count = 0; count < MOST; count += 1) await begun(engine, by('ci'));
  expect(await engine.start(by('ci')).answered).toMatchObject({ refusal: ENOUGH });
  expect(await engine.start(by('cd')).answered).toMatchObject({ ok: true });
});

test('T7: a person of a chat is who the platform says, whatever their name', async () => {
  const engine = await engineHere();
  for (const [index, startedBy] of ['ana', 'Ana', 'somebody'].entries())
    await begun(engine, { startedBy, thread: thread('U1', `${index}`) });
  const again = engine.start(request({ startedBy: 'else', thread: thread('U1', '4') }));
  expect(await again.answered).toMatchObject({ refusal: ENOUGH });
  expect(await engine.start(request({ startedBy: 'ana', thread: thread('U2', '5') })).answered).toMatchObject(
    {
      ok: true,
    },
  );
});
