/**
 * The time in which people answer: replies are recorded here, read by a turn (`matching.ts`), and
 * closed when all is answered or time is up (`closing.ts`). `framing.ts` comes before.
 */

import { makeStorable } from '../../foundation/cut-text.ts';
import { keepDefined } from '../../foundation/keep-defined.ts';
import {
  isSameShown,
  joinShown,
  limitShown,
  type ShownText,
  trimShown,
} from '../questions/quoting/shown.ts';
import { asSigned, authorFieldsOf, isUnnamed, nameIn } from '../questions/replies/author.ts';
import { findNewestWords, refuseKeeping } from '../questions/replies/late-messages.ts';
import { readReply } from '../questions/replies/reply.ts';
import { isVersionOf, makeVersionId } from '../questions/replies/versions.ts';
import { BOUNDS } from '../vocabulary/bounds.ts';
import { type CommandOf, type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Design, Question, Reply } from '../vocabulary/design.ts';
import type { Draft } from '../vocabulary/draft.ts';
import { STEPS } from '../vocabulary/event-parts.ts';
import type { EventOf } from '../vocabulary/events.ts';
import { isOver } from '../vocabulary/status.ts';
import { findSizeProblem } from '../vocabulary/text.ts';
import { closeAnswering, closeWhenAnswered, endAnswering, lastAnswererOf } from './closing.ts';

/**
 * Records a reply. One that answers the last open question ends the wait. One after the design's
 * end is only kept.
 */
export function recordReply(draft: Draft, command: CommandOf<'record_reply'>): Refusal | null {
  const { replyId: id, questionId } = command;
  const by = authorOf(draft.design, command);
  const { design } = draft;
  const said = storedOf(command);
  if (findNewestWords(design, id) !== undefined) return null;
  const problem = refuseText(said);
  if (problem !== null) return problem;
  const unknown = questionId === null ? null : refuseUnknownQuestion(questionId, design);
  if (unknown !== null) return unknown;
  if (design.end !== null) {
    // Numbered, so that a continuing run reads it as the answer.
    const numbered = questionId === null ? said : joinShown([{ text: `${questionId}: ` }, said]);
    const refusal = refuseText(numbered) ?? refuseKeeping(design, numbered.text);
    if (refusal === null)
      draft.record({ type: 'reply_recorded', id, ...by, ...lateFieldsOf(numbered) });
    return refusal;
  }
  const read = readingOf(design, said, questionId, command.beforehand ?? false);
  const named = command.toBot === undefined ? {} : { toBot: command.toBot };
  draft.record({ type: 'reply_recorded', id, ...by, ...limitShown(said), ...read, ...named });
  closeWhenAnswered(draft, asSigned(by));
  return null;
}

function authorOf(design: Design, said: Said): Said {
  return authorFieldsOf({ ...said, author: nameIn(design, said) });
}

type Said = Pick<Reply, 'author' | 'authorId' | 'via'>;

const UNKNOWN: Refusal = refuse('unknown_reference', 'There is no recorded message to change.');

function refuseText({ text }: ShownText): Refusal | null {
  const problem = findSizeProblem('reply', text, BOUNDS.replyCharacters);
  return problem === null ? null : refuse('invalid', problem, 'text');
}

/** Words as they are stored: without blanks around them, and without parts beyond them. */
function storedOf({ text, shown }: ShownText): ShownText {
  return trimShown({ text: makeStorable(text), shown });
}

/**
 * While people are asked, the new text replaces the old one. Later, when the old one has been read,
 * the new one is added to it. After the end, it is kept for a continuing run.
 */
export function reviseReply(draft: Draft, command: CommandOf<'revise_reply'>): Refusal | null {
  const { design } = draft;
  const said = storedOf(command);
  const before = findNewestWords(design, command.replyId);
  if (before === undefined) return UNKNOWN;
  const by = authorOf(design, {
    author: command.author,
    authorId: before.authorId,
    via: command.via,
  });
  // The platform can say a name later than the words.
  const isNamed = design.answering !== null && isUnnamed(before.author) && !isUnnamed(by.author);
  if (isSameShown(before, said) && !isNamed) return null;
  const problem = refuseText(said);
  if (problem !== null) return problem;
  if (design.end !== null) {
    const refusal = refuseKeeping(design, said.text);
    if (refusal === null)
      draft.record({
        type: 'reply_recorded',
        id: command.replyId,
        ...by,
        ...lateFieldsOf(said),
        edited: true,
      });
    return refusal;
  }
  if (design.answering === null) {
    const versions = design.replies.filter(({ id }) => isVersionOf(id, command.replyId)).length;
    const id = makeVersionId(command.replyId, versions);
    const unread = { answers: [], unmatched: false, unread: true as const };
    draft.record({ type: 'reply_recorded', id, ...by, ...limitShown(said), ...unread });
    return null;
  }
  const read = readingOf(design, said, null, false);
  draft.record({
    type: 'reply_recorded',
    id: before.id,
    ...by,
    ...limitShown(said),
    ...read,
    edited: true,
  });
  closeWhenAnswered(draft, asSigned(by));
  return null;
}

