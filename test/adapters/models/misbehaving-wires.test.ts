import { describe, expect, test } from 'vitest';
import type { ModelReply } from '#ports/model.ts';
import { raw } from '../../contract/model.ts';
import { frame } from '../../support/services/wires/wire.ts';
import { asked, FORMS, faultOf, VENDORS } from './asking-wires.ts';

const WIRES = ['anthropic', ...VENDORS] as const;

const json = (status: number, body: unknown) =>
  raw(status, JSON.stringify(body), { 'content-type': 'application/json' });
const stream = (...frames: readonly string[]) =>
  raw(200, frames.join(''), { 'content-type': 'text/event-stream' });

const ANTHROPIC_ERROR = {
  type: 'error',
  error: { type: 'overloaded_error', message: 'Overloaded' },
};

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

describe('A20: a prompt that is refused by name', () => {
  const told = (error: object) => json(400, { error: { message: 'As scripted.', ...error } });
  const FILTERED = [
    { code: 'content_policy_violation' },
    { code: 'content_filter' },
    {
      code: 'content_filter',
      type: null,
      param: 'prompt',
      status: 400,
      innererror: { code: 'Other' },
    },
    {
      code: '400',
      type: null,
      provider_specific_fields: { innererror: { code: 'ResponsibleAIPolicyViolation' } },
    },
    { code: 400, metadata: { raw: '{"error":{"code":"content_filter"}}' } },
    { message: 'litellm.ContentPolicyViolationError: filtered', code: '400' },
  ];
  test.each(WIRES.flatMap((wire) => FILTERED.map((error) => [wire, error] as const)))(
    'by %s for its content is an answer that costs nothing: %j',
    async (wire, error) => {
      const reply = await asked(wire, told(error));
      expect([reply.stop, reply.content, reply.costUsd]).toEqual(['refusal', [], 0]);
    },
  );

  test('within a stream for its content is an answer that costs at least its input', async () => {
    const filtered = frame({
      error: { code: 'content_filter', status: 400, message: 'As scripted.' },
    });
    const reply = await asked('openai-compatible', stream(filtered));
    expect(reply).toMatchObject({ stop: 'refusal', content: [], isAtLeast: true });
    expect(reply.costUsd).toBeGreaterThan(0);
  });

  test.each(
    WIRES.flatMap((wire) => [
      [wire, { code: 'context_length_exceeded' }] as const,
      [wire, { type: 'exceed_context_size_error', code: 400 }] as const,
    ]),
  )('by %s for its length is a fault: %j', async (wire, error) => {
    expect((await faultOf(wire, told(error))).kind).toBe('context_exceeded');
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
function chatCalls(
  calls: readonly { readonly id: string; readonly name: string; readonly json: string }[],
) {
  const chunk = (delta: unknown, finish_reason: string | null = null) =>
    frame({
      id: 'one',
      created: 1,
      model: 'the-model',
      choices: [{ index: 0, delta, finish_reason }],
    });
  return stream(
    ...calls.map(({ id, name, json: given }, index) =>
      chunk({
        tool_calls: [{ index, id, type: 'function', function: { name, arguments: given } }],
      }),
    ),
    chunk({}, 'tool_calls'),
    frame({
      id: 'one',
      choices: [],
      usage: { prompt_tokens: 9, completion_tokens: 9, total_tokens: 18 },
    }),
    'data: [DONE]\n\n',
  );
}

const reading = (id: string, glob: string) => ({
  id,
  name: 'list_files',
  json: JSON.stringify({ glob }),
});
const idsIn = ({ content }: ModelReply) =>
  content.flatMap((block) => (block.type === 'tool_use' ? [block.id] : []));

describe('a tool call that comes more than once', () => {
  test('another one under the same id gets an id of its own, so that each has its result', async () => {
    const reply = await asked(
      'openai-compatible',
      chatCalls([reading('a', '**'), reading('a', 'src/**')]),
    );
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
