import { expect, test } from 'vitest';
import { estimateToComeMs } from '#core/policy/time-left.ts';
import { ROUND_KINDS } from '#core/vocabulary/sets.ts';
import { openRound } from '#core/vocabulary/status.ts';
import { given } from '../../support/designs/given.ts';
import { MINUTE } from '../../support/designs/given-start.ts';

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

test('rounds to come are those from the present step on, without dropped ones and parts whose time is over', () => {
  const expected = ROUND_KINDS.map((kind, at) => ({ kind, usd: null, ms: 2 ** at }));
  const after = (kind: (typeof ROUND_KINDS)[number]) => 2 ** ROUND_KINDS.indexOf(kind);
  // Late readings come only where people write.
  const all = after('reading') - 1;
  const { design } = given({ start: { expected }, settings: { depth: 'standard' } });
  expect(estimateToComeMs(design)).toBe(all);
  expect(estimateToComeMs({ ...design, step: 'mapping' })).toBe(all + 1 - after('mapping'));
  expect(estimateToComeMs({ ...design, step: 'deciding' })).toBe(all + 1 - after('revision'));
  expect(estimateToComeMs({ ...design, step: 'writing' })).toBe(0);
  const dropped = [{ kind: 'argument', reason: 'money_used_up' }] as const;
  expect(estimateToComeMs({ ...design, dropped })).toBe(all - after('argument'));
  const deliberated = { ...design, partsOver: ['deliberation' as const] };
  expect(estimateToComeMs(deliberated)).toBe(all + 1 - after('composite'));
  const quick = given({ start: { expected }, settings: { depth: 'quick' } }).design;
  expect(estimateToComeMs(quick)).toBe(all - after('argument'));
  expect(estimateToComeMs(given().design)).toBeNull();
});
