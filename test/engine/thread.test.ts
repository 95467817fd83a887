/** A design's thread, without processes: its sessions never become healthy. */

import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { DesignEvent } from '#design/events.ts';
import type { DesignId, SessionId } from '#design/ids.ts';
import type { SpawnSession } from '#sessions/session.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { Fault } from '#support/fault.ts';
import { ownFolder } from './own-folder.ts';
import { silentSessions } from './silent-sessions.ts';
import {
  ANA,
  BEN,
  delivery,
  openWorld,
  SHORT_PACE,
  until,
  type World,
  type WorldOptions,
} from './world.ts';

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

  test('P2: that is refused to a starter who cannot be told either is one end all the same', async () => {
    await using world = await openSilent();
    world.chat.mishaps.set('card', ['refused']);
    world.chat.mishaps.set('tell', ['refused']);
    const id = await world.start();
    expect(await world.seen(id, isEnd)).toMatchObject({ status: 'cancelled' });
    expect(world.lines).toContainEqual(expect.objectContaining({ event: 'starter_not_told' }));
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

test('C13: a design that was cancelled while it waited for a place spawns nothing', async () => {
  const spawned: SessionId[] = [];
  const spawnSession: SpawnSession = (session) => {
    spawned.push(session.sessionId);
    return silentSessions()(session);
  };
  await using world = await openWorld({ spawnSession, settings: { maxRunning: 1 } });
  const cancel = (id: DesignId) => world.engine.designs.cancel(id, '', ANA, delivery());
  const isWaiting = (id: DesignId) => /waiting for a place/i.test(world.chat.textOf(id, 'card'));
  const [first, second] = [await world.start(), await world.start()];
  const third = await world.start({}, BEN);
  await until('two wait', () => isWaiting(second) && isWaiting(third));
  // The second is not over before its end is posted.
  const { promise: isHeld, resolve: letGo } = Promise.withResolvers<void>();
  world.chat.beforePost = (key) => (key === 'end' ? isHeld : undefined);
  await cancel(second);
  await cancel(first);
  await until('the third has the place', () => !isWaiting(third));
  letGo();
  const events = await world.finished(second);
  for (const event of events)
    if ('sessionId' in event) expect(spawned).not.toContain(event.sessionId);
});

test('P6 P4: a commit that is refused as stale has done nothing, and is decided again', async () => {
  const folder = await ownFolder();
  const store = await openStore({ dataDir: folder });
  const refused = new Set<DesignEvent['type']>();
  const commit: Store['commit'] = async (given) => {
    for (const { event } of given.events) {
      if (refused.has(event.type)) continue;
      refused.add(event.type);
      throw new Fault('stale_version', 'not at this version');
    }
    await store.commit(given);
  };
  await using world = await openSilent({ folder, store: { ...store, commit } });
  const id = await world.start();
  await world.seen(id, ({ type }) => type === 'thread_opened');
  const cancelled = await world.engine.designs.cancel(id, '', ANA, delivery());
  expect(cancelled).toEqual({ ok: true, isDone: true });
  const types = (await world.finished(id)).map(({ type }) => type);
  expect(types.filter((type) => type !== 'session_started')).toEqual([
    ...['design_started', 'thread_opened', 'outcome_settled', 'design_ended'],
  ]);
});

test('P2: files that could not be written are tried again', async () => {
  await using world = await openSilent();
  const id = await world.start();
  await world.seen(id, ({ type }) => type === 'thread_opened');
  const inTheWay = join(world.folder, 'designs');
  await writeFile(inTheWay, '');
  await world.engine.designs.cancel(id, '', ANA, delivery());
  await until('it is said', () => world.lines.some(({ event }) => event === 'files_not_written'));
  await rm(inTheWay);
  expect((await world.finished(id)).at(-1)).toMatchObject({
    type: 'design_ended',
    reason: 'cancelled_by_person',
    files: expect.arrayContaining([expect.objectContaining({ name: 'record.md' })]),
  });
});

test('P4: a process that stops waits for the edit that it has sent, so that the next one comes later', async () => {
  await using world = await openSilent({ pace: { ...SHORT_PACE, postMs: 5_000 } });
  const id = await world.start();
  await world.seen(id, ({ type }) => type === 'thread_opened');
  const sent = Promise.withResolvers<void>();
  const landed = Promise.withResolvers<void>();
  const { chat } = world;
  const edit = chat.edit.bind(chat);
  chat.edit = async (...call) => {
    sent.resolve();
    await landed.promise;
    return edit(...call);
  };
  await world.engine.designs.cancel(id, '', ANA, delivery());
  await sent.promise;
  const order: string[] = [];
  const stopping = world.engine.stop().then(() => order.push('stopped'));
  // Longer than a stop that waits for nothing.
  await Promise.race([stopping, sleep(500)]);
  order.push('landed');
  landed.resolve();
  await stopping;
  expect(order).toEqual(['landed', 'stopped']);
  expect(await world.store.design(id)).toMatchObject({ owner: null });
});

test('P2: a refused post costs that post, and ends nothing; of an end the starter is told', async () => {
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
  expect(world.chat.lines().filter(({ act }) => act === 'tell')).toEqual([
    {
      act: 'tell',
      personId: ANA.id,
      text: expect.stringMatching(
        /Cancelled by Ana\. .*Its thread cannot show that: I can’t post there\. /,
      ),
    },
  ]);
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

describe('P5: what people wrote and nobody heard is read again', () => {
  const written = (id: string, text: string) => {
    return { id, replaces: '', author: 'Ben', authorId: 'U2', text };
  };
  const textsOf = async (world: World, id: DesignId) =>
    (await world.engine.designs.read(id))?.design?.replies.map(({ text }) => text);
  const hear = (world: World, id: DesignId, messageId: string, text: string) =>
    world.engine.designs.reply(id, { text }, BEN, { platform: 'slack', id: messageId });
  const isReply = (messageId: string) => (event: DesignEvent) =>
    event.type === 'reply_recorded' && event.reply.id === messageId;
  /** The card is the first of its thread's messages. */
  async function openThread(said: string[] = []) {
    const world = await openSilent();
    world.chat.afterPost = () =>
      world.chat.incoming.push(
        written('1.card', ''),
        ...said.map((text, index) => written(`C1:${index}`, text)),
      );
    const id = await world.start();
    await world.seen(id, ({ type }) => type === 'thread_opened');
    return { world, id };
  }

  test('when the design is claimed, also before a reply that is stored', async () => {
    const { world, id } = await openThread();
    await using first = world;
    first.chat.incoming.push(written('C1:7', 'Q2: never'), written('C1:8', 'thanks'));
    await hear(first, id, 'C1:8', 'thanks');
    await first.engine.stop();
    await using next = await openSilent({ folder: first.folder, chat: first.chat });
    await next.seen(id, isReply('C1:7'));
    expect(await textsOf(next, id)).toEqual(['thanks', 'Q2: never']);
    // Delivered again by the gateway, it is known.
    expect(await hear(next, id, 'C1:7', 'Q2: never')).toMatchObject({ ok: true, number: 2 });
  });

  test('when a socket is back, from where its owner has read the thread to its end', async () => {
    const { world: opened, id } = await openThread(['before the thread was known']);
    await using world = opened;
    await world.seen(id, isReply('C1:0'));
    world.chat.incoming.push(written('C1:7', 'first'), written('C1:8', 'second'));
    await hear(world, id, 'C1:8', 'second');
    world.engine.catchUp();
    await world.seen(id, isReply('C1:7'));
    expect(await textsOf(world, id)).toEqual(['before the thread was known', 'second', 'first']);
    expect(world.chat.readFrom).toEqual(['1.card', 'C1:0']);
  });
});
