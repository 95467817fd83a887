import type { Design, Reply } from '../design.ts';
import { cutWords } from '../text.ts';
import { notKnownOf, otherWords } from './said.ts';

/** How much of a reply is shown; the whole is in its event. */
const REPLY_CHARACTERS = 500;

/** A reply as outsiders see it (HTTP API v1). */
export function replyView({ questions }: Design, reply: Reply) {
  const { id, author, text, answers, unmatched } = reply;
  return {
    id,
    author,
    text: cutWords(text, REPLY_CHARACTERS),
    answers: [...new Set(answers.map(({ questionId }) => questionId))],
    unmatched,
    /** What of it answers no question. */
    other: cutWords(otherWords(reply, questions), REPLY_CHARACTERS),
    /** Of which questions its author says that they do not know. */
    notKnown: notKnownOf(reply, questions),
  };
}
