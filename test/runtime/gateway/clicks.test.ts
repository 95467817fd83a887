import { expect, test } from 'vitest';
import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';
import { actionOf } from '../../../src/runtime/gateway/clicks.ts';

test.each([
  ['charrette.accept', ACTIONS.accept],
  ['charrette.settle.D1/p1', ACTIONS.settle],
  ['charrette.__proto__', null],
  ['', null],
])('a button %j does %j', (id, action) => {
  expect(actionOf(id)).toBe(action);
});
