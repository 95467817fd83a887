import { expect, test } from 'vitest';
import { retirementOf } from '#adapters/models/anthropic/ends.ts';
import { ANTHROPIC_URL } from '#turns/models/catalog.ts';
import { SHIPPED } from '../../support/services/shipped-models.ts';

const ended = { id: 'claude-opus-4-5', wire: 'anthropic', baseUrl: ANTHROPIC_URL } as const;

test('the vendor’s client names the day on which a model ends, at the vendor’s own endpoint alone', () => {
  expect(retirementOf(ended)).toBe('2027-01-22');
  expect(retirementOf({ ...ended, id: 'claude-opus-5-5' })).toBeNull();
  expect(retirementOf({ ...ended, baseUrl: 'https://gateway.example' })).toBeNull();
});

test('the file that ships has no model that the vendor’s client knows to end', () => {
  expect(SHIPPED.all.filter((entry) => retirementOf(entry) !== null)).toEqual([]);
});
