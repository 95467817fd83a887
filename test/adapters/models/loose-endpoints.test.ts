import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { ModelReply } from '#ports/model.ts';
import { repairReply } from '#turns/models/repair.ts';
import { QUESTION_TOOLS } from '../../support/designs/question-tools.ts';
import { frame, type WireAnswer } from '../../support/services/wires/wire.ts';
import { asked, faultOf } from './asking-wires.ts';

/**
 * What endpoints that are looser than the vendor send, in forms that public reports tell of; the
 * words are ours.
 */

const SSE = { 'content-type': 'text/event-stream' };
const raw = (
  status: number,
  body: string | Buffer,
  headers: Record<string, string> = SSE,
): WireAnswer => {
  return { kind: 'raw', status, headers, body };
};
const json = (status: number, body: unknown) =>
  raw(status, JSON.stringify(body), { 'content-type': 'application/json' });

const INPUT = { rationale: 'Enough.', notes: '' };
const WHOLE = JSON.stringify(INPUT);
const [HALF, REST] = [WHOLE.slice(0, 12), WHOLE.slice(12)];
const DONE = 'data: [DONE]\n\n';

/** A chunk of chat completions. */
const chunk = (delta: unknown, finish_reason: string | null = null, more: object = {}) =>
  frame({
    id: 'one',
    created: 1,
    model: 'the-model',
    choices: [{ index: 0, delta, finish_reason }],
    ...more,
  });
const call = (given: object) => chunk({ tool_calls: [given] });
const END = chunk({}, 'tool_calls');
const USAGE = { prompt_tokens: 900, completion_tokens: 9, total_tokens: 909 };
const CALL = call({
  index: 0,
  id: 'a',
  type: 'function',
  function: { name: 'pass', arguments: WHOLE },
});
const chat = (...frames: string[]) => raw(200, frames.join(''));

const callsIn = ({ content }: ModelReply) =>
  content.flatMap((block) =>
    block.type === 'tool_use' ? [{ name: block.name, input: block.input }] : [],
  );
const PASS = { name: 'pass', input: INPUT };

