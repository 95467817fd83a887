import { expect, test, vi } from 'vitest';
import type { Chat } from '#ports/chat.ts';
import type { SlackServer } from '../../platforms/slack/server.ts';
import { drawnId } from '../drawn-controls.ts';
import { WAIT } from '../engines.ts';
import { QUESTION } from '../first-contact-stories.ts';
import { connected } from './message-world.ts';

const PAGE = new URL('https://charrette.example');

/** The channel is archived just before the first post of this kind, which Slack then refuses. */
function archivedBefore(kind: string) {
  let archive = (): void => undefined;
  const chat = (real: Chat): Chat => ({
    ...real,
    post: (message, signal) => {
      if (message.post.kind === kind) archive();
      return real.post(message, signal);
    },
  });
  const at = (slack: SlackServer, channel: string): void => {
    archive = () => slack.workspace.archive(channel);
  };
  return { chat, at };
}

test('P13: a first post that Charrette made wrong is to be reported, not started again', async () => {
  const { slack, ana, general, ephemerals } = await connected();
  slack.workspace.refused.set('chat.postMessage', 'msg_too_long');
  await slack.people.slash(ana, general, `/design ${QUESTION}`);
  const alone = () => [...ephemerals(ana), ...slack.visible(slack.workspace.direct(ana))];
  await vi.waitUntil(() => alone().length > 1, WAIT);
  expect(alone()[1]).toContain('report it.');
  expect(alone()[1]).not.toContain('start it again');
});

test.each(['a command', 'a form'])(
  'P13: after *On it* to %s, a refused first post sends reason and next step the same private way',
  async (way) => {
    const { chat, at } = archivedBefore('card');
    const { slack, ana, general, started, ephemerals } = await connected({ chat });
    at(slack, general);
    if (way === 'a command') await slack.people.slash(ana, general, `/design ${QUESTION}`);
    else {
      const { view } = await slack.people.slash(ana, general, '/design');
      if (view === null) throw new Error('there is no form');
      await slack.people.submitView(ana, view, { topic: QUESTION });
    }
    const alone = () => [...ephemerals(ana), ...slack.visible(slack.workspace.direct(ana))];
    await vi.waitUntil(() => alone().length > 1, WAIT);
    const [onIt, refusal = ''] = alone();
    expect(onIt).toContain('On it.');
    expect(refusal).toContain('The channel is archived: unarchive it.');
    expect(refusal).toContain('Then start it again');
    const design = (await started())[0];
    expect(design?.end).toMatchObject({ status: 'failed', stoppedBecause: 'thread_unreachable' });
  },
);

test('P13: a channel archived midway is told in one direct message, from where the design is let go on', async () => {
  const { chat, at } = archivedBefore('list');
  const { slack, ana, general, engine, begin } = await connected({ chat, publicUrl: PAGE });
  at(slack, general);
  const { ts } = slack.people.say(ana, general, 'We ought to decide on the queue.');
  const id = await begin(ts);
  const direct = () => slack.visibleMessages(slack.workspace.direct(ana));
  await vi.waitUntil(() => direct().length > 0, WAIT);
  const [told, ...more] = direct();
  expect(more).toEqual([]);
  const words = JSON.stringify(told?.blocks);
  expect(words).toContain('The channel is archived: unarchive it.');
  expect(words).toContain(`${PAGE}designs/${id}`);
  expect((await engine.design(id))?.gates).toMatchObject([{ about: 'thread', decision: null }]);
  if (told === undefined) throw new Error('nothing was said');
  await slack.people.click(ana, told, drawnId(told.blocks, 'accept'));
  await vi.waitUntil(
    async () => (await engine.design(id))?.gates[0]?.decision?.choice === 'accept',
    WAIT,
  );
  expect((await engine.design(id))?.answering).toMatchObject({ isSeen: true });
});

/** The card, and the thread with it, is deleted just before the first post of this kind. */
function deletedBefore(kind: string) {
  let remove = (): void => undefined;
  const chat = (real: Chat): Chat => ({
    ...real,
    post: (message, signal) => {
      if (message.post.kind === kind) remove();
      return real.post(message, signal);
    },
  });
  const at = (slack: SlackServer, channel: string): void => {
    remove = () => {
      // A thread that still has replies stays, without its first message.
      for (const message of slack.workspace.messages
        .filter((each) => each.channel === channel)
        .toReversed())
        slack.workspace.remove(message);
    };
  };
  return { chat, at };
}

test('P13: after its card was deleted, a design says nothing in the channel, waits and tells its starter', async () => {
  const { chat, at } = deletedBefore('list');
  const { slack, ana, general, engine, begin } = await connected({ chat });
  at(slack, general);
  const id = await begin('');
  const direct = () => slack.visibleMessages(slack.workspace.direct(ana));
  await vi.waitUntil(() => direct().length > 0, WAIT);
  expect(direct().map(({ blocks }) => JSON.stringify(blocks))).toEqual([
    expect.stringContaining('was deleted'),
  ]);
  expect((await engine.design(id))?.gates).toMatchObject([{ about: 'thread', decision: null }]);
  expect(slack.visibleMessages(general)).toEqual([]);
  expect(slack.record.callsOf('chat.delete')).toHaveLength(1);
});

test('P13: a card that is deleted as the design ends costs one stray post, and its starter is told once', async () => {
  const { chat, at } = deletedBefore('outcome');
  const { slack, ana, general, engine, begin } = await connected({ chat });
  at(slack, general);
  const id = await begin('', general, { questions: 'none', gates: 'none' });
  const direct = () => slack.visibleMessages(slack.workspace.direct(ana));
  await vi.waitUntil(() => direct().length > 0, WAIT);
  await engine.waitUntilSettled(id);
  expect(direct()).toHaveLength(1);
  expect(slack.visibleMessages(general)).toEqual([]);
  expect(slack.record.callsOf('chat.delete')).toHaveLength(1);
  expect(await engine.parts.store.pendingEffects(id)).toEqual([]);
});
