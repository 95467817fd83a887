import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  CHARACTERS_PER_TOKEN,
  LEAST_PROMPT_CHARACTERS,
  MOST_CHARACTERS_PER_TOKEN,
} from '../../src/adapters/models/spending.ts';
import {
  type ModelClocks,
  ModelFault,
  type ModelReply,
  type ModelRequest,
  type Spent,
} from '../../src/ports/model.ts';
import type { ModelMessage } from '../../src/ports/model-messages.mjs';
import type { Model } from '../../src/turns/model-context.ts';
import { askFor } from '../../src/turns/prompt/ask.ts';
import { QUESTION_TOOLS } from '../support/designs/question-tools.ts';
import type { ReceivedRequest } from '../support/services/model-endpoint.ts';
import {
  answers,
  breaksOff,
  calls,
  callsMalformed,
  fails,
  lying,
  resets,
  says,
  stalls,
} from '../support/services/model-endpoint-answers.ts';
import type { WireAnswer } from '../support/services/wires/wire.ts';
import { liveDesign } from '../turns/conversing.ts';

/** A server that speaks one wire, and the model of ours that is asked there. */
export interface Wired {
  readonly model: Model;
  readonly problems: readonly string[];
  readonly requests: readonly ReceivedRequest[];
  respondWith(responder: (request: ReceivedRequest) => WireAnswer): void;
  close(): Promise<void>;
}

/** What this wire has that others lack. */
export interface WireTraits {
  readonly name: string;
  /** Reasoning comes back within the turn, or the endpoint refuses. */
  readonly reasons: boolean;
  /** An endpoint may end without a word about usage. */
  readonly mayNotCount: boolean;
  /** Usage of the wire's form with this number of tokens in it. */
  made(tokens: number): unknown;
  open(options?: { readonly counts?: boolean }): Promise<Wired>;
}

const CLOCKS: ModelClocks = {
  connectMs: 60_000,
  firstTokenMs: 60_000,
  stallMs: 60_000,
  totalMs: 60_000,
};
const SHORT = 200;
const live = liveDesign();
const context = { ask: askFor(live.design, live.turn()), callNumber: 1, kill: () => undefined };
const input = { rationale: 'Enough.', notes: '' };

function request(changes: Partial<ModelRequest> = {}): ModelRequest {
  return {
    model: 'the-model',
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
    ...changes,
  };
}

