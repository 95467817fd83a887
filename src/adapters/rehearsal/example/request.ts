import type { Settings } from '#core/vocabulary/event-parts.ts';
import type { StartRequest } from '#engine/parts/start-request.ts';
import type { Persona } from '#turns/prompt/persona.ts';
import { EXAMPLE_TOPIC, readRecording } from './recording.ts';

type ExampleRequest = Pick<
  StartRequest,
  'topic' | 'context' | 'personas' | 'repository' | 'settings'
>;

/** `true` if the example can be played: exactly its topic, its personas, and no other option. */
export function isForExample(
  { topic, context, personas: chosen, repository, settings }: ExampleRequest,
  here: { readonly personas: readonly Persona[]; readonly settings: Settings },
): boolean {
  if (topic.trim() !== EXAMPLE_TOPIC) return false;
  const depth = settings.depth ?? here.settings.depth ?? 'standard';
  const isDefault =
    context.length === 0 && chosen.length === 0 && repository === null && depth === 'standard';
  if (!isDefault) return false;
  const ids = here.personas
    .filter(({ profile }) => profile.role === 'persona')
    .map(({ profile }) => profile.id);
  const written = new Set(readRecording().turns.flatMap(({ participant }) => participant ?? []));
  return ids.length === written.size && ids.every((id) => written.has(id));
}
