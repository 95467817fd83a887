import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { FEW_PERSONAS } from '../entry/daemon.ts';
import { InProcess } from '../entry/in-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** The machine's clock is set back by an hour, by hand or by a time server. */
const HOUR_MS = 3_600_000;

afterEach(() => {
  vi.useRealTimers();
});

function setBack(): void {
  const now = Date.now();
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(now - HOUR_MS);
}

test('time goes on from where it was, and what is due comes when it is', async () => {
  const before = systemClock.now();
  const due = Promise.withResolvers<number>();
  systemClock.at(before + 50, () => due.resolve(systemClock.now()));
  setBack();
  // So that the test means something.
  expect(Date.now()).toBeLessThan(before);
  expect(systemClock.now()).toBeGreaterThanOrEqual(before);
  expect(systemClock.now() - before).toBeLessThan(10_000);
  expect(await due.promise).toBeGreaterThanOrEqual(before + 49);
  vi.setSystemTime(before + HOUR_MS);
  expect(systemClock.now()).toBeGreaterThanOrEqual(before + HOUR_MS);
});

test('C18, T1: a design goes on, is waited for no longer than before, and nothing of it took less than no time', async () => {
  const dataDir = temporaryFolder();
  const environment = {
    ...FEW_PERSONAS,
    CHARRETTE_REHEARSAL: '1',
    CHARRETTE_REHEARSAL_LATENCY_MS: '5',
    CHARRETTE_ANSWER_SECONDS: '3',
    CHARRETTE_LOG_LEVEL: 'warn',
  };
  const daemon = await InProcess.start(dataDir, environment, systemClock);
  onTestFinished(() => daemon.stop());
  const { id } = await daemon.startDesign({ topic: 'Should the queue move?' });
  await daemon.events(id).until('questions', ({ type }) => type === 'answering_opened');
  setBack();
  expect(await daemon.untilEnded(id)).toMatchObject({ status: 'completed' });
  const times = daemon.events(id).seen.map(({ at }) => Date.parse(String(at)));
  expect(times).toEqual(times.toSorted((one, other) => one - other));
  const { turns } = await daemon.get<{ turns: { tookMs?: number; totalMs?: number }[] }>(
    `/designs/${id}/turns`,
  );
  expect(turns.length).toBeGreaterThan(5);
  expect(JSON.stringify(turns)).not.toMatch(/Ms":-/);
});
