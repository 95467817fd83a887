import { describe, expect, it, test } from 'vitest';
import { nameOnRecord, plainName } from '../../../src/core/vocabulary/claimed-name.ts';
import {
  asPerson,
  impersonated,
  isReadable,
  refusalForName,
} from '../../../src/core/vocabulary/impersonation.ts';
import type { Via } from '../../../src/core/vocabulary/via.ts';

const TAKEN = [
  { id: 'subtractor', title: 'Subtractor' },
  { id: 'failure-analyst', title: 'Failure analyst' },
  { id: 'synthesizer', title: 'Synthesizer' },
  { id: 'zoe', title: 'Zoë' },
];
const CI: Via = { way: 'api', token: 'ci' };
const TERMINAL: Via = { way: 'terminal' };

/** Names that people would take for the one behind them. */
const LIKE: Readonly<Record<string, readonly string[]>> = {
  Subtractor: [
    'Subtractor',
    'subtractor',
    'SUBTRACTOR',
    '  Subtractor  ',
    'Sub\u200btractor',
    'Sub\u00adtractor',
    'Sub\u2060trac\ufefftor',
    '\u202eSubtractor\u202c',
    '\u2068Subtractor\u2069',
    'Subtractor\u3164',
    'S\u0301ubtracto\u0323r',
    '\uff33\uff55\uff42\uff54\uff52\uff41\uff43\uff54\uff4f\uff52',
    '\u{1d54a}\u{1d566}\u{1d553}tractor',
    '\u24c8ubtractor',
    '\u0405ubtr\u0430\u0441tor',
    'Subtract\u03bfr',
    'Subtract0r',
    '“Subtractor”!',
    '*Subtractor*',
    'S.u.b.t.r.a.c.t.o.r',
    'the Subtractor',
    'The  Subtractor.',
    '\u0422\u04bb\u0435 Subtractor',
    'Subtractor (2)',
    'Subtractor 1',
    '\u{1f916} Subtractor',
    '\u017fubtractor',
  ],
  'Failure analyst': [
    'failure-analyst',
    'Failure Analyst',
    'failureanalyst',
    'FAILURE_ANALYST',
    'Fa\u0131lure analyst',
  ],
  synthesizer: ['Synthesizer', 'the synthesizer', 'SyntheslzER', 'a synthesizer'],
  auditor: ['Auditor', 'the auditor', '\u0430ud\u0456tor'],
  Charrette: [
    'Charrette',
    'charrette',
    'CHARRETTE',
    '\u0421\u041d\u0410RR\u0415\u0422\u0422\u0415',
    'Ch\u200darrette',
    'Cha\u0433\u0433ette',
  ],
  Zoë: ['Zoe', 'ZOE', 'zo\u0451'],
};

describe('D8: names that people would take for a participant’s or the bot’s', () => {
  const names = Object.entries(LIKE).flatMap(([whose, all]) => all.map((name) => [name, whose] as const));
  it.each(names)('D8: %j reads like %s', (name, whose) => {
    expect(impersonated(name, TAKEN)).not.toBe(null);
    expect(refusalForName(name, CI, TAKEN)).toContain('which is not a person. Give your own name.');
    expect(asPerson(name, TAKEN)).toBe(`${name} (a person)`);
    expect(impersonated(name, TAKEN)?.toLowerCase()).toBe(whose.toLowerCase());
  });

  it.each([
    'Ana',
    'Marie Charrette',
    'Theo',
    'The',
    'A',
    'Annette 2',
    'Sub Tractorson',
    '\u0410\u043d\u043d\u0430',
    '\u5c71\u7530',
    '\u05d1\u05df',
    '\u{1f389}',
    'Grace (CTO)',
    'Auditorium',
    '42',
    '',
  ])('D8: %j is a name of one’s own', (name) => {
    expect(impersonated(name, TAKEN)).toBe(null);
    expect(refusalForName(name, TERMINAL, TAKEN)).toBe(null);
    expect(asPerson(name, TAKEN)).toBe(name);
  });

  test('D8: a participant whose title has no letters takes no name from anybody', () => {
    expect(impersonated('\u{1f389}', [{ id: 'x', title: '\u{1f389}' }])).toBe(null);
    expect(impersonated('', [{ id: '', title: '' }])).toBe(null);
  });

  test('D8: a name that is refused says how to get another one, as far as it can be shown', () => {
    const long = `${'“'.repeat(200)}Subtractor`;
    expect(refusalForName('the synthesizer', TERMINAL, TAKEN)).toBe(
      'The name “the synthesizer” reads like synthesizer, which is not a person. Set your own name: git config --global user.name',
    );
    expect(refusalForName(long, CI, TAKEN)?.length).toBeLessThan(200);
  });

  test('D8: a name of a platform that has the words for a claimed one in it is called a person’s', () => {
    for (const name of [
      'Ben (terminal)',
      'Ben, by the API (token admin)',
      'Ben, by the \uff21PI',
      'Ben (ter\u200bminal)',
    ])
      expect(asPerson(name, TAKEN)).toBe(`${name} (a person)`);
    expect(asPerson(asPerson('Subtractor', TAKEN), TAKEN)).toBe('Subtractor (a person)');
  });

  test('D8: a name in which people see nothing is none', () => {
    for (const name of ['', ' ', '\u200b', '\u3164', '\u034f \u2060', '\u2068\u2069'])
      expect(isReadable(name)).toBe(false);
    for (const name of ['A', '\u5c71', '\u{1f389}', '?']) expect(isReadable(name)).toBe(true);
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
  ] as const)('D8: by %j, Ben is on record as %j, however often it is written there', (via, name) => {
    expect(nameOnRecord('Ben', via)).toBe(name);
    expect(nameOnRecord(nameOnRecord('Ben', via), via)).toBe(name);
    expect(plainName(name, via)).toBe('Ben');
  });

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
