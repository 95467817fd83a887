import * as z from 'zod';
import type { Usage } from '../../../core/vocabulary/event-parts.ts';
import type { FormPart } from '../../../core/vocabulary/sets.ts';
import type { Log } from '../../../foundation/log.ts';
import { awaitUnlessAborted } from '../../../foundation/timeout.ts';
import type { ModelReply } from '../../../ports/model.ts';
import type { Model } from '../../../turns/model-context.ts';
import type { ModelEntry } from '../../../turns/models/entry.ts';
import { neverIn } from '../../../turns/models/form.ts';
import { MADE_UP_USAGE, readModelName, tokens } from '../answer-bounds.ts';
import { type Spending, spendingOf } from '../spending.ts';
import { type Arriving, createStreamedModel } from '../streamed-model.ts';
import { openClient, type ReportedUsage, type StreamPart } from './client.ts';
import { convertToFault } from './faults.ts';
import { Gathered } from './gather.ts';
import { convertToCall, promptOf } from './request.ts';

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
 * Opens a model on a wire other than Anthropic's. Loads only that wire's package. The returned function makes a model that leaves parts out of its requests.
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
  return createStreamedModel(
    { entry, log },
    {
      make: (request) => ({ wire: convertToCall(request, entry, without), prompt: promptOf(request) }),
      send: async (call, arriving) => {
        const { clocks, spending, fetch } = arriving;
        try {
          const client = clientWith(fetch, !without.includes('counting'));
          const streaming = client.doStream({ ...call, abortSignal: clocks.signal });
          const { stream } = await awaitUnlessAborted(Promise.resolve(streaming), clocks.signal);
          return replyOf(await gather(stream, arriving, log), spending, entry);
        } catch (error) {
          throw convertToFault(error, entry);
        }
      },
    },
  );
}

async function gather(
  stream: ReadableStream<StreamPart>,
  { clocks, heard }: Arriving,
  log: Log,
): Promise<Gathered> {
  const answer = new Gathered();
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await awaitUnlessAborted(reader.read(), clocks.signal);
      if (done) return answer;
      heard(answer.add(value), CONTENT.has(value.type));
    }
  } finally {
    // However it ended, nothing more of the answer is read.
    reader.cancel().catch((error: unknown) => log.debug('answer_not_ended', { error }));
  }
}

function replyOf(answer: Gathered, spending: Spending, entry: ModelEntry): ModelReply {
  const { stop, usage: reported } = answer;
  const counted = reported === null ? null : usageOf(reported);
  if (counted === 'made_up') throw MADE_UP_USAGE;
  return {
    content: answer.content(),
    stop,
    model: readModelName(answer.model === '' ? entry.id : answer.model),
    ...spendingOf(counted, spending, entry),
  };
}

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