describe('A20: by openai-compatible, one call arrives as it was meant', () => {
  test.each([
    ['usage is missing', chat(CALL, END, DONE)],
    [
      'usage is null in each chunk',
      chat(chunk({ content: '' }, null, { usage: null }), CALL, END, DONE),
    ],
    [
      'usage counts in texts',
      chat(
        CALL,
        chunk({}, 'tool_calls', { usage: { prompt_tokens: '900', completion_tokens: '9' } }),
        DONE,
      ),
    ],
    ['the end has no reason', chat(CALL, chunk({}, null), DONE)],
    ['the end has an empty reason', chat(CALL, chunk({}, ''), DONE)],
    ['the end says stop', chat(CALL, chunk({}, 'stop'), DONE)],
    [
      'the end comes with the call',
      chat(
        chunk(
          { tool_calls: [{ index: 0, id: 'a', function: { name: 'pass', arguments: WHOLE } }] },
          'tool_calls',
        ),
        DONE,
      ),
    ],
    ['nothing says that it is done', chat(CALL, END)],
    [
      'choices are empty at the end',
      chat(CALL, END, frame({ id: 'one', choices: [], usage: USAGE }), DONE),
    ],
    [
      'the first chunk is about a filter, and the last has no delta',
      chat(
        frame({ id: '', choices: [], model: '', prompt_filter_results: [{ prompt_index: 0 }] }),
        CALL,
        END,
        frame({ id: '', choices: [{ index: 0, finish_reason: null, content_filter_offsets: {} }] }),
        DONE,
      ),
    ],
    ['choices are missing at the end', chat(CALL, END, frame({ id: 'one', usage: USAGE }), DONE)],
    [
      'choices are null at the beginning',
      chat(frame({ id: 'one', choices: null }), CALL, END, DONE),
    ],
    ['comments keep it alive', chat(': PROCESSING\n\n', ': ping\n\n', CALL, ':\n\n', END, DONE)],
    ['an event is named', chat(`event: message\n${CALL}`, END, DONE)],
    [
      'nothing stands behind data:',
      chat(`data:${CALL.slice('data: '.length)}`, END, 'data:[DONE]\n\n'),
    ],
    ['lines end in CRLF', raw(200, [CALL, END, DONE].join('').replaceAll('\n', '\r\n'))],
    ['data is empty', chat('data: \n\n', CALL, END, DONE)],
    ['it begins with a byte order mark', chat(`\uFEFF${CALL}`, END, DONE)],
    ['the last event has no empty line', chat(CALL, END, 'data: [DONE]')],
    [
      'it is packed',
      raw(200, gzipSync([CALL, END, DONE].join('')), { ...SSE, 'content-encoding': 'gzip' }),
    ],
    [
      'it has another type of content',
      raw(200, [CALL, END, DONE].join(''), { 'content-type': 'application/octet-stream' }),
    ],
    [
      'the call has no index',
      chat(call({ id: 'a', function: { name: 'pass', arguments: WHOLE } }), END, DONE),
    ],
    [
      'the call has no index, in pieces',
      chat(
        call({ id: 'a', function: { name: 'pass', arguments: HALF } }),
        call({ function: { arguments: REST } }),
        END,
        DONE,
      ),
    ],
    [
      'the call has no index, and its id in each piece',
      chat(
        call({ id: 'a', function: { name: 'pass', arguments: HALF } }),
        call({ id: 'a', function: { arguments: REST } }),
        END,
        DONE,
      ),
    ],
    [
      'the call has no id',
      chat(call({ index: 0, function: { name: 'pass', arguments: WHOLE } }), END, DONE),
    ],
    [
      'the call has an empty id',
      chat(call({ index: 0, id: '', function: { name: 'pass', arguments: WHOLE } }), END, DONE),
    ],
    [
      'the call has a number as its id',
      chat(call({ index: 0, id: 7, function: { name: 'pass', arguments: WHOLE } }), END, DONE),
    ],
    [
      'the call has a text as its index',
      chat(call({ index: '0', id: 'a', function: { name: 'pass', arguments: WHOLE } }), END, DONE),
    ],
    [
      'its input is an object',
      chat(call({ index: 0, id: 'a', function: { name: 'pass', arguments: INPUT } }), END, DONE),
    ],
    [
      'its input is null, then whole',
      chat(
        call({ index: 0, id: 'a', function: { name: 'pass', arguments: null } }),
        call({ index: 0, function: { arguments: WHOLE } }),
        END,
        DONE,
      ),
    ],
    [
      'its input is empty braces, then whole',
      chat(
        call({ index: 0, id: 'a', function: { name: 'pass', arguments: '{}' } }),
        call({ index: 0, function: { arguments: WHOLE } }),
        END,
        DONE,
      ),
    ],
    [
      'its input grows',
      chat(
        call({ index: 0, id: 'a', function: { name: 'pass', arguments: HALF } }),
        call({ index: 0, function: { arguments: WHOLE } }),
        END,
        DONE,
      ),
    ],
    [
      'its input comes whole at the end again',
      chat(
        call({ index: 0, id: 'a', function: { name: 'pass', arguments: HALF } }),
        call({ index: 0, function: { arguments: REST } }),
        call({ index: 0, id: 'a', function: { name: 'pass', arguments: WHOLE } }),
        END,
        DONE,
      ),
    ],
    [
      'its name is in each piece',
      chat(
        call({ index: 0, id: 'a', function: { name: 'pass', arguments: HALF } }),
        call({ index: 0, function: { name: 'pass', arguments: REST } }),
        END,
        DONE,
      ),
    ],
    [
      'its name is empty in later pieces',
      chat(
        call({ index: 0, id: 'a', function: { name: 'pass', arguments: HALF } }),
        call({ index: 0, id: '', type: '', function: { name: '', arguments: REST } }),
        END,
        DONE,
      ),
    ],
    [
      'its name comes second',
      chat(
        call({ index: 0, id: 'a', function: { arguments: '' } }),
        call({ index: 0, function: { name: 'pass', arguments: WHOLE } }),
        END,
        DONE,
      ),
    ],
    ['its role is a tool', chat(chunk({ role: 'tool' }), CALL, END, DONE)],
    ['its content is null', chat(chunk({ role: 'assistant', content: null }), CALL, END, DONE)],
    [
      'it is a message, not a delta',
      chat(
        frame({
          id: 'one',
          choices: [
            {
              index: 0,
              message: {
                role: 'assistant',
                content: null,
                tool_calls: [
                  { id: 'a', type: 'function', function: { name: 'pass', arguments: WHOLE } },
                ],
              },
              finish_reason: 'tool_calls',
            },
          ],
        }),
        DONE,
      ),
    ],
    [
      'the stream is one JSON answer',
      json(200, {
        id: 'one',
        object: 'chat.completion',
        model: 'the-model',
        choices: [
          {
            index: 0,
            message: {
              role: 'assistant',
              content: null,
              tool_calls: [
                { id: 'a', type: 'function', function: { name: 'pass', arguments: WHOLE } },
              ],
            },
            finish_reason: 'tool_calls',
          },
        ],
        usage: USAGE,
      }),
    ],
    [
      'the old function_call',
      chat(
        chunk({ function_call: { name: 'pass', arguments: WHOLE } }),
        chunk({}, 'function_call'),
        DONE,
      ),
    ],
    [
      'an empty function_call stands at the end',
      chat(CALL, chunk({ function_call: { name: '', arguments: '' } }, 'tool_calls'), DONE),
    ],
    [
      'each event has a reason',
      chat(chunk({ content: '' }, 'stop'), CALL, chunk({}, 'stop'), DONE),
    ],
    [
      'the model has no name',
      chat(
        frame({
          choices: [
            {
              index: 0,
              delta: {
                tool_calls: [{ index: 0, id: 'a', function: { name: 'pass', arguments: WHOLE } }],
              },
            },
          ],
        }),
        frame({ choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] }),
        DONE,
      ),
    ],
    [
      'the time is a text',
      chat(
        frame({
          id: 'one',
          created: '2026-11-28',
          choices: [
            {
              index: 0,
              delta: {
                tool_calls: [{ index: 0, id: 'a', function: { name: 'pass', arguments: WHOLE } }],
              },
            },
          ],
        }),
        END,
        DONE,
      ),
    ],
    [
      'the answer has an error that is null',
      chat(chunk({ content: '' }, null, { error: null }), CALL, END, DONE),
    ],
  ])('where %s', async (_what, answer) => {
    const reply = await asked('openai-compatible', answer);
    expect(callsIn(repairReply(reply, QUESTION_TOOLS, { id: 'm', byMessage: false }))).toEqual([
      PASS,
    ]);
  });

  test('an empty function_call behind a text is none', async () => {
    const stub = chunk({ function_call: { name: '', arguments: '' } }, 'stop');
    const { content } = await asked(
      'openai-compatible',
      chat(chunk({ content: 'Hello' }), stub, DONE),
    );
    expect(content).toEqual([{ type: 'text', text: 'Hello' }]);
  });

  test('an error behind a thought that was cut is not about it', async () => {
    const cut = chunk({ content: '', reasoning: 'So' }, 'length');
    const reply = await asked(
      'openai-compatible',
      chat(cut, frame({ error: { code: 400 } }), DONE),
    );
    expect(reply.stop).toBe('max_tokens');
  });

  test('an end without an answer is a fault that may pass', async () => {
    const { kind, transient } = await faultOf('openai-compatible', chat(DONE));
    expect([kind, transient]).toEqual(['malformed_answer', true]);
  });

  test.each([
    ['a number', { name: 7, arguments: WHOLE }, '7'],
    ['missing', { arguments: WHOLE }, 'unnamed'],
    ['empty', { name: '', arguments: WHOLE }, 'unnamed'],
  ])('where a name is %s, the call is the model’s own', async (_what, called, name) => {
    const wholes = [
      chat(call({ index: 0, id: 'a', function: called }), END, DONE),
      chat(call({ id: 'a', function: called }), END),
      chat(call({ index: 0, id: 'a', function: called }), DONE),
    ];
    for (const whole of wholes)
      expect(callsIn(await asked('openai-compatible', whole))).toEqual([{ name, input: INPUT }]);
  });

  test('where an input is not JSON, it stays a text for the model to be told of', async () => {
    const broken = call({
      index: 0,
      id: 'a',
      function: { name: 'pass', arguments: '{"rationale": ' },
    });
    expect(callsIn(await asked('openai-compatible', chat(broken, END, DONE)))).toEqual([
      { name: 'pass', input: '{"rationale": ' },
    ]);
  });

  test('where two calls have one index', async () => {
    const reply = await asked(
      'openai-compatible',
      chat(
        call({ index: 0, id: 'a', function: { name: 'list_files', arguments: '{"path":"a"}' } }),
        call({ index: 0, id: 'b', function: { name: 'list_files', arguments: '{"path":"b"}' } }),
        END,
        DONE,
      ),
    );
    expect(callsIn(reply).map(({ input }) => input)).toEqual([{ path: 'a' }, { path: 'b' }]);
  });
});

