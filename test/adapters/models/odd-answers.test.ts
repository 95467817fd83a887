import { describe, expect, test } from 'vitest';
import { parseReply } from '#adapters/models/answer-bounds.ts';
import { followEnding } from '#adapters/models/event-stream.ts';
import { RequestClocks } from '#adapters/models/request-clocks.ts';
import { ModelFault, type ModelReply, type Spent } from '#ports/model.ts';
import { ParentMessage } from '#sessions/child/protocol.mjs';
import { repairReply } from '#turns/models/repair.ts';
import { QUESTION_TOOLS } from '../../support/designs/question-tools.ts';
import { answers, calls, lying } from '../../support/services/model-endpoint-answers.ts';
import { frame } from '../../support/services/wires/wire.ts';
import { asked, faultOf } from './asking-wires.ts';
import { framesOf, half, sendOdd, WIRES, type WireName, whole, withoutLast } from './odd-wires.ts';

/**
 * What endpoints send that no vendor would, in forms that public reports tell of; the words are
 * ours.
 */

const INPUT = { rationale: 'Enough.', notes: '' };
const PASS = { name: 'pass', input: INPUT };
const ASKING = { number: 1, body: { model: 'the-model' } };
const framesBy = (wire: WireName) => framesOf(wire, calls('pass', INPUT), ASKING);
const callsIn = ({ content }: ModelReply) =>
  content.flatMap((block) =>
    block.type === 'tool_use' ? [{ name: block.name, input: block.input }] : [],
  );
const wholeReplyOf = async (wire: WireName, body: string, isHeld = false) =>
  repairReply(await asked(wire, sendOdd({ body, isHeld })), QUESTION_TOOLS, {
    id: 'm',
    byMessage: false,
  });
