import { join } from 'node:path';
import type * as z from 'zod';
import { countOf, formatMoney } from '../../src/core/vocabulary/figures.ts';
import { type Configuration, readConfiguration } from '../../src/entry/models.ts';
import { choiceOf, loadPersonas } from '../../src/entry/open-model.ts';
import { NO_USAGE } from '../../src/ports/turn-record.ts';
import type { FamilyModel } from '../../src/turns/models/catalog.ts';
import { ARMS, type Arm, COMPARISONS, modelsOf, partsFor } from './arms.ts';
import { ASSUMED, foundBy, isEnough, type Pilot, pilotOf, type World, waysIn } from './power.ts';
import type { Question } from './question.ts';
import { readRows, recordsIn } from './records.ts';
import { fetchPackages, NotFetched } from './repository.ts';
import {
  comparisonsOf,
  differences,
  drawOf,
  RunFile,
  ruleOf,
  runIn,
  seedName,
} from './run-file.ts';
import type { Script } from './scripted.ts';

export interface Plan {
  /** In the order in which they are put; a run that cannot pay for all takes the first. */
  readonly questions: readonly Question[];
  readonly seed: string;
  /** Published versions and their repositories: what is missing is fetched. */
  readonly packages: string;
  readonly arms: readonly Arm[];
  readonly epochs: number;
  /** Questions that are under way together. */
  readonly atOnce: number;
  /** USD for one arm on one question, and for everything that the folder holds. */
  readonly usdEach: number;
  readonly maxUsd: number;
  /** Questions whose package is no longer served, by id. */
  readonly leftOut: readonly string[];
  /**
   * The difference that matters, in points of 100; `isAnyway`: run it though it will not find that.
   */
  readonly find: number;
  readonly isAnyway: boolean;
  /**
   * The folder of a run on a cheaper model, whose answers say how hard the questions are. `null`:
   * none.
   */
  readonly pilot: string | null;
  /**
   * The folder of records, designs and repositories; one that holds some of the same run is
   * continued.
   */
  readonly folder: string;
  /** `null`: real models, by the environment. */
  readonly script: Script | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly say: (line: string) => void;
}

export interface Pair {
  readonly one: Arm;
  readonly other: Arm;
  readonly judge: string;
}

export interface Ready {
  readonly ok: true;
  readonly configuration: Configuration;
  readonly run: RunFile;
  readonly questions: readonly Question[];
  readonly pairs: readonly Pair[];
  readonly says: string;
}

export interface Refused {
  readonly ok: false;
  readonly refusal: string;
}

/**
 * A key that nobody has, and a host that nothing is sent to: the scripted model takes every call.
 */
const SCRIPTED_ENVIRONMENT = {
  ANTHROPIC_API_KEY: 'scripted-and-sent-to-nobody',
  ANTHROPIC_BASE_URL: 'http://127.0.0.1:9',
  CHARRETTE_MODEL: 'scripted',
} as const;

/**
 * Checks a plan, fetches its packages and checks it again for the questions that are left. Nothing
 * is spent or written but the packages. Throws `Fault` for settings or personas that cannot be
 * used.
 */
export async function prepared(plan: Plan): Promise<Ready | Refused> {
  const first = await ready(plan);
  if (!first.ok) return first;
  const workshop = { cache: plan.packages, environment: plan.environment };
  try {
    const gone = await fetchPackages(first.questions, workshop);
    if (gone.size === 0) return first;
    const isGone = (question: Question) => gone.has(question.package.name);
    const reasons = [...gone.values()].join(' ');
    if ((await runIn(plan.folder)) !== null)
      return refused(
        `${reasons} This run has questions about it and cannot go on. Choose another --folder.`,
      );
    plan.say(`${reasons} Its questions are left out.`);
    const leftOut = plan.questions.filter(isGone).map(({ id }) => id);
    return await ready({
      ...plan,
      questions: plan.questions.filter((each) => !isGone(each)),
      leftOut,
    });
  } catch (error) {
    if (error instanceof NotFetched) return refused(error.message);
    throw error;
  }
}

/**
 * Checks a plan before anything is spent or written. Throws `Fault` for settings or personas that
 * cannot be used.
 */
