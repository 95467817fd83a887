/**
 * The models of this process.
 *
 * @example
 * const models = await openModels('models.yaml', process.env, { rehearsal: false, latencyMs: 400 });
 * models.forParticipants(roster, models.playsExample(topic)).get(personaId)?.call(request, options);
 */

import type { ParticipantId } from '#design/ids.ts';
import { Fault } from '#support/fault.ts';
import { messagesApi } from './anthropic.ts';
import { createModel, type ProviderApi } from './call.ts';
import { chooseModels, type Speaker } from './choose.ts';
import { EXAMPLE_TOPIC } from './example.ts';
import type { Model } from './model.ts';
import { type ModelEntry, readModelsFile } from './models-file.ts';
import { completionsApi, responsesApi } from './openai.ts';
import { createRehearsal } from './rehearsal.ts';

export const APIS: Readonly<Record<ModelEntry['provider'], ProviderApi>> = {
  anthropic: messagesApi,
  openai: responsesApi,
  compatible: completionsApi,
};

export interface Models {
  /** The written example plays for every topic. */
  readonly isRehearsal: boolean;
  /** Why no model can be called, and what to set, for people; `null`: one can. */
  readonly missing: string | null;
  /** Names of the environment variables that hold keys, from models.yaml; their values are secret. */
  readonly keyNames: readonly string[];
  /** Whether a new design on this topic plays the written example: without a key, its own topic does. */
  playsExample(topic: string): boolean;
  /**
   * For a new design, or for the profiles of one that runs, each of which names its model.
   * @throws {Fault} `bad_setting`: what is named, or any model at all, cannot be called.
   */
  forParticipants(
    speakers: readonly Speaker[],
    playsExample?: boolean,
  ): ReadonlyMap<ParticipantId, Model>;
}

/** @throws {Fault} `bad_file`, `bad_setting` */
export async function openModels(
  file: string,
  env: Readonly<Record<string, string | undefined>>,
  options: { readonly rehearsal: boolean; readonly latencyMs: number },
): Promise<Models> {
  const entries = await readModelsFile(file, env.ANTHROPIC_BASE_URL || undefined);
  const modelForAll = env.CHARRETTE_MODEL || undefined;
  const usable = entries.flatMap((entry) => {
    const key = entry.key === 'none' ? null : env[entry.key];
    if (key === undefined || key === '') return [];
    return [{ ...entry, model: createModel(entry, key, APIS[entry.provider]) }];
  });
  const isMissing = modelForAll !== undefined && !usable.some(({ name }) => name === modelForAll);
  if (isMissing && !options.rehearsal)
    throw new Fault(
      'bad_setting',
      `CHARRETTE_MODEL: ${modelForAll} is not in ${file}, or its key is not set`,
    );
  const keys = [...new Set(entries.map(({ key }) => key))];
  const missing = usable.length > 0 ? null : `no model can be called: set ${keys.join(' or ')}`;
  const rehearsal = createRehearsal(options.latencyMs);
  return {
    isRehearsal: options.rehearsal,
    keyNames: keys.filter((key) => key !== 'none'),
    missing,
    playsExample: (topic) =>
      options.rehearsal || (usable.length === 0 && topic.trim() === EXAMPLE_TOPIC),
    forParticipants: (speakers, playsExample = options.rehearsal) => {
      if (playsExample) return new Map(speakers.map(({ id }) => [id, rehearsal]));
      if (missing !== null) throw new Fault('bad_setting', missing);
      const chosen = chooseModels(speakers, usable, modelForAll);
      return new Map([...chosen].map(([id, { model }]) => [id, model]));
    },
  };
}
