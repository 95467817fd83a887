import { untaken } from '../../core/questions/left-over.ts';
import { answersIn } from '../../core/questions/questions.ts';
import type { Design, Reply } from '../../core/vocabulary/design.ts';
import { cutWords } from '../../core/vocabulary/text.ts';
import type { ReplyView } from '../format/design-schema.ts';

/** Longest excerpt of a reply; its event has the whole. */
const REPLY_CHARACTERS = 500;

export function replyView(reply: Reply): ReplyView {
  const { id, author, via = null, text, leftOpen, unmatched } = reply;
  return {
    id,
    author,
    via,
    text: cutWords(text, REPLY_CHARACTERS),
    answers: [...new Set(answersIn(reply).map(({ questionId }) => questionId))],
    unmatched,
    leftOpen: leftOpen.map(({ questionId }) => questionId),
    other: cutWords(untaken(reply), REPLY_CHARACTERS),
  };
}

export function replyViews({ replies }: Pick<Design, 'replies'>): ReplyView[] {
  return replies.map(replyView);
}
