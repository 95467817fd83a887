import { answersDueAt } from '../../policy/people-time.ts';
import { unansweredQuestions } from '../../question/questions.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { EventOf } from '../../vocabulary/events.ts';
import { ownerOf } from '../../vocabulary/owner.ts';
import { openRound } from '../../vocabulary/status.ts';
import { hasAsked } from '../owning.ts';
import { reminderOf } from '../timers.ts';
import { areSame, firstOf, type Rules, unless } from './rules.ts';

/** People are asked once; words change while they are asked, and are only added to later (J8, J10). */
export const PEOPLE: Rules<
  | 'thread_opened'
  | 'answering_opened'
  | 'reply_recorded'
  | 'reply_revised'
  | 'reply_withdrawn'
  | 'reply_match_corrected'
  | 'answering_ended'
  | 'answering_closed'
  | 'person_named'
  | 'people_reminded'
  | 'design_handed_over'
  | 'owner_asked'
> = {
  thread_opened: ({ thread }) => unless(thread?.thread === '', 'there is no thread to open'),
  answering_opened: (design, { at, deadlineAt }) =>
    firstOf(
      unless(design.askedSince === null && openRound(design) === null, 'people cannot be asked now'),
      unless(deadlineAt === answersDueAt(design.settings, at), 'people have another time to answer'),
    ),
  reply_recorded: (design, event) =>
    firstOf(
      whyNotThen(design, event),
      unless(
        event.after === 'end' || !design.replies.some(({ id }) => id === event.id),
        'the reply is recorded already',
      ),
      unless(
        event.answers.every(({ questionId }) => design.questions.some(({ id }) => id === questionId)),
        'it answers a question that there is none of',
      ),
    ),
  reply_revised: whyNotChanged,
  reply_withdrawn: whyNotChanged,
  reply_match_corrected: ({ questions, replies }, { questionId, replyId, ofReply }) => {
    const hasReply = (wanted: string | null | undefined) =>
      wanted === null || wanted === undefined || replies.some(({ id }) => id === wanted);
    return firstOf(
      unless(
        questionId === null || questions.some(({ id }) => id === questionId),
        'there is no such question',
      ),
      unless(hasReply(replyId) && hasReply(ofReply), 'there is no such reply'),
    );
  },
  answering_ended: ({ answering }) => unless(answering !== null, NOT_ASKED),
  answering_closed: (design, { assumed, reason, by }) => {
    const { answering, answeringEnded: ended } = design;
    return firstOf(
      unless(answering !== null || ended !== null, NOT_ASKED),
      unless(ended === null || (ended.reason === reason && ended.by === by), 'it ended for another reason'),
      unless(
        areSame(
          assumed,
          unansweredQuestions(design).map(({ id }) => id),
        ),
        'other questions are without an answer',
      ),
    );
  },
  person_named: () => null,
  design_handed_over: (design, { toId }) =>
    firstOf(
      unless(design.thread !== null, 'there is no thread in which it belongs to somebody'),
      unless(toId !== '' && ownerOf(design).id !== toId, 'it is theirs already'),
    ),
  owner_asked: (design, { act, of, by, byId }) =>
    firstOf(
      unless(ownerOf(design).name === of && ownerOf(design).id !== '', 'somebody else decides on it'),
      unless(!hasAsked(design, act, { by, byId }), 'they have asked for this already'),
    ),
  people_reminded: (design, { about }) =>
    unless(reminderOf(design)?.about === about, 'there is nothing to remind people of'),
};

const NOT_ASKED = 'people are not being asked';

/** Words after the end say so, and those before it do not. */
function whyNotThen(
  { end }: Design,
  { after }: EventOf<'reply_recorded' | 'reply_revised' | 'reply_withdrawn'>,
): string | null {
  return unless((after === 'end') === (end !== null), 'it names another time than that at which it stands');
}

function whyNotChanged(design: Design, event: EventOf<'reply_revised' | 'reply_withdrawn'>): string | null {
  if (event.after === 'end') return whyNotThen(design, event);
  return firstOf(
    whyNotThen(design, event),
    unless(
      design.answering !== null && design.replies.some(({ id }) => id === event.id),
      'there is no such reply that could be changed',
    ),
  );
}
