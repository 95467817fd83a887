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
