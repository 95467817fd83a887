import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import {
  type DailyWork,
  type DailyWorkParts,
  findNextTime,
  keepDaily,
} from '../../src/engine/daily-work.ts';
import { openStore } from '../../src/entry/open-store.ts';
import { childDaemons } from '../adapters/store/on-postgres.ts';
import { ownStoreDatabase, reachablePostgres } from '../support/databases/postgres.ts';
import { keepLog } from '../support/processes/child-sessions.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { TestClock } from '../turns/test-clock.ts';

export const soon = { timeout: 20_000, interval: 5 };
export const SECOND = 1_000;
export const DAY = 86_400 * SECOND;
const NAME = 'collection';
/** Hours away from the time of the work: a test that lets an hour pass does not meet it. */
export const NOON = Date.parse('2026-02-27T12:00:00.000Z');

export interface Place {
  readonly dataDir: string;
  readonly databaseUrl: string | null;
}

/** A daemon on a store, and what it has done. Time passes when the test says so. */
export async function daemon(
  at: Place,
  changes: {
    readonly work?: DailyWork;
    readonly isSure?: () => boolean;
    readonly clock?: TestClock;
  } = {},
) {
  const log = keepLog();
  const { store, fleet } = await openStore(at, log);
  fleet.listen({ onChange: () => undefined, onDue: () => undefined, onLoss: () => undefined });
  await expect.poll(() => fleet.isSure(), soon).toBe(true);
  const { clock = new TestClock(NOON) } = changes;
  const runs: number[] = [];
  let asked = 0;
  let looks = 0;
  const answered = async <Answer>(call: Promise<Answer>): Promise<Answer> => {
    asked += 1;
    return call.finally(() => {
      asked -= 1;
    });
  };
  const parts: DailyWorkParts = {
    ...{ clock, log },
    fleet: {
      acquireLeadership: (name) => answered(fleet.acquireLeadership(name)),
      resignLeadership: (name) => answered(fleet.resignLeadership(name)),
      isSure: changes.isSure ?? (() => fleet.isSure()),
    },
    store: {
      lastRun: (name) => {
        looks += 1;
        return answered(store.lastRun(name));
      },
      keepRun: (name, ranAt) => answered(store.keepRun(name, ranAt)),
    },
  };
  const work = async () => {
    runs.push(clock.now());
  };
  let leadership: ReturnType<typeof keepDaily> | null = null;
  let closed: Promise<void> | null = null;
  const close = () => {
    closed ??= (leadership?.stop() ?? Promise.resolve())
      .then(() => fleet.leave())
      .then(() => store.close());
    return closed;
  };
  onTestFinished(close);
  return {
    ...{ store, clock, runs, close },
    looks: () => looks,
    stored: () => store.lastRun(NAME),
    failures: () => log.events.filter(({ event }) => event === 'scheduled_work_failed').length,
    begin() {
      leadership = keepDaily(changes.work ?? work, parts);
      return leadership;
    },
    /** Lets seconds pass, each once the store has answered, until this is so. */
    async until<Value>(look: () => Value | Promise<Value>, wanted: Value) {
      const looked = () => {
        if (asked === 0) clock.pass(SECOND);
        return look();
      };
      await expect.poll(looked, soon).toEqual(wanted);
    },
  };
}

/** The rules of daily work with a store that `place` gives, another one to each test. */
export function dailyWork(place: () => Promise<Place>): void {
  const started = childDaemons('daily-child.ts');

  test('work is done at once the first time, and then every day at its time', async () => {
    const one = await daemon(await place());
    const beganAt = one.clock.now();
    one.begin();
    await expect.poll(one.stored, soon).toBe(beganAt);
    for (const times of [2, 3]) {
      const due = findNextTime(one.clock.now());
      one.clock.pass(due - one.clock.now() - 20 * SECOND);
      const looks = one.looks();
      await one.until(() => one.looks() > looks, true);
      expect(one.runs).toHaveLength(times - 1);
      await one.until(() => one.runs.length, times);
      expect(one.runs.at(-1)).toBeGreaterThanOrEqual(due);
      expect(one.runs.at(-1)).toBeLessThan(due + 5 * SECOND);
      await expect.poll(one.stored, soon).toBe(one.runs.at(-1));
    }
  });

  test('many times that were missed are made up for by one run, and a restart adds none', async () => {
    const at = await place();
    const one = await daemon(at);
    await one.store.keepRun(NAME, one.clock.now() - 5 * DAY);
    const beganAt = one.clock.now();
    one.begin();
    await expect.poll(one.stored, soon).toBe(beganAt);
    await one.close();
    const next = await daemon(at);
    next.begin();
    await next.until(() => next.looks() > 0, true);
    await next.close();
    expect([one.runs.length, next.runs.length]).toEqual([1, 0]);
  });

  test('work that failed is logged, and tried again after ten minutes', async () => {
    let times = 0;
    const work = async () => {
      times += 1;
      if (times === 1) throw new Error('no room');
    };
    const one = await daemon(await place(), { work });
    const beganAt = one.clock.now();
    one.begin();
    await expect.poll(one.failures, soon).toBe(1);
    expect(await one.stored()).toBeNull();
    await one.until(() => times, 2);
    expect([one.failures(), one.clock.now() >= beganAt + 600 * SECOND]).toEqual([1, true]);
    await expect.poll(one.stored, soon).toBeGreaterThan(beganAt);
  });

  test('a run in the future, which a wrong clock stored, counts for nothing', async () => {
    const one = await daemon(await place());
    await one.store.keepRun(NAME, one.clock.now() + 400 * DAY);
    const beganAt = one.clock.now();
    one.begin();
    await expect.poll(one.stored, soon).toBe(beganAt);
    expect(one.runs).toEqual([beganAt]);
  });

  test('C18: work whose daemon was killed before it was on record is done again by the next', async () => {
    const at = await place();
    const { child, said } = started(
      at.dataDir,
      ...(at.databaseUrl === null ? [] : [at.databaseUrl]),
    );
    await expect.poll(() => said, soon).toEqual([{ done: true }]);
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
    const next = await daemon(at);
    next.begin();
    await next.until(() => next.runs.length, 1);
    await expect.poll(next.stored, soon).toBe(next.runs[0]);
  });

  test('a daemon that may be evicted begins no work until it is sure of itself', async () => {
    let isSure = false;
    const one = await daemon(await place(), { isSure: () => isSure });
    one.begin();
    await one.until(() => one.looks() > 2, true);
    expect(one.runs).toEqual([]);
    isSure = true;
    await one.until(() => one.runs.length, 1);
  });
}

/** On a database of the test's own, where there is a server. */
export async function placeOnPostgres(): Promise<Place> {
  const { url: serverUrl } = await reachablePostgres();
  if (serverUrl === null) throw new Error('this is only called where there is a Postgres');
  const { url, drop } = await ownStoreDatabase(serverUrl);
  onTestFinished(drop);
  return { dataDir: temporaryFolder(), databaseUrl: url };
}
