import { type CommandOf, type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Design, Question, Reply } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import type { EventOf } from '../vocabulary/events.ts';
import { starterOf, starterWords } from '../vocabulary/starter.ts';
import { isOver } from '../vocabulary/status.ts';
import { listed } from '../vocabulary/text.ts';
import { cameBy } from '../vocabulary/via.ts';
import { settleAtGate } from '../workflow/gate.ts';
import { type Author, isSameAuthor, namesOf, starterIn } from './author.ts';
import { closeWhenAnswered } from './closing.ts';
import { isWritten } from './replies.ts';

type Correcting = CommandOf<'correct_match'>;

/**
 * A person says which reply answers a question, or that none does (J8). That outranks every reading by a model. Anyone
 * may say what their own words mean; only people who may decide can say it for others.
 */
export function correctMatch(draft: Draft, command: Correcting): Refusal | null {
  const { questionId, replyId, by, via } = command;
  const { design } = draft;
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
        ? `Nothing was read as an answer to ${questionId}, so there is nothing to undo.`
        : `${written.author} wrote this answer under ${questionId}. It changes when that reply is edited.`,
      'replyId',
    );
  }
  const refusal = refusalForCorrection(design, command);
  if (refusal !== null) return refusal;
  record(draft, { type: 'reply_match_corrected', questionId, replyId, by, ...cameBy(via) });
  closeWhenAnswered(draft, { by, via });
  return null;
}

/**
 * Refuses to reinterpret other people's words, and names those who may. A reply is reinterpreted when it becomes an
 * answer or stops being one.
 */
function refusalForCorrection(design: Design, command: Correcting): Refusal | null {
  const { questionId, replyId, asOperator, mayDecide } = command;
  if (asOperator === true || mayDecide === true || isOfStarter(design, command)) return null;
  const isRead = ({ answers }: Reply) =>
    answers.some((answer) => answer.questionId === questionId && !isWritten(answer));
  const others = design.replies
    .filter((reply) => reply.id === replyId || isRead(reply))
    .filter((reply) => !isSameAuthor(reply, actorOf(command)));
  if (others.length === 0) return null;
  const authors = namesOf(others);
  const { name } = starterOf(design);
  const starter = name === '' || authors.includes(name) ? [] : [starterWords(design)];
  const may = listed([...authors, ...starter, 'people who may decide here']);
  return refuse(
    'invalid',
    `These are words of ${listed(authors)}. Only ${may} can say which question these words answer. Ask one of them, or write your own answer as “${questionId}: …”.`,
    'replyId',
  );
}

function isOfStarter(design: Design, command: Correcting): boolean {
  return isSameAuthor(actorOf(command), starterIn(design));
}

function actorOf({ by: author, byId }: Correcting): Author {
  return byId === undefined ? { author } : { author, authorId: byId };
}

function unknownReply(replyId: string | null, { replies }: Design): Refusal | null {
  if (replyId === null || replies.some(({ id }) => id === replyId)) return null;
  const message = `There is no reply ${replyId} in this design.`;
  return refuse('unknown_reference', message, 'replyId');
}

/** Records a correction. If it changes anything while a result is at its gate, the decision is revised. */
function record(draft: Draft, correction: Omit<EventOf<'reply_match_corrected'>, 'at'>): void {
  const before = draft.design.corrections.length;
  draft.record(correction);
  const added = draft.design.corrections.slice(before);
  if (added.some(({ isNews }) => isNews)) settleAtGate(draft, '', correction);
}

const ENDED = refuse('ended', 'This design has ended. Run it again to correct its answers.');

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
