/**
 * `npm run eval -- blind`: what those find who have not read the repository, by kind of question: readers that cannot think and, with
 * `--max-usd`, the default model at its lowest effort. Ends with 1 where one of them finds more than a guesser would.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { money } from '../src/core/vocabulary/figures.ts';
import type { Parts } from '../src/engine/design/parts.ts';
import { compose } from '../src/entry/compose.ts';
import { readConfiguration } from '../src/entry/config.ts';
import { toolSpec } from '../src/turns/models/tool-spec.ts';
import { SoloFault, Spent, soloTurn } from './worth/alone/solo-turn.ts';
import { soloParts } from './worth/arms.ts';
import { blindPrompt, foundBy, outBy, READERS, tableOf } from './worth/blind.ts';
import { drawQuestions, OPEN_SEED, type Question, readSheets } from './worth/question.ts';

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: { seed: { type: 'string', default: OPEN_SEED }, 'max-usd': { type: 'string' } },
});
const Choice = z.strictObject({ letter: z.enum(['A', 'B', 'C', 'D']) });
const say = (line: string) => process.stdout.write(`${line}\n`);
const questions = drawQuestions(await readSheets(join(import.meta.dirname, 'questions')), values.seed);
const found: Record<string, readonly Question[]> = Object.fromEntries(
  Object.entries(READERS).map(([name, reader]) => [name, foundBy(reader, questions)]),
);
if (values['max-usd'] !== undefined) Object.assign(found, await byModel(Number(values['max-usd'])));
say(tableOf(found, questions));
const out = Object.entries(found)
  .filter(([name]) => !(name in READERS))
  .flatMap(([, own]) => outBy(own, questions));
if (out.length > 0)
  say(`\nOut, because they are found without the repository: ${out.map(({ id }) => id).join(', ')}.`);
process.exitCode = out.length > 0 ? 1 : 0;

/** Asks the default model for a letter, question by question, until the money is used up. */
async function byModel(maxUsd: number): Promise<Record<string, Question[]>> {
  const folder = await mkdtemp(join(tmpdir(), 'charrette-blind-'));
  const settings = { ...process.env, CHARRETTE_DATA_DIR: folder, CHARRETTE_STANDBY: '0' };
  const configuration = { ...readConfiguration(settings), logLevel: 'silent' as const };
  if (configuration.rehearsal || !(maxUsd > 0)) {
    say('No model was asked: that takes a key of models.yaml, and --max-usd above 0.');
    return {};
  }
  let parts: Parts | null = null;
  const { engine } = await compose(configuration, { around: (given) => (parts = given) });
  try {
    if (parts === null) throw new Error('broken invariant: an engine without parts');
    return await asked(parts, maxUsd);
  } finally {
    await engine.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function asked(parts: Parts, maxUsd: number): Promise<Record<string, Question[]>> {
  const spent = new Spent();
  const world = { ...soloParts(parts), repository: null, onSpent: spent.add };
  const right: Question[] = [];
  const failures: string[] = [];
  let count = 0;
  for (const question of questions) {
    if (spent.usd === null || spent.usd >= maxUsd) break;
    count += 1;
    const task = {
      ...{
        model: parts.defaultModel,
        effort: 'low',
        persona: '',
        readings: 0,
        terminalTool: 'choose',
        schema: Choice,
      },
      shared: [{ type: 'text' as const, text: blindPrompt(question), cache: false }],
      ask: 'End this turn with `choose`.',
      tools: [toolSpec('choose', 'Ends the turn: the letter of the answer.', Choice)],
    };
    try {
      const { letter } = await soloTurn(task, world, new AbortController().signal);
      if (letter === question.key.right) right.push(question);
    } catch (error) {
      if (!(error instanceof SoloFault)) throw error;
      failures.push(`${question.id}: ${error.message}`);
    }
  }
  say(
    `${parts.defaultModel}: ${count} of ${questions.length} asked, for ${money(spent.usd)}; ${failures.length} did not answer.`,
  );
  for (const failure of failures) say(`- ${failure}`);
  return { [`${parts.defaultModel}, effort low`]: right };
}
