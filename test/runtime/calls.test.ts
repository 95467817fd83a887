import { expect, test } from 'vitest';
import { isQuiet } from '../../src/core/vocabulary/quiet-hours.ts';
import { WrittenQuietHours } from '../../src/runtime/call-policy.ts';
import { namesCalled } from '../../src/runtime/calls.ts';
import { given } from '../support/given.ts';
import { UNSURE } from '../support/given-start.ts';
import { OPEN_TO_ALL } from '../support/open-policy.ts';

const at = (hour: number, minute = 0) => Date.UTC(2026, 0, 15, hour, minute);

test.each<[string, number, boolean]>([
  ['22:00-07:00', 21, false],
  ['22:00-07:00', 22, true],
  ['22:00-07:00', 3, true],
  ['22:00-07:00', 7, false],
  ['12:30-13:00', 12, false],
  ['12:30-13:00', 13, false],
  // In winter an hour ahead of UTC.
  ['22:00-07:00 Europe/Berlin', 20, false],
  ['22:00-07:00 Europe/Berlin', 21, true],
  ['22:00-07:00 Europe/Berlin', 6, false],
  ['09:00-09:00', 9, false],
])('with quiet hours of %s it is quiet at %i o’clock UTC: %s', (text, hour, isExpected) => {
  expect(isQuiet(WrittenQuietHours.parse(text), at(hour))).toBe(isExpected);
});

test('quiet hours end within an hour as well', () => {
  expect(isQuiet(WrittenQuietHours.parse('12:30-13:00'), at(12, 45))).toBe(true);
});

test.each(['22-7', '24:00-07:00', '22:00-07:00 Mars/Olympus', '22:00', ''])('%j are no hours', (text) => {
  expect(WrittenQuietHours.safeParse(text).success).toBe(false);
});

test('a gate calls the starter and those who may decide, or as many as are allowed', () => {
  const thread = { platform: 'slack', channel: 'C1', thread: '1.1', starter: 'U1' };
  const { design } = given({ says: UNSURE, thread }).reach('deciding');
  const called = (called: 'all' | 'starter' | 'nobody') =>
    namesCalled({ kind: 'gate', gateId: 'gate-1' }, design, {
      ...OPEN_TO_ALL,
      deciders: ['S1', 'U1'],
      operators: ['U9'],
      calls: { called, quietHours: null },
    });
  expect(called('all')).toEqual(['U1', 'S1', 'U9']);
  expect(called('starter')).toEqual(['U1']);
  expect(called('nobody')).toEqual([]);
});
