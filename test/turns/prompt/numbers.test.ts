import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { BOUNDS } from '#core/vocabulary/bounds.ts';
import { ASKS, TOOL_DESCRIPTIONS } from '#turns/prompt/texts.ts';

test('the prompts and the README say in words how many questions a persona may ask', () => {
  const number = ['none', 'one', 'two', 'three', 'four'][BOUNDS.questionsOfPersona];
  expect(ASKS.questions).toContain(`at most ${number} questions`);
  expect(TOOL_DESCRIPTIONS.ask_questions).toContain(`up to ${number} questions`);
  const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8');
  expect(readme).toContain(`| questions | of one persona | ${number} |`);
});
