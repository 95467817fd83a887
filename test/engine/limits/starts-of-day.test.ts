import { expect, test } from 'vitest';
import { No } from '#foundation/no.ts';
import { createModelBroker } from '#turns/model-broker.ts';
import type { Model } from '#turns/model-context.ts';
import { fastClock } from '../../entry/pace.ts';
import { noQuestionReply } from '../../support/designs/framing-reply.ts';
import { ownWorkshop } from '../own-workshop.ts';
import { begun, eventsUntil, isEnd, request } from '../running-engine.ts';

const MOST = 3;
const thread = (starter: string, id: string) =>
  ({ platform: 'slack', channel: 'C1', thread: id, starter }) as const;

async function engineHere() {
  const { startEngine } = await ownWorkshop();
  // At noon, so that no day begins while a test runs.
  const clock = fastClock(1, Date.UTC(2026, 10, 24, 12));
  const parts = { clock, designsPerPersonPerDay: MOST, capacity: 1, chats: [], rehearsal: false };
  return (await startEngine({ parts })).engine;
}
const ENOUGH = {
  code: 'not_open',
  message:
    'You have started 3 designs today; one person may start 3 a day. You can start more after midnight UTC.',
};

test('T7: of ten starts of one person at once as many are taken as they may start a day', async () => {
  const engine = await engineHere();
  const starts = Array.from(
    { length: 10 },
    (_, index) => engine.start(request(), `start ${index}`).answered,
  );
  const refused = (await Promise.all(starts)).flatMap((each) =>
    each instanceof No ? [each.why] : [],
  );
  expect(refused).toEqual(Array(7).fill(ENOUGH));
  // Delivered again, a start is answered with its design.
  const taken = (await Promise.all(starts)).findIndex((each) => !(each instanceof No));
  expect(await engine.start(request(), `start ${taken}`).answered).toMatchObject({ fresh: false });
  // Somebody else is not concerned, nor is the operator of this machine.
  expect(await engine.start(request({ startedBy: 'ben' })).answered).toHaveProperty('design');
  expect(await engine.start(request({ isOperators: true })).answered).toHaveProperty('design');
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
  expect(again).toMatchObject({ design: { successorOf: second, skipsVerdict: true } });
  expect(await engine.previewRetry(ended)).toMatchObject({
    why: { reason: 'max_retries_reached' },
  });
});

test('A22: a token counts for three people, whatever name comes with it, by the API and on a page', async () => {
  const engine = await engineHere();
  const by = (token: string, way: 'api' | 'console', startedBy: string) =>
    request({
      startedBy,
      via: { way, token },
      thread: way === 'api' ? null : { ...thread(`console/${token}`, ''), platform: 'console' },
    });
  for (let count = 0; count < 3 * MOST; count += 1)
    await begun(engine, by('ci', count % 2 === 0 ? 'api' : 'console', `person ${count}`));
  const message =
    'This token has started 9 designs today; one token may start 9 a day. You can start more after midnight UTC.';
  expect(await engine.start(by('ci', 'api', 'somebody else')).answered).toMatchObject({
    why: { message },
  });
  expect(await engine.start(by('cd', 'api', 'somebody else')).answered).toHaveProperty('design');
});

test('A22: somebody who signed in on the page of a chat’s people is the same person there', async () => {
  const engine = await engineHere();
  for (let count = 0; count < MOST; count += 1)
    await begun(engine, { thread: thread('U1', `${count}`) });
  const onPage = request({
    via: { way: 'console' },
    thread: { ...thread('U1', ''), platform: 'console' },
  });
  expect(await engine.start(onPage).answered).toMatchObject({ why: ENOUGH });
});

test('A22: a rehearsal counts nowhere', async () => {
  const { startEngine } = await ownWorkshop();
  const parts = { designsPerPersonPerDay: 1, capacity: 4, capacityPerPerson: 1, chats: [] };
  const { engine } = await startEngine({ parts });
  for (let count = 0; count < 3; count += 1)
    expect(await engine.start(request()).answered).toHaveProperty('design');
});

test('T7: a person of a chat is who the platform says, whatever their name', async () => {
  const engine = await engineHere();
  for (const [index, startedBy] of ['ana', 'Ana', 'somebody'].entries())
    await begun(engine, { startedBy, thread: thread('U1', `${index}`) });
  const again = engine.start(request({ startedBy: 'else', thread: thread('U1', '4') }));
  expect(await again.answered).toMatchObject({ why: ENOUGH });
  expect(
    await engine.start(request({ startedBy: 'ana', thread: thread('U2', '5') })).answered,
  ).toHaveProperty('design');
});
