import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createModels } from '#adapters/models/models.ts';
import type { ModelRequest } from '#ports/model.ts';
import type { Model } from '#turns/model-context.ts';
import { ModelCatalog } from '#turns/models/catalog.ts';
import type { ModelEntry } from '#turns/models/entry.ts';
import { askFor } from '#turns/prompt/ask.ts';
import { QUESTION_TOOLS } from '../../support/designs/question-tools.ts';
import { type ModelEndpoint, startModelEndpoint } from '../../support/services/model-endpoint.ts';
import {
  answers,
  calls,
  fails,
  lying,
  says,
} from '../../support/services/model-endpoint-answers.ts';
import { modelParts } from '../../support/services/model-forms.ts';
import { entryOfShipped } from '../../support/services/shipped-models.ts';
import { COMPATIBLE_WIRE } from '../../support/services/wires/openai-compatible.ts';
import {
  startVendorEndpoint,
  type VendorEndpoint,
} from '../../support/services/wires/vendor-endpoint.ts';
import { liveDesign } from '../../turns/conversing.ts';

const CLOCKS = { connectMs: 60_000, firstTokenMs: 60_000, stallMs: 60_000, totalMs: 60_000 };
const live = liveDesign();
const context = { ask: askFor(live.design, live.turn()), callNumber: 3, kill: () => undefined };
const input = { rationale: 'Enough.', notes: '' };
const request = (changes: Partial<ModelRequest> = {}): ModelRequest => ({
  model: 'local',
  effort: 'high',
  maxOutputTokens: 64_000,
  system: [{ type: 'text', text: 'The rules.', cache: true }],
  tools: QUESTION_TOOLS,
  messages: [
    { role: 'user', content: [{ type: 'text', text: 'End this turn with `pass`.', cache: false }] },
  ],
  ...changes,
});
const ask = (model: Model, asked = request(), signal = new AbortController().signal) =>
  model.answer(asked, context, { signal, clocks: CLOCKS, onProgress: () => undefined });

let local: VendorEndpoint;
beforeEach(async () => {
  local = await startVendorEndpoint(COMPATIBLE_WIRE);
});
afterEach(() => local.close());

const opened = (changes: Partial<ModelEntry>) => {
  const plain = {
    name: 'local',
    id: 'llama',
    key: null,
    wire: 'openai-compatible',
    efforts: [],
    tools: 'plain',
  } as const;
  const entry = entryOfShipped(local.url, { ...plain, ...changes });
  return createModels({ models: new ModelCatalog([entry], new Map()), ...modelParts() });
};

describe('a model that cannot call tools', () => {
  test.each([
    ['an object', JSON.stringify({ tool: 'pass', input })],
    ['an object with words before it', `I pass: ${JSON.stringify({ tool: 'pass', input })}`],
    ['an object in a fence', `\`\`\`json\n${JSON.stringify({ tool: 'pass', input })}\n\`\`\``],
  ])('A1, A20: calls one by a message that is %s', async (_name, text) => {
    local.respondWith(() => says(text));
    const reply = await ask(await opened({ tools: 'message' }));
    expect(reply.content).toEqual([{ type: 'tool_use', id: 'message-3', name: 'pass', input }]);
    expect([reply.stop, reply.byMessage]).toEqual(['tool_use', true]);
    expect(local.requests[0]?.body).not.toHaveProperty('tools');
    expect(local.requests[0]?.promptText).toContain('ask_questions: ');
    expect(local.problems).toEqual([]);
  });

  test.each([
    [
      'two objects',
      `${JSON.stringify({ tool: 'pass', input })}\n${JSON.stringify({ tool: 'pass', input })}`,
    ],
    ['another field', JSON.stringify({ tool: 'pass', input, and: 'more' })],
    ['half of it', '{"tool": "pass", "input": {'],
    ['a call with words behind it', `${JSON.stringify({ tool: 'pass', input })}, says the file.`],
  ])('A1: %s is no call, and stays text', async (_name, text) => {
    local.respondWith(() => says(text));
    const reply = await ask(await opened({ tools: 'message' }));
    expect(reply.content).toEqual([{ type: 'text', text }]);
    expect(reply.byMessage).toBeUndefined();
  });

  test('a model that cannot call tools reads its earlier calls and their results as text', async () => {
    local.respondWith(() => says('{"tool":"pass","input":{}}'));
    const messages: ModelRequest['messages'] = [
      ...request().messages,
      {
        role: 'assistant',
        content: [{ type: 'tool_use', id: 'message-1', name: 'list_files', input: { glob: '*' } }],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', toolUseId: 'message-1', text: 'src/a.ts', isError: false },
        ],
      },
    ];
    await ask(await opened({ tools: 'message' }), request({ messages }));
    expect(local.problems).toEqual([]);
    expect(local.requests[0]?.promptText).toContain('{"tool":"list_files","input":{"glob":"*"}}');
    expect(local.requests[0]?.lastText).toContain('The tool answered:\nsrc/a.ts');
  });
});

