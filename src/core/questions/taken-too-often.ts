import type { Design } from '../vocabulary/design.ts';
import type { Round } from '../vocabulary/round.ts';
import type { SubmissionInput } from '../vocabulary/submission.ts';
import { cutInside, listed } from '../vocabulary/text.ts';
import { replyName } from './named-replies.ts';
import { widened } from './widened.ts';

/** Most questions that one sentence may answer before the turn is asked again (J10). */
const QUESTIONS_PER_SENTENCE = 2;

/**
 * A remark on sentences matched to more than two questions; empty for none. If the turn repeats the match, it is
 * accepted, since a sentence may answer three.
 */
export function takenTooOften(
  { replies }: Pick<Design, 'replies'>,
  round: Round,
  { matches }: SubmissionInput<'match_answers'>,
): string {
  const taken = matches.flatMap(({ question, reply: name, quote }) => {
    const reply = replies.find(
      ({ id }) => id === round.replies.find((_, index) => replyName(index) === name),
    );
    const said = reply === undefined ? null : widened(quote, reply);
    return said === null
      ? []
      : [{ question, name, said: said.quote, key: JSON.stringify([name, said.spans]) }];
  });
  return [...Map.groupBy(taken, ({ key }) => key).values()]
    .map((all) => ({ all, questions: [...new Set(all.map(({ question }) => question))] }))
    .filter(({ questions }) => questions.length > QUESTIONS_PER_SENTENCE)
    .map(({ all: [first], questions }) => {
      const words = cutInside(first?.said ?? '', SHOWN_SENTENCE_CHARACTERS);
      return `“${words}” in ${first?.name} is matched to ${listed(questions)}. Keep the questions that it answers so well that nobody would have to ask again, and leave the others out. If it does answer them all, submit the same again.`;
    })
    .join('\n');
}

const SHOWN_SENTENCE_CHARACTERS = 300;
