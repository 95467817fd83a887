import { expect, test, vi } from 'vitest';
import { ACTIONS } from '../../../src/acts/gateway/actions.ts';
import type { SlackOptions } from '../../platforms/slack/server.ts';
import { WAIT, watched } from '../engines.ts';
import { connected } from './message-world.ts';

/** A decision in a thread, and the message that tells it. */
async function decided(slack: SlackOptions = {}) {
  const world = await connected({ slack });
  const { engine, general } = world;
  if (slack.knowsNewBlocks === false) world.slack.record.allow(/invalid_blocks/);
  const id = await world.begin('', general, { questions: 'none' });
  await watched(engine, id).until(({ end }) => end?.status === 'completed');
  await engine.settled(id);
  const { thread } = (await engine.design(id))?.thread ?? { thread: '' };
  const result = () => {
    const found = world.slack
      .visibleMessages(general, thread)
      .find(({ blocks }) => JSON.stringify(blocks).includes(ACTIONS.feedback));
    if (found === undefined) throw new Error('nobody is asked how useful it was');
    return found;
  };
  const press = async (who: string, label: string, action: string = ACTIONS.feedback) => {
    const { isAcknowledged, privately } = await world.slack.people.click(who, result(), action, label);
    return { isAcknowledged, privately };
  };
  const ratings = async () =>
    (await engine.parts.store.ratings(10)).map(({ isUseful, depth }) => `${isUseful} ${depth}`);
  return { ...world, id, result, press, ratings };
}

test('readers say below a decision if it was useful, each once, and may change it', async () => {
  const { ana, ben, engine, id, press, ratings, ephemerals } = await decided();
  await press(ana, 'Useful');
  await vi.waitUntil(async () => (await ratings()).length === 1, WAIT);
  expect(await ratings()).toEqual(['true standard']);
  await vi.waitUntil(() => ephemerals(ana).some((text) => text.includes('Noted: useful to you.')), WAIT);
  await press(ben, 'Not useful');
  await vi.waitUntil(async () => (await ratings()).length === 2, WAIT);
  await press(ana, 'Not useful');
  await vi.waitFor(async () => expect(await ratings()).toEqual(['false standard', 'false standard']), WAIT);
  const [{ personas, person, designId } = { personas: [], person: '', designId: '' }] =
    await engine.parts.store.ratings(10);
  expect(designId).toBe(id);
  expect(personas).toEqual((await engine.design(id))?.proposals.map(({ participant }) => participant));
  expect(person).not.toContain(ana);
});

test('five presses and redeliveries of them are one verdict, and nothing of the decision changes', async () => {
  const { slack, ana, engine, id, press, ratings } = await decided();
  const before = (await engine.design(id))?.version;
  for (let presses = 0; presses < 5; presses++) await press(ana, 'Useful');
  for (const envelope of [...slack.deliveries.sent]) await slack.deliveries.send(envelope);
  await slack.deliveries.settled();
  expect(await ratings()).toEqual(['true standard']);
  expect((await engine.design(id))?.version).toBe(before);
});

test('an endpoint that does not know the pair of buttons gets two plain ones, which mean the same', async () => {
  const { ana, press, ratings } = await decided({ knowsNewBlocks: false });
  await press(ana, '', `${ACTIONS.feedback}.not_useful`);
  await vi.waitUntil(async () => (await ratings()).length === 1, WAIT);
  expect(await ratings()).toEqual(['false standard']);
});
