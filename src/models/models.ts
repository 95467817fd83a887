/**
 * The models of this process.
 *
 * @example
 * const models = await openModels('models.yaml', process.env, { rehearsal: false, latencyMs: 400 });
 * models.forParticipants(roster, models.playsExample(topic)).get(personaId)?.call(request, options);
 */

import type { ParticipantId } from '../design/ids.ts';
import { Fault } from '../support/fault.ts';
import { callMessagesApi } from './anthropic.ts';
import { createModel } from './call.ts';
import { chooseModels, type Speaker } from './choose.ts';
import { EXAMPLE_TOPIC } from './example.ts';
import type { Model } from './model.ts';
import { type ModelEntry, readModelsFile } from './models-file.ts';
import { callProvider } from './openai.ts';
import { createRehearsal } from './rehearsal.ts';

export interface Models {
  /** The written example plays for every topic. */
  readonly isRehearsal: boolean;
  /** Why no model can be called, for people; `null`: one can. */
  readonly missing: string | null;
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

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws {Fault} `bad_file`, `bad_setting` */
export async function openModels(
  file: string,
  env: Environment,
  options: { readonly rehearsal: boolean; readonly latencyMs: number },
): Promise<Models> {
  const entries = await readModelsFile(file, env.ANTHROPIC_BASE_URL || undefined);
  const modelForAll = env.CHARRETTE_MODEL || undefined;
  const usable = entries.filter(({ keyName }) => keyName === null || Boolean(env[keyName]));
  if (modelForAll !== undefined && !options.rehearsal)
    judgeModelForAll(modelForAll, entries, usable, file);

  const opened = new Map<string, Model>();
  const rehearsal = createRehearsal(options.latencyMs);
  const open = (entry: ModelEntry): Model => {
    const known = opened.get(entry.name);
    if (known !== undefined) return known;
    const key = entry.keyName === null ? null : (env[entry.keyName] ?? null);
    const send = entry.provider === 'anthropic' ? callMessagesApi : callProvider;
    const model = createModel(entry, key, send);
    opened.set(entry.name, model);
    return model;
  };
  return {
    isRehearsal: options.rehearsal,
    missing: usable.length > 0 ? null : wordMissingKeys(entries),
    playsExample: (topic) =>
      options.rehearsal || (usable.length === 0 && topic.trim() === EXAMPLE_TOPIC),
    forParticipants: (speakers, playsExample = options.rehearsal) => {
      if (playsExample) return new Map(speakers.map(({ id }) => [id, rehearsal]));
      const chosen = chooseModels(speakers, usable, modelForAll);
      return new Map([...chosen].map(([id, entry]) => [id, open(entry)]));
    },
  };
}

function judgeModelForAll(
  name: string,
  entries: readonly ModelEntry[],
  usable: readonly ModelEntry[],
  file: string,
): void {
  if (usable.some((entry) => entry.name === name)) return;
  const entry = entries.find((each) => each.name === name);
  const reason =
    entry === undefined
      ? `is not in ${file}, which has ${entries.map((each) => each.name).join(', ')}`
      : `needs ${entry.keyName}, which is not set`;
  throw new Fault('bad_setting', `CHARRETTE_MODEL: ${name} ${reason}`);
}

function wordMissingKeys(entries: readonly ModelEntry[]): string {
  const names = [...new Set(entries.flatMap(({ keyName }) => keyName ?? []))];
  return names.length === 1 ? `${names[0]} is not set` : `none of ${names.join(', ')} is set`;
}
