import { expect, test } from 'vitest';
import { loadPersonas } from '#sessions/persona-files.ts';
import { ROOT } from './source-files.ts';

test('A9: the personas that come along are valid, six and two facilitators', async () => {
  const personas = await loadPersonas(`${ROOT}/personas`);
  expect(personas.filter(({ role }) => role === 'persona')).toHaveLength(6);
  expect(personas.filter(({ role }) => role !== 'persona')).toHaveLength(2);
});
