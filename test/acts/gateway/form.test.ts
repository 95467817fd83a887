import { expect, test } from 'vitest';
import { readFormBody, sentFieldsOf, WHOLE_FORM } from '#acts/gateway/form.ts';
import { StartTyped } from '#acts/starting/fields.ts';
import { No } from '#foundation/no.ts';

test('A13: what is wrong with a start is said at its field, in the words of the API', () => {
  const typed = { topic: 'Where to?', budgetUsd: '1.000,5', deadlineMinutes: '0', depth: 'abyss' };
  const personas = { text: '', chosen: ['subtractor', 'x'.repeat(41)] };
  expect(
    readFormBody(StartTyped, new Map([...sentFieldsOf(typed), ['personas', personas]])),
  ).toEqual(
    new No({
      budgetUsd: 'Must be a number.',
      deadlineMinutes: 'Must be more than 0.',
      depth: 'Must be one of quick, standard.',
      personas: 'Must be at most 40 characters.',
    }),
  );
});

test('what a form does not ask for is not read from it, and empty fields have their defaults', () => {
  const sent = sentFieldsOf({
    topic: ' Where to? ',
    context: ' ',
    budgetUsd: '0,5',
    repo: '',
    sure: 'yes',
  });
  const defaults = { context: [], personas: [], supersede: false };
  expect(readFormBody(StartTyped, sent)).toEqual({
    topic: 'Where to?',
    budgetUsd: 0.5,
    ...defaults,
  });
  const unasked = readFormBody(StartTyped, sent, ['context']);
  expect(Object.keys(unasked instanceof No ? unasked.why : {})).toEqual([WHOLE_FORM]);
});
