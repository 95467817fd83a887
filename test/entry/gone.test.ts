import { expect, test } from 'vitest';
import { nameOf } from '../../src/entry/cli/verb.ts';
import { VERBS } from '../../src/entry/commands/verbs.ts';
import { readConfiguration, unknownSettings } from '../../src/entry/config.ts';
import { VARIABLES } from '../../src/entry/variables.ts';
import { GONE, GONE_SETTINGS, gonePath, goneSentence } from '../../src/foundation/gone.ts';

test('no name that has left has code behind it, and each says in one sentence what to do instead', () => {
  const here = [...Object.keys(VARIABLES), ...VERBS.map((verb) => `charrette ${nameOf(verb)}`)];
  expect(here.filter((name) => goneSentence(name) !== null)).toEqual([]);
  expect(['constructor', 'toString'].map(goneSentence)).toEqual([null, null]);
  for (const instead of Object.values(GONE)) expect(instead).toMatch(/^[A-Z`].{10,200}\.$/);
});

test('a setting that has left stops the start with its sentence; unset or empty it does not', () => {
  for (const name of GONE_SETTINGS) {
    expect(() => readConfiguration({ [name]: 'anything' })).toThrow(goneSentence(name) ?? '');
    expect(() => readConfiguration({ [name]: '' })).not.toThrow();
    expect(unknownSettings({ [name]: 'anything' })).toEqual([]);
  }
});

test('a call that has left is known with any id in its path, and below it', () => {
  const calls = Object.keys(GONE).filter((name) => name.startsWith('/'));
  for (const call of calls) {
    expect(gonePath(call.replaceAll('*', 'dsn_1'))).toContain(GONE[call]);
    expect(gonePath(`${call.replaceAll('*', 'dsn_1')}/more`)).toContain(GONE[call]);
  }
  expect(gonePath('/api/v1/designs')).toBeNull();
});
