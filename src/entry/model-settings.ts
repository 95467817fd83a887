import * as z from 'zod';
import { ANTHROPIC_URL } from '../adapters/anthropic/known-models.ts';
import type { Configuration } from './config.ts';

/** The speakers in a process's designs, as far as two processes can differ in them. Holds no secret. */
export const ModelSettings = z.object({
  rehearsal: z.boolean(),
  model: z.string().max(200),
  auditorModel: z.string().max(200).nullable(),
  endpoint: z.string().max(2_000),
  personasDir: z.string().max(4_096),
});
export type ModelSettings = z.infer<typeof ModelSettings>;

export function modelSettingsOf(configuration: Configuration): ModelSettings {
  const { rehearsal, defaultModel: model, auditorModel, anthropicBaseUrl, personasDir } = configuration;
  const { origin, pathname } = new URL(anthropicBaseUrl ?? ANTHROPIC_URL);
  return { rehearsal, model, auditorModel, endpoint: `${origin}${pathname}`, personasDir };
}

/**
 * Describes the differences between a command and the daemon that would run its design, in words for people; `null` for none.
 * So no rehearsal is ever taken for a design, and no money is spent where a rehearsal was meant.
 */
export function modelDifference(command: ModelSettings, daemon: ModelSettings): string | null {
  if (command.rehearsal !== daemon.rehearsal) {
    const [here, there] = [voice(command), voice(daemon)];
    return `this command ${here}, and the daemon of this data folder ${there}`;
  }
  const named = [
    ...(command.rehearsal
      ? []
      : ([
          ['CHARRETTE_MODEL', command.model, daemon.model],
          ['CHARRETTE_AUDITOR_MODEL', command.auditorModel ?? 'not set', daemon.auditorModel ?? 'not set'],
          ['ANTHROPIC_BASE_URL', command.endpoint, daemon.endpoint],
        ] as const)),
    ['CHARRETTE_PERSONAS_DIR', command.personasDir, daemon.personasDir] as const,
  ];
  const [first] = named.filter(([, here, there]) => here !== there);
  if (first === undefined) return null;
  const [name, here, there] = first;
  return `${name} is ${here} for this command and ${there} for the daemon of this data folder`;
}

function voice({ rehearsal, model }: ModelSettings): string {
  return rehearsal ? 'is a REHEARSAL, in which no model is called' : `calls ${model}`;
}
