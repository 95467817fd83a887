import { expect, test } from 'vitest';
import {
  ACTIONS,
  actionValue,
  elementsOf,
  parsedActionValue,
  verbOf,
} from '../../../../src/acts/gateway/actions.ts';
import type { GatewayContext } from '../../../../src/acts/gateway/gateway-context.ts';
import { act, actByWord } from '../../../../src/acts/gateway/verbs/path.ts';
import { verbNamed, verbNameOf } from '../../../../src/acts/gateway/verbs/verbs.ts';
import { WORDS } from '../../../../src/acts/word.ts';
import { realClock } from '../../../support/child-real-clock.ts';
import { keptLog } from '../../../support/child-sessions.ts';
import { given } from '../../../support/given.ts';
import { UNSURE } from '../../../support/given-start.ts';
import { OPEN_TO_ALL } from '../../../support/open-policy.ts';

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
  expect(parsedActionValue(actionValue(id, 'gate-1'))).toEqual({ designId: id, about: 'gate-1' });
  for (const forged of ['', 'x', `${id} a b`, ` ${id}`, 'dsn_1 gate-1', 'x'.repeat(100_000)])
    expect(parsedActionValue(forged)).toBeNull();
});

const clock = { now: () => 0 };
const context = { policy: { ...OPEN_TO_ALL, operators: ['U1'] }, clock } as unknown as GatewayContext;
const request = {
  person: { id: 'U1', groups: [], name: 'Ana' },
  channel: 'C1',
  key: '',
  stored: () => undefined,
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
  const asked = await act(context, { name: 'cancel', about: '' }, design, request);
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

/** Verbs that bind everybody, each with what it is about. */
const BINDING = [
  ['done_answering', ''],
  ['skip', ''],
  ['accept', 'gate-1'],
  ['again', 'gate-1'],
  ['stop', 'gate-1'],
  ['send_back', 'gate-1'],
  ['settle', 'D1/1a'],
  ['cancel', ''],
] as const;

test.each(BINDING)(
  'somebody who may not %s reads why, asked or confirmed, and nothing else comes of it',
  async (name, about) => {
    const thread = { platform: 'slack', channel: 'C1', thread: '1.1', starter: 'U1' };
    const { design } = given({ says: UNSURE, thread }).reach('deciding');
    const done: string[] = [];
    const parts = { log: keptLog(), clock: realClock };
    const engine = { command: () => done.push('a command'), parts };
    const policy = { ...OPEN_TO_ALL, readsOnly: true as const };
    const there = { platform: 'slack', policy, engine, clock } as unknown as GatewayContext;
    const person = { id: 'U2', groups: [], name: 'Ben' };
    const by = { person, channel: 'C1', key: 'k', stored: () => done.push('stored') };
    for (const isConfirmed of [false, true]) {
      const answer = await act(there, { name, about, isConfirmed }, design, by);
      // Its starter can be asked for what is theirs to do.
      const owners = verbNamed(name).askedFor === undefined ? [] : [{ action: ACTIONS.askStarter }];
      expect(elementsOf(answer?.clickable ?? null)).toMatchObject(owners);
      expect(JSON.stringify(answer?.sections(300))).toMatch(/Only /);
    }
    expect(done).toEqual([]);
    expect(parts.log.events).toMatchObject([
      { event: 'act_refused', facts: { who: 'Ben', via: { way: 'slack' }, what: name, designId: design.id } },
    ]);
  },
);
