import { describe, expect, onTestFinished, test } from 'vitest';
import { openVendor } from '../../../src/adapters/models/vendors/model.ts';
import { ModelFault, type ModelReply } from '../../../src/ports/model.ts';
import type { Model } from '../../../src/turns/model-context.ts';
import type { ModelEntry, Wire } from '../../../src/turns/models/entry.ts';
import { askFor } from '../../../src/turns/prompt/ask.ts';
import { raw } from '../../contract/model.ts';
import { startModelEndpoint } from '../../support/model-endpoint.ts';
import { QUESTION_TOOLS } from '../../support/question-tools.ts';
import { anthropicModel, shippedEntry } from '../../support/shipped-models.ts';
import { silentLog } from '../../support/silent-log.ts';
import { GOOGLE_WIRE } from '../../support/wires/google.ts';
import { OPENAI_WIRE } from '../../support/wires/openai.ts';
import { COMPATIBLE_WIRE } from '../../support/wires/openai-compatible.ts';
import { startVendorEndpoint } from '../../support/wires/vendor-endpoint.ts';
import { frame, type WireAnswer } from '../../support/wires/wire.ts';
import { liveDesign } from '../../turns/conversing.ts';

const FORMS = { openai: OPENAI_WIRE, google: GOOGLE_WIRE, 'openai-compatible': COMPATIBLE_WIRE } as const;
type Vendor = keyof typeof FORMS;
const VENDORS = Object.keys(FORMS) as Vendor[];
const TRAITS: Readonly<Record<Vendor, Partial<ModelEntry>>> = {
  openai: { efforts: ['low', 'medium', 'high'] },
  google: { tools: 'plain', efforts: ['low', 'medium', 'high'] },
  'openai-compatible': { tools: 'plain', efforts: [] },
};

const live = liveDesign();
const CLOCK_MS = 60_000;

/** Asks a model on this wire once, whose endpoint answers so. */
async function asked(wire: Wire, answer: WireAnswer): Promise<ModelReply> {
  const ask = async (model: Model): Promise<ModelReply> =>
    model.answer(
      {
        model: 'the-model',
        effort: 'high',
        maxOutputTokens: 1_000,
        system: [{ type: 'text', text: 'The rules.', cache: true }],
        tools: QUESTION_TOOLS,
        messages: [
          { role: 'user', content: [{ type: 'text', text: 'End this turn with `pass`.', cache: false }] },
        ],
      },
      { ask: askFor(live.design, live.turn()), callNumber: 1, kill: () => undefined },
      {
        signal: new AbortController().signal,
        clocks: { connectMs: CLOCK_MS, firstTokenMs: CLOCK_MS, stallMs: CLOCK_MS, totalMs: CLOCK_MS },
        onProgress: () => undefined,
      },
    );
  if (wire === 'anthropic') {
    const endpoint = await startModelEndpoint();
    onTestFinished(() => endpoint.close());
    endpoint.respondWith(() => answer);
    return ask(anthropicModel(endpoint.url));
  }
  const endpoint = await startVendorEndpoint(FORMS[wire]);
  onTestFinished(() => endpoint.close());
  endpoint.respondWith(() => answer);
  const entry = shippedEntry(endpoint.url, { wire, id: 'the-model', ...TRAITS[wire] });
  return ask((await openVendor({ entry, apiKey: 'test-key', log: silentLog }))());
}

async function faultOf(wire: Wire, answer: WireAnswer): Promise<ModelFault> {
  const error = await asked(wire, answer).then(
    () => 'an answer',
    (thrown: unknown) => thrown,
  );
  if (error instanceof ModelFault) return error;
  throw new Error(`expected a ModelFault, got ${String(error)}`);
}

const json = (status: number, body: unknown) =>
  raw(status, JSON.stringify(body), { 'content-type': 'application/json' });
const stream = (...frames: readonly string[]) =>
  raw(200, frames.join(''), { 'content-type': 'text/event-stream' });

const ANTHROPIC_ERROR = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };

describe('an error under a status that says that all is well, before any output', () => {
  test('as the first event of an Anthropic stream is an overload', async () => {
    const fault = await faultOf('anthropic', stream(`event: error\n${frame(ANTHROPIC_ERROR)}`));
    expect([fault.kind, fault.transient]).toEqual(['overloaded', true]);
  });

  test.each(VENDORS)('as the first event of a stream by %s is an overload', async (wire) => {
    const fault = await faultOf(wire, stream(FORMS[wire].errorFrame));
    expect([fault.kind, fault.transient]).toEqual(['overloaded', true]);
  });
});

describe('a refusal with a code is an answer, and not asked again as a fault', () => {
  const told = (code: string) =>
    json(400, { error: { message: 'As scripted.', type: 'invalid_request_error', code } });
  test.each(
    (['openai', 'openai-compatible'] as const).flatMap((wire) => [
      [wire, 'context_length_exceeded', 'context_exceeded'] as const,
      [wire, 'content_policy_violation', 'refusal'] as const,
      [wire, 'content_filter', 'refusal'] as const,
    ]),
  )('by %s: %s is %s', async (wire, code, stop) => {
    const reply = await asked(wire, told(code));
    expect([reply.stop, reply.content]).toEqual([stop, []]);
    expect(reply.costUsd).toBe(0);
  });

  test('by openai-compatible: a prompt that does not fit a server of one’s own', async () => {
    const body = { error: { message: 'As scripted.', type: 'exceed_context_size_error', code: 400 } };
    expect((await asked('openai-compatible', json(400, body))).stop).toBe('context_exceeded');
  });

  test('by google: a prompt that is blocked', async () => {
    const blocked = {
      promptFeedback: { blockReason: 'PROHIBITED_CONTENT' },
      usageMetadata: { promptTokenCount: 9 },
    };
    const reply = await asked('google', stream(frame(blocked)));
    expect([reply.stop, reply.content]).toEqual(['refusal', []]);
  });
});

/** A stream of chat completions that calls these tools. */
function chatCalls(calls: readonly { readonly id: string; readonly name: string; readonly json: string }[]) {
  const chunk = (delta: unknown, finish_reason: string | null = null) =>
    frame({ id: 'one', created: 1, model: 'the-model', choices: [{ index: 0, delta, finish_reason }] });
  return stream(
    ...calls.map(({ id, name, json: given }, index) =>
      chunk({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: given } }] }),
    ),
    chunk({}, 'tool_calls'),
    frame({ id: 'one', choices: [], usage: { prompt_tokens: 9, completion_tokens: 9, total_tokens: 18 } }),
    'data: [DONE]\n\n',
  );
}

const reading = (id: string, glob: string) => ({ id, name: 'list_files', json: JSON.stringify({ glob }) });
const idsIn = ({ content }: ModelReply) =>
  content.flatMap((block) => (block.type === 'tool_use' ? [block.id] : []));

describe('a tool call that comes more than once', () => {
  test('another one under the same id gets an id of its own, so that each has its result', async () => {
    const reply = await asked('openai-compatible', chatCalls([reading('a', '**'), reading('a', 'src/**')]));
    const ids = idsIn(reply);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(2);
    expect(reply.content).toMatchObject([{ input: { glob: '**' } }, { input: { glob: 'src/**' } }]);
  });

  test('a hundred times and more is a fault', async () => {
    const many = Array.from({ length: 101 }, (_, at) => reading(`id-${at}`, `src/${at}/**`));
    const fault = await faultOf('openai-compatible', chatCalls(many));
    expect(fault.kind).toBe('malformed_answer');
  });
});
