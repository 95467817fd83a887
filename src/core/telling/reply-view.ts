import { otherWords } from '../question/reply.ts';
import type { Design } from '../vocabulary/design.ts';
import { cutWords } from '../vocabulary/text.ts';

/** Length of a reply as shown; the whole is in its event. */
const REPLY_CHARACTERS = 500;

/** Returns the replies of people for outsiders (HTTP API v1). */
export function replyViews({ replies }: Design) {
  return replies.map((reply) => {
    const { id, author, text, answers, leftOpen, unmatched } = reply;
    return {
      id,
      author,
      text: cutWords(text, REPLY_CHARACTERS),
      answers: [...new Set(answers.map(({ questionId }) => questionId))],
      unmatched,
      /** Questions of which its author says that they do not know. */
      leftOpen: leftOpen.map(({ questionId }) => questionId),
      /** The words that answer no question. */
      other: cutWords(otherWords(reply), REPLY_CHARACTERS),
    };
  });
}
