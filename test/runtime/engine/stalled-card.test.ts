import { test, vi } from 'vitest';
import { Fault } from '../../../src/runtime/fault.ts';
import { documentOf } from '../../../src/runtime/message/post.ts';
import type { Chat } from '../../../src/runtime/ports/chat.ts';
import type { Store } from '../../../src/runtime/ports/store.ts';
import { fastClock } from '../../entry/pace.ts';
import { ownWorkshop } from './own-workshop.ts';
import { answering, remark } from './running-engine.ts';

const { workshop, startEngine } = await ownWorkshop();
const WAIT = { timeout: 30_000, interval: 20 };

/** A design that asks, on a store of which a part does not work while that is set, and what its card shows. */
async function onSmallDisk() {
  const failing: Set<keyof Store> = new Set();
  const unless = <Given extends unknown[], Result>(
    name: keyof Store,
    work: (...given: Given) => Promise<Result>,
  ) => {
    return async (...given: Given): Promise<Result> => {
      if (failing.has(name)) throw new Fault('store_full', 'The disk that holds the store is full.');
      return work(...given);
    };
  };
  let card = '';
  const chat: Chat = {
    platform: 'local',
    post: async ({ id }) => id,
    find: async () => null,
    removeCopies: async () => undefined,
    look: (post, design) => JSON.stringify(documentOf(post, design)),
    edit: async ({ post, design }) => {
      if (post.kind === 'card') card = JSON.stringify(documentOf(post, design));
    },
    acknowledge: async () => undefined,
  };
  const { store } = workshop;
  const { engine } = await startEngine({
    parts: { chats: [chat], clock: fastClock(10) },
    store: { commit: unless('commit', store.commit), events: unless('events', store.events) },
  });
  const thread = { platform: 'local', channel: 'general', thread: '', starter: '' };
  const id = await answering(engine, { thread });
  const shows = (words: string, isThere = true) => vi.waitUntil(() => card.includes(words) === isThere, WAIT);
  await shows(ANSWERS);
  return { engine, id, failing, shows };
}

/** What is waited for. */
const [WAITS, ANSWERS] = ['the disk that holds the store is full', 'Waiting for your answers'];

test('P2: the card says that its design waits for a full disk, until something of it is stored', async () => {
  const { engine, id, failing, shows } = await onSmallDisk();
  failing.add('commit');
  await engine.command(id, remark('Some nine hundred a minute.')).stored;
  await shows(WAITS);
  await shows(ANSWERS, false);
  failing.clear();
  await shows(WAITS, false);
  await engine.command(id, { type: 'cancel', by: 'ana', reason: '' }).answered;
  await engine.settled(id);
  await shows('Cancelled');
});

test('P2: the card stops saying so where nothing is to be stored and nothing fails any more', async () => {
  const { engine, id, failing, shows } = await onSmallDisk();
  failing.add('events');
  const seen = new AbortController();
  const following = engine.follow(id, 0, seen.signal).next();
  await shows(WAITS);
  seen.abort();
  await following;
  failing.clear();
  await shows(WAITS, false);
  await shows(ANSWERS);
});
