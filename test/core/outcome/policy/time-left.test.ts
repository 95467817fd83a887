import { expect, test } from 'vitest';
import { openRound } from '../../../../src/core/vocabulary/status.ts';
import { given } from '../../../support/designs/given.ts';
import { MINUTE } from '../../../support/designs/given-start.ts';

const ONE_MS = 1;

test('a round before ones without an estimate has a third of the time, or its own if less', () => {
  const endsAfterMs = (roundMs: number) => {
    const world = given({ settings: { designMs: 60 * MINUTE, roundMs } }).everyoneReady();
    return (openRound(world.design)?.deadlineAt ?? 0) - world.now;
  };
  const third = 20 * MINUTE;
  expect(endsAfterMs(third - ONE_MS)).toBe(third - ONE_MS);
  expect(endsAfterMs(60 * MINUTE)).toBe(third);
});
