import type { Command } from 'commander';
import { pathOf } from '../../acts/act.ts';
import { LessonsAnswer } from '../../acts/answers.ts';
import { ACTS } from '../../acts/table.ts';
import { lessonLines } from '../../adapters/terminal/lesson-lines.ts';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import { type Api, read, reasonIn } from '../cli/api.ts';
import { type CliContext, cliContext } from '../cli/cli-context.ts';
import { findDesign, withApi } from '../cli/designs.ts';
import { EXIT } from '../cli/exit-codes.ts';
import { look, output, print } from '../cli/output.ts';
import { assertShort, badUsage, wholeNumber } from '../cli/typed.ts';
import { JSON_AS_API } from '../cli/verb.ts';

const MAX_LISTED = 100;

export function configure(command: Command) {
  command
    .argument(
      '[words...]',
      'words of a topic, a decision or its reasons, in any language; without words: the newest lessons',
    )
    .option('--dismiss <id>', 'dismiss the lesson of this design, so that it is no longer shown')
    .option('--limit <number>', 'how many', '20')
    .option('--json', JSON_AS_API);
}

interface LessonOptions {
  readonly dismiss?: string;
  readonly limit: string;
  readonly json?: boolean;
}

/** The best match first. Does not create a data folder. */
export async function run(words: readonly string[], { dismiss, limit, json }: LessonOptions) {
  const context = cliContext();
  if (dismiss !== undefined) {
    if (words.length > 0) throw badUsage('--dismiss takes one design id and no words.');
    return withApi(context, (api) => dismissed(api, context, dismiss));
  }
  const query = words.join(' ');
  assertShort('lessons', query, BOUNDS.topicCharacters);
  const count = wholeNumber('--limit', limit, 1, MAX_LISTED);
  const path = `${pathOf(ACTS.lessons)}?${new URLSearchParams({ words: query, limit: String(count) })}`;
  const { lessons } = await withApi(context, (api) => read(api, path, LessonsAnswer));
  if (json) output.json({ lessons });
  else if (lessons.length > 0) output.write(lessonLines(lessons, look()));
  else output.write(query === '' ? NONE : NO_MATCH);
  return EXIT.completed;
}

const NONE = 'No lessons yet. A design leaves one when it ends; a rehearsal leaves none.\n';
const NO_MATCH = 'No lesson has any of these words.\n';

async function dismissed(api: Api, { person, program }: CliContext, given: string) {
  const id = await findDesign(api, given, program);
  const answer = await api.call('POST', pathOf(ACTS.dismiss_lesson, id), { author: person });
  if (answer.status < 400)
    return print({ ok: true, words: 'Dismissed. No design will be shown this lesson again.' });
  return print({ ok: false, words: reasonIn(answer) });
}
