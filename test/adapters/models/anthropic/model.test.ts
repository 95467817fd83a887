import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAnthropicModel } from '#adapters/models/anthropic/model.ts';
import { type ModelClocks, ModelFault, type ModelRequest } from '#ports/model.ts';
import { QUESTION_TOOLS } from '#test/support/designs/question-tools.ts';
import { silentLog } from '#test/support/runner/silent-log.ts';
import { type ModelEndpoint, startModelEndpoint } from '#test/support/services/model-endpoint.ts';
import {
  type Answer,
  breaksOff,
  fails,
  says,
} from '#test/support/services/model-endpoint-answers.ts';
import { anthropicModel, entryOfShipped } from '#test/support/services/shipped-models.ts';
import { liveDesign } from '#test/turns/conversing.ts';
import { askFor } from '#turns/prompt/ask.ts';

const CLOCKS: ModelClocks = {
  connectMs: 60_000,
  firstTokenMs: 60_000,
  stallMs: 60_000,
  totalMs: 60_000,
};
const live = liveDesign();
const context = { ask: askFor(live.design, live.turn()), callNumber: 1, kill: () => undefined };

let endpoint: ModelEndpoint;
beforeEach(async () => {
  endpoint = await startModelEndpoint();
});
afterEach(() => endpoint.close());

function request(): ModelRequest {
  return {
    model: 'claude-opus-5-5',
    effort: 'high',
    maxOutputTokens: 1_000,
    system: [{ type: 'text', text: 'The rules.', cache: true }],
    tools: QUESTION_TOOLS,
    messages: [
      {
        role: 'user',
        content: [{ type: 'text', text: 'End this turn with `pass`.', cache: false }],
      },
    ],
  };
}

function ask(answer: Answer, clocks: Partial<ModelClocks> = {}) {
  endpoint.respondWith(() => answer);
  const { signal } = new AbortController();
  const onProgress = () => undefined;
  return anthropicModel(endpoint.url).answer(request(), context, {
    signal,
    clocks: { ...CLOCKS, ...clocks },
    onProgress,
  });
}

async function faultOf(answer: Promise<unknown>): Promise<ModelFault> {
  const error = await answer.then(
    () => 'an answer',
    (thrown: unknown) => thrown,
  );
  if (error instanceof ModelFault) return error;
  throw new Error(`expected a ModelFault, got ${String(error)}`);
}

describe('an answer', () => {
  test.each([
    ['pause_turn', 'pause_turn'],
    ['model_context_window_exceeded', 'context_exceeded'],
    ['something_new', 'other'],
  ])('an answer that stops with %s reports %s', async (stopReason, stop) => {
    expect((await ask(says('No.', stopReason))).stop).toBe(stop);
  });

  test('of a model without a known price costs an unknown amount', async () => {
    const model = anthropicModel(endpoint.url, { price: null });
    const options = {
      signal: new AbortController().signal,
      clocks: CLOCKS,
      onProgress: () => undefined,
    };
    expect((await model.answer(request(), context, options)).costUsd).toBeNull();
  });
});

test('A10: an answer that takes longer in all than it may is a fault that lasts', async () => {
  expect(await faultOf(ask(breaksOff('stalls'), { totalMs: 50 }))).toMatchObject({
    kind: 'total_timeout',
    transient: false,
  });
});

describe('A6: errors known to be transient pass, and no others', () => {
  test.each([
    ['529', fails(529), 'overloaded', true],
    ['408', fails(408), 'server_error', true],
    ['413', fails(413), 'context_exceeded', false],
    ['500 that says not to', fails(500, { 'x-should-retry': 'false' }), 'server_error', false],
  ] as const)('A6: %s', async (_name, answer, kind, transient) => {
    expect(await faultOf(ask(answer))).toMatchObject({ kind, transient });
    expect(endpoint.requests).toHaveLength(1);
  });

  test('A6: an endpoint that nobody could connect to is unreachable', async () => {
    const { url } = endpoint;
    await endpoint.close();
    const model = anthropicModel(url);
    const options = {
      signal: new AbortController().signal,
      clocks: CLOCKS,
      onProgress: () => undefined,
    };
    expect(await faultOf(model.answer(request(), context, options))).toMatchObject({
      kind: 'unreachable',
      transient: true,
    });
  });

  test.each([
    ['a key that no header can carry', { apiKey: 'sk-ant-…', baseUrl: undefined }],
    [
      'an address with a password',
      { apiKey: undefined, baseUrl: 'http://user:password@127.0.0.1' },
    ],
  ])('A6: %s is permanent', async (_name, wrong) => {
    const entry = entryOfShipped(wrong.baseUrl ?? endpoint.url);
    const model = createAnthropicModel({ entry, apiKey: wrong.apiKey ?? 'k', log: silentLog });
    const options = {
      signal: new AbortController().signal,
      clocks: CLOCKS,
      onProgress: () => undefined,
    };
    const fault = await faultOf(model.answer(request(), context, options));
    expect(fault).toMatchObject({ kind: 'unknown', transient: false });
    expect(endpoint.requests).toEqual([]);
  });
});
