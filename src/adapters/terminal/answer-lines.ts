import type { Design } from '../../core/design.ts';
import type { DesignEvent, EventOf } from '../../core/events.ts';
import { counted } from '../../core/figures.ts';
import { participant } from '../../core/participants.ts';
import { openQuestions } from '../../core/question/questions.ts';
import { unansweredWords } from '../../core/question/said.ts';
import { named } from '../../runtime/message/texts.ts';
import { TEXTS } from './texts.ts';

type Lines = {
  readonly [Type in DesignEvent['type']]?: (event: EventOf<Type>, design: Design) => string[];
};

/** What people are asked, what they say, and what that was read as. */
export const ANSWER_LINES = {
  answering_opened: (_, design) => {
    const open = openQuestions(design);
    const many = counted(open.length, 'question');
    return [
      areAsked(design) ? `${many} open for answers.` : `${many}, and nobody is here to answer.`,
      ...open.map(
        ({ id, participant: by, text, why }) =>
          `${participant(design, by).title} asks ${id}: ${text} (${why})`,
      ),
    ];
  },
  reply_recorded: ({ author, answers }) => {
    const answered = named(answers.map(({ questionId }) => questionId));
    return [`${author} ${answered === '' ? 'wrote to the thread' : `answered ${answered}`}.`];
  },
  answers_matched: ({ matches, replies }, design) => [
    ...matches.map(
      ({ questionId, replyId, quote }) =>
        `${questionId} ✓ read from a reply by ${authorOf(design, replyId)}: “${quote}”`,
    ),
    ...(matches.length === 0 ? [TEXTS.nothingRead(replies.length)] : []),
  ],
  reply_match_corrected: ({ questionId, replyId, by }, design) => [
    replyId === null
      ? `${by} says that nothing said so far answers ${questionId}.`
      : `${by} says what answers ${questionId}: the reply by ${authorOf(design, replyId)}.`,
  ],
  answering_ended: () => [TEXTS.readingLast],
  answering_closed: ({ assumed }, design) =>
    assumed.length === 0
      ? ['Every question is answered.']
      : design.questions
          .filter(({ id }) => assumed.includes(id))
          .map(({ id, assumption }) => `${id}: ${unansweredWords(design)}, so it is assumed: ${assumption}`),
} satisfies Lines;

/** Without a terminal, and without answers in a file, nobody is. */
export function areAsked({ settings }: Pick<Design, 'settings'>): boolean {
  return settings.answerMs > 0;
}

function authorOf({ replies }: Design, replyId: string): string {
  return replies.find(({ id }) => id === replyId)?.author ?? 'somebody';
}
