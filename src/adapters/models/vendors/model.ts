import * as z from 'zod';
import type { Usage } from '../../../core/vocabulary/event-parts.ts';
import type { FormPart } from '../../../core/vocabulary/sets.ts';
import { type Model, type ModelReply, RefusedForm } from '../../../engine/ports/model.ts';
import { hasNeverConnected } from '../../../foundation/connection.ts';
import type { Log } from '../../../foundation/log.ts';
import { abortable } from '../../../foundation/timeout.ts';
import { costOf, type ModelEntry } from '../../../turns/models/entry.ts';
import { neverIn } from '../../../turns/models/form.ts';
import { NO_USAGE } from '../../../turns/records/record.ts';
import { ANSWER_CHARACTERS, MADE_UP_USAGE, modelName, TOO_LONG } from '../answer-bounds.ts';
import { observedFetch } from '../observed-fetch.ts';
import { spoiled } from '../refusals.ts';
import { RequestClocks } from '../request-clocks.ts';
import { leastFor, Spending, sendingsOf } from '../spending.ts';
import { openClient, type ReportedUsage, type StreamPart } from './client.ts';
import { isRefused, stopOf, toFault } from './faults.ts';
import { Gathered } from './gather.ts';
import { promptOf, toCall } from './request.ts';

/** Parts with which an answer begins. Until then the endpoint is thinking, and the first-token clock runs. */
const CONTENT = new Set<StreamPart['type']>([
  'text-delta',
  'reasoning-delta',
  'tool-input-start',
  'tool-call',
]);

interface VendorOptions {
  readonly entry: ModelEntry;
  readonly apiKey: string | null;
  readonly log: Log;
}

/**
 * Opens a model on a wire other than Anthropic's. Streams one request per answer, with its own timeouts and without retries.
 * Loads only that wire's package. The returned function makes a model that leaves parts out of its requests.
 */
export async function openVendor(options: VendorOptions): Promise<(without?: readonly FormPart[]) => Model> {
  const clientWith = await openClient(options.entry, options.apiKey);
  return (without = neverIn(options.entry)) => vendorModel(options, clientWith, without);
}

function vendorModel(
  { entry, log }: VendorOptions,
  clientWith: Awaited<ReturnType<typeof openClient>>,
  without: readonly FormPart[],
): Model {
  const sendingOf = sendingsOf(entry, (request) => ({
    wire: toCall(request, entry, without),
    prompt: promptOf(request),
  }));

  return {
    rehearsal: false,
    least: (request, context) => leastFor(sendingOf(request, context).sending),
    answer: async (request, context, { signal, clocks: bounds, onProgress, onSpent, onSign }) => {
      const clocks = new RequestClocks(bounds, signal, onSign);
      const { wire, sending } = sendingOf(request, context);
      const spending = new Spending(sending);
      onSpent?.(() => spending.soFar());
      let hasAnswered = false;
      try {
        const client = clientWith(observedFetch(clocks, spending), !without.includes('counting'));
        const started = client.doStream({ ...wire, abortSignal: clocks.signal });
        const { stream } = await abortable(Promise.resolve(started), clocks.signal);
        hasAnswered = true;
        const gathered = await gather(stream, { clocks, spending, onProgress, log });
        const reply = replyOf(gathered, spending, entry);
        log.debug('model_answered', { model: entry.name, stop: reply.stop });
        return reply;
      } catch (error) {
        if (clocks.signal.aborted) throw clocks.fault;
        const fault = spending.hasWritten ? spoiled(toFault(error)) : toFault(error);
        const isFree =
          (!hasAnswered && isRefused(error)) || hasNeverConnected(error) || fault instanceof RefusedForm;
        if (isFree) spending.notCharged();
        const stop = isFree ? stopOf(error) : null;
        if (stop === null) throw fault;
        return {
          content: [],
          stop,
          model: entry.id,
          usage: NO_USAGE,
          costUsd: costOf(entry.price, NO_USAGE),
        };
      } finally {
        clocks.stop();
      }
    },
  };
}

interface Observers {
  readonly clocks: RequestClocks;
  readonly spending: Spending;
  readonly onProgress: () => void;
  readonly log: Log;
}

async function gather(
  stream: ReadableStream<StreamPart>,
  { clocks, spending, onProgress, log }: Observers,
): Promise<Gathered> {
  const gathered = new Gathered();
  const reader = stream.getReader();
  let hasBegun = false;
  let characters = 0;
  try {
    for (;;) {
      const { done, value } = await abortable(reader.read(), clocks.signal);
      if (done) return gathered;
      const more = gathered.add(value);
      characters += more;
      spending.wrote(more);
      if (characters > ANSWER_CHARACTERS) throw TOO_LONG;
      onProgress();
      if (hasBegun || !CONTENT.has(value.type)) continue;
      hasBegun = true;
      clocks.contentBegan();
    }
  } finally {
    // However it ended, nothing more of the answer is read.
    reader.cancel().catch((error: unknown) => log.debug('answer_not_ended', { error }));
  }
}

/** If the endpoint has not counted, the answer costs at least its input and output so far (T7). */
function replyOf(gathered: Gathered, spending: Spending, entry: ModelEntry): ModelReply {
  const { stop, usage: reported } = gathered;
  const counted = reported === null ? null : usageOf(reported);
  if (counted === 'made_up') throw MADE_UP_USAGE;
  const usage = counted ?? spending.soFar()?.usage ?? NO_USAGE;
  return {
    content: gathered.content(),
    stop,
    model: modelName(gathered.model === '' ? entry.id : gathered.model),
    usage,
    costUsd: costOf(entry.price, usage),
    ...(counted === null ? { isAtLeast: true } : {}),
  };
}

/** Far more than any model reads or writes at once. Keeps sums small enough to store. */
const MAX_TOKENS = 100_000_000;
const tokens = z.number().int().nonnegative().max(MAX_TOKENS);

/** A prompt of zero tokens was not counted. */
const Counted = z.object({
  total: tokens.min(1),
  cacheRead: tokens.optional(),
  cacheWrite: tokens.optional(),
});

/** `null` if the endpoint has not counted; `made_up` if its figures cannot be token counts. */
function usageOf({ inputTokens, outputTokens }: ReportedUsage): Usage | null | 'made_up' {
  if (!inputTokens.total || outputTokens.total === undefined) return null;
  const input = Counted.safeParse(inputTokens).data;
  const output = tokens.safeParse(outputTokens.total).data;
  if (input === undefined || output === undefined) return 'made_up';
  const { total, cacheRead: cacheReadTokens = 0, cacheWrite: cacheWriteTokens = 0 } = input;
  const rest = total - cacheReadTokens - cacheWriteTokens;
  if (rest < 0) return 'made_up';
  return { inputTokens: rest, cacheReadTokens, cacheWriteTokens, outputTokens: output };
}
