/** A design's thread, without processes: its sessions never become healthy. */

import { describe, expect, test } from 'vitest';
import type { DesignEvent } from '#design/events.ts';
import { silentSessions } from './silent-sessions.ts';
import { ANA, delivery, openWorld, until, type WorldOptions } from './world.ts';

const openSilent = (options: WorldOptions = {}) =>
  openWorld({ spawnSession: silentSessions(), ...options });
const isEnd = ({ type }: DesignEvent) => type === 'design_ended';

describe('the card', () => {
  test('opens the thread, once', async () => {
    await using world = await openSilent();
    const id = await world.start();
    const opened = await world.seen(id, ({ type }) => type === 'thread_opened');
    expect(opened).toMatchObject({ thread: `thread of ${id}` });
    expect(world.chat.keys(id)).toEqual(['card']);
  });

  test('P4: whose answer was lost is looked up, and posted again only if it is not there', async () => {
    await using world = await openSilent();
    world.chat.mishaps.set('card', ['lost_before', 'lost_after', 'limited']);
    const id = await world.start();
    await world.seen(id, ({ type }) => type === 'thread_opened');
    expect(world.chat.keys(id)).toEqual(['card']);
  });

  test('P2: that the platform refuses is told to the starter, and the design is cancelled', async () => {
    await using world = await openSilent();
    world.chat.mishaps.set('card', ['refused']);
    const id = await world.start();
    expect(await world.seen(id, isEnd)).toMatchObject({ status: 'cancelled' });
    const told = { act: 'tell', personId: ANA.id, text: 'I can’t post there.' };
    await until('the starter is told', () =>
      world.chat.lines().some((line) => JSON.stringify(line) === JSON.stringify(told)),
    );
    expect(world.lines).toContainEqual(expect.objectContaining({ event: 'post_refused' }));
  });

  test('says that the design waits for a place, and no longer when it has one', async () => {
    await using world = await openSilent({ settings: { maxRunning: 1 } });
    const first = await world.start();
    const second = await world.start();
    await until('it waits', () => /waiting for a place/i.test(world.chat.textOf(second, 'card')));
    await world.engine.designs.cancel(first, '', ANA, delivery());
    await until('it has a place', () => !/waiting/i.test(world.chat.textOf(second, 'card')));
  });
});

test('P2: a refused post costs that post, and ends nothing', async () => {
  await using world = await openSilent();
  world.chat.mishaps.set('end', ['refused']);
  const id = await world.start();
  await world.seen(id, ({ type }) => type === 'thread_opened');
  await world.engine.designs.cancel(id, '', ANA, delivery());
  await world.finished(id);
  expect(world.chat.keys(id)).toEqual(['card']);
  expect(world.lines).toContainEqual(
    expect.objectContaining({ event: 'post_refused', key: 'end' }),
  );
});

test('C19: cancelling twice is one end and one message', async () => {
  await using world = await openSilent();
  const id = await world.start();
  await world.seen(id, ({ type }) => type === 'thread_opened');
  const cancel = () => world.engine.designs.cancel(id, 'not needed', ANA, delivery());
  const answers = await Promise.all([cancel(), cancel()]);
  for (const answer of answers) expect(answer).toMatchObject({ ok: true });
  const events = await world.finished(id);
  expect(events.filter(isEnd)).toHaveLength(1);
  expect(world.chat.keys(id)).toEqual(['card', 'end']);
});

test('P5: what people wrote while nobody listened is read when the design is claimed', async () => {
  await using world = await openSilent();
  const id = await world.start();
  await world.seen(id, ({ type }) => type === 'thread_opened');
  const card = world.chat.lines().find((line) => line.act === 'post');
  if (card?.act !== 'post') throw new Error('there is no card');
  const of = (messageId: string, text: string) => ({
    id: messageId,
    replaces: '',
    author: 'Ben',
    authorId: 'U2',
    text,
  });
  world.chat.incoming.push(of(card.messageId, ''), of('C1:7', 'Q2: never'), of('C1:8', 'thanks'));
  await world.engine.stop();
  await using next = await openSilent({ folder: world.folder, chat: world.chat });
  await next.seen(id, (event) => event.type === 'reply_recorded' && event.reply.id === 'C1:8');
  const { design } = (await next.engine.designs.read(id)) ?? {};
  expect(design?.replies.map(({ text }) => text)).toEqual(['Q2: never', 'thanks']);
  // Delivered again by the gateway, it is known.
  const again = await next.engine.designs.reply(id, { text: 'thanks' }, ANA, {
    platform: 'slack',
    id: 'C1:8',
  });
  expect(again).toMatchObject({ ok: true, number: 2 });
});
