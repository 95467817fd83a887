import { join } from 'node:path';
import { money } from '../../src/core/vocabulary/figures.ts';
import { type Configuration, readConfiguration } from '../../src/entry/config.ts';
import { choiceOf, loadPersonas } from '../../src/entry/open-model.ts';
import type { FamilyModel } from '../../src/turns/models/catalog.ts';
import { NO_USAGE } from '../../src/turns/records/record.ts';
import { type Arm, COMPARISONS, modelsOf, partsFor } from './arms.ts';
import { ASSUMED, foundBy, type Pilot, pilotOf, type World } from './power.ts';
import type { Question } from './question.ts';
import { readRows, recordsIn } from './records.ts';
import { comparisonsOf, differences, type RunFile, ruleOf, runIn } from './run-file.ts';
import type { Script } from './scripted.ts';

export interface Plan {
  /** In the order in which they are put; a run that cannot pay for all takes the first. */
  readonly questions: readonly Question[];
  /** What they were drawn by. */
  readonly seed: string;
  /** Published versions and their repositories: what is missing is fetched. */
  readonly packages: string;
  readonly arms: readonly Arm[];
  readonly epochs: number;
  /** USD for one arm on one question, and for everything that the folder holds. */
  readonly usdEach: number;
  readonly maxUsd: number;
  /** The difference that matters, in points of 100; `isAnyway`: run it though it will not find that. */
  readonly find: number;
  readonly isAnyway: boolean;
  /** The folder of a run on a cheaper model, whose answers say how hard the questions are. `null`: none. */
  readonly pilot: string | null;
  /** The folder of records, designs and repositories; one that holds some of the same run is continued. */
  readonly folder: string;
  /** `null`: real models, by the environment. */
  readonly script: Script | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly say: (line: string) => void;
}

/** Two arms that are read blind against each other, and a model that reads them. */
export interface Pair {
  readonly one: Arm;
  readonly other: Arm;
  readonly judge: string;
}

/** A plan that can be run. */
export interface Ready {
  readonly ok: true;
  readonly configuration: Configuration;
  readonly run: RunFile;
  readonly questions: readonly Question[];
  readonly pairs: readonly Pair[];
  /** What it costs at most and what it finds. */
  readonly says: string;
}

export interface Refused {
  readonly ok: false;
  readonly refusal: string;
}

/** A key that nobody has, and a host that nothing is sent to: the scripted model takes every call. */
const SCRIPTED_ENVIRONMENT = {
  ANTHROPIC_API_KEY: 'scripted-and-sent-to-nobody',
  ANTHROPIC_BASE_URL: 'http://127.0.0.1:9',
  CHARRETTE_MODEL: 'scripted',
} as const;

