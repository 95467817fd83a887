import { expect, test } from 'vitest';
import type { GatewayContext } from '#acts/gateway/gateway-context.ts';
import { actByWord, doVerb } from '#acts/gateway/verbs/act-path.ts';
import {
  actionValueOf,
  controlId,
  elementsOf,
  parsePress,
  sureValueOf,
} from '#acts/gateway/verbs/presses.ts';
import { verbNameOf } from '#acts/gateway/verbs/verbs.ts';
import { WORDS } from '#acts/word.ts';
import { given } from '#test/support/designs/given.ts';
import { UNSURE } from '#test/support/designs/given-start.ts';
import { OPEN_TO_ALL } from '#test/support/designs/open-policy.ts';
import { forgedId } from '#test/surfaces/drawn-controls.ts';

test('A25: a press is read as it was drawn, whatever distinguishes its id from others', () => {
  const { id: designId } = given().design;
  const value = actionValueOf(designId, 'D1/p1');
  const press = { kind: 'of_design', action: 'settle', isSure: false, designId, about: 'D1/p1' };
  for (const mark of ['', 'D1/p1', 'Q2/61'])
    expect(parsePress(controlId('settle', mark), value)).toEqual(press);
  expect(parsePress(controlId('sure'), sureValueOf('settle', designId, 'D1/p1'))).toEqual({
    ...press,
    isSure: true,
  });
  expect(parsePress(controlId('topic'), 'Which queue?')).toEqual({
    kind: 'other',
    action: 'topic',
    value: 'Which queue?',
  });
});

test('A25: an id or a value that we cannot have written is no press', () => {
  const { id } = given().design;
  for (const forged of ['__proto__', 'constructor', '', 'unknown', 'sure'])
    expect(parsePress(forgedId(forged), id)).toBeNull();
  for (const forged of ['', 'other.accept', 'accept']) expect(parsePress(forged, id)).toBeNull();
  for (const forged of ['', 'x', `${id} a b`, ` ${id}`, 'dsn_1 gate-1', 'x'.repeat(100_000)])
    expect(parsePress(controlId('accept'), forged)).toBeNull();
  expect(parsePress(controlId('sure'), `start ${id}`)).toBeNull();
});

const clock = { now: () => 0 };
const context = {
  policy: { ...OPEN_TO_ALL, operators: ['U1'] },
  clock,
} as unknown as GatewayContext;
const request = {
  context,
  person: { id: 'U1', groups: [], name: 'Ana' },
  channel: 'C1',
  moment: { key: '' },
};

test.each([
  ['nothing is kept yet', given().reach('asking').design, 'Nothing is kept for another run.'],
  [
    'something is',
    given().reach('mapping').design,
    'What was answered and proposed is kept for another run.',
  ],
  [
    'a person is asked to decide',
    given({ says: UNSURE }).reach('deciding').design,
    'Cancelling ends it without a decision. “Stop here” keeps what there is, for review.',
  ],
])('what is asked before a design is cancelled where %s', async (_, design, words) => {
  const asked = await doVerb(request, { name: 'cancel', about: '' }, design);
  expect(JSON.stringify(asked?.sections)).toContain(`${words}"`);
  expect(elementsOf(asked?.clickable ?? null)).toMatchObject([
    { action: 'sure', value: sureValueOf('cancel', design.id, ''), look: 'danger' },
    { action: 'not_sure' },
  ]);
});

test.each([
  ['done', 'answering', 'Go on?', 'go_on'],
  ['skip', 'answering', 'Go on?', 'go_on'],
  ['stop', 'proposing', 'Cancel this design?', 'cancel'],
  ['accept', 'deciding', 'Accept', 'accept'],
  ['stop', 'deciding', 'Stop here?', 'stop'],
] as const)('A17: %s while a design is %s asks once more', async (word, step, title, action) => {
  const { design } = given(step === 'deciding' ? { says: UNSURE } : {}).reach(step);
  const asked = await actByWord(request, word, design);
  expect(JSON.stringify(asked?.sections)).toContain(title);
  expect(elementsOf(asked?.clickable ?? null)[0]).toMatchObject({
    action: 'sure',
    value: expect.stringMatching(new RegExp(`^${action} ${design.id}`)),
  });
});

test('A17: stop while questions are open asks what is to stop', async () => {
  const { design } = given().reach('answering');
  const asked = await actByWord(request, 'stop', design);
  expect(elementsOf(asked?.clickable ?? null)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ action: 'go_on', look: 'plain' }),
      expect.objectContaining({ action: 'cancel', look: 'danger' }),
    ]),
  );
});

test('every bare verb that is about one design has a row, and the others are about a channel', () => {
  expect(WORDS.filter((word) => verbNameOf(word) === null)).toEqual(['help', 'list']);
});
