import { describe, expect, it, test } from 'vitest';
import { nameOnRecord, plainNameOf } from '#core/vocabulary/claimed-name.ts';
import { markAsPerson } from '#core/vocabulary/impersonation.ts';
import type { Via } from '#core/vocabulary/via.ts';

const TAKEN = [
  { id: 'subtractor', title: 'Subtractor' },
  { id: 'failure-analyst', title: 'Failure analyst' },
];
const CI: Via = { way: 'api', token: 'ci' };
const TERMINAL: Via = { way: 'terminal' };

describe('D8: names of a platform', () => {
  it.each([
    'Subtractor',
    '  SUBTRACTOR  ',
    'Sub\u200btractor',
    '\uff33\uff55\uff42\uff54\uff52\uff41\uff43\uff54\uff4f\uff52',
    '“S.u.b.t.r.a.c.t.o.r”!',
    'FAILURE_ANALYST',
    'Synthesizer',
    'Charrette',
    'Ben (terminal)',
    'Ben, by the API (token admin)',
    'Ben, by the \uff21PI',
    'Ben (ter\u200bminal)',
  ])('D8: %j, which reads like a participant, the bot or a claim, is called a person', (name) => {
    expect(markAsPerson(name, TAKEN)).toBe(`${name} (a person)`);
  });

  it.each([
    'Ana',
    'Marie Charrette',
    'Sub Tractorson',
    '\u5c71\u7530',
    'Grace (CTO)',
    '\u{1f389}',
    '',
  ])('D8: %j is a name of one’s own', (name) => {
    expect(markAsPerson(name, [...TAKEN, { id: 'x', title: '\u{1f389}' }])).toBe(name);
  });

  test('D8: a name that is called a person’s is not called so twice', () => {
    expect(markAsPerson(markAsPerson('Subtractor', TAKEN), TAKEN)).toBe('Subtractor (a person)');
  });
});

describe('D8: claimed names', () => {
  test.each([
    [undefined, 'Ben'],
    [{ way: 'slack' }, 'Ben'],
    [{ way: 'discord' }, 'Ben'],
    [CI, 'Ben, by the API (token ci)'],
    [{ way: 'api' }, 'Ben, by the API'],
    [TERMINAL, 'Ben (terminal)'],
  ] as const)(
    'D8: by %j, Ben is on record as %j, however often it is written there',
    (via, name) => {
      expect(nameOnRecord('Ben', via)).toBe(name);
      expect(nameOnRecord(nameOnRecord('Ben', via), via)).toBe(name);
      expect(plainNameOf(name, via)).toBe('Ben');
    },
  );

  test('D8: no claim hides the next one, and each says which way it was', () => {
    expect(nameOnRecord('Ben (terminal)', CI)).toBe('Ben (terminal), by the API (token ci)');
    expect(nameOnRecord('Ben, by the API (token admin)', CI)).toBe(
      'Ben, by the API (token admin), by the API (token ci)',
    );
    expect(nameOnRecord('Grace\n\u202e', TERMINAL)).toBe('Grace (terminal)');
  });

  test('D8: a long name is cut, and its claim is not', () => {
    const name = nameOnRecord('x'.repeat(500), CI);
    expect(name).toHaveLength(200);
    expect(name.endsWith('x, by the API (token ci)')).toBe(true);
  });
});
