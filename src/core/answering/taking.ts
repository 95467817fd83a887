import { asAuthor, asSigned, authorFieldsOf } from '../questions/replies/author.ts';
import { answerWordsOf, listDifferingOn } from '../questions/replies/questions.ts';
import { foldName, spokenNameOf } from '../vocabulary/claimed-name.ts';
import { type CommandOf, type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Reply } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { listWords } from '../vocabulary/text.ts';
import { closeWhenAnswered } from './closing.ts';

/**
 * One of the answers that differ, by the version at which it was given, or by its author's name; as
 * others write it, if one has it.
 */
export function findAnswerNamed<Answer extends Pick<Reply, 'since' | 'author'>>(
  between: readonly Answer[],
  named: string,
): Answer | undefined {
  const spoken = between.filter(({ author }) => foldName(spokenNameOf(author)) === foldName(named));
  return (
    between.find(({ since }) => String(since) === named) ??
    between.find(({ author }) => author === named) ??
    (spoken.length === 1 ? spoken[0] : undefined)
  );
}

/**
 * Lets one of the answers that differ hold: as the answer of one who gives way, or by the word of a
 * person who may decide. Nobody's words are read for it.
 */
export function takeAnswer(
  draft: Draft,
  { questionId, answer: named, ...who }: CommandOf<'take_answer'>,
): Refusal | null {
  const { design } = draft;
  const author = asAuthor(who);
  const between = listDifferingOn(design, questionId);
  const taken = findAnswerNamed(between, named);
  if (taken === undefined) {
    const names = listWords(between.map((reply) => reply.author));
    return refuse(
      'unknown_reference',
      `This is no answer to ${questionId} any more. ${names} differ on it: choose one of these answers.`,
      'answer',
    );
  }
  const text = answerWordsOf(taken, questionId);
  draft.record({
    type: 'reply_recorded',
    // No message has it.
    id: `taken ${design.version}`,
    ...authorFieldsOf(author),
    text,
    answers: [{ questionId, text, spans: [{ from: 0, to: text.length }] }],
    unmatched: false,
    takes: taken.id,
  });
  closeWhenAnswered(draft, asSigned(author));
  return null;
}