describe('A6: an error with a number as its code means what the status means', () => {
  test.each([
    [
      'in a stream: 502',
      chat(
        frame({
          error: { code: 502, message: 'Provider returned error', metadata: { raw: 'upstream' } },
        }),
      ),
      'server_error',
      true,
    ],
    [
      'in a stream: 429',
      chat(frame({ error: { code: 429, message: 'Rate limited upstream' } })),
      'rate_limited',
      true,
    ],
    [
      'in a chunk with choices',
      chat(
        frame({
          id: 'one',
          choices: [{ index: 0, delta: { content: '' }, finish_reason: 'error' }],
          error: { code: 502, message: 'Lost' },
        }),
      ),
      'server_error',
      true,
    ],
    [
      'in a choice',
      chat(
        frame({
          id: 'one',
          choices: [
            {
              index: 0,
              delta: { content: '' },
              finish_reason: 'error',
              error: { code: 502, message: 'Lost' },
            },
          ],
        }),
        DONE,
      ),
      'server_error',
      true,
    ],
    [
      'in a choice without a word',
      chat(chunk({ content: 'Half' }), chunk({}, 'error'), DONE),
      'unknown',
      true,
    ],
    [
      'in a text',
      chat(frame({ error: { code: '503', type: null, message: 'Busy' } })),
      'overloaded',
      true,
    ],
    [
      'as JSON under 200',
      json(200, { error: { code: 429, message: 'Slow' } }),
      'rate_limited',
      true,
    ],
    [
      'about a path',
      json(200, { error: 'Unexpected endpoint or method. (POST /chat/completions)' }),
      'wrong_address',
      false,
    ],
    [
      'as a text alone',
      chat(frame({ error: 'model runner has unexpectedly stopped' })),
      'unknown',
      true,
    ],
    ['as a name alone', chat(frame({ error: { code: 'overloaded' } })), 'overloaded', true],
    [
      'as a name in place of the error',
      chat(frame({ error: 'rate_limit_exceeded' })),
      'rate_limited',
      true,
    ],
    [
      'as a class of another language',
      chat(frame({ error: { type: 'InternalServerError' } })),
      'server_error',
      true,
    ],
    ['as a text under 200', json(200, { error: 'Service overloaded' }), 'overloaded', true],
    [
      'as words of a gateway',
      chat(frame({ error: { message: '502 Bad Gateway' } })),
      'server_error',
      true,
    ],
    ['about credit', chat(frame({ error: { code: 'insufficient_quota' } })), 'unpaid', false],
    [
      'about the model',
      chat(frame({ error: { code: 'model_not_found' } })),
      'unknown_model',
      false,
    ],
    [
      'about the length',
      chat(frame({ error: { code: 'context_length_exceeded' } })),
      'context_exceeded',
      false,
    ],
    [
      'as the whole chunk',
      chat(frame({ object: 'error', code: 'engine_overloaded', message: 'Busy' })),
      'overloaded',
      true,
    ],
  ] as const)('%s', async (_what, answer, kind, transient) => {
    const fault = await faultOf('openai-compatible', answer);
    expect([fault.kind, fault.transient]).toEqual([kind, transient]);
  });
});