describe('the limits of a model', () => {
  test('a prompt that certainly does not fit is not sent, and costs nothing', async () => {
    const reply = await ask(await opened({ contextTokens: 10 }));
    expect([reply.stop, reply.costUsd, local.requests.length]).toEqual(['context_exceeded', 0, 0]);
  });

  test('no more output is asked for than it writes at once', async () => {
    local.respondWith(() => calls('pass', input));
    await ask(await opened({ outputTokens: 500 }));
    expect(local.requests[0]?.body.max_tokens).toBe(500);
  });

  test('calls beyond those at once wait, and end at once with their signal', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    local.respondWith(async () => {
      await held;
      return calls('pass', input);
    });
    const model = await opened({ atOnce: 1 });
    const first = ask(model);
    const controller = new AbortController();
    const waiting = ask(model, request(), controller.signal);
    controller.abort();
    await expect(waiting).rejects.toBeDefined();
    const third = ask(model);
    release();
    await Promise.all([first, third]);
    expect([local.maxAtOnce, local.requests.length]).toEqual([1, 2]);
  });

  test('A10: a model that is gone from the file is no longer asked, and no other is', async () => {
    const model = await opened({});
    await expect(ask(model, request({ model: 'gone' }))).rejects.toMatchObject({
      kind: 'unknown_model',
      transient: false,
    });
    expect(local.requests).toEqual([]);
  });
});

describe('an endpoint of the Messages API that knows less', () => {
  let endpoint: ModelEndpoint;
  beforeEach(async () => {
    endpoint = await startModelEndpoint({ lax: true });
  });
  afterEach(() => endpoint.close());

  const lesser = (changes: Partial<ModelEntry>) => {
    const entry = entryOfShipped(endpoint.url, {
      name: 'local',
      id: 'llama',
      key: null,
      ...changes,
    });
    return createModels({ models: new ModelCatalog([entry], new Map()), ...modelParts() });
  };

  test('an endpoint of the Messages API that knows less gets no field that its entry leaves out: strictness, effort, cache', async () => {
    const UNKNOWN = ['"strict"', 'output_config', 'cache_control'];
    endpoint.respondWith(({ body }) =>
      UNKNOWN.some((field) => JSON.stringify(body).includes(field))
        ? fails(400)
        : calls('pass', input),
    );
    const reply = await ask(await lesser({ tools: 'plain', cache: false, efforts: [] }));
    expect(reply.content.at(-1)).toMatchObject({ type: 'tool_use', name: 'pass', input });
    expect(endpoint.requests[0]?.body.model).toBe('llama');
    await expect(ask(await lesser({}))).rejects.toMatchObject({
      kind: 'invalid_request',
      transient: false,
    });
  });

  test('T7: without figures of a cache everything costs the full price', async () => {
    endpoint.respondWith(() =>
      lying(calls('pass', input), { usage: { input_tokens: 1_000, output_tokens: 100 } }),
    );
    const reply = await ask(await lesser({ tools: 'plain', cache: false }));
    expect(reply.usage).toEqual({
      inputTokens: 1_000,
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      outputTokens: 100,
    });
    expect(reply.costUsd).toBeCloseTo(0.006, 10);
  });

  test.each(['stop', 'tool_calls', 'eos', ''])(
    'a tool call counts under the stop reason “%s”',
    async (reason) => {
      endpoint.respondWith(() => answers([{ type: 'tool_use', name: 'pass', input }], reason));
      const reply = await ask(await lesser({ tools: 'plain' }));
      expect([reply.stop, reply.content.length]).toEqual(['other', 1]);
    },
  );
});

test('T7: a request is weighed by a token for two bytes at the dearest rate, and by what one of output costs', async () => {
  const rates = { input: 4, output: 20, cacheWrite: 5, cacheRead: 0.2 };
  const dear = { input: 40, output: 200, cacheWrite: 50, cacheRead: 2 };
  const price = { ...rates, asOf: '2026-11-01', beyond: { promptTokens: 10_000, rates: dear } };
  const model = await opened({ price });
  const weighed = (text: string) =>
    model.weigh?.(request({ tools: [], system: [{ type: 'text', text, cache: true }] }), context);
  const [empty, short, wide, long] = [
    '',
    'a'.repeat(10_000),
    '漢'.repeat(5_000),
    'a'.repeat(30_000),
  ].map(weighed);
  const usdOf = (bytes: number, each: number) => (bytes / 2 / 1e6) * each;
  const emptyUsd = empty?.inputUsd ?? Number.NaN;
  expect(short?.inputUsd).toBeCloseTo(usdOf(10_000, 5) + emptyUsd, 8);
  expect(short?.outputTokenUsd).toBeCloseTo(20 / 1e6, 9);
  expect(wide?.inputUsd).toBeCloseTo(usdOf(15_000, 5) + emptyUsd, 8);
  expect(long?.inputUsd).toBeCloseTo(usdOf(30_000, 50) + 10 * emptyUsd, 8);
  expect(long?.outputTokenUsd).toBeCloseTo(200 / 1e6, 9);
  expect(long?.inputUsd).toBeGreaterThan(long?.least.costUsd ?? Number.NaN);

  const unknown = await opened({ price: null });
  expect(unknown.weigh?.(request(), context)).toMatchObject({ inputUsd: 0, outputTokenUsd: 0 });
});
