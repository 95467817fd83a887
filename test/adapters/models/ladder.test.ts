import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createModels } from '#adapters/models/models.ts';
import type { FormPart } from '#core/vocabulary/sets.ts';
import type { TurnRecord } from '#ports/turn-record.ts';
import { ModelCatalog } from '#turns/models/catalog.ts';
import type { ModelEntry } from '#turns/models/entry.ts';
import { findNamedParts } from '#turns/models/form.ts';
import { silentLog } from '../../support/runner/silent-log.ts';
import { type ModelEndpoint, startModelEndpoint } from '../../support/services/model-endpoint.ts';
import {
  type Answer,
  answers,
  breaksOff,
  calls,
  fails,
  says,
} from '../../support/services/model-endpoint-answers.ts';
import { type Json, objects } from '../../support/services/model-endpoint-validation.ts';
import { modelParts } from '../../support/services/model-forms.ts';
import {
  holds,
  passes,
  type Refuses,
  readsThoughtfully,
  refusal,
  refusing,
  strictTools,
} from '../../support/services/refusing.ts';
import { entryOfShipped } from '../../support/services/shipped-models.ts';
import { COMPATIBLE_WIRE } from '../../support/services/wires/openai-compatible.ts';
import {
  startVendorEndpoint,
  type VendorEndpoint,
} from '../../support/services/wires/vendor-endpoint.ts';
import { brokerFor, liveDesign, takeTurn } from '../../turns/conversing.ts';

const NAME = 'claude-opus-5-5';
const opened = (url: string, changes: Partial<ModelEntry> = {}, parts = modelParts()) => {
  const entry = entryOfShipped(url, { key: null, ...changes });
  return createModels({ models: new ModelCatalog([entry], new Map()), ...parts });
};

/** One turn of the question round, by the real session and the real client. */
async function turnBy(url: string, changes: Partial<ModelEntry> = {}, parts = modelParts()) {
  const live = liveDesign();
  const record = await takeTurn(live, live.turn(), brokerFor(await opened(url, changes, parts)))
    .ended;
  return { record, parts };
}

const leftOutIn = ({ trace }: TurnRecord): FormPart[] =>
  trace.flatMap((step) => (step.kind === 'asked_plainer' ? [step.without] : []));
const attemptsIn = ({ trace }: TurnRecord) =>
  trace.flatMap((step) => (step.kind === 'request_sent' ? [step.attempt] : []));

