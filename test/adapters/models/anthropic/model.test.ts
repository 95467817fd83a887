import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAnthropicModel } from '../../../../src/adapters/models/anthropic/model.ts';
import { type ModelClocks, ModelFault, type ModelRequest } from '../../../../src/engine/ports/model.ts';
import { askFor } from '../../../../src/turns/prompt/ask.ts';
import { type ModelEndpoint, startModelEndpoint } from '../../../support/model-endpoint.ts';
import {
  type Answer,
  breaksOff,
  calls,
  callsMalformed,
  fails,
  resets,
  says,
  stalls,
} from '../../../support/model-endpoint-answers.ts';
import { QUESTION_TOOLS } from '../../../support/question-tools.ts';
import { anthropicModel, shippedEntry } from '../../../support/shipped-models.ts';
import { silentLog } from '../../../support/silent-log.ts';
import { liveDesign } from '../../../turns/conversing.ts';

const CLOCKS: ModelClocks = { connectMs: 60_000, firstTokenMs: 60_000, stallMs: 60_000, totalMs: 60_000 };
const live = liveDesign();
const context = { ask: askFor(live.design, live.turn()), callNumber: 1, kill: () => undefined };

let endpoint: ModelEndpoint;
beforeEach(async () => {
  endpoint = await startModelEndpoint();
});
afterEach(() => endpoint.close());

function request(changes: Partial<ModelRequest> = {}): ModelRequest {
  return {
    model: 'claude-opus-5-5',
    effort: 'high',
    maxOutputTokens: 1_000,
    system: [{ type: 'text', text: 'The rules.', cache: true }],
    tools: QUESTION_TOOLS,
    messages: [
      { role: 'user', content: [{ type: 'text', text: 'End this turn with `pass`.', cache: false }] },
    ],
    ...changes,
  };
}

function ask(
  answer: Answer | null,
  clocks: Partial<ModelClocks> = {},
  signal = new AbortController().signal,
) {
  if (answer !== null) endpoint.respondWith(() => answer);
  const model = anthropicModel(endpoint.url);
  const onProgress = () => undefined;
  return model.answer(request(), context, { signal, clocks: { ...CLOCKS, ...clocks }, onProgress });
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
  test('brings text, tool use, stop reason, usage and cost', async () => {
    const reply = await ask(calls('pass', { confidence: 0.5, rationale: 'Enough.' }));
    expect(reply.stop).toBe('tool_use');
    expect(reply.content).toEqual([
      { type: 'text', text: 'I have what I need.' },
      { type: 'tool_use', id: 'toolu_1_1', name: 'pass', input: { confidence: 0.5, rationale: 'Enough.' } },
    ]);
    expect(reply.usage.cacheWriteTokens).toBeGreaterThan(500);
    expect(reply.costUsd).toBeGreaterThan(0);
    expect(endpoint.problems).toEqual([]);
  });

  test.each([
    ['refusal', 'refusal'],
    ['max_tokens', 'max_tokens'],
    ['pause_turn', 'pause_turn'],
    ['model_context_window_exceeded', 'context_exceeded'],
    ['something_new', 'other'],
  ])('that stops with %s reports %s', async (stopReason, stop) => {
    expect((await ask(says('No.', stopReason))).stop).toBe(stop);
  });

  test('of a model without a known price costs an unknown amount', async () => {
    const model = anthropicModel(endpoint.url, { price: null });
    const options = { signal: new AbortController().signal, clocks: CLOCKS, onProgress: () => undefined };
    expect((await model.answer(request(), context, options)).costUsd).toBeNull();
  });
});

