import { isKnownModel } from '../adapters/anthropic/known-models.ts';
import { createAnthropicModel } from '../adapters/anthropic/model.ts';
import { loadParticipants } from '../adapters/personas/load.ts';
import { createRehearsalModel } from '../adapters/rehearsal/model.ts';
import type { Persona } from '../runtime/persona.ts';
import type { Clock } from '../runtime/ports/clock.ts';
import type { Log } from '../runtime/ports/log.ts';
import type { Model } from '../runtime/ports/model.ts';
import type { Configuration } from './config.ts';

/** The persona files, checked (A9). Throws `Fault('bad_persona')`. Models of another endpoint cannot be known here. */
export function loadPersonas({ personasDir, anthropicBaseUrl }: Configuration): Promise<Persona[]> {
  return loadParticipants(personasDir, {
    knownModels: anthropicBaseUrl === null ? isKnownModel : () => true,
  });
}

/** The one that is configured: rehearsal where there is no key. */
export function openModel(
  configuration: Configuration,
  personas: readonly Persona[],
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Model {
  const { rehearsal, rehearsalLatencyMs, anthropicApiKey, anthropicBaseUrl } = configuration;
  if (rehearsal || anthropicApiKey === null) {
    return createRehearsalModel({ latencyMs: rehearsalLatencyMs, clock, personas });
  }
  return createAnthropicModel({ apiKey: anthropicApiKey, baseUrl: anthropicBaseUrl ?? '', log });
}
