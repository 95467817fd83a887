import { expect, test } from 'vitest';
import { countStalls, noteWork, STALL_MS, watchStalls } from '../../src/foundation/stalls.ts';
import { realClock as clock } from '../support/processes/child-real-clock.ts';
import { eventually } from '../support/runner/eventually.ts';

const WORK: readonly (readonly [string, () => void])[] = [
  [
    'computes',
    () => {
      const began = process.threadCpuUsage();
      while (process.threadCpuUsage(began).user < 2 * STALL_MS * 1_000) JSON.stringify([began]);
    },
  ],
  ['waits', () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2 * STALL_MS)],
];

test.each(WORK)(
  'A15: work that %s on the thread for long is told once, with what it was',
  async (_, work) => {
    const told: unknown[] = [];
    const before = countStalls();
    // Other work may stand on the thread for long as well, once this one has been told.
    const warn = (event: string, facts: object) =>
      told.push({ event, ...facts, counted: countStalls() - before });
    const log = { warn } as never;
    using _watch = watchStalls({ log, clock });
    noteWork('read a record');
    work();
    await eventually(() => told.length).toBe(1);
    expect(told).toMatchObject([
      {
        event: 'event_loop_stalled',
        ms: expect.any(Number),
        during: 'read a record',
        counted: 1,
      },
    ]);
  },
);