/** An event of the Messages API. */
const event = (data: { readonly type: string } & Record<string, unknown>) =>
  `event: ${data.type}\n${frame(data)}`;
const begin = (usage: unknown, more: object = {}) => {
  const message = {
    id: 'm',
    type: 'message',
    role: 'assistant',
    model: 'the-model',
    content: [],
    stop_reason: null,
    stop_sequence: null,
  };
  return event({
    type: 'message_start',
    message: { ...message, ...(usage === undefined ? {} : { usage }), ...more },
  });
};
const COUNTED = { input_tokens: 900, output_tokens: 1 };
const tool = (given: object = {}) =>
  event({
    type: 'content_block_start',
    index: 0,
    content_block: { type: 'tool_use', id: 'a', name: 'pass', input: {}, ...given },
  });
const piece = (partial_json: string, more: object = {}) =>
  event({
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'input_json_delta', partial_json },
    ...more,
  });
const CLOSED = event({ type: 'content_block_stop', index: 0 });
const ended = (usage: unknown = { output_tokens: 9 }, stop: unknown = 'tool_use') =>
  event({
    type: 'message_delta',
    delta: { stop_reason: stop, stop_sequence: null },
    ...(usage === undefined ? {} : { usage }),
  });
const STOP = event({ type: 'message_stop' });
const BODY = [tool(), piece(WHOLE), CLOSED];

