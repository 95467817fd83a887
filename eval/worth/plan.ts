import { join } from 'node:path';
import { type Configuration, readConfiguration } from '../../src/entry/config.ts';
import { choiceOf, loadPersonas } from '../../src/entry/open-model.ts';
import type { Parts } from '../../src/runtime/engine/parts.ts';
import type { FamilyModel } from '../../src/runtime/models/catalog.ts';
import { NO_USAGE } from '../../src/runtime/turn/record.ts';
import { type Arm, modelsOf } from './arms.ts';
import type { Question } from './question.ts';
import { differences, type RunFile, runIn } from './run-file.ts';
import type { Script } from './scripted.ts';

export interface Plan {
  readonly questions: readonly Question[];
  /** What they were drawn by. */
  readonly seed: string;
  /** Published versions and their repositories: what is missing is fetched. */
  readonly packages: string;
  readonly arms: readonly Arm[];
  /** USD for one arm on one question, and for everything that the folder holds. */
  readonly usdEach: number;
  readonly maxUsd: number;
  /** The folder of records, designs and repositories; one that holds some of the same run is continued. */
  readonly folder: string;
  /** `null`: real models, by the environment. */
  readonly script: Script | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly say: (line: string) => void;
}

/** Two arms that are read blind against each other, and the model that reads them. */
export interface Pair {
  readonly one: Arm;
  readonly other: Arm;
  readonly judge: string;
  /** The judge is of a family that took no part in either arm. */
  readonly isOutside: boolean;
}

/** A plan that can be run. */
export interface Ready {
  readonly ok: true;
  readonly configuration: Configuration;
  /** With the arms that the folder holds already. */
  readonly run: RunFile;
  readonly pairs: readonly Pair[];
}

export interface Refused {
  readonly ok: false;
  readonly refusal: string;
}

const PAIRS: readonly (readonly [Arm, Arm])[] = [['whole', 'one_model']];

/** A key that nobody has, and a host that nothing is sent to: the scripted model takes every call. */
const SCRIPTED_ENVIRONMENT = {
  ANTHROPIC_API_KEY: 'scripted-and-sent-to-nobody',
  ANTHROPIC_BASE_URL: 'http://127.0.0.1:9',
  CHARRETTE_MODEL: 'scripted',
} as const;

/** Checks a plan before anything is spent or written. Throws `Fault` for settings or personas that cannot be used. */
export async function ready(plan: Plan): Promise<Ready | Refused> {
  const { folder, script, seed, arms, usdEach } = plan;
  const configuration = configurationOf(plan);
  if (configuration.rehearsal)
    return refused(
      'No model can be used: no key of models.yaml is set, or CHARRETTE_REHEARSAL is. Set ANTHROPIC_API_KEY, or try without: npm run eval -- --scripted known_winner',
    );
  const { rehearsal, settings } = configuration;
  const parts = {
    ...choiceOf(configuration),
    personas: await loadPersonas(configuration),
    rehearsal,
    settings,
  };
  const models = Object.fromEntries(arms.map((arm) => [arm, modelsOf(arm, parts)]));
  const run: RunFile = { script, seed, usdEach, models };
  const before = await runIn(folder);
  if (before === 'unknown')
    return refused(
      `${folder} holds records, and its run.json does not say what they were made with. Choose another --folder.`,
    );
  const differing = before === null ? [] : differences(before, run);
  if (differing.length > 0)
    return refused(
      `${folder} holds another run: ${differing.join('; ')}. Choose another --folder, or repeat the options and settings of that run.`,
    );
  const whole = { ...run, models: { ...before?.models, ...run.models } };
  const pairs = pairsOf(whole, parts);
  const unpriced = script === null ? unpricedOf(whole, pairs, parts) : [];
  if (unpriced.length > 0)
    return refused(
      `The price of ${unpriced.join(', ')} is not known, so --max-usd could not be kept. Write it into models.yaml, or choose another model.`,
    );
  return { ok: true, configuration, run: whole, pairs };
}

function refused(refusal: string): Refused {
  return { ok: false, refusal };
}

function configurationOf({ environment, folder, script }: Plan): Configuration {
  return readConfiguration({
    ...environment,
    CHARRETTE_DATA_DIR: join(folder, 'data'),
    CHARRETTE_STANDBY: '0',
    CHARRETTE_BUDGET_USD_PER_DAY: 'none',
    ...(script === null ? {} : SCRIPTED_ENVIRONMENT),
  });
}

type Choice = Parameters<typeof modelsOf>[1] & Pick<Parts, 'models'>;

/** Returns the pairs of which both arms are run. Each has a judge of a family outside both, where there is one. */
function pairsOf({ models }: RunFile, { models: known = [], defaultModel }: Choice): Pair[] {
  return PAIRS.flatMap(([one, other]) => {
    const [ones, others] = [models[one], models[other]];
    if (ones === undefined || others === undefined) return [];
    const { model, isOutside } = judgeAmong(
      known,
      [...Object.values(ones), ...Object.values(others)],
      defaultModel,
    );
    return [{ one, other, judge: model, isOutside }];
  });
}

function unpricedOf({ models }: RunFile, pairs: readonly Pair[], { priceOf }: Choice): string[] {
  const asked = [
    ...Object.values(models).flatMap((each) => Object.values(each)),
    ...pairs.map(({ judge }) => judge),
  ];
  return [...new Set(asked)].filter((model) => priceOf(model, NO_USAGE) === null);
}

/**
 * Returns the model that compares: the first of a family that took no part, because a judge favours what its own family has written;
 * else the fallback, and then it is said that it is none from outside.
 */
export function judgeAmong(
  known: readonly FamilyModel[],
  tookPart: readonly string[],
  fallback: string,
): { readonly model: string; readonly isOutside: boolean } {
  const familyOf = (model: string) => known.find((each) => each.model === model)?.family;
  const families = new Set(tookPart.map(familyOf));
  // One whose family is not known may be of any.
  const outside = families.has(undefined) ? undefined : known.find(({ family }) => !families.has(family));
  return { model: outside?.model ?? fallback, isOutside: outside !== undefined };
}