/** One port, one suite: what a turn may rely on, whatever wire its model is on. */
export function describeModel(traits: WireTraits): void {
  describe(`a model by ${traits.name}`, () => {
    let wired: Wired;
    beforeEach(async () => {
      wired = await traits.open();
    });
    afterEach(() => wired.close());

    interface Asking {
      readonly clocks?: Partial<ModelClocks>;
      readonly asked?: ModelRequest;
      readonly onSpent?: (soFar: () => Spent | null) => void;
    }
    const ask = (
      answer: WireAnswer | null,
      { clocks = {}, asked = request(), onSpent }: Asking = {},
    ) => {
      if (answer !== null) wired.respondWith(() => answer);
      return wired.model.answer(asked, context, {
        signal: new AbortController().signal,
        clocks: { ...CLOCKS, ...clocks },
        onProgress: () => undefined,
        ...(onSpent === undefined ? {} : { onSpent }),
      });
    };
    const faultOf = async (answer: Promise<ModelReply>): Promise<ModelFault> => {
      const error = await answer.then(
        () => 'an answer',
        (thrown: unknown) => thrown,
      );
      if (error instanceof ModelFault) return error;
      throw new Error(`expected a ModelFault, got ${String(error)}`);
    };

    test('brings text, tool use, its end, usage and cost, by a request that a strict server takes', async () => {
      const reply = await ask(calls('pass', input));
      expect(wired.problems).toEqual([]);
      expect(reply.stop === 'tool_use' || reply.stop === 'end_turn').toBe(true);
      expect(toolsIn(reply)).toEqual([{ name: 'pass', input }]);
      expect(reply.content.some(({ type }) => type === 'text')).toBe(true);
      expect(reply.usage.outputTokens).toBeGreaterThan(0);
      expect(reply.costUsd).toBeGreaterThan(0);
    });

    test('A2: a turn goes on with its results, and with its reasoning where the wire has any', async () => {
      const thoughtful = answers([
        { type: 'thinking', thinking: 'I should read first.' },
        { type: 'tool_use', name: 'list_files', input: { glob: '**' } },
      ]);
      const first = await ask(traits.reasons ? thoughtful : calls('list_files', { glob: '**' }));
      const [call] = first.content.flatMap((block) => (block.type === 'tool_use' ? [block] : []));
      const more: ModelMessage[] = [
        ...request().messages,
        {
          role: 'assistant',
          content: first.content.map((block) =>
            block.type === 'text' ? { ...block, cache: false } : block,
          ),
        },
        {
          role: 'user',
          content: [
            {
              type: 'tool_result',
              toolUseId: call?.id ?? '',
              text: 'src/queue.ts',
              isError: false,
            },
            { type: 'text', text: 'Go on.', cache: false },
          ],
        },
      ];
      const second = await ask(calls('pass', input), { asked: request({ messages: more }) });
      expect(wired.problems).toEqual([]);
      expect(toolsIn(second)).toEqual([{ name: 'pass', input }]);
      expect(wired.requests[1]?.lastText).toContain('src/queue.ts');
    });

    test.each([
      ['refusal', 'refusal'],
      ['max_tokens', 'max_tokens'],
    ] as const)('an answer that ends by %s says so', async (wire, stop) => {
      expect((await ask(says('Half of it', wire))).stop).toBe(stop);
    });

    test('two tools that end a turn both arrive, for the turn to refuse', async () => {
      const two = answers([
        { type: 'tool_use', name: 'pass', input },
        { type: 'tool_use', name: 'ask_questions', input: { questions: [] } },
      ]);
      expect(toolsIn(await ask(two)).map(({ name }) => name)).toEqual(['pass', 'ask_questions']);
    });

    test.each([
      [400, 'invalid_request', false],
      [401, 'unauthorized', false],
      [403, 'forbidden', false],
      [429, 'rate_limited', true],
      [500, 'server_error', true],
      [503, 'overloaded', true],
    ] as const)('A6: %i is %s', async (status, kind, transient) => {
      const fault = await faultOf(ask(fails(status)));
      expect([fault.kind, fault.transient]).toEqual([kind, transient]);
    });

    test.each([
      [
        404,
        'application/json',
        '{"error":{"message":"The model `the-model` does not exist."}}',
        'unknown_model',
      ],
      [404, 'application/json', '{"detail":"Not Found"}', 'wrong_address'],
      [404, 'text/html', '<!doctype html><title>Models of cars</title>', 'wrong_address'],
      [405, 'text/plain', 'Method Not Allowed', 'wrong_address'],
      [410, 'application/json', '{"error":{"message":"Gone."}}', 'model_retired'],
    ])('A21: %i as %s “%s” is %s', async (status, type, body, kind) => {
      const fault = await faultOf(ask(raw(status, body, { 'content-type': type })));
      expect([fault.kind, fault.transient]).toEqual([kind, false]);
      if (kind === 'wrong_address') expect(fault.message).toContain('ANTHROPIC_BASE_URL');
    });

    test('A10: retry-after is taken over in milliseconds, and bounded', async () => {
      expect((await faultOf(ask(fails(429, { 'retry-after': '2' })))).retryAfterMs).toBe(2_000);
      expect((await faultOf(ask(fails(429, { 'retry-after': '86400' })))).retryAfterMs).toBe(
        86_400_000,
      );
    });

    test('no request is repeated inside', async () => {
      await faultOf(ask(fails(503)));
      expect(wired.requests).toHaveLength(1);
    });

    test.each([
      ['cuts', 'connection_lost'],
      ['ends_early', 'connection_lost'],
      ['malformed_event', 'malformed_answer'],
      ['error_event', 'overloaded'],
    ] as const)('an answer that %s is a fault that may pass: %s', async (how, kind) => {
      const fault = await faultOf(ask(breaksOff(how)));
      expect(fault.transient).toBe(true);
      // How a stream that ends too early looks differs by wire: broken off, or not understood.
      const kinds = how === 'ends_early' ? ['connection_lost', 'malformed_answer'] : [kind];
      expect(kinds).toContain(fault.kind);
    });

    test('a reset before the headers is a lost connection', async () => {
      expect((await faultOf(ask(resets()))).transient).toBe(true);
    });

    test.each([
      ['headers', { connectMs: SHORT }, 'connect_timeout'],
      ['first_token', { firstTokenMs: SHORT }, 'first_token_timeout'],
    ] as const)('A10: nothing more at %s is %s', async (where, clocks, kind) => {
      expect((await faultOf(ask(stalls(where), { clocks }))).kind).toBe(kind);
    });

    test('A10: a stream that stalls is ended by the clock for silence', async () => {
      expect((await faultOf(ask(breaksOff('stalls'), { clocks: { stallMs: SHORT } }))).kind).toBe(
        'stall_timeout',
      );
    });

    test('half a tool call is a fault or is judged by the schema, never a success in silence', async () => {
      const outcome = await ask(callsMalformed('pass', '{"rationale": nonsense')).catch(
        (fault: unknown) => fault,
      );
      if (outcome instanceof ModelFault)
        expect(outcome.kind).toMatch(/malformed_answer|connection_lost/);
      else expect(toolsIn(outcome as ModelReply)).not.toEqual([{ name: 'pass', input }]);
    });

    test('A10: a redirect is not followed, and takes the key nowhere', async () => {
      const elsewhere = { location: 'http://127.0.0.1:9/else' };
      const fault = await faultOf(ask(raw(307, '', elsewhere)));
      expect([fault.kind, fault.transient, fault.message]).toEqual([
        'wrong_address',
        false,
        expect.stringContaining('with a redirect, which is not followed'),
      ]);
    });

    test('an answer that unpacks into more than any answer is ended', async () => {
      const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024, 32));
      const packed = { 'content-encoding': 'gzip', 'content-type': 'text/event-stream' };
      expect((await faultOf(ask(raw(200, bomb, packed)))).kind).toBe('malformed_answer');
    });

    test('an answer of another kind than its status promises is a fault', async () => {
      const page = raw(200, '<html>Sign in</html>', { 'content-type': 'text/html' });
      expect(await faultOf(ask(page))).toBeInstanceOf(ModelFault);
    });

    test.each([-5, 1.5, 200_000_000])(
      'T7: a prompt of %s tokens was not counted',
      async (tokens) => {
        const reply = await ask(lying(calls('pass', input), { usage: traits.made(tokens) }));
        expect(reply.isAtLeast).toBe(true);
        expect(reply.usage.inputTokens + reply.usage.cacheReadTokens).toBeGreaterThan(100);
        expect(reply.costUsd).toBeGreaterThan(0);
      },
    );

    const large = request({ system: [{ type: 'text', text: 'x'.repeat(112_000), cache: true }] });
    const long = request({
      system: [{ type: 'text', text: 'word '.repeat(LEAST_PROMPT_CHARACTERS / 2), cache: true }],
    });
    test.each([
      [
        'a token counted for as many characters as a text may have',
        long,
        MOST_CHARACTERS_PER_TOKEN - 0.1,
        false,
      ],
      ['a token counted for more characters', long, MOST_CHARACTERS_PER_TOKEN + 0.1, true],
      ['2,048 tokens counted for 112,000 characters', large, 112_000 / 2_048, true],
      ['few tokens counted for a short prompt', request({ tools: [] }), 50, false],
    ])('J11: %s', async (_what, asked, charactersPerToken, isInPart) => {
      const { inputTokens = 0, cacheReadTokens = 0 } =
        wired.model.weigh?.(asked, context).least.usage ?? {};
      const sent = (inputTokens + cacheReadTokens) * CHARACTERS_PER_TOKEN;
      const usage = traits.made(Math.floor(sent / charactersPerToken));
      const { promptCharacters } = await ask(lying(calls('pass', input), { usage }), { asked });
      expect(promptCharacters !== undefined).toBe(isInPart);
    });

    test('T7: what was sent costs at least its input, until it is refused', async () => {
      let soFar: () => Spent | null = () => null;
      const onSpent = (spent: typeof soFar) => {
        soFar = spent;
      };
      await faultOf(ask(breaksOff('cuts'), { onSpent }));
      expect(soFar()?.costUsd).toBeGreaterThan(0);
      await faultOf(ask(fails(429), { onSpent }));
      expect(soFar()).toBeNull();
    });

    test('a signal ends the call at once', async () => {
      wired.respondWith(() => stalls('first_token'));
      const controller = new AbortController();
      const options = { signal: controller.signal, clocks: CLOCKS, onProgress: () => undefined };
      const answer = wired.model.answer(request(), context, options);
      controller.abort();
      expect((await faultOf(answer)).kind).toBe('aborted');
    });

    // A wire that always counts has no such test.
    if (traits.mayNotCount)
      test('T7: an answer that ends without usage costs at least what was sent', async () => {
        const silent = await traits.open({ counts: false });
        try {
          silent.respondWith(() => calls('pass', input));
          const options = {
            signal: new AbortController().signal,
            clocks: CLOCKS,
            onProgress: () => undefined,
          };
          const reply = await silent.model.answer(request(), context, options);
          expect(reply.isAtLeast).toBe(true);
          expect(reply.costUsd).toBeGreaterThan(0);
        } finally {
          await silent.close();
        }
      });
  });
}

export function raw(
  status: number,
  body: string | Buffer,
  headers: Readonly<Record<string, string>>,
): WireAnswer {
  return { kind: 'raw', status, headers, body };
}

function toolsIn({ content }: ModelReply) {
  return content.flatMap((block) =>
    block.type === 'tool_use' ? [{ name: block.name, input: block.input }] : [],
  );
}
