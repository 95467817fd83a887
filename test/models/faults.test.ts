import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { NO_USAGE } from '#design/events.ts';
import { faultOf as faultFrom } from '#models/faults.ts';
import type { ModelFaultKind } from '#models/model.ts';
import {
  calls,
  fails,
  type ModelEndpoint,
  type Scripted,
  says,
  startModelEndpoint,
} from '#test/support/model-endpoint.ts';
import { faultOf, INPUT, KEY, modelAt, PROVIDERS, patient, request } from './world.ts';

let endpoint: ModelEndpoint | null = null;
afterEach(async () => {
  await endpoint?.close();
  endpoint = null;
});
async function answering(scripted: Scripted): Promise<string> {
  endpoint = await startModelEndpoint(() => scripted);
  return endpoint.url;
}

const REFUSALS: readonly (readonly [number, Record<string, string>, ModelFaultKind, boolean])[] = [
  [401, { type: 'authentication_error' }, 'bad_key', false],
  [403, { type: 'permission_error' }, 'bad_key', false],
  [402, { type: 'billing_error' }, 'no_credit', false],
  [429, { type: 'insufficient_quota', code: 'insufficient_quota' }, 'no_credit', false],
  [429, { type: 'rate_limit_error' }, 'overloaded', true],
  [529, { type: 'overloaded_error' }, 'overloaded', true],
  [503, {}, 'overloaded', true],
  [500, { type: 'api_error' }, 'away', true],
  [404, { type: 'not_found_error' }, 'unknown_model', false],
  [413, { type: 'request_too_large' }, 'context_too_long', false],
  [400, { code: 'context_length_exceeded' }, 'context_too_long', false],
  [
    400,
    { message: 'prompt is too long: 208310 tokens > 200000 maximum' },
    'context_too_long',
    false,
  ],
  [400, { message: 'Your credit balance is too low to access the API.' }, 'no_credit', false],
  [400, { type: 'invalid_request_error', message: 'something else' }, 'unknown', false],
  [418, { type: 'teapot' }, 'unknown', false],
];

it('A6: an error that nobody knows is permanent', () => {
  const where = { endpoint: 'http://127.0.0.1:9', key: KEY, hasBegun: false };
  const fault = faultFrom(new RangeError('out of range'), where);
  expect(fault).toMatchObject({ kind: 'unknown', isRetryable: false, message: 'out of range' });
});

it('says where a refusal without a word came from, and no more of its address', () => {
  const where = { endpoint: 'http://me:secret@127.0.0.1:9/v1?k=1', key: KEY, hasBegun: false };
  const { message } = faultFrom({ status: 404 }, where);
  expect(message).toBe(
    "the model's endpoint answered 404: no explanation at http://127.0.0.1:9/v1",
  );
});

