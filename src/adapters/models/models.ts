import pLimit from 'p-limit';
import type { ModelCatalog } from '../../runtime/models/catalog.ts';
import { costOf, type ModelEntry } from '../../runtime/models/entry.ts';
import type { Log } from '../../runtime/ports/log.ts';
import { type Model, ModelFault, type ModelReply, type ModelRequest } from '../../runtime/ports/model.ts';
import { abortable } from '../../runtime/timeout.ts';
import { NO_USAGE } from '../../runtime/turn/record.ts';
import { callingByMessage } from './by-message.ts';
import { CHARACTERS_PER_TOKEN } from './spending.ts';

interface Opened {
  readonly entry: ModelEntry;
  readonly model: Model;
  /** Runs at most as many calls at once as the model may have. */
  readonly inTurn: <Result>(call: () => Promise<Result>) => Promise<Result>;
}

/**
 * Opens the models that can be used, behind one: each request goes to the one that it names, and never to another (A10). Loads
 * only the client of a wire that one of them needs.
 */
export async function createModels(options: {
  readonly models: ModelCatalog;
  readonly log: Log;
}): Promise<Model> {
  const { models, log } = options;
  const opened = new Map<string, Opened>();
  const open = async (entry: ModelEntry): Promise<void> => {
    const apiKey = models.keyOf(entry);
    const plain = await createModel({ entry, apiKey, log });
    const model = entry.tools === 'message' ? callingByMessage(plain) : plain;
    opened.set(entry.name, {
      entry,
      model,
      inTurn: entry.atOnce === null ? (call) => call() : pLimit(entry.atOnce),
    });
  };
  for (const entry of models.usable) await open(entry);
  return createRouter(opened, async (name) => {
    const entry = models.find(name);
    if (entry !== null && models.isUsable(entry)) await open(entry);
  });
}

type ModelOptions = { readonly entry: ModelEntry; readonly apiKey: string | null; readonly log: Log };

async function createModel(options: ModelOptions): Promise<Model> {
  if (options.entry.wire !== 'anthropic') {
    const { createVendorModel } = await import('./vendors/model.ts');
    return createVendorModel(options);
  }
  const { createAnthropicModel } = await import('./anthropic/model.ts');
  return createAnthropicModel(options);
}

/** `open` opens a model that is asked for and not listed, if another endpoint may have it. */
function createRouter(opened: ReadonlyMap<string, Opened>, open: (name: string) => Promise<void>): Model {
  return {
    rehearsal: false,
    least: (request, context) =>
      opened.get(request.model)?.model.least?.(request, context) ?? {
        model: request.model,
        usage: NO_USAGE,
        costUsd: null,
      },
    answer: async (request, context, options) => {
      if (!opened.has(request.model)) await open(request.model);
      const found = opened.get(request.model);
      if (found === undefined)
        throw new ModelFault(
          'unknown_model',
          `${request.model} cannot be used: it is not in models.yaml any more, or its key is not set`,
          false,
        );
      const tooLong = tooLongFor(found.entry, request);
      if (tooLong !== null) return tooLong;
      const { signal, clocks } = options;
      const askedAt = performance.now();
      const call = async (): Promise<ModelReply> => {
        signal.throwIfAborted();
        const totalMs = clocks.totalMs - (performance.now() - askedAt);
        if (totalMs <= 0)
          throw new ModelFault('total_timeout', 'no room for another call of this model', false);
        return await found.model.answer(request, context, {
          ...options,
          clocks: { ...clocks, ...found.entry.clocks, totalMs },
        });
      };
      return await abortable(found.inTurn(call), signal);
    },
  };
}

/**
 * Returns the answer to a prompt that certainly has more tokens than the model reads; `null` for any other. Some endpoints would
 * cut it without a word.
 */
function tooLongFor(entry: ModelEntry, { system, messages }: ModelRequest): ModelReply | null {
  if (entry.contextTokens === null) return null;
  const characters = JSON.stringify([system, messages]).length;
  if (characters / CHARACTERS_PER_TOKEN <= entry.contextTokens) return null;
  const costUsd = costOf(entry.price, NO_USAGE);
  return { content: [], stop: 'context_exceeded', model: entry.id, usage: NO_USAGE, costUsd };
}
