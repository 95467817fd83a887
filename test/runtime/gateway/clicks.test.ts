import { expect, test } from 'vitest';
import { MAX_DESIGN_RETRIES } from '../../../src/core/policy/should-retry.ts';
import { ACTIONS } from '../../../src/runtime/gateway/actions.ts';
import { actionOf, clicked } from '../../../src/runtime/gateway/clicks.ts';
import type { GatewayContext } from '../../../src/runtime/gateway/gateway-context.ts';
import { given } from '../../support/given.ts';
import { UNSURE } from '../../support/given-start.ts';
import { OPEN_TO_ALL } from '../../support/open-policy.ts';

test.each([
  ['charrette.accept', ACTIONS.accept],
  ['charrette.settle.D1/p1', ACTIONS.settle],
  ['charrette.__proto__', null],
  ['', null],
])('a button %j does %j', (id, action) => {
  expect(actionOf(id)).toBe(action);
});

const atRun = (runsBefore: number) =>
  given({ carried: { questions: [], replies: [], proposals: [], runsBefore } }).reach('mapping').design;

test.each([
  ['nothing is kept yet', given().reach('asking').design, 'Nothing has been said or proposed yet.'],
  [
    'something is',
    atRun(MAX_DESIGN_RETRIES - 1),
    'What was said or proposed is kept, and it can be run again.',
  ],
  ['it was run again as often as it may', atRun(MAX_DESIGN_RETRIES), 'What was said or proposed is kept.'],
  [
    'a person is asked to decide',
    given({ says: UNSURE }).reach('deciding').design,
    'cancelled, it ends without a decision.',
  ],
])('what is asked before a design is cancelled where %s', async (_, design, words) => {
  const context = { policy: { ...OPEN_TO_ALL, operators: ['U1'] } } as unknown as GatewayContext;
  const request = {
    person: { id: 'U1', groups: [], name: 'Ana' },
    channel: 'C1',
    key: '',
    stored: () => undefined,
  };
  const openForm = () => Promise.reject(new Error('no words are asked for'));
  const asked = await clicked(context, ACTIONS.cancel, design, '', request, openForm);
  expect(JSON.stringify(asked?.sections(300))).toContain(`${words}"`);
  expect(asked?.clickable).toEqual({ kind: 'cancel', value: design.id });
});
