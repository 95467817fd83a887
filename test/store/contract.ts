/** What both databases promise: `sqlite.test.ts` and `postgres.real.test.ts` play it. */

import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DesignId } from '#design/ids.ts';
import type { Answer, DesignRow, Reservation, Store } from '#store/store.ts';
import type { TraceStep } from '#turns/record.ts';
import {
  claimed,
  commitOf,
  DAY,
  eventsFrom,
  GO_ON,
  headOf,
  LEASE_MS,
  newDesignId,
  newOwner,
  newTurnId,
  putOwned,
  putStart,
  startOf,
  summaryOf,
} from './world.ts';

/** A place for one store, empty at first. */
export interface Place {
  open(): Promise<Store>;
  /** Runs a statement beside the store, as a restore or a failover would change it. */
  run(statement: string): Promise<readonly object[]>;
  remove(): Promise<void>;
}

const DONE: Answer = { ok: true, version: 2 };
const TABLES = [
  'designs where id',
  'inbox where design_id',
  'events where design_id',
  'posts where design_id',
  'turns where design_id',
  'shared where design_id',
  'files where design_id',
  'reservations where design_id',
];

export function describeStore(makePlace: () => Promise<Place>): void {
  let place: Place;
  let store: Store;
  /** Looks like another process to the database. */
  let other: Store;
  beforeEach(async () => {
    place = await makePlace();
    store = await place.open();
    other = await place.open();
  });
  afterEach(async () => {
    await Promise.all([store.close(), other.close()]);
    await place.remove();
  });

  async function sendGoOn(designId: DesignId, platformId: string = randomUUID(), via = store) {
    return via.putCommand({ designId, platform: 'slack', platformId, command: GO_ON, at: 2_000 });
  }

  describe('the inbox', () => {
    test('P5: a command that is delivered twice is stored once', async () => {
      const designId = await putStart(store);
      const first = await sendGoOn(designId, 'M1');
      expect(await sendGoOn(designId, 'M1', other)).toEqual({ ...first, isNew: false });
      expect(await other.findCommand('slack', 'M1')).toEqual({ id: first.id, designId });
      expect(await other.findCommand('discord', 'M1')).toBeNull();
      expect(await store.inboxOf(designId)).toMatchObject([
        { command: { type: 'start' } },
        { id: first.id, platform: 'slack', platformId: 'M1', command: GO_ON, at: 2_000 },
      ]);
    });

    test('P5: a start that is delivered twice makes one design, and answers with its id', async () => {
      const designId = await putStart(store, { platformId: 'M1' });
      expect(await putStart(other, { platformId: 'M1' })).toBe(designId);
      expect(await store.listUnended()).toMatchObject([
        { id: designId, version: 0, epoch: 0, owner: null, isLapsed: true, isEnded: false },
      ]);
    });

    test('P5: a start that two processes deliver at once makes one design', async () => {
      const ids = await Promise.all(
        Array.from({ length: 8 }, (_, n) =>
          putStart(n % 2 === 0 ? store : other, { platformId: 'M1' }),
        ),
      );
      expect(new Set(ids).size).toBe(1);
      expect(await store.listUnended()).toHaveLength(1);
    });

    test('P5: an answered command stays answered when it is delivered again', async () => {
      const row = await putOwned(store);
      const { id } = await sendGoOn(row.id, 'M1');
      expect(await store.answerOf(id)).toBeNull();
      await store.commit(commitOf(row, { answers: [{ inboxId: id, answer: DONE }] }));
      expect(await sendGoOn(row.id, 'M1', other)).toMatchObject({ id, isNew: false });
      expect(await other.answerOf(id)).toEqual(DONE);
      expect((await store.inboxOf(row.id)).map(({ id }) => id)).not.toContain(id);
    });
  });

  describe('a commit', () => {
    test('P6: a commit on another version is refused, and leaves nothing', async () => {
      const row = await putOwned(store);
      const { id } = await sendGoOn(row.id);
      await store.commit(commitOf(row));
      const stale = commitOf(row, {
        summary: summaryOf({ headline: 'stale' }),
        answers: [{ inboxId: id, answer: DONE }],
      });
      await expect(store.commit(stale)).rejects.toMatchObject({ code: 'stale_version' });
      expect(await store.events(row.id)).toEqual(eventsFrom(1, 2));
      expect(await store.design(row.id)).toMatchObject({ version: 2, summary: { headline: '' } });
      expect(await store.answerOf(id)).toBeNull();
    });

    test('P6: a commit that answers a command for the second time is refused as a whole', async () => {
      const row = await putOwned(store);
      const { id } = await sendGoOn(row.id);
      const answers = [{ inboxId: id, answer: DONE }];
      await store.commit(commitOf(row, { events: [], answers }));
      await expect(store.commit(commitOf(row, { answers }))).rejects.toMatchObject({
        code: 'stale_version',
      });
      expect(await store.design(row.id)).toMatchObject({ version: 0 });
      expect(await store.events(row.id)).toEqual([]);
    });

    test('P6: of two commits on one version at once, one is stored', async () => {
      const owner = newOwner();
      const row = await putOwned(store, owner);
      const results = await Promise.allSettled(
        Array.from({ length: 6 }, (_, n) => (n % 2 === 0 ? store : other).commit(commitOf(row))),
      );
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await store.events(row.id)).toEqual(eventsFrom(1, 2));
    });

    test('P7: every text comes back as it was given', async () => {
      const headline = 'NUL \0, half a pair \ud83d, 🏺, ’quotes’ and \\u0000';
      const row = await putOwned(store);
      await store.commit(commitOf(row, { summary: summaryOf({ headline }) }));
      expect((await other.design(row.id))?.summary.headline).toBe(headline);
      await store.putShared(row.id, row.epoch, 'sha', headline);
      expect(await other.shared(row.id, 'sha')).toBe(headline);
      expect(await other.file(row.id, 'a\0b')).toBeNull();
      expect(await other.find({ limit: 1, words: '🏺' })).toHaveLength(1);
    });
  });

  describe('a lease', () => {
    test('P6: of many who claim a design at once, one holds it', async () => {
      const designId = await putStart(store);
      const claims = await Promise.all(
        Array.from({ length: 8 }, (_, n) =>
          (n % 2 === 0 ? store : other).claim(designId, newOwner(), LEASE_MS),
        ),
      );
      const held = claims.filter((row) => row !== null);
      expect(held).toHaveLength(1);
      expect(await store.design(designId)).toEqual(held[0]);
      expect(held[0]).toMatchObject({ isLapsed: false, wasReleased: true });
    });

    test('C18: a lease that has run out is claimed by another, with a later epoch', async () => {
      const process = { machine: 'm', pid: 7, startTime: '8' };
      const row = await putOwned(store, { id: 'one', process }, 0);
      expect(row.owner).toEqual({ id: 'one', process });
      expect((await other.design(row.id))?.isLapsed).toBe(true);
      const next = await claimed(other, row.id);
      expect(next.epoch).toBeGreaterThan(row.epoch);
      expect(next.wasReleased).toBe(false);
    });

    test('C18: an owner whose process is gone is followed at once', async () => {
      const gone = newOwner();
      const row = await putOwned(store, gone);
      expect(await other.claim(row.id, newOwner(), LEASE_MS, 'another owner')).toBeNull();
      expect(await other.claim(row.id, newOwner(), LEASE_MS, gone.id)).toMatchObject({
        isLapsed: false,
        wasReleased: false,
      });
    });

    test('C18: a design that its owner gave back counts no crash', async () => {
      const row = await putOwned(store);
      await store.release(row.id, row.epoch);
      expect(await store.design(row.id)).toMatchObject({ owner: null, wasReleased: true });
      expect((await claimed(other, row.id)).wasReleased).toBe(true);
    });

    test('C22: a renewal holds what nobody has claimed, also what had lapsed, and nothing else', async () => {
      const owner = newOwner();
      const [kept, lost] = [await putOwned(store, owner, 0), await putOwned(store, owner, 0)];
      await claimed(other, lost.id);
      expect(await store.renew(owner.id, LEASE_MS)).toEqual([
        { designId: kept.id, epoch: kept.epoch },
      ]);
      expect(await store.design(kept.id)).toMatchObject({ epoch: kept.epoch, isLapsed: false });
    });

    test('C22: an owner that claims its own design again fences what it had begun', async () => {
      const owner = newOwner();
      const row = await putOwned(store, owner);
      const again = await claimed(store, row.id, owner);
      await expect(store.commit(commitOf(row))).rejects.toMatchObject({ code: 'lease_lost' });
      await store.commit(commitOf(again));
    });

    test('C22: no write of an earlier owner is stored', async () => {
      const row = await putOwned(store);
      const head = headOf(row);
      await store.startTurn(row.epoch, head);
      await store.reserve(reservationOf(row, { id: 'r1', usd: 1 }));
      const { id, epoch } = row;
      const before = await contentsOf(row);
      await other.claim(row.id, newOwner(), LEASE_MS, row.owner?.id);

      const writes: Record<string, () => Promise<unknown>> = {
        commit: () => store.commit(commitOf(row)),
        release: () => store.release(id, epoch),
        putPost: () => store.putPost(id, epoch, { key: 'k', messageId: 'm', sha256: 's' }),
        putFile: () => store.putFile(id, epoch, 'a.md', new Uint8Array(3)),
        putShared: () => store.putShared(id, epoch, 'sha', 'text'),
        startTurn: () => store.startTurn(epoch, headOf(row, 2)),
        appendTrace: () => store.appendTrace(id, epoch, head.turnId, [step(1)]),
        reserve: () => store.reserve(reservationOf(row, { id: 'r2' })),
        settle: () => store.settle('r1', epoch, 0.1),
        settleEarlier: () => store.settleEarlier(id, epoch),
      };
      for (const [name, write] of Object.entries(writes)) {
        await expect(write(), name).rejects.toMatchObject({ code: 'lease_lost' });
      }
      expect(await contentsOf(row)).toEqual(before);
    });

    test('C22: a turn that a store which went back does not have is no bug of ours', async () => {
      const { id, epoch, ...row } = await putOwned(store);
      const { turnId } = headOf({ id, epoch, ...row });
      const append = store.appendTrace(id, epoch, turnId, [step(1)]);
      await expect(append).rejects.toMatchObject({ code: 'lease_lost' });
    });

    test('C22: a store that went back before a claim never gives its epoch to another', async () => {
      const row = await putOwned(store);
      // No failover takes less than two milliseconds.
      await expect.poll(() => Date.now()).toBeGreaterThan(row.epoch + 1);
      await place.run(`update designs set owner = null, epoch = 0 where id = '${row.id}'`);
      const next = await claimed(other, row.id);
      expect(next.epoch).not.toBe(row.epoch);
      await expect(store.commit(commitOf(row))).rejects.toMatchObject({ code: 'lease_lost' });
    });

    test('C22: a store that lost a commit refuses the next one', async () => {
      const row = await putOwned(store);
      await store.commit(commitOf(row));
      await place.run(`delete from events where design_id = '${row.id}'`);
      await place.run(`update designs set version = 0 where id = '${row.id}'`);
      await expect(store.commit(commitOf(row, { version: 2 }))).rejects.toMatchObject({
        code: 'stale_version',
      });
    });
  });

  describe('reading', () => {
    test('A13: events are read from a number on, in order', async () => {
      const row = await putOwned(store);
      for (const version of [0, 2, 4]) await store.commit(commitOf(row, { version }));
      expect(await other.events(row.id)).toEqual(eventsFrom(1, 6));
      expect(await other.events(row.id, 4)).toEqual(eventsFrom(5, 2));
      expect(await other.events(row.id, 6)).toEqual([]);
    });

    test('A13: whoever reads at each change sees every event of another process once', async () => {
      const row = await putOwned(store);
      const seen: number[] = [];
      const isComplete = Promise.withResolvers<void>();
      let reading = Promise.resolve();
      const stop = other.watch(() => {
        reading = reading.then(async () => {
          for (const { seq } of await other.events(row.id, seen.at(-1) ?? 0)) seen.push(seq);
          if (seen.length >= 20) isComplete.resolve();
        });
      });
      for (let version = 0; version < 20; version += 2)
        await store.commit(commitOf(row, { version }));
      await isComplete.promise;
      stop();
      await reading;
      expect(seen).toEqual(eventsFrom(1, 20).map(({ seq }) => seq));
    });

    test('a watcher is told of commands from any process, and of nothing after it stopped', async () => {
      const designId = await putStart(store);
      for (const sender of [store, other]) {
        const told = Promise.withResolvers<DesignId | null>();
        const stop = store.watch((changed) => told.resolve(changed));
        await sendGoOn(designId, randomUUID(), sender);
        expect([designId, null]).toContain(await told.promise);
        stop();
      }
      const stop = store.watch(() => expect.unreachable('it has stopped'));
      stop();
      await sendGoOn(designId);
    });

    test('designs are found newest first, page by page, by status and by words', async () => {
      const queue = await putStart(store, { topic: 'Über die Queue: 100% Redis' });
      const cache = await putStart(store, { topic: 'The cache', status: 'awaiting_input' });
      const other = await putStart(store, { topic: 'The log', headline: 'Keep redis_old' });
      const find = async (query: Partial<Parameters<Store['find']>[0]>) =>
        (await store.find({ limit: 10, ...query })).map(({ id }) => id);
      expect(await find({})).toEqual([other, cache, queue]);
      expect(await find({ limit: 1, before: other })).toEqual([cache]);
      expect(await find({ status: 'awaiting_input' })).toEqual([cache]);
      expect(await find({ words: 'REDIS' })).toEqual([other, queue]);
      expect(await find({ words: ' queue über ' })).toEqual([queue]);
      expect(await find({ words: '100%' })).toEqual([queue]);
      expect(await find({ words: 's_o' })).toEqual([other]);
      expect(await find({ words: 'e_a' })).toEqual([]);
      expect(await find({ channel: 'C1', words: 'redis' })).toEqual([other, queue]);
      expect(await find({ channel: 'C2' })).toEqual([]);
    });

    test('a design is found by its id, by the end of it, and by its thread', async () => {
      const first = await putStart(store, { thread: 'T1' });
      const second = await putStart(store, { thread: 'T1' });
      await putStart(store, { thread: 'T2' });
      expect(await store.findId(first)).toBe(first);
      expect(await store.findId(first.slice(-8))).toBe(first);
      expect(await store.findId('%')).toBeNull();
      expect(await store.findId('')).toBeNull();
      expect((await store.ofThread('slack', 'C1', 'T1'))?.id).toBe(second);
      expect(await store.ofThread('discord', 'C1', 'T1')).toBeNull();
      expect(await store.design(newDesignId())).toBeNull();
    });

    test('a design has a key of its own, which never changes', async () => {
      const row = await putOwned(store);
      expect(row.key).toMatch(/^[0-9a-f]{32}$/);
      await store.commit(commitOf(row));
      expect((await other.design(row.id))?.key).toBe(row.key);
      expect((await putOwned(store)).key).not.toBe(row.key);
    });

    test('the store has one id and one key of the list, whoever opens it', async () => {
      expect(store.listKey).toMatch(/^[0-9a-f]{32}$/);
      expect(store.id).not.toBe(store.listKey);
      expect([other.id, other.listKey]).toEqual([store.id, store.listKey]);
    });
  });

  describe('the record of turns', () => {
    test('T3: a trace grows step by step, once each, and is read as it was written', async () => {
      const row = await putOwned(store);
      const [late, early] = [headOf(row, 2), headOf(row, 1)];
      for (const head of [late, early]) await store.startTurn(row.epoch, head);
      expect(await other.turn(row.id, late.turnId)).toEqual({ ...late, trace: [] });
      await store.appendTrace(row.id, row.epoch, late.turnId, [step(1), step(2)]);
      for (const sender of [store, other])
        await sender.appendTrace(row.id, row.epoch, late.turnId, [step(3)]);
      expect(await other.turn(row.id, late.turnId)).toEqual({
        ...late,
        trace: [step(1), step(2), step(3)],
      });
      expect(await other.turns(row.id)).toEqual([early, late]);
      expect(await other.turn(row.id, newTurnId())).toBeNull();
    });

    test('T3: steps that several turns append at once are all kept', async () => {
      const row = await putOwned(store);
      const heads = [headOf(row, 1), headOf(row, 2)];
      for (const head of heads) await store.startTurn(row.epoch, head);
      await Promise.all(
        heads.flatMap(({ turnId }) =>
          [1, 2, 3, 4].map((n) => store.appendTrace(row.id, row.epoch, turnId, [step(n)])),
        ),
      );
      for (const { turnId } of heads) {
        const trace = (await store.turn(row.id, turnId))?.trace ?? [];
        expect(trace.map(({ at }) => at).sort()).toEqual([1, 2, 3, 4]);
      }
    });
  });

  describe('posts and files', () => {
    test('P4: a post is on record before and after it is made', async () => {
      const row = await putOwned(store, newOwner(), 0);
      const post = { key: 'card', messageId: '', sha256: 'a' };
      await store.putPost(row.id, row.epoch, post);
      const next = await claimed(other, row.id);
      expect(await other.posts(row.id)).toEqual([post]);
      const made = { key: 'card', messageId: 'M1', sha256: 'b' };
      await other.putPost(row.id, next.epoch, made);
      await other.putPost(row.id, next.epoch, { ...made, key: 'end' });
      expect(await store.posts(row.id)).toEqual([made, { ...made, key: 'end' }]);
    });

    test('files come back byte for byte, the last one by its name', async () => {
      const row = await putOwned(store);
      const bytes = Uint8Array.from({ length: 256 }, (_, n) => n);
      await store.putFile(row.id, row.epoch, 'record.md', new Uint8Array(3));
      await store.putFile(row.id, row.epoch, 'record.md', bytes);
      await store.putFile(row.id, row.epoch, 'failures/a.log', new Uint8Array(64 * 1024));
      expect(await other.files(row.id)).toEqual([
        { name: 'failures/a.log', bytes: 65_536 },
        { name: 'record.md', bytes: 256 },
      ]);
      expect(Uint8Array.from((await other.file(row.id, 'record.md')) ?? [])).toEqual(bytes);
      expect(await other.file(row.id, 'none')).toBeNull();
    });

    test('P7: a file beyond its bound is not stored', async () => {
      const row = await putOwned(store);
      const long = new Uint8Array(64 * 1024 + 1);
      await expect(store.putFile(row.id, row.epoch, 'failures/a.log', long)).rejects.toThrow();
      expect(await store.files(row.id)).toEqual([]);
    });
  });

  describe('money', () => {
    test('T7: many reservations at once keep within the design’s ceiling, to the cent', async () => {
      const row = await putOwned(store);
      const results = await reserveMany(row, { designCeilingUsd: 1 });
      expect(results.filter((refusedBy) => refusedBy === null)).toHaveLength(10);
      expect(results.filter((refusedBy) => refusedBy === 'design')).toHaveLength(10);
      expect([await store.spent(row.id), await other.spent(`day:${DAY}`)]).toEqual([1, 1]);
    });

    test('T7: designs of several processes keep within the day’s ceiling together', async () => {
      const rows = [await putOwned(store), await putOwned(other)];
      const results = await Promise.all(
        rows.map((row) => reserveMany(row, { dayCeilingUsd: 1.5 })),
      );
      const reserved = results.flat().filter((refusedBy) => refusedBy === null);
      expect(reserved).toHaveLength(15);
      expect(results.flat().filter((refusedBy) => refusedBy === 'day')).toHaveLength(25);
      const ofDesigns = await Promise.all(rows.map(({ id }) => store.spent(id)));
      expect([ofDesigns.reduce((a, b) => a + b), await store.spent(`day:${DAY}`)]).toEqual([
        1.5, 1.5,
      ]);
    });

    test('T7: what a call cost takes the place of what was reserved, once', async () => {
      const row = await putOwned(store);
      await store.reserve(reservationOf(row, { id: 'r1', usd: 0.5 }));
      await store.reserve(reservationOf(row, { id: 'r2', usd: 0.1 }));
      await store.settle('r1', row.epoch, 0.7);
      expect([await other.settled(row.id), await other.settled(`day:${DAY}`)]).toEqual([0.7, 0.7]);
      await store.settle('r2', row.epoch, 0);
      await store.settle('r1', row.epoch, 0.7);
      expect([await store.spent(row.id), await store.spent(`day:${DAY}`)]).toEqual([0.7, 0.7]);
    });

    test('T7: what an earlier owner had reserved counts as spent', async () => {
      const row = await putOwned(store, newOwner(), 0);
      await store.reserve(reservationOf(row, { id: 'r1', usd: 0.5 }));
      const next = await claimed(other, row.id);
      await other.reserve(reservationOf(next, { id: 'r2', usd: 0.25 }));
      await other.settleEarlier(row.id, next.epoch);
      await other.settle('r1', next.epoch, 0);
      await other.settle('r2', next.epoch, 0);
      expect(await store.spent(row.id)).toBe(0.5);
    });

    test('T7: a day of which nothing is known has cost nothing yet', async () => {
      expect(await store.spent('day:2026-12-01')).toBe(0);
      expect(await store.settled('day:2026-12-01')).toBe(0);
    });
  });

  describe('the end of a design', () => {
    test('P9: ended designs are listed by the time of their end, and never one that runs', async () => {
      const [running, early, late] = [
        await putOwned(store),
        await putOwned(store),
        await putOwned(store),
      ];
      await store.commit(commitOf(running));
      for (const [row, endedAt] of [
        [early, 5_000],
        [late, 9_000],
      ] as const) {
        const summary = summaryOf({ status: 'completed', endedAt });
        await store.commit(commitOf(row, { summary, isEnded: true }));
      }
      expect(await store.endedBefore(9_000)).toEqual([early.id]);
      expect((await store.listUnended()).map(({ id }) => id)).toEqual([running.id]);
    });

    test('P9: what is forgotten leaves no row, and other designs keep theirs', async () => {
      const [gone, kept] = [await putOwned(store), await putOwned(store)];
      for (const row of [gone, kept]) await fill(row);
      const before = await contentsOf(kept);
      expect((await contentsOf(gone)).filter((rows) => rows.length > 0)).toHaveLength(8);
      await other.forget(gone.id);
      expect((await contentsOf(gone)).flat()).toEqual([]);
      expect(await contentsOf(kept)).toEqual(before);
      expect(await store.spent(`day:${DAY}`)).toBe(0.2);
    });

    async function fill(row: DesignRow): Promise<void> {
      const { id, epoch } = row;
      await store.commit(commitOf(row));
      await store.putPost(id, epoch, { key: 'k', messageId: 'm', sha256: 's' });
      await store.putFile(id, epoch, 'a.md', new Uint8Array(3));
      await store.putShared(id, epoch, 'sha', 'text');
      await store.startTurn(epoch, headOf(row));
      await store.reserve(reservationOf(row));
    }
  });

  test('a store that takes what it is given says so, and one that is closed says so too', async () => {
    await store.ping();
    const third = await place.open();
    await third.close();
    await expect(third.ping()).rejects.toMatchObject({ code: 'store_away' });
    await expect(third.listUnended()).rejects.toMatchObject({ code: 'store_away' });
  });

  test('P5: a command for a design that is not there is refused, and not stored', async () => {
    const designId = newDesignId();
    await expect(sendGoOn(designId)).rejects.toMatchObject({ code: 'store_bug' });
    expect(await store.inboxOf(designId)).toEqual([]);
    const start = {
      designId,
      platform: 'slack',
      platformId: 'M',
      command: startOf(designId),
      at: 1,
    };
    await expect(store.putCommand(start)).rejects.toThrow('summary');
  });

  test('of two designs that start at once each is judged by what is at work, and the later by the first', async () => {
    const startOnce = (via: Store) => {
      const designId = newDesignId();
      const row = { designId, platform: 'slack', platformId: designId, at: 1 };
      return via.putCommand({ ...row, command: startOf(designId) }, summaryOf(), (atWork) => {
        if (atWork.length > 0) throw new Error('one is at work');
      });
    };
    const ended = await putStart(store, { status: 'failed' });
    const started = await Promise.allSettled([startOnce(store), startOnce(other)]);
    expect(started.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(started.find((each) => each.status === 'rejected')?.reason).toMatchObject({
      message: 'one is at work',
    });
    expect(await store.listUnended()).toHaveLength(2);
    expect(await store.design(ended)).not.toBeNull();
  });

  test('P7: a command that no event could hold is not stored', async () => {
    const designId = await putStart(store);
    const by = { name: 'x'.repeat(201), id: 'U1', via: 'slack' as const };
    const row = { designId, platform: 'slack', platformId: 'M', at: 1 };
    await expect(store.putCommand({ ...row, command: { type: 'go_on', by } })).rejects.toThrow(
      'Too big',
    );
    expect(await store.findCommand('slack', 'M')).toBeNull();
  });

  test('two processes can open an empty place at once', async () => {
    const empty = await makePlace();
    const stores = await Promise.all([1, 2, 3, 4].map(() => empty.open()));
    expect(new Set(stores.map(({ id }) => id)).size).toBe(1);
    await Promise.all(stores.map((each) => each.close()));
    await empty.remove();
  });

  test('a store of another version is refused in one sentence, and left as it is', async () => {
    const empty = await makePlace();
    await empty.run('create table designs (id text primary key)');
    await expect(empty.open()).rejects.toMatchObject({
      code: 'bad_setting',
      message: expect.stringMatching(
        /^The store in .* is of another version of Charrette: [^.]*\.$/,
      ),
    });
    expect(await empty.run('select * from designs')).toEqual([]);
    await place.run('update store set format = 99');
    await expect(place.open()).rejects.toMatchObject({ code: 'bad_setting' });
    await empty.remove();
  });

  async function contentsOf({ id }: DesignRow): Promise<(readonly object[])[]> {
    const without = ({ owner, process, epoch, lease_until, was_released, ...row }: Rows) => row;
    const contents: (readonly object[])[] = [];
    for (const table of TABLES) {
      const rows = (await place.run(`select * from ${table} = '${id}'`)) as Rows[];
      contents.push(table.startsWith('designs') ? rows.map(without) : rows);
    }
    return contents;
  }
  type Rows = Readonly<Record<string, unknown>>;

  function reserveMany(row: DesignRow, ceilings: Partial<Reservation>) {
    return Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        (n % 2 === 0 ? store : other).reserve(reservationOf(row, ceilings)),
      ),
    );
  }
}

function reservationOf(row: DesignRow, changes: Partial<Reservation> = {}): Reservation {
  return {
    id: randomUUID(),
    designId: row.id,
    epoch: row.epoch,
    day: DAY,
    usd: 0.1,
    designCeilingUsd: 5,
    dayCeilingUsd: 50,
    ...changes,
  };
}

function step(at: number): TraceStep {
  return { step: 'first_token', at, call: at };
}
