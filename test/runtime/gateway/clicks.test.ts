import { expect, test } from 'vitest';
import { MAX_DESIGN_RETRIES } from '../../../src/core/policy/should-retry.ts';
import { ACTIONS, type ActionId } from '../../../src/runtime/gateway/actions.ts';
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

/** Actions that bind everybody, each with what it is about. */
const BINDING: readonly (readonly [ActionId, string])[] = [
  [ACTIONS.doneAnswering, ''],
  [ACTIONS.skip, ''],
  [ACTIONS.accept, 'gate-1'],
  [ACTIONS.again, 'gate-1'],
  [ACTIONS.stop, 'gate-1'],
  [ACTIONS.sendBack, 'gate-1'],
  [ACTIONS.settle, 'D1/1a'],
  [ACTIONS.correct, 'R1'],
  [ACTIONS.reading, 'R1/Q1'],
  [ACTIONS.cancel, ''],
  [ACTIONS.cancelNow, ''],
];

test.each(BINDING)(
  'somebody who may not press %s reads why, and nothing else comes of it',
  async (action, about) => {
    const thread = { platform: 'slack', channel: 'C1', thread: '1.1', starter: 'U1' };
    const { design } = given({ says: UNSURE, thread }).reach('deciding');
    const done: string[] = [];
    const engine = { command: () => done.push('a command') };
    const policy = { ...OPEN_TO_ALL, answerers: ['U1'] };
    const context = { policy, engine } as unknown as GatewayContext;
    const person = { id: 'U2', groups: [], name: 'Ben' };
    const request = { person, channel: 'C1', key: 'k', stored: () => done.push('stored') };
    const openForm = async () => {
      done.push('a form');
      return null;
    };
    const answer = await clicked(context, action, design, about, request, openForm);
    expect(done).toEqual([]);
    expect(answer?.clickable).toBeNull();
    expect(JSON.stringify(answer?.sections(300))).toMatch(/Only /);
  },
);
