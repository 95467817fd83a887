/** Two owners, an owner that was frozen, a store that was away: interleavings with real processes. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import type { RoundKind } from '#design/events.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { Fault } from '#support/fault.ts';
import { FileChat } from './file-chat.ts';
import { findingsOf } from './findings.ts';
import { ownFolder } from './own-folder.ts';
import { PERSONAS, playDesign, playOn, replyIdOf } from './played-design.ts';
import { childrenOf, isAlive } from './processes.ts';
import { silentSessions } from './silent-sessions.ts';
import { runUntilKilled, runVictim } from './start-victim.ts';
import {
  ANA,
  BEN,
  CHANNEL,
  delivery,
  type LogLine,
  OPERATOR,
  openWorld,
  SHORT_PACE,
  until,
} from './world.ts';

test.each([
  'after commit#12',
  'before commit#9',
  'before post proposals#1',
  'stored manifest.json#1',
])(
  'C22 P4: an owner that was frozen %s, and woken after another had gone on, writes and posts nothing',
  async (point) => {
    const folder = await ownFolder();
    await using victim = runVictim({ folder, point });
    await victim.standsStill();
    await using world = await openWorld({ folder });
    const id = await playDesign(world);
    const [events, lines] = [await world.store.events(id), world.chat.lines()];
    victim.wake();
    await victim.ended();
    expect(await world.store.events(id)).toEqual(events);
    expect(world.chat.lines()).toEqual(lines);
    expect(await findingsOf(world, id)).toEqual([]);
    expect(events.map(({ event }) => event)).toContainEqual(
      expect.objectContaining({ type: 'design_resumed', crashed: false }),
    );
  },
);

test('P4: a post of the owner before that lands after the claim is found, and not repeated', async () => {
  const folder = await ownFolder();
  await runUntilKilled(folder, undefined, 'before post card#1');
  await using world = await openWorld({ folder });
  const [row] = await world.store.listUnended();
  const { id } = row ?? {};
  if (id === undefined) throw new Error('there is no design');
  const message = { text: 'as the owner before had drawn it', controls: [] };
  await world.chat.post(CHANNEL, message, { designId: id, key: 'card' }, () => true);
  expect(await findingsOf(world, await playDesign(world))).toEqual([]);
});

test('C18: a design that was given back leaves no process, counts no crash, and goes on elsewhere', async () => {
  const folder = await ownFolder();
  const first = await openWorld({ folder });
  const id = await first.start();
  await first.seen(id, ({ type }) => type === 'answering_opened');
  expect(childrenOf(process.pid)).not.toEqual([]);
  await first.engine.stop();
  expect(childrenOf(process.pid)).toEqual([]);
  await using second = await openWorld({ folder });
  await second.seen(id, ({ type }) => type === 'design_resumed');
  expect(await second.engine.designs.goOn(id, ANA, delivery())).toMatchObject({ ok: true });
  const events = await second.finished(id);
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'design_resumed', crashed: false }),
  );
  expect(events.at(-1)).toMatchObject({ status: 'completed' });
  await first.store.close();
});

test('P2: while the store is away for longer than a lease nothing runs, and nothing is lost', async () => {
  await using world = await openWorld({ latencyMs: 100 });
  const id = await world.start({ personas: PERSONAS });
  await world.seen(id, ({ type }) => type === 'answering_opened');
  const { design } = (await world.engine.designs.read(id)) ?? {};
  const pids = design?.participants.map(({ sessions }) => sessions.at(-1)?.pid ?? 0) ?? [];
  const other = new DatabaseSync(join(world.folder, 'store.sqlite'));
  other.exec('begin immediate');
  await until('it is dropped', () => world.lines.some(({ event }) => event === 'design_dropped'));
  await until('its processes are gone', () => !pids.some(isAlive));
  other.exec('rollback');
  other.close();
  await world.seen(id, ({ type }) => type === 'design_resumed');
  await playOn(world, id);
  expect(await findingsOf(world, id)).toEqual([]);
});

test('C18: a lease that lapsed elsewhere is a crash, but none after the store was away', async () => {
  await using world = await openWorld({ spawnSession: silentSessions() });
  const id = await world.start();
  await world.start({ topic: 'Another?' });
  await world.seen(id, ({ type }) => type === 'thread_opened');
  const other = new DatabaseSync(join(world.folder, 'store.sqlite'));
  const takeElsewhere = () =>
    other.exec(`update designs set epoch = epoch + 1, owner = 'elsewhere', was_released = 0,
      process = '{"machine": "another", "pid": 1, "startTime": "1"}',
      lease_until = unixepoch('subsec') * 1000 + 1000 where id = '${id}'`);
  const resumed = async () =>
    (await world.store.events(id)).flatMap(({ event }) =>
      event.type === 'design_resumed' ? event.crashed : [],
    );
  other.exec('pragma busy_timeout = 5000');
  takeElsewhere();
  await until('it is taken over', async () => (await resumed()).length === 1);
  other.exec('begin immediate');
  takeElsewhere();
  const isDropped = ({ event }: LogLine) => event === 'design_dropped';
  await until('both are dropped', () => world.lines.filter(isDropped).length === 3);
  other.exec('commit');
  other.close();
  await until('it is taken over again', async () => (await resumed()).length === 2);
  expect(await resumed()).toEqual([true, false]);
});

test('P5 J8: a message that nobody heard while the last ones signed opens a gate', async () => {
  const folder = await ownFolder();
  const store = await openStore({ dataDir: folder });
  const chat = new FileChat(folder);
  const late = { id: 'C1:9', replaces: '', author: 'Ben', authorId: 'U2', text: 'Never.' };
  const commit: Store['commit'] = async (given) => {
    const isSigned = given.events.some(({ event }) => event.type === 'signature_given');
    if (isSigned && chat.incoming.length === 0) chat.incoming.push(late);
    await store.commit(given);
  };
  await using world = await openWorld({ folder, chat, store: { ...store, commit } });
  const id = await world.start({ personas: PERSONAS });
  await world.seen(id, ({ type }) => type === 'answering_opened');
  await world.engine.designs.goOn(id, ANA, delivery());
  await world.seen(id, ({ type }) => type === 'gate_opened');
  expect((await world.engine.designs.read(id))?.design?.replies).toHaveLength(1);
});

/** Written in the one round, it is read before the other. */
const HEARD_BY = new Map<RoundKind, RoundKind>([
  ['questions', 'matching'],
  ['matching', 'proposals'],
  ['mapping', 'draft'],
]);

