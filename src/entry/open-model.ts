import { isKnownModel } from '../adapters/anthropic/known-models.ts';
import { createAnthropicModel } from '../adapters/anthropic/model.ts';
import { loadParticipants } from '../adapters/personas/load.ts';
import { createRehearsalModel } from '../adapters/rehearsal/model.ts';
import type { Persona } from '../runtime/persona.ts';
import type { Clock } from '../runtime/ports/clock.ts';
import type { Log } from '../runtime/ports/log.ts';
import { createModelBroker } from '../runtime/turn/model-broker.ts';
import type { Configuration } from './config.ts';

/** The persona files, checked (A9). Throws `Fault('bad_persona')`. Models of another endpoint cannot be known here. */
export function loadPersonas({ personasDir, anthropicBaseUrl }: Configuration): Promise<Persona[]> {
  return loadParticipants(personasDir, {
    knownModels: anthropicBaseUrl === null ? isKnownModel : () => true,
  });
}

/** The one that is configured, for all calls there are: rehearsal where there is no key. */
export function openModels(
  configuration: Configuration,
  personas: readonly Persona[],
  { clock, log }: { readonly clock: Clock; readonly log: Log },
) {
  const { rehearsal, rehearsalLatencyMs: latencyMs, anthropicApiKey: apiKey } = configuration;
  const model =
    rehearsal || apiKey === null
      ? createRehearsalModel({ latencyMs, clock, personas })
      : createAnthropicModel({ apiKey, baseUrl: configuration.anthropicBaseUrl ?? '', log });
  return createModelBroker({ model, clock, log });
}
