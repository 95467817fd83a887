import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { ANTHROPIC_URL } from '#turns/models/catalog.ts';
import { SHIPPED } from '../../support/services/shipped-models.ts';

// The package prints a warning from this list at each call of such a model, and does not export it.
const requireFile = createRequire(import.meta.url);
const List = z.object({ DEPRECATED_MODELS: z.record(z.string(), z.string()) });

test('the file that ships has no model that the vendor’s client knows to end', () => {
  const list = join(
    dirname(requireFile.resolve('@anthropic-ai/sdk')),
    'internal/data/deprecated-models.js',
  );
  const ends = List.parse(requireFile(list)).DEPRECATED_MODELS;
  expect(ends).toHaveProperty('claude-opus-4-5');
  const shipped = SHIPPED.all.filter(({ baseUrl }) => baseUrl === ANTHROPIC_URL);
  expect(shipped.flatMap(({ id }) => (id in ends ? `${id}: ${ends[id]}` : []))).toEqual([]);
});
