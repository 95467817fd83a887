/**
 * `npm run eval`: whether a charrette is worth its price, on questions with keys, at equal money
 * (eval/README.md). `--scripted` needs no key and measures nothing; anything else says what it can
 * find, and spends with `--yes`.
 */
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { formatMoney } from '../src/core/vocabulary/figures.ts';
import { ALL_ARMS, isArm } from './worth/arms.ts';
import { type Plan, prepared } from './worth/plan.ts';
import { drawQuestions, OPEN_SEED, type Question, readSheets } from './worth/question.ts';
import { readRows, recordsIn, spentUsd } from './worth/records.ts';
import { reportOf } from './worth/report.ts';
import { run } from './worth/run.ts';
import { SCRIPTS } from './worth/scripted.ts';

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    questions: { type: 'string', default: 'all' },
    arms: { type: 'string', default: 'protocol,baseline' },
    epochs: { type: 'string', default: '1' },
    'at-once': { type: 'string', default: '8' },
    find: { type: 'string', default: '20' },
    anyway: { type: 'boolean', default: false },
    without: { type: 'string', default: '' },
    pilot: { type: 'string' },
    seed: { type: 'string', default: OPEN_SEED },
    'usd-each': { type: 'string', default: '2.5' },
    'max-usd': { type: 'string' },
    folder: { type: 'string' },
    scripted: { type: 'string' },
    yes: { type: 'boolean', default: false },
  },
});
const say = (line: string) => process.stdout.write(`${line}\n`);
const refuse = (words: string): never => {
  process.stderr.write(`${words}\n`);
  process.exit(2);
};

const { seed, pilot, anyway: isAnyway } = values;
const arms = values.arms === 'all' ? ALL_ARMS : values.arms.split(',').map(armNamed);
const script = scriptNamed(values.scripted);
const without = values.without === '' ? [] : values.without.split(',');
const drawn = inTurn(
  drawQuestions(await readSheets(join(import.meta.dirname, 'questions')), seed),
).filter(({ id }) => !without.includes(id));
const folder = resolve(values.folder ?? usualFolder());
const plan: Plan = {
  ...{ arms, folder, script, seed, isAnyway, say, leftOut: [] },
  ...{ epochs: amount('--epochs', values.epochs), find: amount('--find', values.find) },
  questions:
    values.questions === 'all' ? drawn : drawn.slice(0, amount('--questions', values.questions)),
  atOnce: Math.ceil(amount('--at-once', values['at-once'])),
  usdEach: amount('--usd-each', values['usd-each']),
  maxUsd: script === null ? amount('--max-usd', values['max-usd'] ?? '') : Number.POSITIVE_INFINITY,
  pilot: pilot === undefined ? null : resolve(pilot),
  packages: join(import.meta.dirname, '../node_modules/.cache/packages'),
  environment: process.env,
};

const checked = await prepared(plan);
if (!checked.ok) throw refuse(checked.refusal);
say(checked.says);
if (script === null) {
  const spent = spentUsd(await readRows(recordsIn(folder)));
  say(`It stops at ${formatMoney(plan.maxUsd)}; ${formatMoney(spent)} of that are spent.`);
  if (!values.yes) throw refuse('Nothing was asked yet: add --yes to begin.');
}
const ran = await run(plan, checked);
await writeFile(join(folder, 'report.md'), reportOf(ran.rows, ran.run));
say(`\n${join(folder, 'report.md')}`);

/** A folder for each kind of run, so that the usual commands do not meet another's rows. */
function usualFolder(): string {
  return `eval-run${script === null ? '' : '-scripted'}${seed === OPEN_SEED ? '' : '-held-out'}`;
}

/**
 * Takes questions in turn by repository, so that a small run has as many repositories as it can.
 */
function inTurn(given: readonly Question[]): Question[] {
  const byPackage = [...Map.groupBy(given, (question) => question.package.name).values()];
  const longest = Math.max(...byPackage.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) =>
    byPackage.flatMap((each) => each[index] ?? []),
  ).flat();
}

function armNamed(given: string) {
  const name = given.trim();
  return isArm(name)
    ? name
    : refuse(`There is no arm "${name}". There are ${ALL_ARMS.join(', ')}.`);
}

function scriptNamed(name: string | undefined) {
  if (name === undefined) return null;
  const found = Object.keys(SCRIPTS).find((each) => each === name) as
    | keyof typeof SCRIPTS
    | undefined;
  return (
    found ?? refuse(`There is no script "${name}". There are ${Object.keys(SCRIPTS).join(', ')}.`)
  );
}

function amount(option: string, given: string): number {
  const value = Number(given);
  return Number.isFinite(value) && value > 0 ? value : refuse(`${option} takes a number above 0.`);
}
