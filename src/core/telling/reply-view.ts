import { otherWords } from '../question/reply.ts';
import type { Design } from '../vocabulary/design.ts';
import { cutWords } from '../vocabulary/text.ts';

/** How much of a reply is shown; the whole is in its event. */
const REPLY_CHARACTERS = 500;

/** What people said as outsiders see it (HTTP API v1). */
export function replyViews({ questions, replies }: Design) {
  return replies.map((reply) => {
    const { id, author, text, answers, unmatched } = reply;
    return {
      id,
      author,
      text: cutWords(text, REPLY_CHARACTERS),
      answers: [...new Set(answers.map(({ questionId }) => questionId))],
      unmatched,
      /** What of it answers no question. */
      other: cutWords(otherWords(reply, questions), REPLY_CHARACTERS),
    };
  });
}
