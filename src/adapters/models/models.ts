import pLimit from 'p-limit';
import type { FormPart } from '../../core/vocabulary/sets.ts';
import { warnRepeatedly } from '../../foundation/repeated-line.ts';
import { awaitUnlessAborted } from '../../foundation/timeout.ts';
import { ModelFault, type ModelReply, type ModelRequest, RefusedForm } from '../../ports/model.ts';
import { NO_USAGE } from '../../ports/turn-record.ts';
import type { Model, ModelContext } from '../../turns/model-context.ts';
import type { ModelCatalog } from '../../turns/models/catalog.ts';
import type { ModelEntry } from '../../turns/models/entry.ts';
import { hasTextCall, repairReply } from '../../turns/models/repair.ts';
import { askByMessage } from './by-message.ts';
import { CHARACTERS_PER_TOKEN, freeReply } from './spending.ts';
import { type FormOptions, TurnForms } from './turn-forms.ts';

interface Opened {
  readonly entry: ModelEntry;
  readonly at: (without: readonly FormPart[]) => Model;
  readonly inTurn: <Result>(call: () => Promise<Result>) => Promise<Result>;
}

/**
 * Sends each request to the model that it names, and never to another. Loads a wire's client only
 * if a usable model needs it.
 */
export async function createModels(
  options: FormOptions & { readonly models: ModelCatalog },
): Promise<Model> {
  const { models, log } = options;
  const openedModels = new Map<string, Opened>();
  const add = (entry: ModelEntry, make: Opened['at']): Opened => {
    const made = { entry, at: makeEachOnce(make), inTurn: limitCalls(entry.atOnce) };
    openedModels.set(entry.name, made);
    return made;
  };
  const vendors = models.usable.filter(({ wire }) => wire !== 'anthropic');
  for (const entry of vendors) {
    const { openVendor } = await import('./vendors/model.ts');
    add(entry, await openVendor({ entry, apiKey: models.keyOf(entry), log }));
  }
  const isSpoken = models.usable.length > vendors.length || models.hasUnlisted;
  const anthropic = isSpoken ? await import('./anthropic/model.ts') : null;
  // Opened on demand, since many are listed and few are used.
  return createRouter(options, (name) => {
    const entry = models.findModel(name);
    const known = openedModels.get(name);
    if (known !== undefined || entry === null || anthropic === null || !models.isUsable(entry))
      return known;
    const apiKey = models.keyOf(entry);
    return add(entry, (without) => anthropic.createAnthropicModel({ entry, apiKey, log, without }));
  });
}

function limitCalls(atOnce: number | null): Opened['inTurn'] {
  return atOnce === null ? (call) => call() : pLimit(atOnce);
}

/** One model per form, since each keeps account of what its endpoint has cached. */
function makeEachOnce(make: Opened['at']): Opened['at'] {
  const made = new Map<string, Model>();
  return (without) =>
    made.getOrInsertComputed(without.join(), () => {
      return askByMessage(make(without), without);
    });
}

/** `findOpened` returns `undefined` for an unusable model. */
function createRouter(
  options: FormOptions,
  findOpened: (name: string) => Opened | undefined,
): Model {
  const turns = new TurnForms(options);
  const { log, clock } = options;
  return {
    rehearsal: false,
    weigh: (request, context) => {
      const model = findOpened(request.model);
      const weight = model?.at(turns.without(model.entry, context)).weigh?.(request, context);
      const least = { model: request.model, usage: NO_USAGE, costUsd: null };
      return weight ?? { least, inputUsd: 0, outputTokenUsd: 0 };
    },
    answer: async (request, context, given) => {
      const model = findOpened(request.model);
      if (model === undefined)
        throw new ModelFault(
          'unknown_model',
          `${request.model} cannot be used: it is no longer in models.yaml, or its key is not set`,
        );
      const { entry } = model;
      const tooLong = refuseTooLong(entry, request);
      if (tooLong !== null) return tooLong;
      const { signal, clocks, onPlainer = () => undefined } = given;
      const askedAt = performance.now();
      const call = async (): Promise<ModelReply> => {
        const form = await turns.formOf(entry, context, onPlainer);
        for (;;) {
          signal.throwIfAborted();
          const totalMs = clocks.totalMs - (performance.now() - askedAt);
          if (totalMs <= 0)
            throw new ModelFault('total_timeout', 'no time for another call of this model');
          const ownRequest = form.requestFor(request);
          const its = { ...given, clocks: { ...clocks, ...entry.clocks, totalMs } };
          try {
            const reply = repairReply(
              await model.at(form.without).answer(ownRequest, context, its),
              request.tools,
              { id: callId(context), byMessage: form.without.includes('tool_calls') },
            );
            if (hasTextCall(reply))
              warnRepeatedly(
                log,
                clock,
                'model_calls_as_text',
                {
                  model: entry.name,
                  toDo: 'Turn on the parser of tool calls of its server, or name another model.',
                },
                entry.name,
              );
            const left = form.noteAnswer(reply, request);
            if (left !== null) turns.say(entry, left, onPlainer);
            await turns.keep(entry, form);
            return reply;
          } catch (error) {
            const left = error instanceof RefusedForm ? form.leaveOut(error, request) : null;
            if (left === null) throw error;
            turns.say(entry, left, onPlainer);
          }
        }
      };
      return await awaitUnlessAborted(model.inTurn(call), signal);
    },
  };
}

function callId(context: ModelContext): string {
  return `message-${context.ask === null ? 1 : context.callNumber}`;
}

/**
 * Answers a prompt that certainly exceeds the model's context; `null` for any other. Some endpoints
 * would silently cut it.
 */
function refuseTooLong(entry: ModelEntry, { system, messages }: ModelRequest): ModelReply | null {
  if (entry.contextTokens === null) return null;
  const characters = JSON.stringify([system, messages]).length;
  if (characters / CHARACTERS_PER_TOKEN <= entry.contextTokens) return null;
  return freeReply(entry, 'context_exceeded');
}
