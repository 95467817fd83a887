import { expect, test, vi } from 'vitest';
import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';
import { WAIT } from '../engines.ts';
import { messageWorld } from './message-world.ts';

const { asking } = messageWorld();

test('the only design that runs in a channel is cancelled and run again by a word once that is confirmed', async () => {
  const { slack, engine, id, ana, general, thread, ephemerals } = await asking();
  const say = async (verb: string, action: string) => {
    const asked = await slack.people.slash(ana, general, `/design ${verb}`);
    const [question, ended] = [slack.people.ephemeral(ana).at(-1), (await engine.design(id))?.end];
    if (question === undefined) throw new Error('nothing was asked');
    await slack.people.click(ana, question, action);
    return { asked: asked.privately.join(), ended };
  };
  expect(await say('cancel', ACTIONS.cancelNow)).toEqual({
    asked: expect.stringContaining('Cancel this design?'),
    ended: null,
  });
  await vi.waitUntil(async () => (await engine.design(id))?.end?.status === 'cancelled', WAIT);
  expect(await say('retry', ACTIONS.runAgainNow)).toMatchObject({
    asked: expect.stringContaining('Run this again?'),
  });
  const onIt = () => ephemerals(ana).find((text) => text.startsWith('On it again'));
  await vi.waitUntil(() => onIt() !== undefined, WAIT);
  expect(onIt()).toContain(`/archives/${general}/p${thread.replace('.', '')}`);
});

test('a design that waits for people is found behind any number of newer ones that have ended', async () => {
  const { slack, engine, ana, general, begin } = await asking();
  const another = async () => {
    const id = await begin(slack.people.say(ana, general, 'Another one.').ts);
    await engine.command(id, { type: 'cancel', by: 'Ana', reason: '' }).answered;
  };
  await Promise.all(Array.from({ length: 50 }, another));
  const { privately } = await slack.people.slash(ana, general, '/design status');
  expect(privately.join()).toMatch(/waiting for a person|Waiting for your answers/);
});
