import type { Design, Question, Reply } from '../design.ts';
import { cutWords } from '../text.ts';
import { otherWords } from './reply.ts';

/** How much of a reply is shown; the whole is in its event. */
const REPLY_CHARACTERS = 500;

/** The words that answer a question, as outsiders see them. */
interface Answered {
  readonly id: Question['id'];
  readonly answers: readonly { readonly replyId: Reply['id'] }[];
}

/** What people said as outsiders see it (HTTP API v1). */
export function replyViews({ questions, replies }: Design, answered: readonly Answered[]) {
  const standing = new Map(
    answered.map((each) => [each.id, new Set(each.answers.map((one) => one.replyId))]),
  );
  return replies.map((reply) => {
    const { id, author, text, answers, unmatched } = reply;
    return {
      id,
      author,
      text: cutWords(text, REPLY_CHARACTERS),
      /** Not those under whose numbers its author has written something else since. */
      answers: [...new Set(answers.map(({ questionId }) => questionId))].filter((questionId) =>
        standing.get(questionId)?.has(id),
      ),
      unmatched,
      /** What of it answers no question. */
      other: cutWords(otherWords(reply, questions), REPLY_CHARACTERS),
    };
  });
}
