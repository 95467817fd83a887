import { describe, expect, test, vi } from 'vitest';
import { SHORTCUT } from '#surfaces/slack/interactions/interaction-payload.ts';
import { unhurriedClock } from '../../entry/pace.ts';
import { createMovedClock } from '../../support/runner/moved-clock.ts';
import { drawnId } from '../drawn-controls.ts';
import { WAIT } from '../engines.ts';
import { asking, connected, type WorldOptions } from './message-world.ts';

const ELSEWHERE = expect.stringContaining('belongs to another workspace');
const [OURS, THEIRS] = ['T0ATELIER', 'T0OTHER'];

/**
 * A thread that waits for answers, in a channel that belongs to another company and is shared with
 * ours.
 */
async function shared(options: WorldOptions = {}) {
  const world = await asking(options);
  const { slack, general } = world;
  const eve = slack.workspace.addForeigner('Eve');
  const channel = slack.workspace.channels.get(general);
  if (channel === undefined) throw new Error('there is no channel');
  channel.members.add(eve);
  channel.host = THEIRS;
  return { ...world, eve };
}

/** A message is acknowledged before its author is told anything. */
async function told(
  ephemerals: (person: string) => string[],
  person: string,
  words: readonly unknown[],
) {
  await vi.waitUntil(() => ephemerals(person).length >= words.length, WAIT);
  expect(ephemerals(person)).toEqual(words);
}

describe('a channel that another company shares', () => {
  test('A24: an answer and a mention by one of ours count, though the event names the other company first', async () => {
    const { slack, ben, reply, replies, until, mention, thread, ephemerals } = await shared();
    const message = reply(ben, 'Q1: 500');
    await until(({ replies: said }) => said.length === 1);
    slack.people.edit(message, 'Q1: 600');
    await until(({ replies: said }) => said[0]?.text === 'Q1: 600');
    expect(await replies()).toEqual(['Ben: Q1: 600']);
    mention(ben, 'status', thread);
    await vi.waitUntil(() => ephemerals(ben).length > 0, WAIT);
    slack.people.remove(message);
    await until(({ replies: said }) => said.length === 0 || said[0]?.text === '');
  });

  test('A24: answers and mentions by one of theirs are not recorded, and they are told so once in each thread', async () => {
    const { slack, ana, eve, reply, replies, until, mention, thread, ephemerals } = await shared();
    reply(eve, 'Q1: 500');
    mention(eve, 'cancel', thread);
    mention(eve, 'Should the queue move?');
    mention(eve, 'Should the cache go?');
    await slack.deliveries.settled();
    reply(ana, 'That is all.');
    await until(({ replies: said }) => said.length === 1);
    expect(await replies()).toEqual(['Ana: That is all.']);
    // Of the thread, and of each request in the channel.
    await told(ephemerals, eve, [ELSEWHERE, ELSEWHERE, ELSEWHERE]);
  });

  test('A24: an author’s workspace is asked for where the event lacks it, whatever its own team is', async () => {
    const { slack, eve, ben, general, thread, replies, until, ephemerals } = await shared();
    slack.workspace.post({
      channel: general,
      thread,
      author: eve,
      text: 'Q1: theirs',
      extra: { team: OURS },
    });
    slack.workspace.post({
      channel: general,
      thread,
      author: ben,
      text: 'Q1: ours',
      extra: { team: THEIRS },
    });
    await until(({ replies: said }) => said.length === 1);
    await slack.deliveries.settled();
    expect(await replies()).toEqual(['Ben: Q1: ours']);
    await told(ephemerals, eve, [ELSEWHERE]);
  });

  test('A24: an account that Slack does not show to us is of another workspace', async () => {
    const { slack, eve, ana, reply, replies, until, ephemerals } = await shared();
    slack.workspace.refused.set('users.info', 'user_not_found');
    reply(eve, 'Q1: theirs');
    await slack.deliveries.settled();
    slack.workspace.refused.clear();
    reply(ana, 'That is all.');
    await until(({ replies: said }) => said.length === 1);
    expect(await replies()).toEqual(['Ana: That is all.']);
    await told(ephemerals, eve, [ELSEWHERE]);
  });

  test('A24: on Enterprise Grid it takes the organisation of an account to tell colleagues from guests', async () => {
    const { slack, eve, general, reply, replies, until, ephemerals } = await shared();
    slack.workspace.organisation = 'E0ATELIER';
    const sib = slack.workspace.addSibling('Sib');
    slack.workspace.channels.get(general)?.members.add(sib);
    reply(eve, 'Q1: theirs');
    reply(sib, 'Q1: ours');
    await until(({ replies: said }) => said.length === 1);
    await slack.deliveries.settled();
    expect(await replies()).toEqual(['Sib: Q1: ours']);
    await told(ephemerals, eve, [ELSEWHERE]);
    expect(ephemerals(sib)).toEqual([]);
  });
});