export async function ready(plan: Plan): Promise<Ready | Refused> {
  const { folder, script, arms, usdEach, epochs, find, isAnyway } = plan;
  const configuration = configurationOf(plan);
  if (configuration.rehearsal)
    return refused(
      'No model can be used: no key of models.yaml is set, or CHARRETTE_REHEARSAL is. Set ANTHROPIC_API_KEY, or try without: npm run eval -- --scripted known_winner',
    );
  if (arms.includes('baseline') && !arms.includes('protocol'))
    return refused('The arm baseline spends what protocol has spent: add protocol to --arms.');
  const choice = await chosenBy(configuration);
  const models: RunFile['models'] = {};
  for (const arm of arms) {
    const parts = partsFor(arm, choice);
    if (parts === null)
      return refused(
        `The arm ${arm} needs a model of another family than ${choice.defaultModel}. models.yaml says which key each family takes: set one more, or leave the arm out.`,
      );
    models[arm] = modelsOf(arm, parts);
  }
  const before = await runIn(folder);
  if (before === 'unknown')
    return refused(
      `${folder} holds records, and its run.json does not say what they were made with. Choose another --folder.`,
    );
  const wanted =
    before === null
      ? affordable(plan)
      : plan.questions.filter(({ id }) => before.questions.includes(id));
  if (wanted.length === 0)
    return refused(
      `${formatMoney(plan.maxUsd)} does not pay for one question: ${priceOf(plan, 1)}.`,
    );
  const pilot = plan.pilot === null ? null : await pilotIn(plan.pilot);
  if (typeof pilot === 'string') return refused(pilot);
  const seed = seedName(plan.seed);
  const asked = { questions: wanted.map(({ id }) => id), epochs, find, models };
  const power =
    before === null ? powerOf(plan, wanted, asked, pilot) : { isEnough: true, says: before.power };
  const parsed = RunFile.safeParse({
    ...{ script, seed, drawn: drawOf(wanted), leftOut: [...plan.leftOut], usdEach, isAnyway },
    ...{ ...asked, power: power.says, rule: ruleOf(asked) },
  });
  if (!parsed.success) return refused(optionProblems(parsed.error));
  const run = before ?? parsed.data;
  const differing = differences(run, parsed.data);
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
  if (!power.isEnough && !isAnyway && script === null)
    return refused(`${power.says} ${wayOut(plan, asked, pilot)}`);
  const beside = pairs.length * wanted.length;
  const readings =
    beside === 0 ? '' : `, and ${countOf(beside, 'blind comparison')} of two calls each`;
  const says = `${priceOf(plan, wanted.length)}${readings}. About ${countOf(hoursOf(plan, wanted.length), 'hour')}, ${countOf(plan.atOnce, 'question')} at a time. ${run.power}`;
  return { ok: true, configuration, run, questions: wanted, pairs, says };
}

/** The options behind what a run file refuses, for the person who typed them. */
function optionProblems({ issues }: z.ZodError): string {
  const options: Readonly<Record<string, string>> = { usdEach: 'usd-each' };
  return issues
    .map(({ path: [name], message }) => `--${options[String(name)] ?? String(name)} ${message}.`)
    .join(' ');
}

/** Reads a pilot; in words, why there is nothing to learn from it. */
async function pilotIn(folder: string) {
  const [run, rows] = [await runIn(folder), await readRows(recordsIn(folder))];
  if (run !== null && run !== 'unknown' && run.script !== null)
    return `${folder} holds a scripted run: no model was asked, so it is no pilot.`;
  const pilot = pilotOf(rows);
  if (pilot === null) return `${folder} holds no answers to learn from.`;
  return pilot;
}

function hoursOf({ arms, epochs, atOnce }: Plan, questions: number): number {
  const minutes = arms.reduce((sum, arm) => sum + ARMS[arm].minutes, 0);
  return Math.ceil((questions * epochs * minutes) / 60 / Math.min(atOnce, questions * epochs));
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
  return {
    ...choiceOf(configuration),
    personas: await loadPersonas(configuration),
    rehearsal,
    settings,
  };
}

