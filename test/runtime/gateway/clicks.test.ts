import { expect, test } from 'vitest';
import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';
import { actionOf } from '../../../src/runtime/gateway/clicks.ts';

test.each([
  ['charrette.accept', ACTIONS.accept],
  ['charrette.settle.D1/p1', ACTIONS.settle],
  ['charrette.go_on', ACTIONS.accept],
  ['charrette.go_on_with_rest', ACTIONS.accept],
  ['charrette.end_undecided', ACTIONS.accept],
  ['charrette.__proto__', null],
  ['', null],
])('a button %j does %j, also one that was drawn by an earlier version', (id, action) => {
  expect(actionOf(id)).toBe(action);
});
