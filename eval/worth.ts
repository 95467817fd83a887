/**
 * `npm run eval`: whether a charrette is worth its price, on questions with keys, at equal money (eval/README.md). `--scripted`
 * needs no key and measures nothing; anything else asks before it spends.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { money } from '../src/core/vocabulary/figures.ts';
import { ARMS, type Arm } from './worth/arms.ts';
import { type Plan, ready } from './worth/plan.ts';
import { drawQuestions, OPEN_SEED, type Question, readSheets } from './worth/question.ts';
import { readRows, recordsIn, spentUsd } from './worth/records.ts';
import { reportOf } from './worth/report.ts';
import { run } from './worth/run.ts';
import { SCRIPTS, type Script } from './worth/scripted.ts';

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    questions: { type: 'string', default: '3' },
    arms: { type: 'string', default: 'one_answer,one_model,whole' },
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

const arms = values.arms.split(',').map((name) => armNamed(name.trim()));
const script = scriptNamed(values.scripted);
const usdEach = amount('--usd-each', values['usd-each']);
const { seed } = values;
const sheets = await readSheets(join(import.meta.dirname, 'questions'));
const questions = chosen(drawQuestions(sheets, seed), values.questions);
const folder = resolve(values.folder ?? usualFolder());
const maxUsd = script === null ? amount('--max-usd', values['max-usd'] ?? '') : Number.POSITIVE_INFINITY;
const plan: Plan = {
  ...{ questions, seed, arms, usdEach, maxUsd, folder, script, say },
  packages: join(import.meta.dirname, '../node_modules/.cache/packages'),
  environment: process.env,
};

const prepared = await ready(plan);
if (!prepared.ok) refuse(prepared.refusal);
else if (script === null) {
  const spent = spentUsd(await readRows(recordsIn(folder)));
  const pairs = questions.length * prepared.pairs.length;
  say(
    `${questions.length} questions and ${arms.length} arms: up to ${money(questions.length * arms.length * usdEach)} for the answers${pairs === 0 ? '' : `, and beside that ${pairs} blind comparisons of two calls each`}. It stops at ${money(maxUsd)}; ${money(spent)} of that are spent.`,
  );
  if (!values.yes && !(await isAgreed())) process.exit(0);
}
const ran = await run(plan);
const rows = ran.ok ? ran.rows : refuse(ran.refusal);
const { markdown, drawings } = reportOf(rows, { isScripted: script !== null });
await mkdir(folder, { recursive: true });
await writeFile(join(folder, 'report.md'), markdown);
for (const [name, svg] of Object.entries(drawings)) await writeFile(join(folder, name), svg);
say(`\n${join(folder, 'report.md')}`);

/** A folder for each kind of run, so that the usual commands do not meet another's rows. */
function usualFolder(): string {
  const drawn = seed === OPEN_SEED ? '' : '-held-out';
  return `eval-run${script === null ? '' : '-scripted'}${drawn}`;
}

/** Takes them in turn by kind, so that a small run has different ones; `all` takes every one. */
function chosen(given: readonly Question[], count: string): Question[] {
  const byKind = [...Map.groupBy(given, ({ kind }) => kind).values()];
  const longest = Math.max(...byKind.map(({ length }) => length));
  const inTurn = Array.from({ length: longest }, (_, index) =>
    byKind.flatMap((each) => each[index] ?? []),
  ).flat();
  return count === 'all' ? inTurn : inTurn.slice(0, Math.max(1, amount('--questions', count)));
}

function armNamed(name: string): Arm {
  const found = (Object.keys(ARMS) as Arm[]).find((arm) => arm === name);
  return found ?? refuse(`There is no arm "${name}". There are ${Object.keys(ARMS).join(', ')}.`);
}

function scriptNamed(name: string | undefined): Script | null {
  if (name === undefined) return null;
  const found = (Object.keys(SCRIPTS) as Script[]).find((each) => each === name);
  return found ?? refuse(`There is no script "${name}". There are ${Object.keys(SCRIPTS).join(', ')}.`);
}

function amount(option: string, given: string): number {
  const value = Number(given);
  return Number.isFinite(value) && value > 0 ? value : refuse(`${option} takes a number above 0.`);
}

async function isAgreed(): Promise<boolean> {
  const reader = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await reader.question('Go on? (y/N) ')).trim().toLowerCase() === 'y';
  } finally {
    reader.close();
  }
}
