import type { Command } from 'commander';
import * as z from 'zod';
import { oneLine } from '../../adapters/terminal/safe.ts';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import { readable, reasonIn } from '../cli/api.ts';
import { withDesign } from '../cli/designs.ts';
import { print } from '../cli/output.ts';
import { badUsage } from '../cli/typed.ts';
import { DESIGN_ARGUMENT } from '../cli/verb.ts';

/** The part of an answer that is printed. */
const Answered = z.object({
  text: z.string(),
  sentences: z.array(z.object({ cites: z.array(z.object({ name: z.string(), source: z.string() })) })),
  note: z.string(),
});

export function configure(command: Command) {
  command
    .argument('<id>', DESIGN_ARGUMENT)
    .argument('<question>', 'about the decision or how it came about, in any language')
    .option('--private', 'kept as yours alone: not shown with the decision');
}

export async function run(given: string, question: string, options: { readonly private?: boolean }) {
  if (question.trim() === '') throw badUsage('The question is empty. Write some text.');
  const most = BOUNDS.questionAskedCharacters;
  if (question.length > most)
    throw badUsage(`The question has ${question.length} characters; at most ${most} are taken.`);
  return withDesign(given, async ({ api, id, context: { person } }) => {
    const body = { question, author: person, private: options.private === true };
    const answer = await api.call('POST', `/${id}/questions`, body);
    if (answer.status >= 400) return print({ ok: false, words: reasonIn(answer) });
    const { text, sentences, note } = readable(Answered, answer.body);
    const cited = sentences.flatMap(({ cites }) => cites.map(({ source }) => source));
    const sources = cited.length === 0 ? [] : [`Sources: ${[...new Set(cited)].join('; ')}`];
    return print({ ok: true, words: [text, ...sources, note].map(oneLine).join('\n') });
  });
}
