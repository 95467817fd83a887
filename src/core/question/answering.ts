import type { CommandOf, Refusal } from '../commands.ts';
import type { Design, Question } from '../design.ts';
import type { Draft } from '../draft.ts';
import { BOUNDS } from '../events.ts';
import { atMost, storable } from '../text.ts';
import { pinnedAnswers } from './reply.ts';

export function openQuestions(design: Design): Question[] {
  return design.questions.filter((question) => question.status === 'open');
}

/** People's words, whenever they come. Those that answer the last open question end the waiting. */
export function recordReply(draft: Draft, command: CommandOf<'record_reply'>): Refusal | null {
  const { replyId: id, questionId } = command;
  const author = atMost(command.author, BOUNDS.personCharacters);
  const { design } = draft;
  const text = storable(command.text.trim());
  if (design.end !== null) {
    return { code: 'ended', message: 'This design has ended. Run it again to add to it.' };
  }
  if (design.replies.some((reply) => reply.id === id)) return null;
  if (text === '') return { code: 'invalid', message: 'The reply is empty. Write some text.' };
  if (text.length > BOUNDS.replyCharacters) {
    return {
      code: 'invalid',
      message: `The reply has ${text.length} characters; at most ${BOUNDS.replyCharacters} are taken.`,
    };
  }
  const known = design.questions.map((question) => question.id);
  if (questionId !== null && !known.includes(questionId)) {
    const list =
      known.length === 0 ? 'no question has been asked yet' : `the questions are ${known.join(', ')}`;
    return { code: 'unknown_reference', message: `There is no ${questionId}: ${list}.` };
  }
  draft.record({ type: 'reply_recorded', id, author, text, answers: answersIn(design, text, questionId) });
  if (draft.design.answering !== null && openQuestions(draft.design).length === 0) {
    closeAnswering(draft, 'all_answered', author);
  }
  return null;
}

function answersIn(design: Design, text: string, pinnedTo: Question['id'] | null) {
  if (pinnedTo !== null) return [{ questionId: pinnedTo, text }];
  const pinned = pinnedAnswers(
    text,
    design.questions.map((question) => question.id),
  );
  const open = openQuestions(design);
  const only = open[0];
  // One open question and one unpinned message: there is nothing else it could answer.
  if (pinned.length === 0 && design.answering !== null && open.length === 1 && only !== undefined) {
    return [{ questionId: only.id, text }];
  }
  return pinned.slice(0, 60);
}

export function finishAnswering(draft: Draft, { by, skip }: CommandOf<'finish_answering'>): Refusal | null {
  if (draft.design.end !== null) return { code: 'ended', message: 'This design has ended.' };
  if (draft.design.answering === null) {
    return { code: 'not_open', message: 'Nobody is waiting for answers at the moment.' };
  }
  closeAnswering(draft, skip ? 'skipped' : 'done', atMost(by, BOUNDS.personCharacters));
  return null;
}

/** What stays open becomes a stated assumption, never a cancellation. */
export function closeAnswering(
  draft: Draft,
  reason: 'done' | 'all_answered' | 'deadline' | 'skipped',
  by: string,
): void {
  const assumed = openQuestions(draft.design).map((question) => question.id);
  draft.record({ type: 'answering_closed', reason, by, assumed });
}
