import { expect, test, vi } from 'vitest';
import { begun } from '../../engine/running-engine.ts';
import { drawnId } from '../drawn-controls.ts';
import { pinned, WAIT, watched } from '../engines.ts';
import { asking, connected } from './message-world.ts';

test('the only design that runs in a channel is cancelled and run again by a word once that is confirmed', async () => {
  const { slack, engine, id, ana, general, thread, ephemerals } = await asking();
  const say = async (verb: string) => {
    const asked = await slack.people.slash(ana, general, `/design ${verb}`);
    const [question, ended] = [slack.people.ephemeral(ana).at(-1), (await engine.design(id))?.end];
    if (question === undefined) throw new Error('nothing was asked');
    await slack.people.click(ana, question, drawnId(question.blocks, 'sure'));
    return { asked: asked.privately.join(), ended };
  };
  expect(await say('cancel')).toEqual({
    asked: expect.stringContaining('Cancel this design?'),
    ended: null,
  });
  await vi.waitUntil(async () => (await engine.design(id))?.end?.status === 'cancelled', WAIT);
  expect(await say('retry')).toMatchObject({
    asked: expect.stringContaining('Run this again?'),
  });
  const onIt = () => ephemerals(ana).find((text) => text.startsWith('On it again'));
  await vi.waitUntil(() => onIt() !== undefined, WAIT);
  expect(onIt()).toContain(`/archives/${general}/p${thread.replace('.', '')}`);
});

test('somebody barred from its repository there cannot run a design again, on asking or on confirming', async () => {
  const readers: string[] = [];
  const { slack, engine, ana, ben, general, ephemerals, started } = await connected({
    isStill: true,
    repositories: ['shop'],
    policy: () => ({ deciders: readers }),
  });
  readers.push(ana);
  const { ts: thread } = slack.people.say(ana, general, 'We ought to decide on the queue.');
  const id = await begun(engine, {
    thread: { platform: 'slack', channel: general, thread, starter: ana },
    startedBy: 'Ana',
    repository: pinned('shop'),
  });
  await engine.command(id, { type: 'cancel', by: 'Ana', reason: '' }).answered;
  await watched(engine, id).until(({ end }) => end?.status === 'cancelled');
  const asked = async (who: string) =>
    (await slack.people.slash(who, general, '/design retry')).privately.join();
  const refusal = 'repository shop';
  expect(await asked(ben)).toContain(refusal);
  expect(await asked(ana)).toContain('Run this again?');
  const question = slack.people.ephemeral(ana).at(-1);
  if (question === undefined) throw new Error('nothing was asked');
  readers.pop();
  await slack.people.click(ana, question, drawnId(question.blocks, 'sure'));
  await vi.waitUntil(() => ephemerals(ana).some((text) => text.includes(refusal)), WAIT);
  expect(await started()).toHaveLength(1);
});

test('a decision without a question is accepted by a word once, and names who did it', async () => {
  const { slack, engine, ana, general, ephemerals } = await connected();
  const { ts: thread } = slack.people.say(ana, general, 'We ought to decide on the queue.');
  const place = { platform: 'slack', channel: general, thread, starter: ana };
  const id = await begun(engine, { thread: place, startedBy: 'Ana' });
  await watched(engine, id).until(({ end }) => end?.status === 'completed');
  const accept = async () => {
    const { privately } = await slack.people.slash(ana, general, '/design accept');
    const question = slack.people.ephemeral(ana).at(-1);
    if (question === undefined) throw new Error(`nothing was asked: ${privately.join()}`);
    await slack.people.click(ana, question, drawnId(question.blocks, 'sure'));
  };
  const judged = async () =>
    ((await engine.design(id))?.followUps ?? []).filter(({ type }) => type === 'decision_judged');
  await accept();
  await vi.waitUntil(async () => (await judged()).length === 1, WAIT);
  await accept();
  await vi.waitUntil(() => ephemerals(ana).join().includes('Ana accepted this decision on'), WAIT);
  expect(await judged()).toHaveLength(1);
});