describe('an endpoint of the Messages API that refuses a form', () => {
  let endpoint: ModelEndpoint;
  beforeEach(async () => {
    endpoint = await startModelEndpoint({ lax: true });
  });
  afterEach(() => endpoint.close());

  const refuse = (refuses: Refuses, by?: (words: string) => Answer) =>
    endpoint.respondWith(refusing(refuses, passes, by));

  test.each(Array.from({ length: 17 }, (_, most) => most))(
    'A20: more than %i strict tools, and the turn speaks in one attempt',
    async (most) => {
      refuse((body) => (strictTools(body) > most ? 'The compiled grammar is too large.' : null));
      const { record } = await turnBy(endpoint.url);
      expect(record).toMatchObject({ outcome: 'passed', error: null });
      // Two tools end a turn of questions.
      expect(leftOutIn(record)).toEqual(most < 2 ? ['strict'] : []);
      expect(attemptsIn(record)).toEqual([1]);
      expect(endpoint.requests).toHaveLength(most < 2 ? 2 : 1);
    },
  );

  const SENT = ['type', 'properties', 'required', 'additionalProperties', 'items', 'description'];
  test.each([...SENT, 'enum', 'minItems', 'maxItems', 'maxLength', 'pattern', 'anyOf'])(
    'A20: the keyword %s in a schema',
    async (keyword) => {
      const words = `tools.0.custom.input_schema: '${keyword}' is not supported`;
      refuse(({ tools }) => (holds(tools, keyword) ? words : null));
      const { record } = await turnBy(endpoint.url);
      expect(record).toMatchObject({ outcome: 'passed', error: null });
      expect(leftOutIn(record)).toEqual(SENT.includes(keyword) ? ['strict', 'tool_calls'] : []);
      expect(attemptsIn(record)).toEqual([1]);
    },
  );

  const cases: [FormPart[], string, Refuses][] = [
    [
      ['effort'],
      'This model does not support the effort parameter.',
      (body) =>
        holds(body, 'output_config') ? 'This model does not support the effort parameter.' : null,
    ],
    [
      ['cache'],
      'system.0.cache_control: Extra inputs are not permitted',
      (body) =>
        holds(body, 'cache_control')
          ? 'system.0.cache_control: Extra inputs are not permitted'
          : null,
    ],
    [
      ['output_length'],
      'max_tokens: 16000 > 8192, which is the maximum allowed number of output tokens',
      ({ max_tokens: most }) =>
        Number(most) > 8_192
          ? 'max_tokens: 16000 > 8192, which is the maximum allowed number of output tokens'
          : null,
    ],
    [
      ['one_call'],
      'tool_choice.disable_parallel_tool_use: Extra inputs are not permitted',
      (body) =>
        holds(body, 'disable_parallel_tool_use')
          ? 'tool_choice.disable_parallel_tool_use: Extra inputs are not permitted'
          : null,
    ],
    [
      ['system'],
      'system: this model has no system role',
      (body) => (holds(body, 'system') ? 'system: this model has no system role' : null),
    ],
    [
      ['cache'],
      'messages.0.content: Input should be a valid string',
      ({ messages }) =>
        objects(messages).some(({ content }) => Array.isArray(content))
          ? 'messages.0.content: Input should be a valid string'
          : null,
    ],
    [
      ['strict', 'tool_calls'],
      'llama3 does not support tools',
      (body) => (holds(body, 'tools') ? 'llama3 does not support tools' : null),
    ],
    [
      ['cache', 'one_call', 'effort', 'strict'],
      'everything that it does not know',
      (body) => {
        const field = ['strict', 'output_config', 'cache_control', 'tool_choice'].find((each) =>
          holds(body, each),
        );
        return field === undefined ? null : `${field}: Extra inputs are not permitted`;
      },
    ],
  ];
  const ways: [string, (words: string) => Answer][] = [
    ['400', (words) => refusal(words)],
    ['422', (words) => refusal(words, 422)],
    ['an error in its stream', (words) => streamed(words)],
  ];
  test.each(
    cases.flatMap(([parts, words, refuses]) =>
      ways.map(([way, by]) => ({ parts, words, refuses, way, by })),
    ),
  )('A20: $words, by $way', async ({ parts, refuses, by }) => {
    refuse(refuses, by);
    const { record, parts: opening } = await turnBy(endpoint.url);
    expect(record).toMatchObject({ outcome: 'passed', error: null });
    expect(record.costIsAtLeast).toBeUndefined();
    expect(leftOutIn(record).toSorted()).toEqual(parts.toSorted());
    expect(attemptsIn(record)).toEqual([1]);
    const [kept] = await opening.forms.list();
    expect(kept).toMatchObject({ endpoint: endpoint.url, model: NAME, at: 1_000 });
    expect(kept?.leftOut.map(({ part }) => part)).toEqual(leftOutIn(record));
  });

  test('A20: what was found out holds for the next turn, whose record says so, until the entry changes', async () => {
    refuse((body) => (holds(body, 'output_config') ? 'effort: not supported' : null));
    const { parts } = await turnBy(endpoint.url);
    const asked = endpoint.requests.length;
    const { record } = await turnBy(endpoint.url, {}, parts);
    expect(leftOutIn(record)).toEqual(['effort']);
    expect(record.trace).toContainEqual(
      expect.objectContaining({ without: 'effort', said: 'effort: not supported' }),
    );
    expect(endpoint.requests).toHaveLength(asked + 1);
    await turnBy(endpoint.url, { outputTokens: 9_000 }, parts);
    expect(endpoint.requests).toHaveLength(asked + 3);
  });

  test.each(ways)(
    'A20: a plainer form that %s refuses too is not remembered or paid, and the turn says why',
    async (_way, by) => {
      refuse(() => 'tools: I take nothing', by);
      const { record, parts } = await turnBy(endpoint.url);
      expect(record).toMatchObject({
        outcome: 'model_error',
        error: { class: 'refused_form', retryable: false },
      });
      expect(record.error?.message).toContain('tools: I take nothing');
      expect(leftOutIn(record)).toEqual(['strict', 'tool_calls']);
      expect(await parts.forms.list()).toEqual([]);
      expect(record.costUsd).toBe(0);
    },
  );

  test.each([
    [400, 'messages: at least one message is needed', 'invalid_request'],
    [404, 'model: claude-tools-9', 'unknown_model'],
    [401, 'invalid tool key', 'unauthorized'],
    [413, 'request too large', 'context_exceeded'],
    [
      400,
      'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing.',
      'unpaid',
    ],
    [400, 'prompt is too long: 213000 tokens > 200000 maximum', 'context_exceeded'],
    [400, 'Token limit reached', 'context_exceeded'],
    [400, 'Budget has been exceeded! Current cost: 10.2, Max budget: 10.0', 'unpaid'],
    [429, 'No deployments available - crossed budget', 'unpaid'],
    [403, 'Key limit exceeded (total limit)', 'unpaid'],
    [410, 'This resource is gone', 'model_retired'],
    [404, 'The model `claude-2.1` has been deprecated, learn more here', 'model_retired'],
    [
      400,
      'The model llama2-70b has been decommissioned and is no longer supported',
      'model_retired',
    ],
    [404, 'Not Found', 'wrong_address'],
    [500, "tools: the request exceeds the model's context size", 'context_exceeded'],
  ])('A20: %i with “%s” is no refusal of form', async (status, words, kind) => {
    endpoint.respondWith(() => refusal(words, status));
    const { record } = await turnBy(endpoint.url);
    expect(record.error?.class).toBe(kind);
    expect(leftOutIn(record)).toEqual([]);
    expect(endpoint.requests).toHaveLength(1);
  });

  test('A20: an error of the endpoint’s own that speaks of tools is no refusal of form', () => {
    const words = 'The tool service does not support this now, write to support@example.com';
    expect(findNamedParts(words, false)).toEqual([]);
  });

  test('A20: an unavailable model after a step is tried again in the form that was reached', async () => {
    let hasFailed = false;
    endpoint.respondWith(({ body }) => {
      if (strictTools(body) > 0) return refusal('strict: not supported');
      if (hasFailed) return passes();
      hasFailed = true;
      return fails(529);
    });
    const { record } = await turnBy(endpoint.url);
    expect(record.outcome).toBe('passed');
    expect(attemptsIn(record)).toEqual([1, 2]);
    expect(endpoint.requests.map(({ body }) => strictTools(body) > 0)).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('A20: a step inside a turn sends what was before it as text until the turn ends', async () => {
    let asked = 0;
    endpoint.respondWith(({ body }) => {
      asked += 1;
      if (asked > 1 && holds(body, 'strict'))
        return refusal('tools.0.strict: Extra inputs are not permitted');
      return asked < 4 ? readsThoughtfully({ path: `${asked}` }) : passes();
    });
    const { record } = await turnBy(endpoint.url);
    expect(record.outcome).toBe('passed');
    const [, , third, fourth] = endpoint.requests.map(({ body }) => objects(body.messages));
    expect(JSON.stringify(third)).not.toMatch(/"(thinking|tool_use|tool_result)"/);
    expect(JSON.stringify(third)).toContain(
      '{\\"tool\\":\\"list_files\\",\\"input\\":{\\"path\\":\\"1\\"}}',
    );
    const bare = (value: unknown) =>
      JSON.stringify(value).replaceAll(',"cache_control":{"type":"ephemeral"}', '');
    expect(bare(fourth?.slice(0, third?.length))).toBe(bare(third));
    expect(fourth?.[3]?.content).toMatchObject([{ type: 'thinking' }, { type: 'tool_use' }]);
    // The strict server looks whether thinking comes back as it went out.
    expect(endpoint.problems.filter((problem) => problem.includes('thinking'))).toEqual([]);
  });

  test('A20: an endpoint that refuses its own thoughts gets none back', async () => {
    endpoint.respondWith(({ body }) => {
      if (holds(body, 'signature'))
        return refusal('messages.1.content.0: Invalid `signature` in `thinking` block');
      return objects(body.messages).length > 1 ? passes() : readsThoughtfully({ path: '' });
    });
    const { record } = await turnBy(endpoint.url);
    expect([record.outcome, leftOutIn(record)]).toEqual(['passed', ['thoughts']]);
  });

  test('A26: a thought that nobody signed goes back unsigned', async () => {
    const thought = { type: 'thinking', thinking: 'So.' };
    const message = {
      id: 'm',
      type: 'message',
      content: [
        { ...thought, signature: null },
        { type: 'tool_use', id: 'a', name: 'pass', input: {} },
      ],
      stop_reason: 'tool_use',
    };
    endpoint.respondInOrder([
      { kind: 'raw', status: 200, headers: {}, body: JSON.stringify(message, null, 2) },
      passes(),
    ]);
    const { record } = await turnBy(endpoint.url);
    expect(record.outcome).toBe('passed');
    const [, answer] = objects(endpoint.requests[1]?.body.messages);
    expect(objects(answer?.content)[0]).toEqual(thought);
  });

  test('A20: an answer that has begun is no refusal of form, whatever its error says', async () => {
    const half = breaksOff('error_event');
    endpoint.respondInOrder([half, passes()]);
    const { record } = await turnBy(endpoint.url);
    expect([record.outcome, leftOutIn(record), attemptsIn(record)]).toEqual(['passed', [], [1, 2]]);
  });
});

describe('a server on one’s own machine that refuses a form', () => {
  let local: VendorEndpoint;
  beforeEach(async () => {
    local = await startVendorEndpoint(COMPATIBLE_WIRE);
  });
  afterEach(() => local.close());

  const llama = { wire: 'openai-compatible', tools: 'plain', efforts: ['low', 'high'] } as const;

  test.each<[FormPart, string, number, Refuses]>([
    [
      'tool_calls',
      'Failed to initialize samplers: failed to parse grammar',
      400,
      (body) => field(body, 'tools'),
    ],
    ['tool_calls', 'tools param requires --jinja flag', 500, (body) => field(body, 'tools')],
    [
      'tool_calls',
      'No endpoints found that support tool use.',
      404,
      (body) => field(body, 'tools'),
    ],
    [
      'system',
      'Jinja Exception: System role not supported',
      500,
      ({ messages }) => (objects(messages)[0]?.role === 'system' ? 'system' : null),
    ],
    [
      'system',
      'Conversation roles must alternate user/assistant/user/assistant/...',
      400,
      ({ messages }) => (objects(messages)[0]?.role === 'system' ? 'system' : null),
    ],
    [
      'effort',
      'Unsupported parameter: reasoning_effort',
      400,
      (body) => field(body, 'reasoning_effort'),
    ],
    ['counting', 'stream_options is not supported', 422, (body) => field(body, 'stream_options')],
    [
      'one_call',
      'property parallel_tool_calls is unsupported',
      400,
      (body) => field(body, 'parallel_tool_calls'),
    ],
    [
      'output_length',
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      400,
      (body) => field(body, 'max_tokens'),
    ],
  ])('A20: %s, by the words “%s”', async (part, words, status, refuses) => {
    local.respondWith(refusing(refuses, passes, () => refusal(words, status)));
    const { record } = await turnBy(local.url, llama);
    expect(record).toMatchObject({ outcome: 'passed', error: null });
    expect(leftOutIn(record)).toEqual([part]);
    expect(attemptsIn(record)).toEqual([1]);
    expect(local.problems).toEqual([]);
  });

  test.each([
    "Invalid type for 'messages.[2].content': expected a string, but got null instead.",
    'Input should be a valid string',
    'messages[2].content must not be null',
  ])('A20: a message of calls alone, by the words “%s”', async (words) => {
    const isCallsAlone = ({ messages }: Json) =>
      objects(messages).some(({ content }) => content === null);
    local.respondWith((request) => {
      if (isCallsAlone(request.body)) return refusal(words, 400);
      const isFirst = local.requests.length === 1;
      return isFirst ? answers([{ type: 'tool_use', name: 'pass', input: {} }]) : passes();
    });
    const { record } = await turnBy(local.url, llama);
    expect(record).toMatchObject({ outcome: 'passed', error: null });
    expect(leftOutIn(record)).toEqual(['tool_calls']);
    expect(attemptsIn(record)).toEqual([1, 1]);
  });

  test('A20: a call that the endpoint could not read is asked for again', async () => {
    const failed = { error: { message: 'Failed to call a function.', code: 'tool_use_failed' } };
    const raw = { kind: 'raw', status: 400, headers: {}, body: JSON.stringify(failed) } as const;
    let hasFailed = false;
    local.respondWith(() => {
      if (hasFailed) return passes();
      hasFailed = true;
      return raw;
    });
    const { record } = await turnBy(local.url, llama);
    expect([record.outcome, leftOutIn(record), attemptsIn(record)]).toEqual(['passed', [], [1, 2]]);
  });

  test('D6: secrets in an endpoint’s words are kept nowhere', async () => {
    local.respondWith(
      refusing(
        (body) => field(body, 'tools'),
        passes,
        () => refusal('no tools for hunter2'),
      ),
    );
    const parts = {
      ...modelParts(),
      redact: (text: string) => text.replaceAll('hunter2', '[redacted]'),
    };
    const { record } = await turnBy(local.url, llama, parts);
    expect(JSON.stringify([await parts.forms.list(), record])).not.toContain('hunter2');
    expect(JSON.stringify(record)).toContain('no tools for [redacted]');
  });

  test('A20: a template that wants roles in turns gets neither a system role nor tools', async () => {
    const words =
      'After the optional system message, conversation roles must alternate user and assistant roles except for tool calls and results.';
    local.respondWith(({ body }) => {
      const isMixed = holds(body, 'tools') || objects(body.messages)[0]?.role === 'system';
      return isMixed
        ? refusal(words, 500)
        : says(JSON.stringify({ tool: 'pass', input: { rationale: 'No.' } }));
    });
    const { record } = await turnBy(local.url, llama);
    expect([record.outcome, leftOutIn(record)]).toEqual(['passed', ['system', 'tool_calls']]);
  });

  test('A20: each text is one string, since some endpoints take nothing else', async () => {
    local.respondWith(() => passes());
    await turnBy(local.url, llama);
    const contents = objects(local.requests[0]?.body.messages).map(({ content }) => typeof content);
    expect(contents).toEqual(['string', 'string']);
  });

  test('A20: a model that calls no tool is asked for messages, and the next turn begins so', async () => {
    const [text, message] = [
      says('I would pass.'),
      says(JSON.stringify({ tool: 'pass', input: { rationale: 'No.' } })),
    ];
    local.respondWith(({ body }) => (holds(body, 'tools') ? text : message));
    const { record, parts } = await turnBy(local.url, llama);
    expect([record.outcome, leftOutIn(record)]).toEqual(['passed', ['tool_calls']]);
    expect(local.requests).toHaveLength(3);
    const { record: next } = await turnBy(local.url, llama, parts);
    expect([next.outcome, leftOutIn(next)]).toEqual(['passed', ['tool_calls']]);
    expect(local.requests).toHaveLength(4);
  });

  test('A20: messages that do not help either are not remembered', async () => {
    local.respondWith(() => says('I would pass.'));
    const { record, parts } = await turnBy(local.url, llama);
    expect([record.error?.class, leftOutIn(record)]).toEqual(['no_tool', ['tool_calls']]);
    expect(await parts.forms.list()).toMatchObject([{ leftOut: [] }]);
  });

  test('A20: a model that has called a tool in its turn keeps its tools', async () => {
    const reading = calls('list_files', { path: '' });
    let asked = 0;
    local.respondWith(() => {
      asked += 1;
      return asked === 1 ? reading : asked < 4 ? says('I am thinking.') : passes();
    });
    const { record } = await turnBy(local.url, llama);
    expect([record.outcome, leftOutIn(record)]).toEqual(['passed', []]);
  });

  test.each([
    [
      'two calls in tags',
      (call: string) => `<tool_call>${call}</tool_call><tool_call>${call}</tool_call>`,
    ],
    ['half a call in a tag', () => '<tool_call>{"name": "pass", '],
    [
      'a function with a field twice',
      () => '<function=pass><parameter=a>1</parameter><parameter=a>2</parameter></function>',
    ],
  ])('A21: a turn that fails for its calls as text says so: %s', async (_what, written) => {
    const events: string[] = [];
    const log = { ...silentLog, warn: (event = '') => void events.push(event) };
    local.respondWith(() =>
      says(written(JSON.stringify({ name: 'pass', arguments: { rationale: 'No.' } }))),
    );
    const { record } = await turnBy(local.url, llama, { ...modelParts(), log });
    expect(record).toMatchObject({ outcome: 'refused', error: { class: 'calls_as_text' } });
    expect(events.filter((event) => event === 'model_calls_as_text')).toHaveLength(1);
  });

  test('A21: a model that writes its calls as text is told so at the first, though it is read', async () => {
    const events: string[] = [];
    const log = { ...silentLog, warn: (event = '') => void events.push(event) };
    local.respondWith(() =>
      says(
        `<tool_call>${JSON.stringify({ name: 'pass', arguments: { rationale: 'No.' } })}</tool_call>`,
      ),
    );
    const { record } = await turnBy(local.url, llama, { ...modelParts(), log });
    expect([record.outcome, events]).toEqual(['passed', ['model_calls_as_text']]);
  });

  test('A20: a call in prose counts where there is no other, and the record says so', async () => {
    local.respondWith(() =>
      says(`I pass.\n${JSON.stringify({ name: 'pass', arguments: { rationale: 'No.' } })}`),
    );
    const { record } = await turnBy(local.url, llama);
    expect(record.outcome).toBe('passed');
    expect(record.trace).toContainEqual(
      expect.objectContaining({ kind: 'repaired', repair: 'call_in_text' }),
    );
  });
});

test.each(['anthropic', 'openai-compatible'] as const)(
  'A20: by %s the same call twice is one, and the record says so',
  async (wire) => {
    const endpoint =
      wire === 'anthropic'
        ? await startModelEndpoint()
        : await startVendorEndpoint(COMPATIBLE_WIRE);
    onTestFinished(() => endpoint.close());
    const call = { type: 'tool_use', name: 'pass', input: { rationale: 'No.' } } as const;
    endpoint.respondWith(() => answers([call, call]));
    const changes = wire === 'anthropic' ? {} : ({ wire, tools: 'plain', efforts: [] } as const);
    const { record } = await turnBy(endpoint.url, changes);
    expect(record.outcome).toBe('passed');
    expect(record.trace).toContainEqual(
      expect.objectContaining({ kind: 'repaired', repair: 'same_call' }),
    );
  },
);

function field(body: object, name: string): string | null {
  return holds(body, name) ? name : null;
}

/** An error event before any other. */
function streamed(message: string): Answer {
  const data = JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message } });
  return {
    kind: 'raw',
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    body: `event: error\ndata: ${data}\n\n`,
  };
}
