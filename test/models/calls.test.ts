import { afterEach, describe, expect, it } from 'vitest';
import type { Message } from '#models/model.ts';
import {
  answers,
  calls,
  type ModelEndpoint,
  type ReceivedRequest,
  type Scripted,
  says,
  startModelEndpoint,
} from '#test/support/model-endpoint.ts';
import { INPUT, KEY, modelAt, PROVIDERS, patient, request } from './world.ts';

let endpoint: ModelEndpoint;
afterEach(() => endpoint.close());
async function answering(answer: (request: ReceivedRequest) => Scripted): Promise<string> {
  endpoint = await startModelEndpoint(answer);
  return endpoint.url;
}

describe.each(PROVIDERS)('a model of %s', (provider) => {
  it('answers a strict endpoint with a call, and counts it', async () => {
    const url = await answering(() => calls('pass', INPUT));
    const answer = await modelAt(url, provider).call(request(), patient());
    expect(endpoint.problems).toEqual([]);
    expect(answer.content).toContainEqual({
      type: 'tool_use',
      id: expect.any(String),
      name: 'pass',
      input: INPUT,
    });
    expect(answer.stopReason).toBe('tool_use');
    expect(answer.model).toBe(endpoint.requests[0]?.model);
    // Chat completions and responses do not tell what was written into the cache.
    const usage = { inputTokens: 140, cacheWriteTokens: 0, cacheReadTokens: 20, outputTokens: 50 };
    const own = provider === 'anthropic' ? { inputTokens: 100, cacheWriteTokens: 40 } : {};
    expect(answer.usage).toEqual({ ...usage, ...own });
  });

  it('sends the key, the whole prompt in its order, and every tool', async () => {
    const url = await answering(() => says('Hm.'));
    await modelAt(url, provider).call(request(), patient());
    const { headers, prompt, tools } = endpoint.requests[0] ?? {};
    expect(headers?.authorization).toBe(`Bearer ${KEY}`);
    expect(tools).toEqual(['pass', 'ask_questions']);
    const { shared, own, ask } = request();
    const places = [shared, own, ask].map((text) => prompt?.indexOf(text));
    expect(places.every((place) => (place ?? -1) >= 0)).toBe(true);
    expect(places).toEqual(places.toSorted((one = 0, other = 0) => one - other));
  });

  it('tells once that its answer has begun', async () => {
    const url = await answering(() => says('A sentence.'));
    let begun = 0;
    const onFirstEvent = () => {
      begun += 1;
    };
    await modelAt(url, provider).call(request(), patient({ onFirstEvent }));
    expect(begun).toBe(1);
  });

  it('takes up what was said in the turn, thoughts unchanged', async () => {
    const url = await answering(({ number }) =>
      answers([
        { type: 'thinking', thinking: `thought ${number}` },
        { type: 'tool_use', name: 'pass', input: INPUT },
      ]),
    );
    const model = modelAt(url, provider);
    const first = await model.call(request(), patient());
    const called = first.content.find((block) => block.type === 'tool_use');
    const messages: Message[] = [
      { role: 'assistant', content: first.content },
      {
        role: 'user',
        content: [
          { type: 'tool_result', toolUseId: called?.id ?? '', text: 'Say why.', isError: true },
        ],
      },
    ];
    const second = await model.call(request({ messages }), patient());
    expect(endpoint.problems).toEqual([]);
    expect(second.stopReason).toBe('tool_use');
    const body = JSON.stringify(endpoint.requests[1]?.body);
    expect(body).toContain('Say why.');
    expect(body).toContain(
      { anthropic: 'signed:thought 1', openai: 'sealed:thought 1', compatible: 'thought 1' }[
        provider
      ],
    );
  });

  it.each([
    ['end', 'end'],
    ['max_tokens', 'max_tokens'],
    ['refusal', 'refusal'],
  ] as const)('says how an answer stopped: %s', async (stop, stopReason) => {
    const url = await answering(() => says('Half a sentence', { stop }));
    const answer = await modelAt(url, provider).call(request(), patient());
    expect(answer).toMatchObject({
      stopReason,
      content: [{ type: 'text', text: 'Half a sentence' }],
    });
  });

  it('A20: leaves out what an endpoint does not take', async () => {
    const url = await answering(() => says('Hm.'));
    const plain = modelAt(url, provider, { tools: 'plain', effort: false });
    await plain.call(request(), patient());
    expect(JSON.stringify(endpoint.requests[0]?.body)).not.toMatch(
      /"strict":true|"effort"|reasoning_effort/,
    );
    await modelAt(url, provider, { tools: 'strict', effort: true }).call(request(), patient());
    const body = JSON.stringify(endpoint.requests[1]?.body);
    expect(body).toMatch(/"strict":true/);
    expect(body).toMatch(/"effort":"medium"|"reasoning_effort":"medium"/);
  });
});

describe('the Messages API', () => {
  it.each([
    ['pause', 'pause'],
    ['context', 'context'],
  ] as const)('says how an answer stopped: %s', async (stop, stopReason) => {
    const url = await answering(() => says('Half', { stop }));
    const answer = await modelAt(url, 'anthropic').call(request(), patient());
    expect(answer.stopReason).toBe(stopReason);
  });

  it('caches what all share, and in a turn that goes on all that was said', async () => {
    const url = await answering(() => calls('pass', INPUT));
    const model = modelAt(url, 'anthropic');
    const { content } = await model.call(request(), patient());
    const [call] = content;
    const id = call?.type === 'tool_use' ? call.id : '';
    const messages: Message[] = [
      { role: 'assistant', content },
      { role: 'user', content: [{ type: 'tool_result', toolUseId: id, text: '', isError: false }] },
    ];
    await model.call(request({ messages, own: 'Another persona.' }), patient());
    const [one, other] = endpoint.requests.map(({ body }) => body);
    expect(JSON.stringify([one?.tools, one?.system])).toBe(
      JSON.stringify([other?.tools, other?.system]),
    );
    expect(JSON.stringify(one?.system)).toContain('"cache_control":{"type":"ephemeral"}');
    expect(JSON.stringify(one?.messages)).not.toContain('cache_control');
    expect(JSON.stringify(other?.messages)).toMatch(
      /"cache_control":\{"type":"ephemeral"\}\}\]\}\]$/,
    );
  });
});
