/**
 * The wires of all other vendors, by the packages of the AI SDK: Gemini, OpenAI, and servers that
 * speak chat completions. `client.ts` is the one file that knows the packages.
 */

import type { FormPart } from '#core/vocabulary/sets.ts';
import type { Log } from '#foundation/log.ts';
import { awaitUnlessAborted } from '#foundation/timeout.ts';
import type { ModelReply } from '#ports/model.ts';
import type { Model } from '#turns/model-context.ts';
import type { ModelEntry } from '#turns/models/entry.ts';
import { unsupportedPartsOf } from '#turns/models/form.ts';
import { readModelName } from '../answer-bounds.ts';
import { type Counts, readCount, readInput } from '../counts.ts';
import type { RequestSpending } from '../spending.ts';
import { type Arriving, createStreamedModel } from '../streamed-model.ts';
import { openClient, type ReportedUsage, type StreamPart } from './client.ts';
import { convertToFault } from './faults.ts';
import { Gathered } from './gather.ts';
import { convertToCall } from './request.ts';

/**
 * Parts with which an answer begins. Until then the endpoint is thinking, and the first-token clock
 * runs.
 */
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
 * Opens a model on a wire other than Anthropic's. Loads only that wire's package. The returned
 * function makes a model that leaves parts out of its requests.
 */
export async function openVendor(
  options: VendorOptions,
): Promise<(without?: readonly FormPart[]) => Model> {
  const clientWith = await openClient(options.entry, options.apiKey);
  return (without = unsupportedPartsOf(options.entry)) => vendorModel(options, clientWith, without);
}

function vendorModel(
  { entry, log }: VendorOptions,
  clientWith: Awaited<ReturnType<typeof openClient>>,
  without: readonly FormPart[],
): Model {
  return createStreamedModel(
    { entry, log },
    {
      make: (request) => convertToCall(request, entry, without),
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

function replyOf(answer: Gathered, spending: RequestSpending, entry: ModelEntry): ModelReply {
  // First, since an answer that ended badly has its costs too.
  if (answer.usage !== null) spending.reported(countsOf(answer.usage));
  const { stop } = answer;
  return {
    content: answer.content(),
    stop,
    model: readModelName(answer.model === '' ? entry.id : answer.model),
    ...spending.ofAnswer(),
  };
}

/** Of a total, less than is cached of it cannot be. */
function countsOf({
  inputTokens: { total, cacheRead, cacheWrite },
  outputTokens,
}: ReportedUsage): Counts {
  const input = readInput({
    inputTokens: total,
    cacheReadTokens: cacheRead,
    cacheWriteTokens: cacheWrite,
  });
  const rest =
    input === null ? -1 : input.inputTokens - input.cacheReadTokens - input.cacheWriteTokens;
  return {
    input: input === null || rest < 0 ? null : { ...input, inputTokens: rest },
    outputTokens: readCount(outputTokens.total),
  };
}
