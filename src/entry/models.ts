import { resolve } from 'node:path';
import { ANTHROPIC_SETTING, BEARER, makeUnlistedEntry } from '../adapters/model-list/entry.ts';
import { loadModels } from '../adapters/model-list/load.ts';
import { retirementOf } from '../adapters/models/anthropic/ends.ts';
import { cutText } from '../foundation/cut-text.ts';
import { Fault } from '../foundation/fault.ts';
import { readValue } from '../foundation/variable.ts';
import { ANTHROPIC_URL, ModelCatalog } from '../turns/models/catalog.ts';
import type { ModelEntry } from '../turns/models/entry.ts';
import { openKept } from './checked-before.ts';
import { readVariables, type Variables } from './config.ts';
import { OWN_FOLDER } from './own-folder.ts';
import { BAD_SECRET, KEY_ALLOWED, SENDABLE } from './variables.ts';

const API_KEY = 'ANTHROPIC_API_KEY';
const SHIPPED = resolve(import.meta.dirname, '../../models.yaml');

type ForModels = Variables['forModels'];

/** All settings: those from the environment, and the models that they choose. */
export type Configuration = Variables & Readonly<Omit<ReturnType<typeof readModels>, 'modelKeys'>>;

/** Throws `Fault('bad_configuration')` with every bad variable, its value and the allowed ones. */
export function readConfiguration(environment?: Variables['environment']): Configuration {
  return addModels(readVariables(environment));
}

/** Reads the file of models as well. A command that only calls a daemon does without. */
export function addModels(variables: Variables): Configuration {
  const problems: string[] = [];
  const { modelKeys, ...models } = readModels(variables.forModels, variables.environment, problems);
  if (problems.length > 0) throw new Fault('bad_configuration', problems.join('\n'));
  return { ...variables, ...models, secrets: [...new Set([...variables.secrets, ...modelKeys])] };
}

/** Variables with the keys of the file's models. Throws as `readModels` does. */
export function listModelKeyNames(environment: Variables['environment']): string[] {
  const words = readValue(environment, 'CHARRETTE_MODELS')?.trim() ?? '';
  const file = words === '' ? SHIPPED : resolve(OWN_FOLDER, words);
  const bearer = isSet(environment, ANTHROPIC_SETTING) ? [BEARER] : [];
  return [
    ...new Set([
      ...bearer,
      ...loadModels(file, ANTHROPIC_URL, openKept()).flatMap(({ key }) => key ?? []),
    ]),
  ];
}

function isSet(environment: Variables['environment'], name: string): boolean {
  return (readValue(environment, name)?.trim() ?? '') !== '';
}

/**
 * Reads which models are usable, and which of them the settings choose. Throws
 * `Fault('bad_configuration')` for an invalid file. Adds a line to `problems` for each setting that
 * names an unusable model.
 */
function readModels(
  variables: ForModels,
  environment: Variables['environment'],
  problems: string[],
) {
  const modelsFile = variables.CHARRETTE_MODELS ?? SHIPPED;
  const anthropicUrl = variables.ANTHROPIC_BASE_URL ?? ANTHROPIC_URL;
  const ownKey =
    variables.ANTHROPIC_BASE_URL !== null && isSet(environment, BEARER) ? BEARER : API_KEY;
  const entries = loadModels(modelsFile, anthropicUrl, openKept()).map((entry) => ({
    ...entry,
    key: entry.addressIn === ANTHROPIC_SETTING && entry.key === API_KEY ? ownKey : entry.key,
    // The vendor's list is loaded when somebody asks.
    get endsOn() {
      return entry.endsOn ?? retirementOf(entry);
    },
  }));
  const keys = new Map<string, string>();
  const ofUnlisted = variables.ANTHROPIC_BASE_URL === null ? [] : [ownKey];
  for (const name of new Set([...entries.flatMap(({ key }) => key ?? []), ...ofUnlisted])) {
    const value = readValue(environment, name)?.trim() ?? '';
    if (value === '') continue;
    if (SENDABLE.test(value)) keys.set(name, value);
    else problems.push(`${name} ${BAD_SECRET}; expected ${KEY_ALLOWED}.`);
  }
  // Only another endpoint knows its models.
  const unlisted =
    variables.ANTHROPIC_BASE_URL === null
      ? null
      : (name: string): ModelEntry => ({ ...makeUnlistedEntry(name, anthropicUrl), key: ownKey });
  const models = new ModelCatalog(entries, keys, unlisted);
  const mayCall =
    models.usable.length > 0 ||
    (unlisted !== null && keys.has(ownKey) && variables.CHARRETTE_MODEL !== null);
  const rehearsal = variables.CHARRETTE_REHEARSAL === '1' || !mayCall;
  problems.push(...listModelProblems(variables, models, rehearsal));
  const families = models.families;
  return {
    models,
    modelsFile,
    rehearsal,
    /** The synthesizer's model, and the default for all participants. */
    defaultModel:
      variables.CHARRETTE_MODEL ?? families[0]?.facilitators ?? models.all[0]?.name ?? '',
    /**
     * Families for participants without a model. A model set in CHARRETTE_MODEL replaces them all.
     */
    spread: variables.CHARRETTE_MODEL === null ? families : [],
    /** Values of keys, which must never appear anywhere. */
    modelKeys: [...keys.values()],
  };
}

/** Reports a misspelt or unusable model at the start instead of during a design. */
function listModelProblems(
  variables: ForModels,
  models: ModelCatalog,
  rehearsal: boolean,
): string[] {
  if (models.all.length === 0 && variables.CHARRETTE_MODEL === null && !rehearsal)
    return ['CHARRETTE_MODEL is not set, and the file of models names none.'];
  const { CHARRETTE_MODEL: model, modelIn } = variables;
  if (model === null) return [];
  const isKnown = models.findModel(model) !== null;
  const problem = rehearsal && isKnown ? null : models.problemOf(model);
  if (problem === null) return [];
  const quotation = cutText(model, 81, '…');
  const [example] = models.usable.length > 0 ? models.usable : models.all;
  const allowed =
    example === undefined
      ? 'a model of that file'
      : `a model of that file, such as ${example.name}`;
  return [
    `${modelIn} is "${quotation}", which ${problem}; expected ${allowed}. Only with another endpoint in ANTHROPIC_BASE_URL can it be any other.`,
  ];
}
