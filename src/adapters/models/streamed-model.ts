import { hasUnknownName } from '../../foundation/connection.ts';
import type { Log } from '../../foundation/log.ts';
import { ModelFault, type ModelReply, type ModelRequest, RefusedForm } from '../../ports/model.ts';
import type { Model, ModelContext } from '../../turns/model-context.ts';
import type { ModelEntry } from '../../turns/models/entry.ts';
import { ANSWER_CHARACTERS, parseReply, TOO_LONG } from './answer-bounds.ts';
import { observeFetch } from './observed-fetch.ts';
import { RefusedPrompt } from './refusals.ts';
import { RequestClocks } from './request-clocks.ts';
import { freeReply, RequestSpending, sendingsOf, weigh } from './spending.ts';

/**
 * Milliseconds for which the name of an endpoint may stay unknown that has not been reached in this
 * process.
 */
const UNKNOWN_NAME_MS = 8_000;
const CONNECTED = new Set<string>();
const UNKNOWN_SINCE = new Map<string, number>();

/** An answer as it arrives. */
export interface Arriving {
  readonly clocks: RequestClocks;
  readonly spending: RequestSpending;
  readonly fetch: typeof fetch;
  /**
   * For each event, with the characters that it adds. `isContent`: the answer itself, not a sign
   * that the endpoint is thinking.
   */
  readonly heard: (characters: number, isContent: boolean) => void;
}

interface Wire<Request> {
  readonly make: (request: ModelRequest) => Request;
  /** Throws only `ModelFault`. */
  readonly send: (request: Request, arriving: Arriving) => Promise<ModelReply>;
}

/**
 * Streams one request per answer, with its own timeouts and without retries: the broker retries.
 */
export function createStreamedModel<Request>(
  { entry, log }: { readonly entry: ModelEntry; readonly log: Log },
  { make, send }: Wire<Request>,
): Model {
  const sendingOf = sendingsOf(entry, make);
  return {
    rehearsal: false,
    weigh: (request) => weigh(sendingOf(request)),
    answer: async (request, context, { signal, clocks: bounds, onProgress, onSpent, onSign }) => {
      const clocks = new RequestClocks(bounds, signal, onSign);
      const sending = sendingOf(request);
      const spending = new RequestSpending(sending);
      onSpent?.(() => spending.soFar());
      let characters = 0;
      let hasBegun = false;
      const heard = (more: number, isContent: boolean): void => {
        characters += more;
        spending.wrote(more);
        onProgress();
        if (characters > ANSWER_CHARACTERS) clocks.refuse(TOO_LONG);
        if (hasBegun || !isContent) return;
        hasBegun = true;
        clocks.contentBegan();
      };
      try {
        const fetch = observeFetch(clocks, spending, entry);
        const reply = parseReply(
          await judgeName(entry, send(sending.wire, { clocks, spending, fetch, heard })),
        );
        log.debug('model_answered', { ...callIn(context), model: entry.name, stop: reply.stop });
        const promptCharacters = reply.isAtLeast ? null : spending.readInPart(reply.usage);
        if (promptCharacters === null) return reply;
        const { usage } = reply;
        log.warn('prompt_read_in_part', {
          ...callIn(context),
          model: entry.name,
          promptCharacters,
          ...usage,
        });
        return { ...reply, promptCharacters };
      } catch (error) {
        if (clocks.signal.aborted) throw clocks.fault;
        if (error instanceof RefusedPrompt) return makeRefusedReply(entry, spending);
        if (!(error instanceof RefusedForm)) throw error;
        // After the answer has begun, a complaint is about the model's text, not about the
        // request's form.
        const { message, cause } = error;
        if (spending.hasWritten) throw new ModelFault('malformed_answer', message, { cause });
        spending.notCharged();
        throw error;
      } finally {
        clocks.stop();
      }
    },
  };
}

/**
 * Settles like the request. A name that nobody knows may be a fault of the network, but not for
 * long if it was never known.
 */
async function judgeName(
  { baseUrl }: ModelEntry,
  sending: Promise<ModelReply>,
): Promise<ModelReply> {
  try {
    const reply = await sending;
    CONNECTED.add(baseUrl);
    return reply;
  } catch (error) {
    if (!(error instanceof ModelFault) || error.kind !== 'unreachable') CONNECTED.add(baseUrl);
    if (CONNECTED.has(baseUrl) || !(error instanceof ModelFault) || !hasUnknownName(error))
      throw error;
    const waitedMs =
      performance.now() - UNKNOWN_SINCE.getOrInsertComputed(baseUrl, () => performance.now());
    if (waitedMs < UNKNOWN_NAME_MS) throw error;
    throw new ModelFault(error.kind, error.message, { transient: false, cause: error });
  }
}

/** A refusal before the answer is free. */
function makeRefusedReply(entry: ModelEntry, spending: RequestSpending): ModelReply {
  const free = freeReply(entry, 'refusal');
  const spent = spending.soFar();
  return spent === null ? free : { ...free, ...spent, isAtLeast: true };
}

function callIn(context: ModelContext): Record<string, unknown> {
  return context.ask !== null ? { turnId: context.ask.turnId, call: context.callNumber } : {};
}
