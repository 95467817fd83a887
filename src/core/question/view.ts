import type { Design } from '../design.ts';
import { cutWords } from '../text.ts';
import { otherWords } from './reply.ts';

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