describe('A10: each clock has its own typed fault', () => {
  test.each([
    ['connect_timeout', stalls('headers'), { connectMs: 50 }],
    ['first_token_timeout', stalls('first_token'), { firstTokenMs: 50 }],
    ['stall_timeout', breaksOff('stalls'), { stallMs: 50 }],
    ['total_timeout', breaksOff('stalls'), { totalMs: 50 }],
  ] as const)('A10: %s', async (kind, answer, clocks) => {
    const fault = await faultOf(ask(answer, clocks));
    expect(fault).toMatchObject({ kind, transient: kind !== 'total_timeout' });
  });

  test('A10: an abort from outside ends a request that stalls', async () => {
    const controller = new AbortController();
    const answer = ask(stalls('headers'), {}, controller.signal);
    await endpoint.received(1);
    controller.abort();
    expect(await faultOf(answer)).toMatchObject({ kind: 'aborted', transient: false });
  });
});

describe('A6: errors known to be transient pass, and no others', () => {
  test.each([
    ['429', fails(429, { 'retry-after': '2' }), 'rate_limited', true],
    ['529', fails(529), 'overloaded', true],
    ['500', fails(500), 'server_error', true],
    ['503', fails(503), 'server_error', true],
    ['408', fails(408), 'server_error', true],
    ['401', fails(401), 'unauthorized', false],
    ['403', fails(403), 'forbidden', false],
    ['400', fails(400), 'invalid_request', false],
    ['404', fails(404), 'unknown_model', false],
    ['413', fails(413), 'context_exceeded', false],
    ['500 that says not to', fails(500, { 'x-should-retry': 'false' }), 'server_error', false],
    ['a reset before headers', resets(), 'connection_lost', true],
    ['a stream that is cut', breaksOff('cuts'), 'connection_lost', true],
    ['a stream that ends without its end', breaksOff('ends_early'), 'connection_lost', true],
    ['an error in the stream', breaksOff('error_event'), 'overloaded', true],
    ['an event that is no JSON', breaksOff('malformed_event'), 'malformed_answer', true],
  ] as const)('A6: %s', async (_name, answer, kind, transient) => {
    expect(await faultOf(ask(answer))).toMatchObject({ kind, transient });
    expect(endpoint.requests).toHaveLength(1);
  });

  test('A6: an endpoint that nobody could connect to is unreachable', async () => {
    const { url } = endpoint;
    await endpoint.close();
    const model = anthropicModel(url);
    const options = { signal: new AbortController().signal, clocks: CLOCKS, onProgress: () => undefined };
    expect(await faultOf(model.answer(request(), context, options))).toMatchObject({
      kind: 'unreachable',
      transient: true,
    });
  });

  test.each([
    ['a key that no header can carry', { apiKey: 'sk-ant-…', baseUrl: undefined }],
    ['an address with a password', { apiKey: undefined, baseUrl: 'http://user:password@127.0.0.1' }],
  ])('A6: %s is permanent', async (_name, wrong) => {
    const entry = shippedEntry(wrong.baseUrl ?? endpoint.url);
    const model = createAnthropicModel({ entry, apiKey: wrong.apiKey ?? 'k', log: silentLog });
    const options = { signal: new AbortController().signal, clocks: CLOCKS, onProgress: () => undefined };
    const fault = await faultOf(model.answer(request(), context, options));
    expect(fault).toMatchObject({ kind: 'unknown', transient: false });
    expect(endpoint.requests).toEqual([]);
  });

  test('retry-after is taken over in milliseconds, and bounded', async () => {
    expect((await faultOf(ask(fails(429, { 'retry-after': '2' })))).retryAfterMs).toBe(2_000);
    expect((await faultOf(ask(fails(429, { 'retry-after': '86400' })))).retryAfterMs).toBe(86_400_000);
    expect((await faultOf(ask(fails(429, { 'retry-after': '9999999' })))).retryAfterMs).toBeNull();
    expect((await faultOf(ask(fails(429)))).retryAfterMs).toBeNull();
  });

  test('malformed tool JSON is a fault or a tool use that the schema will judge, never a silent success', async () => {
    const outcome = await ask(callsMalformed('pass', '{"confidence": nonsense')).catch(
      (fault: unknown) => fault,
    );
    if (outcome instanceof ModelFault) expect(outcome.kind).toBe('malformed_answer');
    else expect(JSON.stringify(outcome)).not.toContain('nonsense');
  });
});