describe.each(PROVIDERS)('a model of %s', (provider) => {
  it.each(REFUSALS)('A6: takes %i %j for %s', async (status, error, kind, isRetryable) => {
    const url = await answering(fails(status, { ...error, type: error.type ?? '' }));
    const fault = await faultOf(modelAt(url, provider).call(request(), patient()));
    expect(fault).toMatchObject({ name: 'ModelFault', kind, isRetryable });
    // What was refused before the answer costs nothing, and was asked once (T7).
    expect(fault.usage).toEqual(NO_USAGE);
    expect(endpoint?.requests).toHaveLength(1);
  });

  it('A20: a refusal of the form of tools names the field of models.yaml', async () => {
    const message = 'tools.0.input_schema: this keyword is not supported';
    const url = await answering(fails(400, { type: 'invalid_request_error', message }));
    const fault = await faultOf(modelAt(url, provider).call(request(), patient()));
    expect(fault).toMatchObject({ kind: 'refused_form', isRetryable: false });
    expect(fault.message).toContain(message);
    expect(fault.message).toContain('the field tools of this model in models.yaml');
  });

  it('D6: no error repeats the key', async () => {
    const url = await answering(fails(401, { message: `Incorrect key: ${KEY}` }));
    const fault = await faultOf(modelAt(url, provider).call(request(), patient()));
    expect(fault.message).toContain('Incorrect key: [key]');
    expect(JSON.stringify([fault, fault.stack, fault.cause])).not.toContain(KEY);
  });

  it('waits as long as the endpoint asks, and says so to its caller alone', async () => {
    const url = await answering(fails(429, { type: 'rate_limit_error' }, { 'retry-after': '7' }));
    const fault = await faultOf(modelAt(url, provider).call(request(), patient()));
    expect(fault).toMatchObject({ kind: 'overloaded', retryAfterMs: 7_000 });
  });

  it.each([
    ['cut', 'cut_off'],
    ['reset', 'cut_off'],
    ['malformed', 'unreadable'],
    ['error_event', 'overloaded'],
  ] as const)(
    'T7: an answer that breaks off (%s) is %s, with what it used at least',
    async (breaking, kind) => {
      const text = 'a long answer '.repeat(80);
      const url = await answering(says(text, { breaking }));
      const fault = await faultOf(modelAt(url, provider).call(request(), patient()));
      expect(fault).toMatchObject({ kind, isRetryable: true });
      // The first half was streamed; only the Messages API has counted the input by then.
      expect(fault.usage?.outputTokens).toBeGreaterThanOrEqual(text.length / 8);
      if (provider === 'anthropic')
        expect(fault.usage).toMatchObject({
          inputTokens: 100,
          cacheWriteTokens: 40,
          cacheReadTokens: 20,
        });
      else expect(fault.usage?.inputTokens).toBeGreaterThan(100);
    },
  );

  it('T7: a connection that is reset before the answer may have cost its input', async () => {
    const url = await answering({ kind: 'reset' });
    const fault = await faultOf(modelAt(url, provider).call(request(), patient()));
    expect(fault).toMatchObject({ kind: 'away', isRetryable: true });
    expect(fault.usage?.inputTokens).toBeGreaterThan(100);
  });

  it('an address where nobody listens is away, and free', async () => {
    const nobody = createServer();
    await new Promise<void>((resolve) => nobody.listen(0, '127.0.0.1', resolve));
    const { port } = nobody.address() as AddressInfo;
    await new Promise((resolve) => nobody.close(resolve));
    const model = modelAt(`http://127.0.0.1:${port}`, provider);
    const fault = await faultOf(model.call(request(), patient()));
    expect(fault).toMatchObject({ kind: 'away', usage: NO_USAGE });
    expect(fault.message).toContain(`127.0.0.1:${port} cannot be reached: ECONNREFUSED`);
  });

  it.each([
    ['before the first event', { kind: 'silence' } as const],
    ['within the answer', says('a long answer', { breaking: 'stall' })],
  ])('A10: silence %s ends the call', async (_where, scripted) => {
    const url = await answering(scripted);
    const fault = await faultOf(modelAt(url, provider).call(request(), patient({ idleMs: 250 })));
    expect(fault).toMatchObject({ kind: 'timed_out', isRetryable: true });
    expect(fault.message).toBe('the model has sent nothing for 0.25 s');
    expect(fault.usage?.inputTokens).toBeGreaterThan(0);
  });

  it('A10: the caller’s signal ends the call at once, with what it used', async () => {
    const url = await answering(says('a long answer', { breaking: 'stall' }));
    const controller = new AbortController();
    const call = modelAt(url, provider).call(
      request(),
      patient({ signal: controller.signal, onFirstEvent: () => controller.abort() }),
    );
    const fault = await faultOf(call);
    expect(fault).toMatchObject({
      kind: 'timed_out',
      message: 'the call was ended before its answer was complete',
    });
    expect(fault.usage?.inputTokens).toBeGreaterThan(0);
  });

  it('A10: a call whose turn is over is not made', async () => {
    const url = await answering(calls('pass', INPUT));
    const signal = AbortSignal.abort();
    const fault = await faultOf(modelAt(url, provider).call(request(), patient({ signal })));
    expect(fault.kind).toBe('timed_out');
    expect(endpoint?.requests).toEqual([]);
  });

  it('a prompt that its context cannot hold is not sent', async () => {
    const url = await answering(calls('pass', INPUT));
    const model = modelAt(url, provider, { context: 4_000 });
    const fault = await faultOf(model.call(request({ shared: 'word '.repeat(5_000) }), patient()));
    expect(fault).toMatchObject({ kind: 'context_too_long', usage: NO_USAGE });
    expect(endpoint?.requests).toEqual([]);
  });
});
