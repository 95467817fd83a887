import { ANTHROPIC_URL, isKnownModel } from '../adapters/anthropic/known-models.ts';
import { loadParticipants } from '../adapters/personas/load.ts';
import { isForExample } from '../adapters/rehearsal/example/request.ts';
import { createRehearsalModel } from '../adapters/rehearsal/model.ts';
import type { Parts } from '../runtime/engine/parts.ts';
import type { Persona } from '../runtime/persona.ts';
import type { Clock } from '../runtime/ports/clock.ts';
import type { Log } from '../runtime/ports/log.ts';
import { createModelBroker } from '../runtime/turn/model-broker.ts';
import type { Configuration } from './config.ts';
import type { RepositoryCatalog } from './repository-catalog.ts';

/** Loads and checks the persona files (A9). Throws `Fault('bad_persona')`. Models of another endpoint cannot be known here. */
export function loadPersonas({ personasDir, anthropicBaseUrl }: Configuration): Promise<Persona[]> {
  return loadParticipants(personasDir, anthropicBaseUrl === null ? isKnownModel : () => true);
}

/** Returns the receiver of the models' prompts, as the card of a design names it: for another endpoint, its host. */
export function vendorOf({ anthropicBaseUrl }: Configuration): string {
  const { host } = new URL(anthropicBaseUrl ?? ANTHROPIC_URL);
  return host === new URL(ANTHROPIC_URL).host ? 'Anthropic' : host;
}

/** Opens the configured model for all calls: rehearsal without a key, which loads no SDK. */
export async function openModels(
  configuration: Configuration,
  personas: readonly Persona[],
  { clock, log }: { readonly clock: Clock; readonly log: Log },
) {
  const { rehearsal, rehearsalLatencyMs: latencyMs, anthropicApiKey: apiKey } = configuration;
  if (rehearsal || apiKey === null) {
    return createModelBroker({ model: createRehearsalModel({ latencyMs, clock, personas }), clock });
  }
  const { createAnthropicModel } = await import('../adapters/anthropic/model.ts');
  const model = createAnthropicModel({ apiKey, baseUrl: configuration.anthropicBaseUrl ?? '', log });
  return createModelBroker({ model, clock });
}

/** Returns the look-up of the repository for the written example; `null` unless a rehearsal plays it. */
export function exampleFor(
  { rehearsal, settings }: Configuration,
  personas: readonly Persona[],
  repositories: RepositoryCatalog,
): NonNullable<Parts['example']> {
  return async (request) =>
    rehearsal && isForExample(request, { personas, settings }) ? repositories.pinExample() : null;
}
