import type { Command } from 'commander';
import { pathOf } from '../../acts/act.ts';
import { AskedAnswer } from '../../acts/answers.ts';
import { ACTS } from '../../acts/table.ts';
import { oneLine } from '../../adapters/terminal/safe.ts';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import { sizeProblem } from '../../core/vocabulary/text.ts';
import { readable, reasonIn } from '../cli/api.ts';
import { withDesign } from '../cli/designs.ts';
import { print } from '../cli/output.ts';
import { badUsage } from '../cli/typed.ts';
import { DESIGN_ARGUMENT } from '../cli/verb.ts';

export function configure(command: Command) {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .argument('<question>', 'about the decision or how it came about, in any language')
    .option('--post', 'show question and answer to everyone, with the decision');
}

export async function run(given: string, question: string, options: { readonly post?: boolean }) {
  const problem = sizeProblem('question', question, BOUNDS.questionAskedCharacters);
  if (problem !== null) throw badUsage(problem);
  return withDesign(given, async ({ api, id, context: { person } }) => {
    const body = { text: question, author: person, private: options.post !== true };
    const answer = await api.call('POST', pathOf(ACTS.ask, id), body);
    if (answer.status >= 400) return print({ ok: false, words: reasonIn(answer) });
    const { text, sentences, note } = readable(AskedAnswer, answer.body);
    const cited = sentences.flatMap(({ cites }) => cites.map(({ source }) => source));
    const sources = cited.length === 0 ? [] : [`Sources: ${[...new Set(cited)].join('; ')}`];
    const said = cited.length === 0 && sentences.length > 0 ? sentences.map((each) => each.text) : [text];
    return print({ ok: true, words: [...said, ...sources, note].map(oneLine).join('\n') });
  });
}
