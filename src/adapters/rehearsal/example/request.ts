import type { Settings } from '../../../core/vocabulary/events.ts';
import type { StartRequest } from '../../../runtime/engine/start-request.ts';
import type { Persona } from '../../../runtime/persona.ts';
import { exampleScript } from './script.ts';

/** The one topic that the example was written for. */
export const EXAMPLE_TOPIC = 'Should the job queue move from Redis to Postgres?';

/** Whether the written example is played for this request: its topic to the letter, and nothing that was not foreseen. */
export function isForExample(
  { topic, context, personas: chosen, repository, settings }: StartRequest,
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
  const written = exampleScript().personas.map(({ id }) => id);
  return ids.length === written.length && ids.every((id) => written.includes(id));
}
