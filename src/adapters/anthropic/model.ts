import Anthropic from '@anthropic-ai/sdk';
import type { Log } from '../../runtime/ports/log.ts';
import {
  type Model,
  type ModelContext,
  ModelFault,
  type ModelReply,
  type ModelRequest,
} from '../../runtime/ports/model.ts';
import { INPUT_LEVELS, isShallow } from '../../runtime/session/envelope.mjs';
import { abortable } from '../../runtime/timeout.ts';
import { toFault } from './faults.ts';
import { ANTHROPIC_URL } from './known-models.ts';
import { observedFetch } from './observed-fetch.ts';
import { costUsd } from './prices.ts';
import { isUsage, usageOf } from './reported-usage.ts';
import { RequestClocks } from './request-clocks.ts';
import { SentPrompts } from './sent-prompts.ts';
import { leastFor, Spending } from './spending.ts';
import { toWire } from './wire.ts';

/** Longer than any name that the endpoint was given; a longer one cannot be passed on to a session. */
const NAME_CHARACTERS = 100;
const ID_CHARACTERS = 200;
/** Ids of requests as they are known: `req_011C…`. */
const REQUEST_ID = /^[\w.:-]{1,100}$/;
/** Characters of one answer: many times the longest allowed one, and still small enough for one message to a session. */
const ANSWER_CHARACTERS = 2_000_000;

const STOPS: Readonly<Record<string, ModelReply['stop']>> = {
  tool_use: 'tool_use',
  end_turn: 'end_turn',
  max_tokens: 'max_tokens',
  refusal: 'refusal',
  pause_turn: 'pause_turn',
  model_context_window_exceeded: 'context_exceeded',
};

/**
 * Creates a model behind an Anthropic-compatible endpoint. One request per answer, streamed, with its own timeouts and no
 * retries: the broker retries. An empty or absent `baseUrl` means Anthropic's own. Never falls back from one endpoint or model
 * to another (A10), and reads nothing from the environment.
 */
export function createAnthropicModel(options: {
  readonly apiKey: string;
  readonly baseUrl?: string;
  readonly log: Log;
}): Model {
  const { apiKey, log } = options;
  const sentPrompts = new SentPrompts();
  const client = new Anthropic({
    apiKey,
    authToken: null,
    webhookKey: null,
    baseURL: options.baseUrl || ANTHROPIC_URL,
    maxRetries: 0,
    // The SDK would log prompts and answers; operators get their facts from our own log.
    logLevel: 'off',
    // The SDK would trace every request, and read the environment for it.
    openTelemetry: false,
  });

  /** Made once for all attempts at a request: nothing else takes as long in sending it. */
  const wires = new WeakMap<ModelRequest, ReturnType<typeof toWire>>();
  const wireOf = (request: ModelRequest): ReturnType<typeof toWire> => {
    const wire = wires.get(request) ?? toWire(request);
    wires.set(request, wire);
    return wire;
  };

  return {
    rehearsal: false,
    least: (request, context) => leastFor(wireOf(request), isResumed(context), sentPrompts),
    answer: async (request, context, { signal, clocks: bounds, onProgress, onSpent, onSign }) => {
      const clocks = new RequestClocks(bounds, signal, onSign);
      const wire = wireOf(request);
      const spending = new Spending(wire, isResumed(context), sentPrompts);
      onSpent?.(() => spending.soFar());
      const startedAt = performance.now();
      let hasBegun = false;
      let hasEnded = false;
      let characters = 0;
      try {
        const fetching = client.withOptions({ fetch: observedFetch(clocks, spending) });
        // The SDK's own timeout must never act first: it cannot say what it timed.
        const timeout = Math.ceil(bounds.totalMs) + 60_000;
        const stream = fetching.messages.stream(wire, { signal: clocks.signal, timeout });
        stream.on('streamEvent', (event) => {
          const more = charactersIn(event);
          characters += more;
          spending.streamed(event, more);
          onProgress();
          if (characters > ANSWER_CHARACTERS) clocks.refuse(malformed('the answer has no sensible length'));
          // An error that the client makes of these figures later would look like a broken connection.
          if (event.type === 'message_start' && !isUsage(event.message.usage)) clocks.refuse(MADE_UP_USAGE);
          hasEnded = event.type === 'message_stop';
          if (event.type !== 'content_block_start' || hasBegun) return;
          hasBegun = true;
          clocks.contentBegan();
        });
        // The SDK may not settle when it is aborted, so no abandoned request is awaited.
        const message = await abortable(stream.finalMessage(), clocks.signal);
        const totalMs = performance.now() - startedAt;
        const reply = { ...toReply(message, request.model), ...requestIdOf(stream.request_id) };
        log.debug('model_answered', { ...callIn(context), stop: reply.stop, totalMs });
        return reply;
      } catch (error) {
        spending.failed(error, error instanceof Anthropic.APIError && error.status !== undefined);
        throw clocks.signal.aborted ? clocks.fault : toFault(error, hasEnded);
      } finally {
        clocks.stop();
      }
    },
  };
}

