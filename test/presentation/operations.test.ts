import { expect, test } from 'vitest';
import {
  type Condition,
  earlierOf,
  sayCondition,
  troublesOf,
} from '../../src/presentation/answers/operations.ts';
import { convertToPlain } from '../../src/presentation/format/plain-document.ts';
import { MINUTE_MS, NOW, TROUBLES, WELL } from './conditions.ts';

const found = (condition: Partial<Condition>) => troublesOf({ ...WELL, ...condition });
const told = (condition: Partial<Condition>) =>
  found(condition).map(({ what, remedy }) => `${convertToPlain(what)} ${remedy}`);

test('nothing needs an operator where all is well, also after a while', () => {
  expect(told({})).toEqual([]);
  expect(told({ today: { spentUsd: 90, budgetUsd: null } })).toEqual([]);
});

test('D7: nothing is wrong only without any warning, also of an hour ago', () => {
  const saidOf = (warnings: Condition['warnings']) => {
    const condition = { ...WELL, warnings };
    return sayCondition(troublesOf(condition), earlierOf(condition));
  };
  const warning = { event: 'post_left_out', designId: null, cause: '', toDo: 'Do this.' };
  expect(saidOf([])).toBe('Nothing is wrong.');
  expect(saidOf([{ ...warning, at: NOW - 14 * MINUTE_MS }])).toBe('One thing is wrong.');
  expect(saidOf([{ ...warning, at: NOW - 16 * MINUTE_MS }])).toMatch(
    /^Nothing has gone wrong in the last 15/,
  );
});

test.each(TROUBLES)('D7: an operator reads one line of %s', (_, condition) => {
  expect(told(condition)).toHaveLength(1);
});

test('a step that a platform asks for is told once', () => {
  const toDo = 'Copy the token again.';
  const warning = { at: NOW, event: 'slack_token_not_accepted', designId: null, cause: '', toDo };
  expect(told({ disconnected: [{ name: 'slack', toDo }], warnings: [warning] })).toHaveLength(1);
});

test('a loss of people comes before what only waits', () => {
  const both = found({
    today: { spentUsd: 10, budgetUsd: 10 },
    disconnected: [{ name: 'slack', toDo: null }],
  });
  expect(both.map(({ isLoss }) => isLoss)).toEqual([true, false]);
  expect(sayCondition(both)).toMatch(/^2 things/);
});

test('D7: a warning with a remedy counts once for each design, a design while it is set aside', () => {
  const at = NOW - 60 * MINUTE_MS;
  const cause = 'its stored data is not what was recorded';
  const aside = { event: 'chain_broken', designId: 'dsn_1', cause, toDo: 'Restore it.' };
  const warnings = [
    { ...aside, at: NOW },
    { ...aside, at },
    {
      at: NOW,
      event: 'gate_opened',
      designId: 'dsn_2',
      cause: 'nothing contributed',
      toDo: 'Decide.',
    },
  ];
  expect(told({ warnings })).toEqual([
    expect.stringContaining(cause),
    expect.stringContaining('waits for a person: nothing contributed.'),
  ]);
  expect(told({ warnings: [{ ...aside, at }] })).toHaveLength(1);
});
