import { expect, test } from 'vitest';
import type { FormPart } from '#core/vocabulary/sets.ts';
import type { ModelEntry } from '#turns/models/entry.ts';
import { choosePartToOmit, findNamedParts, unsupportedPartsOf } from '#turns/models/form.ts';
import { entryOfShipped } from '../../support/services/shipped-models.ts';

test.each<[string, boolean, FormPart[]]>([
  ['cache_control: not allowed', true, ['cache']],
  ['cache_control: not allowed', false, []],
  ['this model does not support tool use', false, ['strict', 'tool_calls']],
  ['it cannot build a grammar', false, ['strict', 'tool_calls']],
  ['no system role', false, ['system']],
  ['roles must alternate', false, ['system']],
  ['param requires a string', false, []],
  ['expected a string', true, ['cache', 'tool_calls']],
  ['there is no such model', true, []],
])('A20: %j of a refusal that is certain (%j) names %j', (words, isCertain, parts) => {
  expect(findNamedParts(words, isCertain).toSorted()).toEqual(parts.toSorted());
});

test('A20: parts are left out one after the other, each once', () => {
  expect(choosePartToOmit([], ['tool_calls', 'cache'])).toBe('cache');
  expect(choosePartToOmit(['cache'], ['tool_calls', 'cache'])).toBe('tool_calls');
  expect(choosePartToOmit(['cache', 'tool_calls'], ['tool_calls', 'cache'])).toBeNull();
});

test.each<[Partial<ModelEntry>, FormPart[]]>([
  [{ wire: 'anthropic' }, ['counting']],
  [{ wire: 'openai' }, ['cache', 'counting']],
  [{ wire: 'google' }, ['cache', 'counting', 'one_call']],
  [{ wire: 'openai-compatible' }, ['cache']],
  [{ cache: false }, ['counting', 'cache']],
  [{ efforts: [] }, ['counting', 'effort']],
  [{ tools: 'plain' }, ['counting', 'strict']],
  [{ tools: 'message' }, ['counting', 'strict', 'tool_calls', 'one_call']],
])('A20: an entry with %j has no %j', (changes, parts) => {
  const given = { wire: 'anthropic', cache: true, efforts: ['low'], tools: 'strict' } as const;
  const entry = { ...entryOfShipped('http://127.0.0.1'), ...given, ...changes };
  expect(unsupportedPartsOf(entry)).toEqual(parts);
});