describe('A20: by anthropic, one call arrives as it was meant', () => {
  test.each([
    ['all is as it should be', chat(begin(COUNTED), ...BODY, ended(), STOP)],
    ['usage is missing', chat(begin(undefined), ...BODY, ended(undefined), STOP)],
    ['usage is null', chat(begin(null), ...BODY, ended(null), STOP)],
    [
      'usage comes at the end alone',
      chat(
        begin({ input_tokens: 0, output_tokens: 0 }),
        ...BODY,
        ended({ input_tokens: 900, output_tokens: 9 }),
        STOP,
      ),
    ],
    ['usage counts no input', chat(begin({ output_tokens: 1 }), ...BODY, ended(), STOP)],
    [
      'usage has null in it',
      chat(
        begin({ input_tokens: null, output_tokens: null }),
        ...BODY,
        ended({ output_tokens: null }),
        STOP,
      ),
    ],
    [
      'the end has no reason',
      chat(begin(COUNTED), ...BODY, ended({ output_tokens: 9 }, null), STOP),
    ],
    [
      'pings keep it alive',
      chat(
        event({ type: 'ping' }),
        begin(COUNTED),
        ...BODY,
        event({ type: 'ping' }),
        ended(),
        STOP,
      ),
    ],
    ['comments keep it alive', chat(': ping\n\n', begin(COUNTED), ...BODY, ended(), STOP)],
    [
      'no event has a name',
      raw(200, [begin(COUNTED), ...BODY, ended(), STOP].join('').replaceAll(/event: .*\n/g, '')),
    ],
    [
      'lines end in CRLF',
      raw(200, [begin(COUNTED), ...BODY, ended(), STOP].join('').replaceAll('\n', '\r\n')),
    ],
    ['it says that it is done', chat(begin(COUNTED), ...BODY, ended(), STOP, DONE)],
    [
      'an unknown event is among them',
      chat(begin(COUNTED), event({ type: 'x_usage', a: 1 }), ...BODY, ended(), STOP),
    ],
    [
      'an unknown block is among them',
      chat(
        begin(COUNTED),
        ...BODY,
        event({ type: 'content_block_start', index: 1, content_block: { type: 'x_block' } }),
        event({ type: 'content_block_stop', index: 1 }),
        ended(),
        STOP,
      ),
    ],
    [
      'the input comes with the block',
      chat(begin(COUNTED), tool({ input: INPUT }), CLOSED, ended(), STOP),
    ],
    [
      'the input is null at first',
      chat(begin(COUNTED), tool({ input: null }), piece(WHOLE), CLOSED, ended(), STOP),
    ],
    [
      'an empty piece comes first',
      chat(begin(COUNTED), tool(), piece(''), piece(WHOLE), CLOSED, ended(), STOP),
    ],
    [
      'the input comes with the block, and in pieces',
      chat(begin(COUNTED), tool({ input: INPUT }), piece(HALF), piece(REST), CLOSED, ended(), STOP),
    ],
    ['the end has no usage', chat(begin(COUNTED), ...BODY, ended(undefined), STOP)],
    [
      'the message has no model',
      chat(begin(COUNTED, { model: undefined }), ...BODY, ended(), STOP),
    ],
    [
      'the message has no content',
      chat(begin(COUNTED, { content: undefined }), ...BODY, ended(), STOP),
    ],
    ['the end is missing', chat(begin(COUNTED), ...BODY, STOP)],
    [
      'it is packed',
      raw(200, gzipSync([begin(COUNTED), ...BODY, ended(), STOP].join('')), {
        ...SSE,
        'content-encoding': 'gzip',
      }),
    ],
    [
      'the stream is one JSON answer',
      json(200, {
        id: 'm',
        type: 'message',
        role: 'assistant',
        model: 'the-model',
        content: [{ type: 'tool_use', id: 'a', name: 'pass', input: INPUT }],
        stop_reason: 'tool_use',
        usage: COUNTED,
      }),
    ],
  ])('where %s', async (_what, answer) => {
    const reply = await asked('anthropic', answer);
    expect(callsIn(reply)).toEqual([PASS]);
  });

  test.each([
    [7, '7'],
    [undefined, 'unnamed'],
  ])('where a name is %s, the call is the model’s own', async (name, called) => {
    const whole = chat(begin(COUNTED), tool({ name }), piece(WHOLE), CLOSED, ended(), STOP);
    expect(callsIn(await asked('anthropic', whole))).toEqual([{ name: called, input: INPUT }]);
  });
});
