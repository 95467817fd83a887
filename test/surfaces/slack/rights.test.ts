import { expect, test, vi } from 'vitest';
import { TEXTS } from '#presentation/words/texts.ts';
import { drawnId, findDrawn } from '../drawn-controls.ts';
import { WAIT } from '../engines.ts';
import { asking, connected, type WorldOptions } from './message-world.ts';

/**
 * A design of Ana that she, and whom the policy names, can cancel by the button below the question
 * if she is sure.
 */
async function cancelling(options: WorldOptions = {}) {
  const world = await asking(options);
  const { slack, general, thread } = world;
  const ask = async (who: string) => {
    world.mention(who, 'cancel', thread);
    const question = () =>
      slack.people.ephemeral(who).find(({ blocks }) => findDrawn(blocks, 'sure') !== undefined);
    await vi.waitUntil(() => question() !== undefined, WAIT);
    const found = question();
    if (found === undefined) throw new Error('nothing was asked');
    return found;
  };
  /** The answer takes the place of the question. */
  const press = async (who: string, question: Awaited<ReturnType<typeof ask>>, answer: string) => {
    await slack.people.click(who, question, drawnId(question.blocks, 'sure'));
    await vi.waitFor(() => expect(world.ephemerals(who).join()).toContain(answer), WAIT);
  };
  const isRunning = async () => (await world.design()).end === null;
  return { ...world, general, ask, press, isRunning };
}

test('A24: an account that is deactivated in the middle of a click does nothing by it', async () => {
  const { slack, ana, ask, press, isRunning } = await cancelling();
  const question = await ask(ana);
  slack.workspace.deactivate(ana);
  await slack.deliveries.settled();
  await press(ana, question, TEXTS.hasLeft('Slack'));
  expect(await isRunning()).toBe(true);
});

test('A24: while Slack limits the calls, acts are refused in words, and replies are recorded', async () => {
  const policy: WorldOptions['policy'] = ({ ben, group }) => ({ deciders: [group(ben)] });
  const { slack, ben, ask, press, isRunning, reply, until } = await cancelling({ policy });
  const question = await ask(ben);
  slack.faults.always('users.info', 'limited');
  slack.faults.always('usergroups.list', 'limited');
  slack.workspace.setGroup([...slack.workspace.groups.keys()][0] ?? '', []);
  await slack.deliveries.settled();
  await press(ben, question, TEXTS.rightsUnknown('Slack'));
  expect(await isRunning()).toBe(true);
  reply(ben, 'Q1: 500');
  await until(({ replies }) => replies.length === 1);
});

test('D8: words are recorded under the name that their author shows by then', async () => {
  const { slack, ana, reply, until, replies } = await asking();
  reply(ana, 'Mind the freeze.');
  await until(({ replies }) => replies.length === 1);
  slack.workspace.rename(ana, 'Ana Müller');
  await slack.deliveries.settled();
  reply(ana, 'Mind the audit.');
  await until(({ replies }) => replies.length === 2);
  expect(await replies()).toEqual(['Ana: Mind the freeze.', 'Ana Müller: Mind the audit.']);
});

test('A24: Slack’s word that somebody has left a channel ends what a stream would know for a minute', async () => {
  const { slack, ana, gateway } = await connected({ isStill: true });
  const closed = slack.workspace.addChannel('closed', 'private');
  const { readers } = gateway;
  expect(await readers.canOpen(ana, closed, 'stream')).toBe(true);
  slack.workspace.leave(closed, ana);
  await vi.waitUntil(async () => !(await readers.canOpen(ana, closed, 'stream')), WAIT);
});
