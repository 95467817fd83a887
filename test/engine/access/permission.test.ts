import { describe, expect, it, test } from 'vitest';
import type { Design } from '#core/vocabulary/design.ts';
import { mayOperate } from '#engine/access/operators.ts';
import {
  mayHaveRepositoriesRead,
  type Person,
  type Policy,
  refuseAnswering,
  refuseDeciding,
  refuseStarting,
} from '#engine/access/permission.ts';
import { given } from '../../support/designs/given.ts';
import { OPEN_TO_ALL } from '../../support/designs/open-policy.ts';

const ana: Person = { id: 'U1', groups: [], name: 'Ana' };
const ben: Person = { id: 'U2', groups: ['S1'], name: 'Ben' };
const policy = (changes: Partial<Policy>): Policy => ({ ...OPEN_TO_ALL, ...changes });

function startedBy(starter: string, startedBy = 'Ana'): Design {
  return given({ startedBy, thread: { platform: 'slack', channel: 'C1', thread: '1.2', starter } })
    .design;
}

describe('without a policy', () => {
  it('everybody may start, answer and run again', () => {
    expect(refuseStarting(OPEN_TO_ALL, ana)).toBeNull();
    expect(refuseStarting(OPEN_TO_ALL, ana, 'run designs again')).toBeNull();
    expect(refuseAnswering(OPEN_TO_ALL)).toBeNull();
  });

  it('nobody is an operator', () => {
    expect(mayOperate(OPEN_TO_ALL, ana)).toBe(false);
    expect(mayOperate(OPEN_TO_ALL, { id: '', groups: [''] })).toBe(false);
  });
});

describe('the right to start', () => {
  const named = policy({ starters: ['U1', 'S1'], operators: ['U9'] });

  it('the right to start belongs to named people, members of named groups, and operators', () => {
    for (const person of [ana, ben, { id: 'U9', groups: [], name: 'Oda' }]) {
      expect(refuseStarting(named, person), person.name).toBeNull();
      expect(refuseStarting(named, person, 'run designs again'), person.name).toBeNull();
    }
  });

  it('the right to start is denied to others, who learn that somebody can add them', () => {
    const other = { ...ben, groups: ['S2'] };
    expect(refuseStarting(named, other)).toBe(
      'Only some people may start designs here, and you are not among them. An operator can add you.',
    );
    expect(refuseStarting(named, other, 'run designs again')).toBe(
      'Only some people may run designs again here, and you are not among them. An operator can add you.',
    );
  });
});

describe('the right to decide', () => {
  const named = policy({ deciders: ['S1'], operators: ['U9'] });

  it('the right to decide belongs to named people, and operators', () => {
    for (const person of [ben, { id: 'U9', groups: [], name: 'Oda' }]) {
      expect(refuseDeciding(named, person, startedBy('U7'))).toBeNull();
    }
  });

  it('who is named for deciding may do all that the starter may', () => {
    expect(refuseDeciding(named, ben, startedBy('U7'), 'cancel')).toBeNull();
  });

  it('who reads alone does not answer, and learns that their message was not accepted', () => {
    expect(refuseAnswering(policy({ readsOnly: true }))).toBe(
      'Only some people may answer here, and you are not among them, so what you wrote was not recorded. An operator can add you.',
    );
  });

  it('the right to decide is denied to others, who learn whom to ask', () => {
    expect(refuseDeciding(named, ana, startedBy('U7', 'Cleo'))).toBe(
      'Only Cleo, who started this, operators and people named as deciders can decide this. Ask Cleo.',
    );
  });
});

test('a right without names belongs to the starter for decisions', () => {
  expect(refuseDeciding(OPEN_TO_ALL, ana, startedBy('U1'))).toBeNull();
  expect(refuseDeciding(OPEN_TO_ALL, ben, startedBy('U1'))).toBe(
    'Only Ana, who started this, can decide this here. Ask Ana.',
  );
});

describe('the right to have a repository read', () => {
  const named = policy({ starters: ['S1'], deciders: ['U1'], operators: ['U9'] });
  const oda: Person = { id: 'U9', groups: [], name: 'Oda' };
  const cem: Person = { id: 'U7', groups: [], name: 'Cem' };

  it.each([
    ['a person who is named for deciding', ana, named, true],
    ['people of a group that is named for starting', ben, named, true],
    ['operators', oda, named, true],
    ['others not', cem, named, false],
    ['nobody where nobody is named, although everybody may start', ana, OPEN_TO_ALL, false],
  ] as const)('%s', (_, person, lists, may) => {
    expect(mayHaveRepositoriesRead(lists, person)).toBe(may);
  });
});

describe('the right to cancel', () => {
  const operated = policy({ operators: ['U9', 'S1'] });

  it('the right to cancel belongs to the person who started the design, and operators', () => {
    expect(refuseDeciding(OPEN_TO_ALL, ana, startedBy('U1'), 'cancel')).toBeNull();
    expect(
      refuseDeciding(operated, { id: 'U9', groups: [], name: 'Oda' }, startedBy('U1'), 'cancel'),
    ).toBeNull();
    expect(refuseDeciding(operated, ben, startedBy('U1'), 'cancel')).toBeNull();
  });

  it('the right to cancel is denied to others, who learn whom to ask, and that nobody was notified', () => {
    expect(refuseDeciding(operated, { ...ben, groups: [] }, startedBy('U1'), 'cancel')).toBe(
      'Only Ana, who started this, and operators can cancel it. Ask Ana.',
    );
    expect(refuseDeciding(OPEN_TO_ALL, ben, startedBy('U1'), 'cancel')).toBe(
      'Only Ana, who started this, can cancel it here. Ask Ana.',
    );
  });

  it('the right to cancel belongs to operators if the starter is not known', () => {
    expect(
      refuseDeciding(operated, { id: '', groups: [], name: 'nobody' }, startedBy(''), 'cancel'),
    ).toBe('Only operators can cancel it. Ask one of them.');
    expect(refuseDeciding(OPEN_TO_ALL, ana, given().design, 'cancel')).toBe(
      'Only the operator of Charrette can cancel it, and not from here.',
    );
  });
});
