import { findTaken, listDifferingOn } from '../questions/replies/questions.ts';
import type { WordFate } from '../vocabulary/caveat.ts';
import type { Design, Question, Reply } from '../vocabulary/design.ts';
import { findById } from '../vocabulary/ids.ts';
import { decidedOf, listTakenSinceText } from './decided.ts';
import { isAnswerOf, listSaidWithFates, type PersonSaid } from './people.ts';

/**
 * A question on which people differ, and what the current text does with the newest answer of each.
 */
export interface Dispute extends Pick<Question, 'id'> {
  readonly answers: readonly { readonly reply: Reply; readonly fate: WordFate }[];
}

/** All that are open; each answer counts as not looked at while there is no text. */
export function listDisputes(design: Design): Dispute[] {
  const disputed = design.questions.filter(({ status }) => status === 'differing');
  if (disputed.length === 0) return [];
  const said = listSaidWithFates(design);
  return disputed.map(({ id }) => ({
    id,
    answers: listDifferingOn(design, id).map((reply) => {
      const answer = said.filter((each) => isAnswerOf(design, reply, id, each));
      return { reply, fate: fateOf(design, answer) };
    }),
  }));
}

/**
 * Answers that somebody took, of those that differed, since the text was asked for, and that it
 * does not take.
 */
export function listTakenLeftOut(
  design: Design,
): { readonly reply: Reply; readonly question: Question }[] {
  const all = listTakenSinceText(design);
  if (all.length === 0) return [];
  const said = listSaidWithFates(design);
  return all.flatMap((reply) => {
    const question = findById(design.questions, reply.answers[0]?.questionId);
    if (question === undefined) return [];
    const taken = findTaken(design, reply) ?? reply;
    const answer = said.filter((each) => isAnswerOf(design, taken, question.id, each));
    return fateOf(design, answer) === 'taken' ? [] : [{ reply, question }];
  });
}

/**
 * Its word is taken if a sentence of it is reflected, or the text rests on one, and none is
 * contradicted.
 */
function fateOf(design: Design, sentences: readonly PersonSaid[]): WordFate {
  const quoted = decidedOf(design)?.quoted ?? [];
  const isUsed = ({ fate, name }: PersonSaid) =>
    fate === 'reflected' || quoted.some((each) => each.name === name);
  if (sentences.some(({ fate }) => fate === 'contradicted')) return 'not_taken';
  if (sentences.some(isUsed)) return 'taken';
  return sentences.length > 0 && sentences.every(({ fate }) => fate !== null)
    ? 'not_taken'
    : 'not_looked_at';
}
