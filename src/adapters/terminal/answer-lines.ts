import { openQuestions } from '../../core/question/questions.ts';
import { unansweredWords } from '../../core/question/said.ts';
import { viewOf } from '../../core/telling/design-view.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { EventOf } from '../../core/vocabulary/events.ts';
import { counted } from '../../core/vocabulary/figures.ts';
import { type EventLines, nameOf } from './event-lines.ts';
import { deadlineWords } from './format.ts';
import { takenLines } from './taken-lines.ts';
import { TEXTS } from './texts.ts';

/** What people are asked, what they say, and what that was read as. */
export const ANSWER_LINES = {
  answering_opened: ({ at, deadlineAt }, design) => {
    const open = openQuestions(design);
    const many = counted(open.length, 'question');
    const asked = `${many} before they write. ${TEXTS.howToAnswer(deadlineWords(deadlineAt, at))}`;
    // A design that runs another again takes over what was said there, and no file.
    const how = design.successorOf === null ? ` ${TEXTS.howToAnswerUnasked}` : '';
    const unasked = `${many}, and nobody is here to answer.${how}`;
    const fromFile = `${many} before they write. ${TEXTS.answersInFile}`;
    return [
      design.answers !== undefined ? fromFile : design.settings.answerMs > 0 ? asked : unasked,
      ...open.map(({ id, participant: by, text, why, assumption }) => {
        const otherwise = assumption === '' ? '' : ` ${TEXTS.otherwise} ${assumption}`;
        return `${id} ${text} (${nameOf(design, by)}: ${why}${otherwise})`;
      }),
    ];
  },
  reply_recorded: (event, design) => {
    const { id, author, unmatched, after } = event;
    if (after === 'end') return lateLines(event);
    return unmatched ? [`${author} wrote something, which is being read.`] : saidLines(design, [id]);
  },
  reply_revised: (event) => (event.after === 'end' ? lateLines(event) : []),
  reply_withdrawn: ({ id, after }, { lateWords }) => {
    const author = lateWords.findLast((said) => said.id === id)?.author ?? '';
    return after === 'end' ? [`${author} took back what was said after the end.`] : [];
  },
  answers_matched: ({ replies }, design) => saidLines(design, replies),
  reply_match_corrected: ({ questionId, replyId, by }, design) => {
    if (replyId === null) return [`${by} says that nothing said so far answers ${questionId}.`];
    const reply = `the reply by ${authorOf(design, replyId)}`;
    return questionId === null
      ? [`${by} says that ${reply} is no answer.`]
      : [`${by} says what answers ${questionId}: ${reply}.`];
  },
  answering_ended: () => [TEXTS.readingLast],
  answering_closed: ({ assumed }, design) =>
    assumed.length === 0
      ? ['Every question is answered.']
      : design.questions
          .filter(({ id }) => assumed.includes(id))
          .map(
            ({ id, assumption }) =>
              `${id}: ${unansweredWords(design, { id })}, so it is assumed: ${assumption}`,
          ),
} satisfies Partial<EventLines>;

function lateLines({ author, text }: EventOf<'reply_recorded' | 'reply_revised'>): string[] {
  return [`${author} said after the end: ${text}`];
}

/** What these words were taken for, which may still be read. */
function saidLines(design: Design, ids: readonly string[]): string[] {
  const view = viewOf(design);
  return view.replies.filter(({ id }) => ids.includes(id)).flatMap((reply) => takenLines(view, reply));
}

function authorOf({ replies }: Design, replyId: string): string {
  return replies.find(({ id }) => id === replyId)?.author ?? 'somebody';
}
