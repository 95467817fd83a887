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
  const add = (entry: ModelEntry, plain: Model): Opened => {
    const model = entry.tools === 'message' ? callingByMessage(plain) : plain;
    const made = { entry, model, inTurn: limited(entry.atOnce) };
    opened.set(entry.name, made);
    return made;
  };
  const vendors = models.usable.filter(({ wire }) => wire !== 'anthropic');
  for (const entry of vendors) {
    const { createVendorModel } = await import('./vendors/model.ts');
    add(entry, await createVendorModel({ entry, apiKey: models.keyOf(entry), log }));
  }
  const isSpoken = models.usable.length > vendors.length || models.hasUnlisted;
  const anthropic = isSpoken ? await import('./anthropic/model.ts') : null;
  // Many are listed, and few are asked.
  return createRouter((name) => {
    const entry = models.find(name);
    const found = opened.get(name);
    if (found !== undefined || entry === null || anthropic === null || !models.isUsable(entry)) return found;
    return add(entry, anthropic.createAnthropicModel({ entry, apiKey: models.keyOf(entry), log }));
  });
}

function limited(atOnce: number | null): Opened['inTurn'] {
  return atOnce === null ? (call) => call() : pLimit(atOnce);
}

/** `openedFor` returns the model of this name; nothing where there is none that can be used. */
function createRouter(openedFor: (name: string) => Opened | undefined): Model {
  return {
    rehearsal: false,
    least: (request, context) =>
      openedFor(request.model)?.model.least?.(request, context) ?? {
        model: request.model,
        usage: NO_USAGE,
        costUsd: null,
      },
    answer: async (request, context, options) => {
      const found = openedFor(request.model);
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
