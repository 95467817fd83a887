import { expect, test } from 'vitest';
import { RIGHTS } from '../../src/acts/rights.ts';
import { disputed } from '../support/designs/disputed.ts';

const { design } = disputed();
const [cems, bens] = design.replies;
const CEM = { id: 'U-cem', name: 'Cem', groups: [] };
const whyNot = (answer: string, person = CEM) =>
  RIGHTS['take an answer'].whyNot(
    { starters: [], deciders: [], operators: [] },
    person,
    design,
    `Q1/${answer}`,
  );

test.each([String(cems?.since), 'Cem', 'cem', 'CEM'])(
  'J13: who differs decides for the own answer only with the right to, named as %s',
  (answer) => {
    expect(whyNot(answer)).toContain('Only ');
  },
);

test.each([String(bens?.since), 'Ben', 'ben'])(
  'J13: who differs may give way to another, named as %s',
  (answer) => {
    expect(whyNot(answer)).toBeNull();
  },
);

test('J13: who does not differ gives way to nobody', () => {
  expect(whyNot('Ben', { ...CEM, id: 'U-dan', name: 'Cem' })).toContain('can give way');
});
