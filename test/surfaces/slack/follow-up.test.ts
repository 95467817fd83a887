import { expect, test, vi } from 'vitest';
import { lateWordsOf } from '#core/questions/replies/late-messages.ts';
import type { Policy } from '#engine/access/permission.ts';
import { begun } from '../../engine/running-engine.ts';
import { drawnId, findDrawn } from '../drawn-controls.ts';
import { pinned, WAIT, watched } from '../engines.ts';
import { connected } from './message-world.ts';

const TOPIC = 'How do we watch the replica?';

/**
 * A decision in a thread, of a design that has read the shop, one of two repositories, if not
 * another one.
 */
async function decided(
  policy: (who: { readonly ana: string }) => Partial<Policy> = ({ ana }) => ({ deciders: [ana] }),
  repository = 'shop',
) {
  const world = await connected({ repositories: ['shop', 'mail'], policy });
  const { slack, engine, ana, general } = world;
  const { ts: thread } = slack.people.say(ana, general, 'We ought to decide on the queue.');
  const id = await begun(engine, {
    thread: { platform: 'slack', channel: general, thread, starter: ana },
    startedBy: 'Ana',
    repository: pinned(repository),
  });
  await watched(engine, id).until(({ end }) => end?.status === 'completed');
  await engine.waitUntilSettled(id);
  const next = async () => {
    const [newest] = await engine.parts.store.list({
      platform: 'slack',
      channel: general,
      thread,
      limit: 1,
    });
    return newest === undefined || newest.id === id ? null : engine.design(newest.id);
  };
  const form = async (who: string) => {
    const results = slack.visibleMessages(general, thread);
    const result = results.find(({ blocks }) => findDrawn(blocks, 'follow_up') !== undefined);
    if (result === undefined) throw new Error('there is no result to follow up on');
    const { view } = await slack.people.click(who, result, drawnId(result.blocks, 'follow_up'));
    if (view === null) throw new Error('no form was opened');
    return view;
  };
  return { ...world, id, thread, next, form };
}

test('a design that follows up reads the same repository again, also where there are several', async () => {
  const { slack, ana, next, form, id } = await decided();
  await slack.people.submitView(ana, await form(ana), { topic: TOPIC });
  await vi.waitUntil(async () => (await next()) !== null, WAIT);
  expect(await next()).toMatchObject({
    topic: TOPIC,
    followUpOf: id,
    repository: { name: 'shop' },
  });
});

test('J14: a follow-up is asked for by the form of a start, with the earlier repository and depth chosen', async () => {
  const { slack, ana, next, form } = await decided();
  const view = await form(ana);
  const { blocks } = view.modal;
  const chosen = JSON.stringify(blocks).match(
    /"initial_option":\{"text":\{[^}]*\}[^}]*"value":"[^"]*"/g,
  );
  expect(chosen?.map((each) => /"value":"([^"]*)"/.exec(each)?.[1])).toEqual([
    'false',
    'standard',
    'shop',
  ]);
  const context = 'Nobody reads the replica at night.';
  await slack.people.submitView(ana, view, {
    topic: TOPIC,
    context,
    supersede: 'true',
    depth: 'quick',
  });
  await vi.waitUntil(async () => (await next()) !== null, WAIT);
  expect(await next()).toMatchObject({ supersedes: true, settings: { depth: 'quick' } });
  expect((await next())?.context[0]).toEqual({ name: 'context', text: context });
});

test('a repository that the person may not have read there any more is left out', async () => {
  const { slack, ana, next, form, ephemerals } = await decided(() => ({}));
  await slack.people.submitView(ana, await form(ana), { topic: TOPIC });
  await vi.waitUntil(() => ephemerals(ana).length > 0, WAIT);
  expect(ephemerals(ana).at(-1)).not.toContain('shop');
  await vi.waitUntil(async () => (await next()) !== null, WAIT);
  expect(await next()).toMatchObject({ topic: TOPIC, repository: null });
});

test('while a design runs in the thread, no other follows up there', async () => {
  const { slack, engine, ana, ben, next, form } = await decided();
  await slack.people.submitView(ana, await form(ana), { topic: TOPIC });
  await vi.waitUntil(async () => (await next()) !== null, WAIT);
  const following = await next();
  if (following === null) throw new Error('it is gone');
  await watched(engine, following.id).until(({ answering }) => answering !== null);
  const { errors } = await slack.people.submitView(ben, await form(ben), {
    topic: 'And who watches it?',
  });
  expect(errors).toEqual({ topic: expect.stringContaining('already running') });
});

