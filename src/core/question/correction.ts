import { settleAtGate } from '../course/gate.ts';
import { type CommandOf, type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Answer, Design, Question, Reply } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { BOUNDS, type EventOf } from '../vocabulary/events.ts';
import { isOver } from '../vocabulary/status.ts';
import { cutText } from '../vocabulary/text.ts';
import { isSameAuthor } from './author.ts';
import { closeWhenAnswered } from './closing.ts';
import { isWritten } from './replies.ts';

/** A person says which reply answers a question, or that none does (J8). It outranks what a model has read, or will. */
export function correctMatch(
  draft: Draft,
  { questionId, replyId, by: name }: CommandOf<'correct_match'>,
): Refusal | null {
  const { design } = draft;
  const by = cutText(name, BOUNDS.personCharacters);
  const problem = isOver(design)
    ? ENDED
    : (unknownQuestion(questionId, design) ?? unknownReply(replyId, design));
  if (problem !== null) return problem;
  const given = design.replies.filter((reply) => isAnswered(reply, questionId));
  const isRead = ({ answers }: Reply) =>
    answers.some((answer) => answer.questionId === questionId && !isWritten(answer));
  if (replyId === null && !given.some(isRead)) {
    const [written] = given;
    return refuse(
      'invalid',
      written === undefined
        ? `Nothing was read as an answer to ${questionId}, so there is nothing to take away.`
        : `${written.author} wrote the answer under ${questionId}. It changes when that reply is changed.`,
      'replyId',
    );
  }
  record(draft, { type: 'reply_match_corrected', questionId, replyId, by });
  closeWhenAnswered(draft, by);
  return null;
}

/**
 * Corrects readings by the words that a person writes under a question's number: these say better what they answer.
 * The words of others stand beside them.
 */
export function correctByNumber(
  draft: Draft,
  reply: Pick<Reply, 'id' | 'author' | 'authorId' | 'answers'>,
): void {
  const { id: replyId, author: by, answers } = reply;
  const { replies } = draft.design;
  for (const questionId of new Set(answers.map((answer) => answer.questionId))) {
    const isRead = (answer: Answer) => answer.questionId === questionId && answer.source === 'read';
    const read = replies.filter((each) => isSameAuthor(each, reply) && each.answers.some(isRead));
    for (const { id: ofReply } of read)
      record(draft, { type: 'reply_match_corrected', questionId, replyId, by, ofReply });
  }
}

function unknownReply(replyId: string | null, { replies }: Design): Refusal | null {
  if (replyId === null || replies.some(({ id }) => id === replyId)) return null;
  const message = `There is no reply ${replyId}. The design's replies have their ids.`;
  return refuse('unknown_reference', message, 'replyId');
}

/** At a gate over a result it has the decision revised, if it changes anything. */
function record(draft: Draft, correction: Omit<EventOf<'reply_match_corrected'>, 'at'>): void {
  const before = draft.design.corrections.length;
  draft.record(correction);
  const added = draft.design.corrections.slice(before);
  if (added.some(({ isNews }) => isNews)) settleAtGate(draft, '', correction.by);
}

const ENDED = refuse('ended', 'This design has ended. Run it again to correct its answers.');

/** `null` where there is such a question. */
export function unknownQuestion(id: Question['id'], { questions }: Design): Refusal | null {
  const known = questions.map((question) => question.id);
  if (known.includes(id)) return null;
  const list =
    known.length === 0 ? 'no question has been asked yet' : `the questions are ${known.join(', ')}`;
  return refuse('unknown_reference', `There is no ${id}: ${list}.`, 'questionId');
}

function isAnswered({ answers }: Reply, questionId: Question['id']): boolean {
  return answers.some((answer) => answer.questionId === questionId);
}
