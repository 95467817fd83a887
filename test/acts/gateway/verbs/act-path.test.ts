import { expect, test } from 'vitest';
import {
  ACTIONS,
  actionValueOf,
  elementsOf,
  parseActionValue,
  verbOf,
} from '../../../../src/acts/gateway/actions.ts';
import type { GatewayContext } from '../../../../src/acts/gateway/gateway-context.ts';
import { actByWord, doVerb } from '../../../../src/acts/gateway/verbs/act-path.ts';
import { verbNameOf } from '../../../../src/acts/gateway/verbs/verbs.ts';
import { WORDS } from '../../../../src/acts/word.ts';
import { given } from '../../../support/designs/given.ts';
import { UNSURE } from '../../../support/designs/given-start.ts';
import { OPEN_TO_ALL } from '../../../support/designs/open-policy.ts';

test.each([
  ['charrette.accept', 'accept'],
  ['charrette.settle.D1/p1', 'settle'],
  ['charrette.__proto__', null],
  ['charrette.constructor', null],
  ['other.accept', null],
  ['', null],
])('a button %j does %j', (id, action) => {
  expect(verbOf(id)).toBe(action);
});

test('the value of a click is read as it was written, and one that we cannot have written is nothing', () => {
  const { id } = given().design;
  expect(parseActionValue(actionValueOf(id, 'gate-1'))).toEqual({ designId: id, about: 'gate-1' });
  for (const forged of ['', 'x', `${id} a b`, ` ${id}`, 'dsn_1 gate-1', 'x'.repeat(100_000)])
    expect(parseActionValue(forged)).toBeNull();
});

const clock = { now: () => 0 };
const context = { policy: { ...OPEN_TO_ALL, operators: ['U1'] }, clock } as unknown as GatewayContext;
const request = {
  person: { id: 'U1', groups: [], name: 'Ana' },
  channel: 'C1',
  key: '',
  reportStored: () => undefined,
};

test.each([
  ['nothing is kept yet', given().reach('asking').design, 'Nothing has been said or proposed yet.'],
  [
    'something is',
    given().reach('mapping').design,
    'What was said or proposed is kept; you can run it again.',
  ],
  [
    'a person is asked to decide',
    given({ says: UNSURE }).reach('deciding').design,
    'Cancelling ends it without a decision.',
  ],
])('what is asked before a design is cancelled where %s', async (_, design, words) => {
  const asked = await doVerb(context, { name: 'cancel', about: '' }, design, request);
  expect(JSON.stringify(asked?.sections(300))).toContain(`${words}"`);
  expect(elementsOf(asked?.clickable ?? null)).toMatchObject([
    { action: ACTIONS.sure, value: `${ACTIONS.cancel} ${design.id}`, look: 'danger' },
    { action: ACTIONS.notSure },
  ]);
});

test.each([
  ['done', 'answering', 'Done answering?', 'charrette.done_answering'],
  ['skip', 'answering', 'Go on without answers?', 'charrette.skip'],
  ['stop', 'answering', 'Done answering?', 'charrette.done_answering'],
  ['stop', 'proposing', 'Cancel this design?', 'charrette.cancel'],
  ['accept', 'deciding', 'Accept', 'charrette.accept'],
  ['stop', 'deciding', 'Stop here?', 'charrette.stop'],
] as const)('A17: %s while a design is %s asks once more', async (word, step, title, action) => {
  const { design } = given(step === 'deciding' ? { says: UNSURE } : {}).reach(step);
  const asked = await actByWord(context, { word }, design, request);
  expect(JSON.stringify(asked?.sections(300))).toContain(title);
  expect(elementsOf(asked?.clickable ?? null)[0]).toMatchObject({
    action: ACTIONS.sure,
    value: expect.stringMatching(new RegExp(`^${action} ${design.id}`)),
  });
});

test('every bare verb that is about one design has a row, and the others are about a channel', () => {
  expect(WORDS.filter((word) => verbNameOf(word) === null)).toEqual(['help', 'list']);
});