/** Checks a plan before anything is spent or written. Throws `Fault` for settings or personas that cannot be used. */
export async function ready(plan: Plan): Promise<Ready | Refused> {
  const { folder, script, seed, arms, usdEach, epochs, find } = plan;
  const configuration = configurationOf(plan);
  if (configuration.rehearsal)
    return refused(
      'No model can be used: no key of models.yaml is set, or CHARRETTE_REHEARSAL is. Set ANTHROPIC_API_KEY, or try without: npm run eval -- --scripted known_winner',
    );
  const choice = await chosenBy(configuration);
  const models: RunFile['models'] = {};
  for (const arm of arms) {
    const parts = partsFor(arm, choice);
    if (parts === null)
      return refused(
        `The arm ${arm} needs a model of another family than ${choice.defaultModel}. Set a second key, or leave the arm out.`,
      );
    models[arm] = modelsOf(arm, parts);
  }
  const before = await runIn(folder);
  if (before === 'unknown')
    return refused(
      `${folder} holds records, and its run.json does not say what they were made with. Choose another --folder.`,
    );
  const wanted =
    before === null ? affordable(plan) : plan.questions.filter(({ id }) => before.questions.includes(id));
  const fixed = { script, seed, usdEach, epochs, find, models, questions: wanted.map(({ id }) => id) };
  if (wanted.length === 0)
    return refused(`${money(plan.maxUsd)} does not pay for one question: ${priceOf(plan, 1)}.`);
  const run = { ...fixed, rule: before?.rule ?? ruleOf(fixed) };
  const differing = before === null ? [] : differences(before, run);
  if (differing.length > 0)
    return refused(
      `${folder} holds another run: ${differing.join('; ')}. Choose another --folder, or repeat the options and settings of that run.`,
    );
  const pairs = pairsOf(run, choice.models);
  const unpriced = script === null ? unpricedOf(run, pairs, choice) : [];
  if (unpriced.length > 0)
    return refused(
      `The price of ${unpriced.join(', ')} is not known, so --max-usd could not be kept. Write it into models.yaml, or choose another model.`,
    );
  const pilot = plan.pilot === null ? null : pilotOf(await readRows(recordsIn(plan.pilot)));
  if (plan.pilot !== null && pilot === null) return refused(`${plan.pilot} holds no answers to learn from.`);
  const power = powerOf(plan, wanted, run, pilot);
  if (!power.isEnough && before === null && !plan.isAnyway && script === null)
    return refused(`${power.says} ${wayOut(plan, run, pilot)}`);
  const says = `${priceOf(plan, wanted.length)}${pairs.length === 0 ? '' : `, and beside that ${pairs.length * wanted.length} blind comparisons of two calls each`}. ${power.says}`;
  return { ok: true, configuration, run: before ?? run, questions: wanted, pairs, says };
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

async function chosenBy(configuration: Configuration) {
  const { rehearsal, settings } = configuration;
  return { ...choiceOf(configuration), personas: await loadPersonas(configuration), rehearsal, settings };
}

/** Takes the first questions that the money pays for, if every answer costs all that it may. */
function affordable({ questions, arms, epochs, usdEach, maxUsd }: Plan): readonly Question[] {
  return questions.slice(0, Math.floor(maxUsd / (arms.length * epochs * usdEach)));
}

function priceOf({ arms, epochs, usdEach }: Plan, questions: number): string {
  const times = epochs === 1 ? '' : `, ${epochs} times each`;
  return `${questions} question${questions === 1 ? '' : 's'} to ${arms.length} arms${times}: up to ${money(questions * arms.length * epochs * usdEach)} for the answers`;
}

function worldOf(plan: Plan, questions: readonly Question[], run: RunFile, pilot: Pilot | null) {
  return {
    questions: questions.length,
    repositories: new Set(questions.map((question) => question.package.name)).size,
    epochs: plan.epochs,
    base: pilot?.base ?? ASSUMED.base,
    alike: pilot?.alike ?? ASSUMED.alike,
    comparisons: Math.max(1, comparisonsOf(run).length),
    margin: plan.find / 100,
  } satisfies Omit<World, 'gain'>;
}

/** Says which difference a run of these questions finds, and whether that is the one that was asked for. */
function powerOf(plan: Plan, questions: readonly Question[], run: RunFile, pilot: Pilot | null) {
  const world = worldOf(plan, questions, run, pilot);
  const found = foundBy(world);
  const by = pilot === null ? 'It assumes' : 'By the pilot';
  const supposed = `${by} ${Math.round(100 * world.base)} % right and answers alike by ${world.alike.toFixed(2)}.`;
  const finds =
    found === null
      ? 'of 100 such runs fewer than 80 would find a difference, however large up to 40 points'
      : `80 of 100 such runs find a difference of ${Math.round(100 * found)} points, and not all smaller ones`;
  const isEnough = found !== null && 100 * found <= plan.find;
  return {
    isEnough,
    says: `With ${world.repositories} repositories and ${world.comparisons} comparisons, ${finds}; ${plan.find} are asked for. ${supposed}`,
  };
}

/** Says what it would take instead. */
function wayOut(plan: Plan, run: RunFile, pilot: Pilot | null): string {
  const epochs = [1, 2, 3, 5, 8].find((each) => {
    const found = foundBy(worldOf({ ...plan, epochs: each }, plan.questions, run, pilot));
    return found !== null && 100 * found <= plan.find;
  });
  const enough =
    epochs === undefined
      ? 'No number of answers to these questions finds that: take fewer arms'
      : `It takes --epochs ${epochs} and ${money(plan.questions.length * plan.arms.length * epochs * plan.usdEach)} (${plan.questions.length} questions)`;
  return `${enough}, or --find with a larger difference, or --anyway to run it all the same.`;
}

/** Judges of one pair at most: each is another family. */
const MAX_JUDGES = 2;

/** Returns who reads the first comparison blind: a model of each family that took no part in it, since a judge favours its own. */
export function pairsOf({ models }: Pick<RunFile, 'models'>, known: readonly FamilyModel[]): Pair[] {
  const [[one, other]] = COMPARISONS;
  const [ones, others] = [models[one], models[other]];
  if (ones === undefined || others === undefined) return [];
  return judgesAmong(known, [...Object.values(ones), ...Object.values(others)]).map((judge) => ({
    one,
    other,
    judge,
  }));
}

/** Returns a model of each family that took no part; none where somebody of an unknown family did, who may be of any. */
export function judgesAmong(known: readonly FamilyModel[], tookPart: readonly string[]): string[] {
  const families = new Set(tookPart.map((model) => known.find((each) => each.model === model)?.family));
  if (families.has(undefined)) return [];
  const outside = Map.groupBy(
    known.filter(({ family }) => !families.has(family)),
    ({ family }) => family,
  );
  return [...outside.values()].flatMap(([first]) => first?.model ?? []).slice(0, MAX_JUDGES);
}

function unpricedOf(
  { models }: RunFile,
  pairs: readonly Pair[],
  { priceOf: price }: Awaited<ReturnType<typeof chosenBy>>,
): string[] {
  const asked = [
    ...Object.values(models).flatMap((each) => Object.values(each)),
    ...pairs.map(({ judge }) => judge),
  ];
  return [...new Set(asked)].filter((model) => price(model, NO_USAGE) === null);
}
