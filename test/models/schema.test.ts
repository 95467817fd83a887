import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { SUBMISSIONS } from '#design/submissions.ts';
import { costAtMostUsd, costUsdOf, estimateTokens } from '#models/price.ts';
import { toolSpec } from '#models/schema.ts';
import { schemaProblems } from '#test/support/strict-requests.ts';

describe('a tool', () => {
  it.each(Object.entries(SUBMISSIONS))(
    'A20: %s has a form that strict engines take',
    (name, schema) => {
      const { inputSchema } = toolSpec(name, 'Ends the turn.', schema);
      expect(schemaProblems(inputSchema, name)).toEqual([]);
    },
  );

  it('A20: tells bounds in words, and leaves them to zod', () => {
    const schema = z.strictObject({
      words: z.string().max(300).describe('in your own words'),
      id: z.string().max(4).default(''),
      share: z.number().min(0).max(1),
      kinds: z
        .array(z.enum(['a', 'b']))
        .min(2)
        .max(4),
    });
    expect(toolSpec('some', 'Some tool.', schema)).toEqual({
      name: 'some',
      description: 'Some tool.',
      inputSchema: {
        type: 'object',
        properties: {
          words: { type: 'string', description: 'in your own words; at most 300 characters' },
          id: { type: 'string' },
          share: { type: 'number', description: '0 to 1' },
          kinds: {
            type: 'array',
            description: '2 to 4',
            items: { type: 'string', enum: ['a', 'b'] },
          },
        },
        required: ['words', 'id', 'share', 'kinds'],
        additionalProperties: false,
      },
    });
  });
});

describe('a price', () => {
  const price = { input: 4, output: 20, cacheWrite: 5, cacheRead: 0.2 };
  const usage = {
    inputTokens: 1_000,
    cacheWriteTokens: 2_000,
    cacheReadTokens: 10_000,
    outputTokens: 500,
  };

  it('T7: counts each kind of token at its own price, and an unknown price as unknown', () => {
    expect(costUsdOf(usage, price)).toBeCloseTo(0.004 + 0.01 + 0.002 + 0.01, 10);
    expect(costUsdOf(usage, null)).toBeNull();
  });

  it('T7: reserves no less than a text of two bytes a token costs', () => {
    const prompt = 'dé'.repeat(1_000);
    const tokens = Buffer.byteLength(prompt) / 2;
    const dearest = { ...usage, inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: tokens };
    const reserved = costAtMostUsd(estimateTokens(prompt), usage.outputTokens, price);
    expect(reserved).toBeGreaterThanOrEqual(costUsdOf(dearest, price) ?? 0);
    expect(costAtMostUsd(1, 1, null)).toBeNull();
  });
});
