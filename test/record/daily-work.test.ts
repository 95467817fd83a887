import { describe, expect, test } from 'vitest';
import { findNextTime } from '../../src/engine/daily-work.ts';
import { needing } from '../support/runner/needing.ts';
import { temporaryFolder } from '../support/runner/temporary-folder.ts';
import { TestClock } from '../turns/test-clock.ts';
import { DAY, daemon, dailyWork, NOON, placeOnPostgres, SECOND, soon } from './daily-work.ts';

test.each([
  ['before it is on the same day', '2026-02-28T03:16:59.999Z', '2026-02-28T03:17:00.000Z'],
  ['at it is a day later', '2026-02-28T03:17:00.000Z', '2026-03-01T03:17:00.000Z'],
  ['after it is a day later', '2026-12-31T23:59:59.999Z', '2027-01-01T03:17:00.000Z'],
])('the time of day that follows a moment %s', (_, now, then) => {
  expect(new Date(findNextTime(Date.parse(now))).toISOString()).toBe(then);
});

describe('daily work with the embedded store', () => {
  dailyWork(async () => ({ dataDir: temporaryFolder(), databaseUrl: null }));
});

const { test: testPostgres } = await needing('postgres');

testPostgres(
  'one daemon of a fleet does the daily work, and another takes its place when that one stops',
  async () => {
    const { databaseUrl } = await placeOnPostgres();
    // A daemon whose clock is behind takes what another has just stored for a wrong clock's.
    const clock = new TestClock(NOON);
    const all = await Promise.all(
      [1, 2, 3].map(() => daemon({ dataDir: temporaryFolder(), databaseUrl }, { clock })),
    );
    for (const each of all) each.begin();
    const times = () => all.map(({ runs }) => runs.length).toSorted();
    await expect.poll(() => all[0]?.stored(), soon).not.toBeNull();
    for (const each of all) {
      clock.pass(5 * SECOND);
      await each.until(() => true, true);
    }
    expect(times()).toEqual([0, 0, 1]);
    await all.find(({ runs }) => runs.length > 0)?.close();
    const others = all.filter(({ runs }) => runs.length === 0);
    clock.pass(DAY);
    await Promise.all(others.map((each) => each.until(() => times(), [0, 1, 1])));
    await others.find(({ runs }) => runs.length > 0)?.close();
    const last = others.find(({ runs }) => runs.length === 0);
    clock.pass(60 * SECOND);
    await last?.until(() => last.looks() > 0, true);
    expect(times()).toEqual([0, 1, 1]);
  },
);