const dataIn = (body: string) => [...body.matchAll(/^data: (\{.*)$/gm)].map(([, data]) => data);

describe.each(WIRES)('A26: by %s', (wire) => {
  test.each([
    ['said that it is over', whole],
    ['given its reason', withoutLast],
  ])('an answer that has %s is taken though the connection stays open', async (_, cut) => {
    const body = cut(framesBy(wire));
    expect(callsIn(await wholeReplyOf(wire, body, true))).toEqual([PASS]);
  });

  test('an answer that has given its reason is whole though nothing says that it is over', async () => {
    const reply = await wholeReplyOf(wire, withoutLast(framesBy(wire)));
    expect(callsIn(reply)).toEqual([PASS]);
    expect(reply.isAtLeast).toBeUndefined();
  });

  test('half an answer is a fault that may pass', async () => {
    const { kind, transient } = await faultOf(wire, sendOdd({ body: half(framesBy(wire)) }));
    expect([kind, transient]).toEqual([
      expect.stringMatching(/connection_lost|malformed_answer/),
      true,
    ]);
  });

  test('an error behind a whole answer is not about it', async () => {
    const body = `${withoutLast(framesBy(wire))}${frame({ error: { message: 'Lost the upstream.' } })}`;
    expect(callsIn(await wholeReplyOf(wire, body))).toEqual([PASS]);
  });

  test.each([
    ['lines end in CR', (body: string) => body.replaceAll('\n', '\r')],
    ['lines end in CRLF', (body: string) => body.replaceAll('\n', '\r\n')],
    ['an event has several lines', (body: string) => body.replaceAll('data: {', 'data: {\ndata: ')],
    [
      'comments and unknown fields stand between',
      (body: string) => `: hi\nx-id: 1\nretry: soon\n\n${body}`,
    ],
    ['lines without a field stand between', (body: string) => `PROCESSING\n\n${body}`],
    ['the last event has no end', (body: string) => body.trimEnd()],
    [
      'signs of life are words',
      (body: string) => `event: ping\ndata: 2026-11-28 18:00:00\n\n${body}`,
    ],
    ['they come as one list', (body: string) => `[${dataIn(body).join(',\n')}]`],
    ['a list is empty', (body: string) => `data: []\n\n${body}`],
    ['a web page stands behind them', (body: string) => `${body}<html>502 Bad Gateway</html>`],
  ])('events are read where %s', async (_, change) => {
    expect(callsIn(await wholeReplyOf(wire, change(whole(framesBy(wire)))))).toEqual([PASS]);
  });

  test.each([
    [{ throttlingException: { message: 'Too many.' } }, 'rate_limited', true],
    [{ serviceUnavailableException: { message: 'Gone.' } }, 'overloaded', true],
    [{ validationException: { message: 'No.' } }, 'invalid_request', false],
    [{ modelStreamErrorException: { message: 'Broke.' } }, 'unknown', true],
    [{ error: { code: 'flux_capacitor_empty', message: 'Who knows.' } }, 'unknown', true],
    [{ detail: 'It went away.' }, 'unknown', true],
    [{ message: 'It went away.' }, 'unknown', true],
  ] as const)('an error in a stream is %j', async (error, kind, transient) => {
    const told = frame(error);
    for (const body of [told, `${half(framesBy(wire))}${told}`, `event: error\n${told}`]) {
      const fault = await faultOf(wire, sendOdd({ body }));
      expect([fault.kind, fault.transient]).toEqual([kind, transient]);
    }
  });

  test.each([
    'upstream connect error or disconnect/reset before headers. reset reason: overflow',
    'data: The number of choices must be positive.\n\n',
  ])('words alone in a stream are an error that may pass: %s', async (words) => {
    for (const body of [words, `${half(framesBy(wire))}${words}`]) {
      const fault = await faultOf(wire, sendOdd({ body }));
      expect([fault.kind, fault.transient, fault.message]).toEqual([
        'unknown',
        true,
        expect.stringMatching(/reset reason|choices/),
      ]);
    }
    // The words of an event are heard at once, and not when a clock has run out.
    if (!words.startsWith('data:')) return;
    const { kind } = await faultOf(wire, sendOdd({ body: words, isHeld: true }));
    expect(kind).toBe('unknown');
  });

  test('what is neither JSON nor words is no refusal of the request’s form', async () => {
    for (const sign of ['data', 'Data']) {
      const body = whole(framesBy(wire)).replaceAll('data: ', `data: ${sign}: `);
      const { kind, transient } = await faultOf(wire, sendOdd({ body }));
      expect([kind, transient]).toEqual(['malformed_answer', true]);
    }
  });

  test('the id of a call may hold a thought’s signature', async () => {
    const id = `call_1__thought__${'A'.repeat(20_000)}`;
    const body = whole(framesBy(wire)).replaceAll(
      /"(?:id|call_id)":"(?:call|toolu)_[^"]*"/g,
      (field) => field.replace(/:".*/, `:"${id}"`),
    );
    const reply = await wholeReplyOf(wire, body);
    expect(reply.content).toContainEqual({ type: 'tool_use', id, ...PASS });
    expect(parseAsSession(reply).success).toBe(true);
  });

  test('P7: half a letter in a call is replaced, so that it can be sent back', async () => {
    const frames = framesOf(wire, calls('pass', { ...INPUT, rationale: 'So \ud83d' }), ASKING);
    const [called] = callsIn(await wholeReplyOf(wire, whole(frames)));
    expect(called?.input).toEqual({ ...INPUT, rationale: 'So \ufffd' });
  });

  test('an error without a frame says what it is', async () => {
    const error = { error: { code: 400, type: 'exceed_context_size_error', message: 'Too long.' } };
    for (const json of [JSON.stringify(error), JSON.stringify(error, null, 2)])
      expect((await faultOf(wire, sendOdd({ body: json }))).kind).toBe('context_exceeded');
  });

  test('the input of a call that is nested thousands of levels deep is the model’s own fault', async () => {
    const deep = { rationale: JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`) };
    const reply = await wholeReplyOf(wire, whole(framesOf(wire, calls('pass', deep), ASKING)));
    expect(callsIn(reply)).toEqual([
      { name: 'pass', input: expect.stringContaining('levels deep') },
    ]);
  });
});

describe.each(WIRES)('A21: a refusal by %s in words alone', (wire) => {
  test.each([
    [400, 'This organization has been disabled.', 'forbidden'],
    [403, "Your new team doesn't have any credits yet.", 'unpaid'],
    [429, '余额不足，请充值。', 'unpaid'],
    [400, 'Loading was stopped due to insufficient system resources.', 'out_of_memory'],
    [400, "The input (9000 tokens) is longer than the model's context length.", 'context_exceeded'],
    [403, 'Your account has been suspended.', 'forbidden'],
    [
      500,
      'model requires more system memory (5.6 GiB) than is available (2.1 GiB)',
      'out_of_memory',
    ],
    [503, 'CUDA out of memory. Tried to allocate 2.00 GiB.', 'out_of_memory'],
    [500, 'unable to allocate CPU buffer', 'out_of_memory'],
    [500, 'An internal error.', 'server_error'],
    [400, 'The memory field is required.', 'invalid_request'],
  ] as const)('%i, %s', async (status, message, kind) => {
    const body = JSON.stringify({ error: { message } });
    const headers = { 'content-type': 'application/json' };
    const fault = await faultOf(wire, { kind: 'raw', status, headers, body });
    expect([fault.kind, fault.transient]).toEqual([kind, kind === 'server_error']);
  });
});

const USED = { promptTokenCount: 900, thoughtsTokenCount: 50, totalTokenCount: 950 };

test('A26: by google, counts may come behind the end, and an error behind them', async () => {
  const body = `${whole(framesBy('google'))}${frame({ usageMetadata: USED })}`;
  for (const given of [body, `${body}${frame({ error: { code: 500, message: 'Lost.' } })}`])
    expect(callsIn(await wholeReplyOf('google', given, true))).toEqual([PASS]);
});

test('T7: by google, a call that the model has written wrong has its costs', async () => {
  let spent = (): Spent | null => null;
  const failed = { candidates: [{ finishReason: 'MALFORMED_FUNCTION_CALL' }], usageMetadata: USED };
  const fault = await faultOf('google', sendOdd({ body: frame(failed) }), (soFar) => {
    spent = soFar;
  });
  expect([fault.kind, fault.transient]).toEqual(['malformed_answer', true]);
  expect(spent()?.usage).toMatchObject({ inputTokens: 900, outputTokens: 50 });
});

test.each([
  ['server_error', 'server_error', true],
  ['rate_limit_exceeded', 'rate_limited', true],
  ['context_length_exceeded', 'context_exceeded', false],
  ['insufficient_quota', 'unpaid', false],
] as const)('A6: by openai, a response that failed for %s is %s', async (code, kind, transient) => {
  const [created = ''] = framesBy('openai');
  const failed = { id: 'r', error: { code, message: 'As scripted.' }, usage: null };
  const body = `${created}${frame({ type: 'response.failed', sequence_number: 9, response: failed })}`;
  const fault = await faultOf('openai', sendOdd({ body }));
  expect([fault.kind, fault.transient]).toEqual([kind, transient]);
});

test('A26: a reason that comes before the answer itself is no end, nor is any later one', () => {
  const silent = { speaks: false, stops: false };
  const endings = (...events: readonly (typeof silent)[]) => events.map(followEnding());
  const [says, stops] = [
    { ...silent, speaks: true },
    { ...silent, stops: true },
  ];
  expect(endings(stops, says, stops, says, stops)).toEqual([
    'open',
    'open',
    'open',
    'open',
    'open',
  ]);
  expect(endings(silent, says, stops, silent)).toEqual(['open', 'open', 'whole', 'whole']);
  expect(endings({ speaks: true, stops: true })).toEqual(['whole']);
  expect(endings(stops, silent)).toEqual(['open', 'open']);
});

test('A10: clocks that were stopped are not started again', () => {
  const timers = () => process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length;
  const before = timers();
  const bounds = { connectMs: 60_000, firstTokenMs: 60_000, stallMs: 60_000, totalMs: 60_000 };
  const clocks = new RequestClocks(bounds, new AbortController().signal);
  expect(timers()).toBe(before + 3);
  clocks.stop();
  clocks.headersArrived();
  clocks.contentBegan();
  clocks.bytesArrived();
  expect(timers()).toBe(before);
});

/** Figures in each wire's own names. */
const USAGES: Readonly<
  Record<WireName, (input: unknown, cached: unknown, output: unknown) => unknown>
> = {
  anthropic: (input_tokens, cache_read_input_tokens, output_tokens) => ({
    input_tokens,
    cache_read_input_tokens,
    output_tokens,
  }),
  openai: (input_tokens, cached_tokens, output_tokens) => ({
    input_tokens,
    input_tokens_details: { cached_tokens },
    output_tokens,
  }),
  google: (promptTokenCount, cachedContentTokenCount, candidatesTokenCount) => ({
    promptTokenCount,
    cachedContentTokenCount,
    candidatesTokenCount,
  }),
  'openai-compatible': (prompt_tokens, cached_tokens, completion_tokens) => ({
    prompt_tokens,
    prompt_tokens_details: { cached_tokens },
    completion_tokens,
  }),
};
type Figures = readonly [input: unknown, cached: unknown, output: unknown];
const FIGURES: readonly Figures[] = [
  [-1, 0, 9],
  [1.5, 0, 9],
  [4_000, -1, 9],
  [4_000, 0.5, 9],
  [4_000, 0, -1],
  [0, 0, 9],
];
/** More of a prompt is cached than it has. */
const BEYOND: readonly Figures[] = [[4_000, 4_001, 9]];
const NO_NUMBERS: readonly Figures[] = [
  ['many', 0, 9],
  [4_000, 'all', 9],
  [4_000, 0, 'few'],
  [4_000, 0, null],
  [[], 0, 9],
];
/** Whose packages refuse an answer with another figure than a number. */
const STRICT: readonly WireName[] = ['openai', 'google'];

describe.each(WIRES)('T7: a figure that cannot be a count, by %s', (wire) => {
  const counted = (input: unknown, cached: unknown, output: unknown) => {
    const usage = USAGES[wire](input, cached, output);
    return asked(
      wire,
      sendOdd({ body: whole(framesOf(wire, lying(calls('pass', INPUT), { usage }), ASKING)) }),
    );
  };
  const figures = [
    ...FIGURES,
    ...(wire === 'anthropic' ? [] : BEYOND),
    ...(STRICT.includes(wire) ? [] : NO_NUMBERS),
  ];

  test.each(figures)(
    '%j, %j of them cached, and %j written: at least what was sent',
    async (...given) => {
      const reply = await counted(...given);
      expect(callsIn(reply)).toEqual([PASS]);
      expect(reply.isAtLeast).toBe(true);
      const { inputTokens, cacheReadTokens, outputTokens } = reply.usage;
      expect(inputTokens + cacheReadTokens).toBeGreaterThan(100);
      expect(Number.isInteger(outputTokens) && outputTokens > 0).toBe(true);
      expect(reply.costUsd).toBeGreaterThan(0);
    },
  );

  test('what can be is counted', async () => {
    const { usage, isAtLeast } = await counted(4_000, 0, 9);
    expect([usage.inputTokens, usage.outputTokens, isAtLeast]).toEqual([4_000, 9, undefined]);
  });

  if (!STRICT.includes(wire))
    test('digits are counted', async () => {
      const { usage, isAtLeast } = await counted('4000', '0', '9');
      expect([usage.inputTokens, usage.outputTokens, isAtLeast]).toEqual([4_000, 9, undefined]);
    });
});

/** An event of the Messages API. */
const event = (data: { readonly type: string } & Record<string, unknown>) =>
  `event: ${data.type}\n${frame(data)}`;
const start = (id = 'm') =>
  event({
    type: 'message_start',
    message: { id, type: 'message', role: 'assistant', content: [], usage: { input_tokens: 900 } },
  });
const block = (content_block: unknown, index = 0) =>
  event({ type: 'content_block_start', index, content_block });
const piece = (delta: unknown, index = 0) => event({ type: 'content_block_delta', index, delta });
const stop = (index = 0) => event({ type: 'content_block_stop', index });
const call = (index = 1) => [
  block({ type: 'tool_use', id: 'a', name: 'pass', input: {} }, index),
  piece({ type: 'input_json_delta', partial_json: JSON.stringify(INPUT) }, index),
  stop(index),
];
const end = [
  event({ type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 9 } }),
  event({ type: 'message_stop' }),
];
const thought = (thinking: string, signature = '') => ({ type: 'thinking', thinking, signature });

describe('A26: a thought by anthropic', () => {
  test.each([
    ['has no signature', { type: 'thinking', thinking: 'So.' }, [], [thought('So.')]],
    [
      'has null as its signature',
      { type: 'thinking', thinking: 'So.', signature: null },
      [],
      [thought('So.')],
    ],
    [
      'has a number as its signature',
      { type: 'thinking', thinking: 'So.', signature: 7 },
      [],
      [thought('So.')],
    ],
    ['is null', { type: 'thinking', thinking: null, signature: null }, [], []],
    ['is missing', { type: 'thinking' }, [], []],
    [
      'comes in pieces, unsigned',
      { type: 'thinking', thinking: '' },
      [{ type: 'thinking_delta', thinking: 'So.' }],
      [thought('So.')],
    ],
    [
      'has a piece that is null',
      { type: 'thinking', thinking: null },
      [
        { type: 'thinking_delta', thinking: null },
        { type: 'signature_delta', signature: null },
      ],
      [],
    ],
    [
      'is a signature alone',
      { type: 'thinking', thinking: '' },
      [{ type: 'signature_delta', signature: 'signed' }],
      [thought('', 'signed')],
    ],
    ['is redacted, and empty', { type: 'redacted_thinking', data: null }, [], []],
    [
      'is redacted',
      { type: 'redacted_thinking', data: 'x' },
      [],
      [{ type: 'redacted_thinking', data: 'x' }],
    ],
  ])('that %s', async (_, given, pieces, thoughts) => {
    const body = [
      start(),
      block(given),
      ...pieces.map((each) => piece(each)),
      stop(),
      ...call(),
      ...end,
    ];
    const reply = await asked('anthropic', sendOdd({ body: body.join('') }));
    expect(callsIn(reply)).toEqual([PASS]);
    expect(reply.content.filter(({ type }) => type !== 'tool_use')).toEqual(thoughts);
    expect(parseAsSession(reply).success).toBe(true);
  });
});

describe('A26: by anthropic, events out of order are put in order', () => {
  test.each([
    ['the beginning comes twice', [start(), start(), ...call(), ...end]],
    ['the beginning is missing', [...call(), ...end]],
    ['numbers of blocks begin with one', [start(), ...call(1), ...end]],
    [
      'numbers of blocks leave gaps',
      [start(), block({ type: 'text', text: 'A' }, 3), stop(3), ...call(7), ...end],
    ],
    ['a text is null', [start(), block({ type: 'text', text: null }), stop(), ...call(), ...end]],
    [
      'a text has no beginning',
      [start(), piece({ type: 'text_delta', text: 'A' }), ...call(), ...end],
    ],
    [
      'a thought is put into a text',
      [
        start(),
        block({ type: 'text', text: 'A' }),
        piece({ type: 'thinking_delta', thinking: 'B' }),
        ...call(),
        ...end,
      ],
    ],
    ['a block ends that has not begun', [start(), stop(9), ...call(), ...end]],
    ['a block has no type', [start(), block({}), stop(), ...call(), ...end]],
    [
      'the end says nothing of counts',
      [start(), ...call(), event({ type: 'message_delta', delta: { stop_reason: 'tool_use' } })],
    ],
  ])('where %s', async (_, events) => {
    expect(callsIn(await asked('anthropic', sendOdd({ body: events.join('') })))).toEqual([PASS]);
  });

  test.each([
    [
      'another answer begins within one',
      [start(), ...call(), start('other'), ...call(), ...end],
      'connection_lost',
    ],
    [
      'an input has no call',
      [start(), piece({ type: 'input_json_delta', partial_json: '{}' }), ...end],
      'malformed_answer',
    ],
    [
      'an input goes on behind its end',
      [start(), ...call(), piece({ type: 'input_json_delta', partial_json: '{}' }, 1), ...end],
      'malformed_answer',
    ],
  ])('where %s, it is a fault that may pass', async (_, events, kind) => {
    const fault = await faultOf('anthropic', sendOdd({ body: events.join('') }));
    expect([fault.kind, fault.transient]).toEqual([kind, true]);
  });
});

const MESSAGE = {
  id: 'm',
  type: 'message',
  role: 'assistant',
  content: [{ type: 'tool_use', id: 'a', name: 'pass', input: INPUT }],
  stop_reason: 'tool_use',
  usage: { input_tokens: 900, output_tokens: 9 },
};
const COMPLETION = {
  choices: [
    {
      message: {
        content: null,
        tool_calls: [{ id: 'a', function: { name: 'pass', arguments: JSON.stringify(INPUT) } }],
      },
    },
  ],
  usage: { prompt_tokens: 900, completion_tokens: 9 },
};

test.each([
  ['anthropic', MESSAGE],
  ['openai-compatible', COMPLETION],
] as const)(
  'A26: by %s, one pretty-printed answer in place of a stream is read',
  async (wire, answer) => {
    for (const body of [JSON.stringify(answer, null, 2), `\n\n  ${JSON.stringify(answer)}`])
      expect(callsIn(await asked(wire, sendOdd({ body }, 'application/json')))).toEqual([PASS]);
  },
);

const parseAsSession = ({ content, stop: reason }: ModelReply) =>
  ParentMessage.safeParse({ type: 'model_answer', turnId: 't', call: 1, content, stop: reason });

describe('A26: what a session cannot be sent is the endpoint’s malformed answer', () => {
  const reply = (content: readonly unknown[], more: object = {}) => {
    const usage = { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 };
    return { content, stop: 'tool_use', model: 'm', usage, costUsd: 0, ...more } as ModelReply;
  };
  const use = { type: 'tool_use', id: 'a', name: 'pass', input: {} };
  test.each([
    [{ type: 'thinking', thinking: 'So.' }],
    [{ type: 'thinking', thinking: 'So.', signature: null }],
    [{ type: 'thinking', thinking: 7, signature: '' }],
    [{ type: 'text' }],
    [{ type: 'text', text: null }],
    [{ type: 'image' }],
    [{ ...use, id: null }],
    [{ ...use, id: 'i'.repeat(100_001) }],
    [{ ...use, name: 'n'.repeat(101) }],
    [{ ...use, name: undefined }],
    [{ ...use, input: JSON.parse(`${'['.repeat(30)}${']'.repeat(30)}`) }],
    [{ type: 'text', text: 'a', cache: true }],
    [{ type: 'text', text: '\u0000'.repeat(1_900_000) }],
  ])('%j', (odd) => {
    const given = reply([odd, use]);
    expect(() => parseReply(given)).toThrow(ModelFault);
  });
  test('a reason that is none', () => {
    expect(() => parseReply(reply([use], { stop: 'bored' }))).toThrow(ModelFault);
  });

  test('what passes is what a session takes', () => {
    const blocks = [
      thought('So.'),
      thought(''),
      { type: 'text', text: '' },
      { type: 'redacted_thinking', data: '' },
    ];
    const parsed = parseReply(reply([...blocks, use]));
    expect(parsed.content).not.toContainEqual(thought(''));
    expect(parseAsSession(parsed).success).toBe(true);
  });

  test('it comes with its cause', async () => {
    const long = answers([{ type: 'tool_use', name: 'n'.repeat(101), input: {} }]);
    for (const wire of WIRES) {
      const fault = await faultOf(wire, sendOdd({ body: whole(framesOf(wire, long, ASKING)) }));
      expect([fault.kind, fault.transient]).toEqual(['malformed_answer', true]);
      expect(fault.message).toMatch(/content\.\d\.name/);
    }
  });
});