/** Takes the first questions that the money pays for, if every answer costs all that it may. */
function affordable({ questions, arms, epochs, usdEach, maxUsd }: Plan): readonly Question[] {
  return questions.slice(0, Math.floor(maxUsd / (arms.length * epochs * usdEach)));
}

function priceOf({ arms, epochs, usdEach }: Plan, questions: number): string {
  const times = epochs === 1 ? '' : `, ${epochs} times each`;
  return `${countOf(questions, 'question')} to ${countOf(arms.length, 'arm')}${times}: up to ${formatMoney(questions * arms.length * epochs * usdEach)} for the answers`;
}

type Asked = Pick<RunFile, 'questions' | 'epochs' | 'find' | 'models'>;

function worldOf(plan: Plan, questions: readonly Question[], asked: Asked, pilot: Pilot | null) {
  const { base, alike, shared } = pilot ?? ASSUMED;
  return {
    ...{ questions: questions.length, base, alike, shared },
    repositories: new Set(questions.map((question) => question.package.name)).size,
    epochs: plan.epochs,
    comparisons: Math.max(1, comparisonsOf(asked).length),
    margin: plan.find / 100,
  } satisfies Omit<World, 'gain'>;
}

/**
 * Says which difference a run of these questions finds, and whether that is the one that was asked
 * for.
 */
function powerOf(plan: Plan, questions: readonly Question[], asked: Asked, pilot: Pilot | null) {
  const compared = comparisonsOf(asked).length;
  if (compared === 0) return { isEnough: true, says: 'No two arms are compared.' };
  const world = worldOf(plan, questions, asked, pilot);
  const size = plan.find / 100;
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  const open = waysIn(world, size);
  const finds = open.map((way) => {
    const found = foundBy(world, way);
    return `${way} by ${found === null ? 'more than 40' : Math.round(100 * found)} points`;
  });
  const shut = open.includes('better') ? 'worse' : 'better';
  const room = `There is no room for ${countOf(plan.find, 'point')} ${shut} at ${percent(world.base)} right. `;
  const supposed = `${pilot === null ? 'It assumes' : 'By the pilot'} ${percent(world.base)} right; two answers agree beyond chance by ${world.alike.toFixed(2)} within an arm and ${world.shared.toFixed(2)} between arms.`;
  const of = `with ${countOf(world.repositories, 'repository', 'repositories')} and ${countOf(compared, 'comparison')}`;
  return {
    isEnough: isEnough(world, size),
    says: `80 of 100 such runs, ${of}, find that the first arm is ${finds.join(' or ')}; ${plan.find} are looked for. ${open.length === 2 ? '' : room}${supposed}`,
  };
}

function wayOut(plan: Plan, asked: Asked, pilot: Pilot | null): string {
  const epochs = [1, 2, 3, 5, 8].find((each) =>
    isEnough(worldOf({ ...plan, epochs: each }, plan.questions, asked, pilot), plan.find / 100),
  );
  const enough =
    epochs === undefined
      ? 'No number of answers to these questions finds that: take fewer arms'
      : `It takes --epochs ${epochs} and ${formatMoney(plan.questions.length * plan.arms.length * epochs * plan.usdEach)} (${countOf(plan.questions.length, 'question')})`;
  return `${enough}, or --find with a larger difference, or --anyway to run it all the same.`;
}

/** Judges of one pair at most: each is another family. */
const MAX_JUDGES = 2;

/**
 * Returns who reads the first comparison blind: a model of each family that took no part in it,
 * since a judge favours its own.
 */
export function pairsOf(
  { models }: Pick<RunFile, 'models'>,
  known: readonly FamilyModel[],
): Pair[] {
  const [[one, other]] = COMPARISONS;
  const [ones, others] = [models[one], models[other]];
  if (ones === undefined || others === undefined) return [];
  return judgesAmong(known, [...Object.values(ones), ...Object.values(others)]).map((judge) => ({
    one,
    other,
    judge,
  }));
}

/**
 * Returns a model of each family that took no part; none where somebody of an unknown family did,
 * who may be of any.
 */
export function judgesAmong(known: readonly FamilyModel[], tookPart: readonly string[]): string[] {
  const families = new Set(
    tookPart.map((model) => known.find((each) => each.model === model)?.family),
  );
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
