import { describe, expect, test } from 'vitest';
import { convertToWire } from '#adapters/models/anthropic/wire.ts';
import type { ModelRequest } from '#ports/model.ts';
import type { ModelMessage, TextBlock } from '#ports/model-messages.mjs';
import { QUESTION_TOOLS } from '#test/support/designs/question-tools.ts';
import {
  bodyProblems,
  isObject,
  objects,
} from '#test/support/services/model-endpoint-validation.ts';
import { costUsd, entryOfShipped } from '#test/support/services/shipped-models.ts';

const text = (words: string, cache = false): TextBlock => ({ type: 'text', text: words, cache });

function wired(
  messages: readonly ModelMessage[],
  system: readonly TextBlock[] = [text('Rules.', true)],
) {
  const request: ModelRequest = {
    model: 'claude-opus-5-5',
    effort: 'high',
    maxOutputTokens: 100,
    system,
    tools: QUESTION_TOOLS,
    messages,
  };
  const body: unknown = JSON.parse(
    JSON.stringify({ ...convertToWire(request, entryOfShipped('http://127.0.0.1')), stream: true }),
  );
  if (!isObject(body)) throw new Error('no body');
  return body;
}

function markedTexts(body: unknown): string[] {
  return JSON.stringify(body)
    .split('"text":"')
    .flatMap((part) => (part.includes('cache_control') ? [part.slice(0, part.indexOf('"'))] : []));
}

describe('a request on the wire', () => {
  test('each tool that ends the turn is strict, no other, in a schema without unsupported keywords; none is forced', () => {
    const body = wired([{ role: 'user', content: [text('Ask.')] }]);
    expect(bodyProblems(body)).toEqual([]);
    expect(body).not.toHaveProperty('tool_choice');
    const strict = objects(body.tools).filter((tool) => tool.strict === true);
    expect(strict.map(({ name }) => name)).toEqual(['ask_questions', 'pass']);
  });

  test('a request on the wire keeps at most the last four cache marks', () => {
    const content = [
      text('one', true),
      text('two', true),
      text('three', true),
      text('four', true),
      text('ask'),
    ];
    const body = wired([{ role: 'user', content }]);
    expect(markedTexts(body)).toEqual(['two', 'three', 'four', 'ask']);
  });

  test('a request on the wire marks the end of a conversation that has grown', () => {
    const use = { type: 'tool_use' as const, id: 't1', name: 'read_file', input: {} };
    const result = {
      type: 'tool_result' as const,
      toolUseId: 't1',
      text: 'a file',
      isError: false,
    };
    const body = wired([
      { role: 'user', content: [text('shared', true), text('ask')] },
      { role: 'assistant', content: [use] },
      { role: 'user', content: [result, text('End it.')] },
    ]);
    expect(bodyProblems(body)).toEqual([]);
    expect(markedTexts(body)).toEqual(['Rules.', 'shared', 'End it.']);
  });
});

describe('prices', () => {
  const usage = {
    inputTokens: 1_000,
    cacheWriteTokens: 2_000,
    cacheReadTokens: 10_000,
    outputTokens: 500,
  };

  test('prices are per million tokens of each kind', () => {
    expect(costUsd('claude-opus-5-5', usage)).toBeCloseTo(0.004 + 0.01 + 0.002 + 0.01, 10);
  });

  test('of haiku change with the length of the prompt', () => {
    const long = { ...usage, inputTokens: 100_001, cacheWriteTokens: 0, cacheReadTokens: 0 };
    expect(costUsd('claude-haiku-5-5', long)).toBeCloseTo(0.0500005 + 0.00125, 10);
  });

  test('of an unknown model are unknown, never zero', () => {
    expect(costUsd('a-local-model', usage)).toBeNull();
  });
});
