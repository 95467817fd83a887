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

/** The persona files, checked (A9). Throws `Fault('bad_persona')`. Models of another endpoint cannot be known here. */
export function loadPersonas({ personasDir, anthropicBaseUrl }: Configuration): Promise<Persona[]> {
  return loadParticipants(personasDir, anthropicBaseUrl === null ? isKnownModel : () => true);
}

/** Who is sent what models are asked, as the card of a design names it: of another endpoint its host. */
export function vendorOf({ anthropicBaseUrl }: Configuration): string {
  const { host } = new URL(anthropicBaseUrl ?? ANTHROPIC_URL);
  return host === new URL(ANTHROPIC_URL).host ? 'Anthropic' : host;
}

/** The one that is configured, for all calls there are: rehearsal where there is no key, which loads no SDK. */
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

/** What the engine asks of every request in a rehearsal: whether the written example is played, and what it reads. */
export function exampleFor(
  { rehearsal, settings }: Configuration,
  personas: readonly Persona[],
  repositories: RepositoryCatalog,
): NonNullable<Parts['example']> {
  return async (request) =>
    rehearsal && isForExample(request, { personas, settings }) ? repositories.pinExample() : null;
}
