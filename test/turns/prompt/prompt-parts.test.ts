import { expect, test } from 'vitest';
import { replay } from '#core/workflow/evolve.ts';
import { askFor } from '#turns/prompt/ask.ts';
import { makeAssignment } from '#turns/prompt/assignment.ts';
import { measurePromptParts } from '#turns/prompt/prompt-parts.ts';
import { playToEnd } from '../../support/designs/sample-design.ts';
import { voice } from '../voices.ts';

const prompts = playToEnd().history.flatMap((event, index, history) => {
  if (event.type !== 'turn_started') return [];
  const design = replay(history.slice(0, index + 1));
  const turn = design?.turns.at(-1);
  if (design === null || turn === undefined) return [];
  const ask = askFor(design, turn);
  const assignment = makeAssignment(design, ask, voice, { reasks: 2 });
  const texts = [...assignment.shared.map(({ text }) => text), assignment.persona, assignment.ask];
  return [{ kind: ask.kind, texts, parts: measurePromptParts(texts) }];
});

test('T3: each part of a prompt has the name that code gives it, and its bytes', () => {
  const namesIn = (kind: string) =>
    prompts.findLast((prompt) => prompt.kind === kind)?.parts.map(({ name }) => name);
  const common = ['How this works', 'The topic'];
  const own = ['its own part', 'what it is asked'];
  expect({ questions: namesIn('questions'), signing: namesIn('signing') }).toEqual({
    questions: [...common, 'The question', ...own],
    signing: [...common, 'What people said', 'The decision', ...own],
  });
  for (const { texts, parts } of prompts) {
    for (const text of texts.slice(0, -2)) expect(text).toMatch(/^# [^\n]{1,80}\n/);
    expect(parts.map(({ bytes }) => bytes)).toEqual(texts.map((text) => Buffer.byteLength(text)));
  }
});