/** The id that the endpoint gave in a header, if that can be one: it is shown to people, and kept. */
function requestIdOf(id: string | null | undefined): Pick<ModelReply, 'requestId'> {
  return REQUEST_ID.test(id ?? '') ? { requestId: id ?? '' } : {};
}

/** Tells if another process may have sent a part of this before. */
function isResumed(context: ModelContext): boolean {
  return 'ask' in context && context.ask.isResumed;
}

function callIn(context: ModelContext): Record<string, unknown> {
  return 'ask' in context ? { turnId: context.ask.turnId, call: context.callNumber } : {};
}

function charactersIn(event: Anthropic.Messages.MessageStreamEvent): number {
  if (event.type === 'content_block_start') {
    const { content_block: block } = event;
    if (block.type === 'text') return block.text.length;
    if (block.type === 'thinking') return block.thinking.length;
    return block.type === 'redacted_thinking' ? block.data.length : 0;
  }
  if (event.type !== 'content_block_delta') return 0;
  if (event.delta.type === 'text_delta') return event.delta.text.length;
  if (event.delta.type === 'thinking_delta') return event.delta.thinking.length;
  return event.delta.type === 'input_json_delta' ? event.delta.partial_json.length : 0;
}

function toolUse({ id, name, input }: Anthropic.Messages.ToolUseBlock): ModelReply['content'][number] {
  if (!isShallow(input, INPUT_LEVELS)) throw malformed('the input of a tool call is nested too deeply');
  if (id.length <= ID_CHARACTERS && name.length <= NAME_CHARACTERS)
    return { type: 'tool_use', id, name, input };
  throw new ModelFault('malformed_answer', 'a tool call has a name or id of no sensible length', true);
}

/** Returns a permanent fault: an endpoint that lies would lie again, and be paid again. */
function malformed(message: string): ModelFault {
  return new ModelFault('malformed_answer', message, false);
}

const MADE_UP_USAGE = malformed('the endpoint reports usage that is no count of tokens');

/**
 * Takes blocks by their type, never by their place. Thinking passes unchanged, for the turn to send back. Where the endpoint
 * reports a model name of its own, the price is that of `asked`: an unknown price would hold no ceiling (T7).
 */
function toReply(message: Anthropic.Messages.Message, asked: string): ModelReply {
  const content = message.content.flatMap((block): ModelReply['content'][number][] => {
    switch (block.type) {
      case 'text':
        return [{ type: 'text', text: block.text }];
      case 'thinking':
        return [{ type: 'thinking', thinking: block.thinking, signature: block.signature }];
      case 'redacted_thinking':
        return [{ type: 'redacted_thinking', data: block.data }];
      case 'tool_use':
        return [toolUse(block)];
      default:
        return [];
    }
  });
  const { usage: reported, model }: { usage: unknown; model: unknown } = message;
  if (!isUsage(reported)) throw MADE_UP_USAGE;
  if (typeof model !== 'string' || model.length > NAME_CHARACTERS)
    throw malformed('the model that answers has no name of a sensible length');
  const usage = usageOf(reported);
  const stop = STOPS[message.stop_reason ?? ''] ?? 'other';
  return { content, stop, model, usage, costUsd: costUsd(model, usage) ?? costUsd(asked, usage) };
}
