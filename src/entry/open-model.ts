import { loadParticipants } from '../adapters/personas/load.ts';
import type { RehearsalOptions } from '../adapters/rehearsal/model.ts';
import type { Parts } from '../engine/parts/parts.ts';
import type { Clock } from '../foundation/clock.ts';
import type { Log } from '../foundation/log.ts';
import type { ModelForms } from '../ports/model-forms.ts';
import { createModelBroker } from '../turns/model-broker.ts';
import type { Model } from '../turns/model-context.ts';
import { listSpeakers } from '../turns/models/catalog.ts';
import type { ModelEntry } from '../turns/models/entry.ts';
import { chooseModels } from '../turns/models/spread.ts';
import type { Persona } from '../turns/prompt/persona.ts';
import { openKept } from './checked-before.ts';
import { nameOfProgram } from './config.ts';
import type { Configuration } from './models.ts';
import type { RepositoryCatalog } from './repository-catalog.ts';

/** Checks the files and the models that they name. Throws `Fault('bad_persona')`. */
export function loadPersonas({
  personasDir,
  models,
  rehearsal,
}: Configuration): Promise<Persona[]> {
  const problemOf = (name: string) =>
    rehearsal && models.findModel(name) !== null ? null : models.problemOf(name);
  return loadParticipants(personasDir, problemOf, openKept());
}

export function choiceOf({ models, defaultModel, spread }: Configuration) {
  return {
    defaultModel,
    spread,
    models: models.usable.flatMap(({ name, family }) =>
      family === null ? [] : [{ model: name, family }],
    ),
    familyOf: (model) => models.familyOf(model),
    vendorOf: (names) => models.vendorOf(names),
    endingsOf: (names, now) => models.endingsOf(names, now),
    priceOf: (model, usage) => models.priceOf(model, usage),
  } satisfies Partial<Parts>;
}

/** Models of all participants and facilitators. Throws as `loadPersonas` does. */
export async function listModelsInUse(configuration: Configuration): Promise<ModelEntry[]> {
  const { models, defaultModel, spread } = configuration;
  const personas = await loadPersonas(configuration);
  const candidates = personas.map(({ profile: { id, role, model } }) => ({ id, role, model }));
  const names = [
    ...chooseModels(candidates, choiceOf(configuration)),
    ...listSpeakers(spread, defaultModel),
  ];
  return [...new Set(names)].flatMap((name) => models.findModel(name) ?? []);
}

/** Without a usable model this is the rehearsal, which loads no vendor's client. */
export async function openModels(
  configuration: Configuration,
  personas: readonly Persona[],
  parts: {
    readonly clock: Clock;
    readonly log: Log;
    readonly forms: ModelForms;
    readonly redact: (text: string) => string;
  },
) {
  const { rehearsal, rehearsalLatencyMs: latencyMs, models } = configuration;
  const { clock } = parts;
  if (rehearsal) {
    return createModelBroker({ model: openRehearsal({ latencyMs, clock, personas }), clock });
  }
  await sayNewEndpoints(configuration, parts);
  const { createModels } = await import('../adapters/models/models.ts');
  return createModelBroker({ model: await createModels({ models, ...parts }), clock });
}

/** Loaded with the first call, since a daemon has time until then. */
function openRehearsal(options: RehearsalOptions): Model {
  let loading: Promise<Model> | undefined;
  return {
    rehearsal: true,
    async answer(...request) {
      loading ??= import('../adapters/rehearsal/model.ts').then(({ createRehearsalModel }) =>
        createRehearsalModel(options),
      );
      return (await loading).answer(...request);
    },
  };
}

/** Logs each endpoint that was never called, and how to find out what it accepts. */
async function sayNewEndpoints(
  { models }: Configuration,
  { forms, log }: { readonly forms: ModelForms; readonly log: Log },
): Promise<void> {
  const endpoints = new Set((await forms.list()).map(({ endpoint }) => endpoint));
  const what = `No model of this endpoint has been called before. To see what it accepts, for a few cents: ${nameOfProgram()} doctor --try`;
  for (const endpoint of new Set(models.usable.map(({ baseUrl }) => baseUrl)))
    if (!endpoints.has(endpoint)) log.info('endpoint_is_new', { endpoint, what });
}

/** Finds the written example's repository; `null` unless a rehearsal plays the example. */
export function createExampleFinder(
  { rehearsal, settings }: Configuration,
  personas: readonly Persona[],
  repositories: RepositoryCatalog,
): NonNullable<Parts['example']> {
  return async (request) => {
    if (!rehearsal) return null;
    const { isForExample } = await import('../adapters/rehearsal/example/request.ts');
    return isForExample(request, { personas, settings }) ? repositories.pinExample() : null;
  };
}
