/**
 * `npm run eval -- blind`: how many questions readers find that cannot think and have not read the
 * repository, by kind. It needs no key. A model that has not read it is the arm `unread`. Ends with
 * 1 where the readers together find more than guessers would.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { foundBy, mostByChance, READERS, tableOf } from './worth/blind.ts';
import { drawQuestions, OPEN_SEED, readSheets } from './worth/question.ts';

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: { seed: { type: 'string', default: OPEN_SEED } },
});
const questions = drawQuestions(
  await readSheets(join(import.meta.dirname, 'questions')),
  values.seed,
);
const found = Object.entries(READERS).map(
  ([name, reader]) => [name, foundBy(reader, questions)] as const,
);
process.stdout.write(`${tableOf(Object.fromEntries(found), questions)}\n`);
const most = Math.max(...found.map(([, own]) => own.length));
process.exitCode = most > mostByChance(questions.length, found.length) ? 1 : 0;
