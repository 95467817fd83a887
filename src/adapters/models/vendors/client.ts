import type { OpenAIProvider } from '@ai-sdk/openai';
import * as z from 'zod';
import type { ModelEntry } from '#turns/models/entry.ts';
import { type Ending, followEnding, makeEventsStrict, passOn } from '../event-stream.ts';
import { LooseChunks } from './loose-chunks.ts';

/**
 * A provider package's model, with one interface for all wires. It changes with each major version,
 * and only this folder knows it.
 */
type Client = ReturnType<OpenAIProvider['responses']>;
export type CallOptions = Parameters<Client['doStream']>[0];
export type StreamPart =
  Awaited<ReturnType<Client['doStream']>>['stream'] extends ReadableStream<infer Part>
    ? Part
    : never;
export type ReportedUsage = Extract<StreamPart, { type: 'finish' }>['usage'];
export type Metadata = NonNullable<Extract<StreamPart, { type: 'tool-call' }>['providerMetadata']>;

type VendorWire = Exclude<ModelEntry['wire'], 'anthropic'>;

/** Without any key, the packages would read the environment. */
const NO_KEY = 'none';
/** Names the endpoint in the options and metadata of its requests. */
const COMPATIBLE = 'openaiCompatible';

/**
 * Loads the package of a model's wire. `counts`: asks for usage figures, which some endpoints send
 * only then. OpenAI is called at `/v1/responses`, the only place where its reasoning models take
 * tools.
 */
export async function openClient(
  entry: ModelEntry,
  apiKey: string | null,
): Promise<(fetch: typeof globalThis.fetch, counts: boolean) => Client> {
  const { wire, id, baseUrl } = entry;
  const options = { baseURL: baseUrl, apiKey: apiKey ?? NO_KEY };
  switch (wire as VendorWire) {
    case 'openai': {
      const { createOpenAI } = await import('@ai-sdk/openai');
      return (fetch) => {
        const strict = makeEventsStrict(fetch, entry, () => passOn(endOfResponse));
        return createOpenAI({ ...options, fetch: strict }).responses(id);
      };
    }
    case 'google': {
      const { createGoogleGenerativeAI } = await import('@ai-sdk/google');
      return (fetch) => {
        const strict = makeEventsStrict(fetch, entry, () => passOn(followContent()));
        return createGoogleGenerativeAI({ ...options, fetch: strict })(id);
      };
    }
    case 'openai-compatible': {
      const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
      const given = { baseURL: baseUrl, name: COMPATIBLE, ...(apiKey === null ? {} : { apiKey }) };
      return (fetch, includeUsage) => {
        const strict = makeEventsStrict(fetch, entry, () => new LooseChunks());
        return createOpenAICompatible({ ...given, includeUsage, fetch: strict })(id);
      };
    }
  }
}

const ResponseEnd = z.object({
  type: z.enum(['response.completed', 'response.incomplete', 'response.failed']),
});
const Content = z.object({ parts: z.array(z.unknown()).min(1) });
const Candidate = z.object({
  content: z.unknown().optional(),
  finishReason: z.unknown().optional(),
});
const Candidates = z.object({ candidates: z.array(Candidate).min(1) });

function endOfResponse(event: object): Ending {
  return ResponseEnd.safeParse(event).success ? 'over' : 'open';
}

/** Counts come with the end, or behind it. */
function followContent(): (event: object) => Ending {
  const endingAt = followEnding();
  return (event) => {
    const { content, finishReason } = Candidates.safeParse(event).data?.candidates[0] ?? {};
    return endingAt({
      speaks: Content.safeParse(content).success,
      stops: typeof finishReason === 'string',
    });
  };
}
