import { expect, test, vi } from 'vitest';
import { ACTIONS } from '../../../src/acts/gateway/actions.ts';
import type { Model } from '../../../src/turns/model-context.ts';
import type { Message } from '../../platforms/slack/workspace.ts';
import { askedBeforeStories } from '../asked-before-stories.ts';
import { answeringOnly, WAIT } from '../engines.ts';
import { connected } from './message-world.ts';

askedBeforeStories<Message>(async (options) => {
  const world = await connected(options);
  const { slack, ana } = world;
  const { people, workspace } = slack;
  const among = workspace.addChannel('tower', 'private', [ana, workspace.bot.user]);
  return {
    ...world,
    platform: 'slack',
    among,
    startIn: (who, channel, topic) => people.slash(who, channel, `/design ${topic}`),
    buttons: (who) => world.ephemerals(who).at(-1) ?? '',
  };
});

test('A14: who has not asked cannot start a held design, and two presses start it once', async () => {
  const model = (rehearsal: Model) => ({ ...answeringOnly(rehearsal, ['questions']), rehearsal: false });
  const world = await connected({ model });
  const { slack, ana, ben, general, started, settled } = world;
  const topic = 'Which boiler heats the mill?';
  const count = (wanted: number) => vi.waitUntil(async () => (await started()).length === wanted, WAIT);
  await slack.people.slash(ana, general, `/design ${topic}`);
  await count(1);
  await slack.people.slash(ben, general, `/design ${topic}`);
  const offer = slack.people.ephemeral(ben).at(-1);
  if (offer === undefined) throw new Error('nothing is offered');
  await slack.people.click(ana, { ...offer, onlyFor: ana }, ACTIONS.startAnyway);
  await vi.waitUntil(() => slack.ephemeral(ana).join().includes('This offer has expired'), WAIT);
  expect(await started()).toHaveLength(1);
  await Promise.all([1, 2].map(() => slack.people.click(ben, offer, ACTIONS.startAnyway)));
  await count(2);
  await settled();
  expect(await started()).toHaveLength(2);
});