test('P5: a message that nobody heard is read before it is matched, and before proposals and the draft', async () => {
  const folder = await ownFolder();
  const store = await openStore({ dataDir: folder });
  const chat = new FileChat(folder);
  const commit: Store['commit'] = async (given) => {
    for (const { event } of given.events) {
      if (event.type !== 'round_opened' || !HEARD_BY.has(event.kind)) continue;
      const said = { id: `C1:${event.kind}`, replaces: '', text: 'Never.' };
      chat.incoming.push({ ...said, author: 'Ben', authorId: 'U2' });
    }
    await store.commit(given);
  };
  await using world = await openWorld({ folder, chat, store: { ...store, commit } });
  const events = (await world.store.events(await playDesign(world))).map(({ event }) => event);
  const openedAt = (kind: string) =>
    events.findIndex((event) => event.type === 'round_opened' && event.kind === kind);
  const recordedAt = (id: string) =>
    events.findIndex((event) => event.type === 'reply_recorded' && event.reply.id === id);
  for (const [before, next] of HEARD_BY) {
    expect(recordedAt(`C1:${before}`), next).toBeGreaterThan(openedAt(before));
    expect(recordedAt(`C1:${before}`), next).toBeLessThan(openedAt(next));
  }
});

test('a process without a thread’s platform does not run its design, even if it is named', async () => {
  const folder = await ownFolder();
  const first = await openWorld({ folder, spawnSession: silentSessions() });
  const id = await first.start();
  await first.seen(id, ({ type }) => type === 'thread_opened');
  await first.engine.stop();
  await first.store.close();
  await using other = await openWorld({ folder, chat: null, claimAll: false });
  expect(await other.engine.claim(id)).toBe(false);
  expect(await other.store.design(id)).toMatchObject({ owner: null });
});

test('C22: an owner whose store was set back behind it gives the design up, and goes on from what is there', async () => {
  await using world = await openWorld();
  const id = await world.start({ personas: PERSONAS });
  await world.seen(id, ({ type }) => type === 'answering_opened');
  const last = (await world.store.events(id)).length;
  const other = new DatabaseSync(join(world.folder, 'store.sqlite'));
  other.exec(`pragma busy_timeout = 5000;
    delete from events where design_id = '${id}' and seq = ${last};
    update designs set version = ${last - 1} where id = '${id}'`);
  other.close();
  await world.engine.designs.reply(id, { text: 'Is anybody there?' }, OPERATOR, delivery());
  await world.seen(id, ({ type }) => type === 'design_resumed');
  expect(world.lines).toContainEqual(expect.objectContaining({ event: 'design_dropped' }));
  await world.engine.designs.goOn(id, ANA, delivery());
  expect((await world.finished(id)).at(-1)).toMatchObject({ status: 'completed' });
});

