import { expect, test } from 'vitest';
import * as z from 'zod';
import { makeToolSpec } from '#turns/models/tool-spec.ts';

const schemaOf = (schema: z.ZodType) => makeToolSpec('say', 'Says it.', schema).inputSchema;

test('A20: bounds stand in the descriptions, every field is required, and no other is allowed', () => {
  const schema = z.strictObject({
    words: z.string().min(1).max(400).describe('the words'),
    sure: z.number().min(0).max(1),
    points: z
      .array(z.strictObject({ id: z.string().max(5).describe('its id: R3') }))
      .min(1)
      .max(3),
    kind: z.enum(['one', 'two']).default('one'),
  });
  expect(schemaOf(schema)).toEqual({
    type: 'object',
    properties: {
      words: { type: 'string', description: 'the words; at most 400 characters' },
      sure: { type: 'number', description: '0 to 1' },
      points: {
        type: 'array',
        description: '1 to 3',
        items: {
          type: 'object',
          properties: { id: { type: 'string', description: 'its id: R3' } },
          required: ['id'],
          additionalProperties: false,
        },
      },
      kind: { type: 'string', enum: ['one', 'two'] },
    },
    required: ['words', 'sure', 'points', 'kind'],
    additionalProperties: false,
  });
});

test('A20: the bound of an id, and one that no answer comes near, are not told', () => {
  const schema = z.strictObject({
    id: z.string().max(8),
    text: z.string().max(6_000),
    line: z.number().int().min(0).max(10_000_000),
    accounts: z.array(z.string()).max(400),
  });
  expect(JSON.stringify(schemaOf(schema))).not.toContain('description');
});

test.each([
  [z.string().max(19), undefined],
  [z.string().max(20), 'at most 20 characters'],
  [z.string().max(1_000), 'at most 1000 characters'],
  [z.string().max(1_001), undefined],
  [z.array(z.string()).max(20), 'at most 20'],
  [z.array(z.string()).min(2).max(20), '2 to 20'],
  [z.array(z.string()).max(21), undefined],
  [z.number().min(0), undefined],
])('A20: of the bounds of a field those are told that an answer comes near', (field, told) => {
  expect(schemaOf(z.strictObject({ field })).properties?.field?.description).toBe(told);
});

test('A20: a keyword that some engine does not take is refused where the tool is made', () => {
  expect(() => schemaOf(z.strictObject({ day: z.iso.date() }))).toThrow('format');
  expect(() => schemaOf(z.strictObject({ maybe: z.string().nullable() }))).toThrow();
});
