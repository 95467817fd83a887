import { expect, test } from 'vitest';
import { linePlain } from '../../../src/presentation/format/plain-document.ts';
import { EVENTS_WITH_REMEDY, remedyWords } from '../../../src/presentation/web/remedies.ts';
import { type Condition, troublesOf } from '../../../src/presentation/web/troubles.ts';
import { MINUTE_MS, NOW, TROUBLES, WELL } from './conditions.ts';

const told = (condition: Partial<Condition>) =>
  troublesOf({ ...WELL, ...condition }).map(({ what, remedy }) => `${linePlain(what)} ${remedy}`);

test('nothing needs an operator where all is well, also after a while', () => {
  expect(told({})).toEqual([]);
  expect(told({ today: { spentUsd: 90, budgetUsd: null } })).toEqual([]);
  const longAgo = NOW - 16 * MINUTE_MS;
  expect(told({ warnings: [{ at: longAgo, event: 'post_left_out' }] })).toEqual([]);
  expect(told({ warnings: [{ at: longAgo, event: 'daemons_evicted' }] })).toEqual([]);
});

test.each(TROUBLES)('D7: an operator reads one line of %s', (_, condition) => {
  expect(told(condition)).toHaveLength(1);
});

test('D7: a remedy is one sentence', () => {
  const long = EVENTS_WITH_REMEDY.filter((event) => /[.!?] /.test(remedyWords(event)));
  expect(long).toEqual([]);
});