test('a command line finds no owner, and commits its one command', async () => {
  const folder = await ownFolder();
  await runUntilKilled(folder, undefined, 'after post questions#1');
  const spawnSession = () => {
    throw new Error('a command of a person spawns nothing');
  };
  await using world = await openWorld({ folder, claimAll: false, spawnSession });
  const [row] = await world.store.listUnended();
  if (row === undefined) throw new Error('there is no design');
  expect(await world.engine.designs.goOn(row.id, OPERATOR, delivery())).toMatchObject({ ok: true });
  const answer = await world.engine.designs.cancel(row.id, 'not needed', OPERATOR, delivery());
  expect(answer).toEqual({ ok: true, isDone: true });
  const events = await world.store.events(row.id);
  expect(events.at(-1)?.event).toMatchObject({ type: 'outcome_settled', status: 'cancelled' });
  expect(await world.store.design(row.id)).toMatchObject({ owner: null, isEnded: false });
  expect(existsSync(join(folder, 'designs', row.id))).toBe(false);

  await using daemon = await openWorld({ folder });
  const ended = await daemon.finished(row.id);
  expect(ended.at(-1)).toMatchObject({ reason: 'cancelled_by_person' });
  expect(daemon.chat.keys(row.id)).toEqual(['card', 'questions', 'end']);
});

test('a second daemon without Slack’s tokens leaves Slack’s designs to others, and takes those of a terminal', async () => {
  const folder = await ownFolder();
  await runUntilKilled(folder, undefined, 'after post card#1');
  await using other = await openWorld({ folder, chat: null });
  const [left] = await other.store.listUnended();
  if (left === undefined) throw new Error('there is no design');
  const ofTerminal = await other.start({ questions: 'none' }, OPERATOR, null);
  await other.finished(ofTerminal);
  const { owner, epoch } = left;
  expect(await other.store.design(left.id)).toMatchObject({ owner, epoch });
  await using slack = await openWorld({ folder });
  expect(await findingsOf(slack, await playDesign(slack))).toEqual([]);
});

test('P5: a message that is delivered again after a kill between its commit and its answer, and later again, is one reply', async () => {
  const folder = await ownFolder();
  await runUntilKilled(folder, undefined, 'stored reply_recorded#1');
  await using world = await openWorld({ folder });
  const [row] = await world.store.listUnended();
  if (row === undefined) throw new Error('there is no design');
  const deliverAgain = () => {
    const again = { platform: 'slack', id: replyIdOf('') };
    return world.engine.designs.reply(row.id, { text: 'Q1: 900 a minute.' }, BEN, again);
  };
  const known = { ok: true, isDone: true, number: 1 };
  expect(await deliverAgain()).toEqual(known);
  expect(await findingsOf(world, await playDesign(world))).toEqual([]);
  expect(await deliverAgain()).toEqual(known);
});

test.each([
  ['whose clock is 4 s ahead is an owner like others', 4_000, 0],
  ['whose clock is 4 s ahead takes nothing from a living owner', 0, 4_000],
])('C22: a machine %s', async (_name, ownerAheadMs, otherAheadMs) => {
  const folder = await ownFolder();
  const now = () => Date.now() + otherAheadMs;
  await using owner = runVictim({
    folder,
    point: 'stored proposals_revealed#1',
    aheadMs: ownerAheadMs,
    latencyMs: 300,
  });
  const store = await openStore({ dataDir: folder });
  await until('it has an owner', async () => (await store.listUnended())[0]?.owner);
  const [row] = await store.listUnended();
  if (row === undefined) throw new Error('there is no design');
  await using other = await openWorld({ folder, store, now });
  await owner.standsStill();
  expect(await store.design(row.id)).toMatchObject({ epoch: row.epoch });
  const frozenAt = performance.now();
  await other.seen(row.id, ({ type }) => type === 'design_resumed');
  expect(performance.now() - frozenAt).toBeLessThan(SHORT_PACE.leaseMs + 2_000);
  await playDesign(other);
  owner.wake();
  await owner.ended();
  expect(await findingsOf(other, row.id)).toEqual([]);
  const times = (await store.events(row.id)).map(({ event }) => event.at);
  expect(times).toEqual(times.toSorted((one, next) => one - next));
});

test('P6: a commit whose answer was lost is not done again, and its effects are', async () => {
  const folder = await ownFolder();
  const store = await openStore({ dataDir: folder });
  let commits = 0;
  const forgetful: Store = {
    ...store,
    async commit(commit) {
      await store.commit(commit);
      commits += 1;
      if (commits % 3 === 0) throw new Fault('store_away', 'the connection was cut');
    },
  };
  await using world = await openWorld({ folder, store: forgetful });
  expect(await findingsOf(world, await playDesign(world))).toEqual([]);
  expect(world.lines).toContainEqual(expect.objectContaining({ event: 'store_not_written' }));
});

test('C18: five deaths in a row at work, without a word between them, end it', async () => {
  const folder = await ownFolder();
  for (let death = 1; death <= 5; death += 1) await runUntilKilled(folder, undefined, 'ready#1');
  await using world = await openWorld({ folder });
  const [row] = await world.store.find({ limit: 1 });
  if (row === undefined) throw new Error('there is no design');
  const events = await world.finished(row.id);
  expect(events.at(-1)).toMatchObject({ status: 'failed', reason: 'crashed_repeatedly' });
  const resumed = events.filter(({ type }) => type === 'design_resumed');
  expect(resumed).toEqual(Array(5).fill(expect.objectContaining({ crashed: true })));
});