/**
 * Withdraws a reply, with its edits. A reply that was already read stays, with its effects. A
 * continuing run leaves out a reply that is withdrawn after the end.
 */
export function withdrawReply(
  draft: Draft,
  { replyId, via }: CommandOf<'withdraw_reply'>,
): Refusal | null {
  const { design } = draft;
  const before = findNewestWords(design, replyId);
  if (before === undefined) return UNKNOWN;
  const by = authorFieldsOf({ ...before, via });
  if (design.end !== null) {
    draft.record({ type: 'reply_recorded', id: replyId, ...by, ...lateFieldsOf({ text: '' }) });
    return null;
  }
  const versions = design.replies.filter(({ id }) => isVersionOf(id, replyId));
  if (design.answering === null && versions.some((version) => isShown(design, version)))
    return READ;
  for (const { id } of versions)
    draft.record({ type: 'reply_recorded', id, ...by, text: '', answers: [], unmatched: false });
  // It may have been the only answer still waiting to be confirmed.
  closeWhenAnswered(draft, lastAnswererOf(draft.design));
  return null;
}

const READ: Refusal = refuse(
  'not_open',
  'Your message stays in this design’s record, because it was already read. Say what is different now.',
);

/** `true` if a turn has read the reply, or was asked for something else after it was said. */
function isShown({ saidBefore, rounds, turns }: Design, { unread, since }: Reply): boolean {
  if (!unread) return true;
  if (saidBefore === null) return false;
  const readings = rounds.filter(({ kind }) => kind === 'reading').map(({ id }) => id);
  const isLater = turns.some((turn) => turn.since > since && !readings.includes(turn.roundId));
  return since <= saidBefore.since || isLater;
}

/**
 * Reads the numbers in a reply; a turn reads the whole reply later. `pinnedTo`: the question it was
 * sent under. `beforehand`: its author had not seen the questions, so its numbers do not name them.
 */
function readingOf(
  design: Design,
  said: ShownText,
  pinnedTo: Question['id'] | null,
  beforehand: boolean,
): Pick<EventOf<'reply_recorded'>, 'answers' | 'unmatched' | 'unread'> {
  const { answers, unmatched } = readReply(said, beforehand ? [] : design.questions, pinnedTo);
  const isInTime =
    STEPS.indexOf(design.step) <= STEPS.indexOf('answering') && design.answeringEnded === null;
  // Once the outcome is settled, no turn reads replies.
  return { answers, unmatched: isInTime && !isOver(design) && unmatched, unread: true };
}

/** Fields of a reply that no turn of this design will read. */
function lateFieldsOf(
  said: ShownText,
): Pick<EventOf<'reply_recorded'>, 'text' | 'shown' | 'answers' | 'unmatched' | 'after'> {
  return { ...limitShown(said), answers: [], unmatched: false, after: 'end' };
}

/** The id of the reply with the starter's advance answers. */
export const BEFOREHAND = 'beforehand';

/** Records the starter's advance answers like any reply. The other questions are assumed. */
export function answerBeforehand(draft: Draft): void {
  const { answers: text, startedBy: author, via } = draft.design;
  if (text === undefined) return;
  recordReply(draft, {
    type: 'record_reply',
    replyId: BEFOREHAND,
    author,
    ...keepDefined({ via }),
    text,
    questionId: null,
    beforehand: true,
  });
  if (draft.design.answering !== null) endAnswering(draft, 'done', asSigned({ author, via }));
}

/** Closes answering if nobody is waited for. Returns `false` once it is closed. */
export function closeWhenOver(draft: Draft): boolean {
  const { answering, answeringEnded } = draft.design;
  if (answering !== null) closeWhenAnswered(draft, lastAnswererOf(draft.design));
  else if (answeringEnded !== null) closeAnswering(draft, answeringEnded.reason, answeringEnded);
  return answering !== null || answeringEnded !== null;
}

function refuseUnknownQuestion(id: Question['id'], { questions }: Design): Refusal | null {
  const ids = questions.map((question) => question.id);
  if (ids.includes(id)) return null;
  const list =
    ids.length === 0 ? 'no question has been asked yet' : `the questions are ${ids.join(', ')}`;
  return refuse('unknown_reference', `There is no ${id}: ${list}.`, 'questionId');
}
