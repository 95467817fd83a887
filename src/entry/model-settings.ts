import * as z from 'zod';
import { listWords } from '../core/vocabulary/text.ts';
import { cutText } from '../foundation/cut-text.ts';
import { digestOf } from '../foundation/digest.ts';
import { listSpeakers } from '../turns/models/catalog.ts';
import type { Configuration } from './models.ts';

/** Settings that decide which models speak, to compare two processes. Contains no secret. */
export const ModelSettings = z.object({
  rehearsal: z.boolean(),
  model: z.string().max(200),
  modelsFile: z.string().max(4_096),
  models: z.string().max(64),
  personasDir: z.string().max(4_096),
});
export type ModelSettings = z.infer<typeof ModelSettings>;

export function modelSettingsOf(configuration: Configuration): ModelSettings {
  const { rehearsal, defaultModel, modelsFile, models, spread, personasDir } = configuration;
  const model = cutText(listWords(listSpeakers(spread, defaultModel)), 200);
  const hash = digestOf(models.usable);
  return { rehearsal, model, modelsFile, models: hash, personasDir };
}

/**
 * The difference between a command and the daemon that would run its design, in words; `null` for
 * none. Prevents a rehearsal instead of a real design, and costs instead of a rehearsal.
 */
export function explainModelDifference(
  command: ModelSettings,
  daemon: ModelSettings,
): string | null {
  if (command.rehearsal !== daemon.rehearsal) {
    const here = voiceOf(command);
    const there = voiceOf(daemon);
    return `this command ${here}, and the daemon of this data folder ${there}`;
  }
  const pairs = [
    ...(command.rehearsal
      ? []
      : ([
          ['CHARRETTE_MODEL', command.model, daemon.model],
          ['CHARRETTE_MODELS', command.modelsFile, daemon.modelsFile],
        ] as const)),
    ['CHARRETTE_PERSONAS_DIR', command.personasDir, daemon.personasDir] as const,
  ];
  const [first] = pairs.filter(([, here, there]) => here !== there);
  const hasOthers = !command.rehearsal && command.models !== daemon.models;
  if (first === undefined) return hasOthers ? OTHER_MODELS : null;
  const [name, here, there] = first;
  return `${name} is ${here} for this command and ${there} for the daemon of this data folder`;
}

const OTHER_MODELS =
  'this command has other models (models.yaml, endpoints, or keys that are set) than the daemon of this data folder, which read its own when it started';

function voiceOf({ rehearsal, model }: ModelSettings): string {
  return rehearsal ? 'is a REHEARSAL, in which no model is called' : `calls ${model}`;
}
