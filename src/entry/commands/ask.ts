import { type Command, Option } from 'commander';
import { AskedAnswer } from '../../acts/answers.ts';
import { ACTS } from '../../acts/table.ts';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import type { Fact } from '../../core/vocabulary/sets.ts';
import { sizeProblem } from '../../core/vocabulary/text.ts';
import { oneLine } from '../../surfaces/terminal/safe.ts';
import { readable, reasonIn } from '../cli/api.ts';
import { withDesign } from '../cli/designs.ts';
import { print } from '../cli/output.ts';
import { badUsage } from '../cli/typed.ts';
import { DESIGN_ARGUMENT } from '../cli/verb.ts';

const ABOUT = {
  where: 'where its files and its pull request are: from code, at no cost',
  cost: 'what it cost: from code, at no cost',
  who: 'who took part and who decided: from code, at no cost',
  how_long: 'how long it took: from code, at no cost',
  record: 'let a model answer, even a question that code can',
} as const satisfies Record<Fact | 'record', string>;

export function configure(command: Command) {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .argument('[question]', 'about the decision or how it came about, in any language');
  const options = Object.entries(ABOUT).map(([about, does]) =>
    new Option(`--${about.replace('_', '-')}`, does).implies({ about }),
  );
  const names = options.map((option) => option.attributeName());
  for (const option of options)
    command.addOption(option.conflicts(names.filter((name) => name !== option.attributeName())));
  command.option('--post', 'show a question to the record and its answer to everyone');
}

interface Options {
  readonly about?: Fact | 'record';
  readonly post?: boolean;
}

export async function run(given: string, question: string | undefined, { about, post }: Options) {
  const isFact = about !== undefined && about !== 'record';
  if (isFact === (question !== undefined) || (isFact && post === true))
    throw badUsage(
      'Give a question, with --post if everyone may read it, or one of --where, --cost, --who and --how-long.',
    );
  const text = question ?? '';
  const problem = isFact ? null : sizeProblem('question', text, BOUNDS.questionAskedCharacters);
  if (problem !== null) throw badUsage(problem);
  return withDesign(given, async ({ api, id, context: { person } }) => {
    const body = { text, about, author: person, private: post !== true };
    const answer = await api.call(ACTS.ask, { id }, { body });
    if (answer.status >= 400) return print({ ok: false, words: reasonIn(answer) });
    const { text: told, sentences, note } = readable(AskedAnswer, answer.body);
    const cited = sentences.flatMap(({ cites }) => cites.map(({ source }) => source));
    const sources = cited.length === 0 ? [] : [`Sources: ${[...new Set(cited)].join('; ')}`];
    return print({ ok: true, words: [told, ...sources, note].map(oneLine).join('\n') });
  });
}