test('A24: nobody whose workspace Slack does not say is taken for ours, and their words come again', async () => {
  const { clock, pass } = createMovedClock(unhurriedClock());
  const { slack, eve, ben, general, thread, replies, until, ephemerals } = await shared({
    clock,
    slack: { ackMs: 3_000, retriesMs: [] },
  });
  slack.record.allow(/^late_ack/);
  slack.faults.always('users.info', 'limited');
  for (const author of [eve, ben])
    slack.workspace.post({ channel: general, thread, author, text: 'Q1: 500' });
  await slack.deliveries.settled();
  expect([await replies(), ephemerals(eve)]).toEqual([[], []]);
  slack.faults.always('users.info', null);
  pass(11_000);
  const both = slack.deliveries.sent.filter(({ payload }) =>
    JSON.stringify(payload).includes('Q1: 500'),
  );
  for (const envelope of both) await slack.deliveries.send(envelope);
  await until(({ replies: said }) => said.length === 1);
  expect(await replies()).toEqual(['Ben: Q1: 500']);
  await told(ephemerals, eve, [ELSEWHERE]);
});

describe('Enterprise Grid', () => {
  test('A24: people of all workspaces of the organisation click, send forms, choose a message and write', async () => {
    const world = await connected({ isStill: true });
    const { slack, general, begin, ephemerals, started } = world;
    const { workspace, people } = slack;
    workspace.organisation = 'E0ATELIER';
    const sib = workspace.addSibling('Sib');
    workspace.channels.get(general)?.members.add(sib);
    const message = people.say(sib, general, 'Should the job queue move to Postgres?');
    const { view } = await people.shortcut(sib, message, SHORTCUT);
    if (view === null) throw new Error('there is no form');
    expect((await people.submitView(sib, view, {})).errors).toEqual({});
    await vi.waitUntil(async () => (await started()).length === 1, WAIT);
    const id = await begin('');
    const isCard = ({ blocks }: { blocks: unknown }) => JSON.stringify(blocks).includes(id);
    const card = await vi.waitUntil(() => slack.visibleMessages(general).find(isCard), WAIT);
    await people.click(sib, card, drawnId(card.blocks, 'cancel'));
    await slack.deliveries.settled();
    expect(ephemerals(sib)).not.toContainEqual(ELSEWHERE);
  });

  test('A24: a guest of another company clicks in vain, with an organisation of their own and without one', async () => {
    const { slack, general, begin, ephemerals } = await connected({ isStill: true });
    const { workspace, people } = slack;
    workspace.organisation = 'E0ATELIER';
    const [eve, ida] = [workspace.addForeigner('Eve'), workspace.addForeigner('Ida')];
    const known = workspace.people.get(ida);
    if (known !== undefined) workspace.people.set(ida, { ...known, organisation: 'E0OTHER' });
    for (const who of [eve, ida]) workspace.channels.get(general)?.members.add(who);
    await begin('');
    const card = await vi.waitUntil(() => slack.visibleMessages(general)[0], WAIT);
    for (const who of [eve, ida]) {
      await people.click(who, card, drawnId(card.blocks, 'cancel'));
      await vi.waitUntil(() => ephemerals(who).length > 0, WAIT);
      expect(ephemerals(who)).toEqual([ELSEWHERE]);
    }
  });
});