test('A17: words said after the end are changed and taken back where they were said, also under a follow-up', async () => {
  const { slack, engine, ana, ben, general, id, thread, next, form } = await decided();
  const late = slack.people.say(ben, general, 'We chose NATS on Monday.', { thread });
  const words = async (of = id) =>
    lateWordsOf((await engine.design(of)) ?? noDesign()).map(({ text }) => text);
  await vi.waitUntil(async () => (await words()).length === 1, WAIT);
  await slack.people.submitView(ana, await form(ana), { topic: TOPIC });
  await vi.waitUntil(async () => (await next()) !== null, WAIT);
  const following = await next();
  if (following === null) throw new Error('it is gone');
  await watched(engine, following.id).until(({ answering }) => answering !== null);
  slack.people.edit(late, 'We chose NATS on Tuesday.');
  await vi.waitUntil(async () => (await words()).join() === 'We chose NATS on Tuesday.', WAIT);
  slack.people.remove(late);
  await vi.waitUntil(async () => (await words()).length === 0, WAIT);
  expect((await next())?.replies).toEqual([]);
  expect(await words(following.id)).toEqual([]);
  // Each is kept: the record says what was said, changed and taken back.
  expect((await engine.design(id))?.lateWords).toHaveLength(3);
});

function noDesign(): never {
  throw new Error('there is no design');
}

test('A8: the slower of two simultaneous senders of a form keeps what they typed, or gets it back', async () => {
  const { slack, ana, ben, next, form, ephemerals } = await decided();
  const topics = new Map([
    [ana, 'Who watches the replica at night?'],
    [ben, 'What does the replica cost?'],
  ]);
  const sent = await Promise.all(
    [...topics].map(async ([who, topic]) => ({ who, topic, view: await form(who) })),
  );
  const errors = await Promise.all(
    sent.map(({ who, topic, view }) => slack.people.submitView(who, view, { topic })),
  );
  await vi.waitUntil(async () => (await next()) !== null, WAIT);
  const begun = (await next())?.topic;
  const slower = sent.findIndex(({ topic }) => topic !== begun);
  const { who = '', topic = '' } = sent[slower] ?? {};
  const isLeftInForm = Object.keys(errors[slower]?.errors ?? {}).length > 0;
  if (!isLeftInForm) await vi.waitUntil(() => ephemerals(who).length > 0, WAIT);
  const told = ephemerals(who).join();
  expect(isLeftInForm || (/quicker|already running/.test(told) && told.includes(topic)), told).toBe(
    true,
  );
});

test('J14: the card and the result of a decision that was superseded say so, and lead to the later one', async () => {
  const { slack, engine, ana, general, thread, id, next, form, ephemerals } = await decided();
  await slack.people.submitView(ana, await form(ana), { topic: TOPIC });
  await vi.waitUntil(async () => (await next()) !== null, WAIT);
  const successor = (await next())?.id;
  if (successor === undefined) throw new Error('it is gone');
  const supersede = { type: 'supersede', successor } as const;
  await engine.command(id, supersede).answered;
  const saying = () =>
    slack
      .visibleMessages(general, thread)
      .filter(({ blocks }) => JSON.stringify(blocks).includes('A later design replaced it'));
  await vi.waitUntil(() => saying().length === 2, WAIT);
  const [old] = saying();
  if (old === undefined) throw new Error('nothing says so');
  expect(JSON.stringify(old.blocks)).toMatch(/A later design replaced it on \d+ \w+ \d{4}\./);
  expect(findDrawn(old.blocks, 'accept_decision')).toBeUndefined();
  await slack.people.click(ana, old, drawnId(old.blocks, 'open_successor'));
  await vi.waitUntil(() => ephemerals(ana).join().includes(TOPIC), WAIT);
});

test('A7: who may not accept a decision asks its starter, who is called in the thread after the end', async () => {
  const { slack, ben, general, thread, askStarter, engine, id } = await decided(() => ({}));
  const result = slack
    .visibleMessages(general, thread)
    .find(({ blocks }) => findDrawn(blocks, 'accept_decision') !== undefined);
  if (result === undefined) throw new Error('there is no result to accept');
  await slack.people.click(ben, result, drawnId(result.blocks, 'accept_decision'));
  await vi.waitUntil(() => slack.people.ephemeral(ben).length > 0, WAIT);
  await askStarter(ben);
  const called = () => slack.visible(general, thread).at(-1)?.endsWith('@Ana') === true;
  await vi.waitUntil(called, WAIT);
  expect((await engine.design(id))?.reminders).toMatchObject([{ about: 'judge', by: 'Ben' }]);
  expect(slack.people.ephemeral(ben)).toHaveLength(1);
});
