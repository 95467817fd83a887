import { BEFOREHAND } from '../../core/answering/answering.ts';
import { findTextRound } from '../../core/decision/decided.ts';
import { listSettledByPeople } from '../../core/differences/sides.ts';
import { hasMade, listMade } from '../../core/outcome/kept.ts';
import { countRunsBefore } from '../../core/policy/run-again.ts';
import { lateWordsOf, listRepliesLeft } from '../../core/questions/replies/late-messages.ts';
import {
  answeredIdsOf,
  isAssumed,
  isOpen,
  listDifferingOn,
} from '../../core/questions/replies/questions.ts';
import { replySince } from '../../core/questions/replies/replies.ts';
import { readReply } from '../../core/questions/replies/reply.ts';
import { removeRequest } from '../../core/questions/replies/requests.ts';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import type { Design, Question, Reply } from '../../core/vocabulary/design.ts';
import type { Carried } from '../../core/vocabulary/events.ts';
import { byteLengthOf } from '../../foundation/cut-text.ts';
import { keepDefined } from '../../foundation/keep-defined.ts';

/**
 * Everything that a run carries over from the one before. Questions that people had no time to
 * answer open again.
 */
export function carryOver(design: Design): Carried {
  const made = listMade(design);
  const replies = keepFitting({ ...design, made }, repliesToCarryIn(design));
  const askedSince = findTextRound(design)?.since ?? 0;
  return {
    questions: design.step === 'asking' ? [] : carryQuestions(design, replies),
    replies: replies.map(carryReply),
    differing: design.differing.map(({ since: _, ...each }) => each).slice(-BOUNDS.differing),
    proposals: design.proposals.map(({ revealed, ...sealed }) => sealed),
    runsBefore: countRunsBefore(design) + 1,
    made,
    saidSince: replies.filter(({ since }) => since > askedSince).length,
    // A carried map already reflects settled differences.
    settled: listSettledByPeople(
      hasMade({ made }, 'divergences_mapped') ? { ...design, divergences: [] } : design,
    ).slice(-BOUNDS.carriedSettled),
  };
}

/** Number of replies that the next run numbers. */
const NEW = 0;

/** Replies left out for lack of room. */
export function countLeftBehind(design: Design, { replies }: Carried): number {
  return repliesToCarryIn(design).length - replies.length;
}

function repliesToCarryIn(design: Design): Reply[] {
  const late = lateRepliesOf(design);
  const remainingReplies = listRepliesLeft(design).filter((reply) => removeRequest(reply) !== '');
  return [...listNeverRead(design), ...remainingReplies, ...late];
}

/** The newest replies that fit into one start besides context and proposals. */
function keepFitting(design: Design, replies: readonly Reply[]): readonly Reply[] {
  let bytes = sizeOf([design.context, design.proposals, design.made]);
  const tooOld = replies.findLastIndex((reply) => {
    bytes += sizeOf(carryReply(reply));
    return bytes > BOUNDS.carriedBytes;
  });
  return replies.slice(tooOld + 1);
}

function sizeOf(value: unknown): number {
  return byteLengthOf(JSON.stringify(value));
}

/** Answers given beforehand, if the design ended before reading them. */
function listNeverRead({ answers = '', startedBy: author, via, replies, rounds }: Design): Reply[] {
  const text = answers.trim();
  const isDealtWith =
    replies.some(({ id }) => id === BEFOREHAND) || rounds.some(({ kind }) => kind === 'proposals');
  if (text === '' || isDealtWith) return [];
  return [
    replySince(0, {
      number: NEW,
      id: BEFOREHAND,
      author,
      ...keepDefined({ via }),
      text,
      answers: [],
      unmatched: true,
      unread: true,
    }),
  ];
}

/** Replies after the end. Under a question's number they answer it; a turn has yet to read them. */
function lateRepliesOf(design: Design): Reply[] {
  return lateWordsOf(design).map(({ at: _, ...said }) =>
    replySince(design.version, {
      ...said,
      ...readReply(said, design.questions),
      number: NEW,
      unread: true,
    }),
  );
}

/** Answers after the end also count, unless others worked with an assumption. */
function carryQuestions(design: Design, laterReplies: readonly Reply[]): Carried['questions'] {
  const { questions, replies, proposals, answeringClosed } = design;
  const before = answeredIdsOf(replies);
  const after = answeredIdsOf(laterReplies);
  const unansweredStatus = answeringClosed === null && proposals.length === 0 ? 'open' : 'assumed';
  const isToBeRead = (id: Question['id']) =>
    laterReplies.some(
      ({ unread, answers }) => unread && answers.some(({ questionId }) => questionId === id),
    );
  const statusOf = ({ id, status }: Question): Question['status'] => {
    if (listDifferingOn({ ...design, replies: laterReplies }, id).length > 0) return 'differing';
    if (isAssumed({ status }) && proposals.length > 0) return status;
    if (after.has(id)) return 'answered';
    if (isToBeRead(id) && proposals.length === 0) return 'open';
    return isOpen({ status }) || (status === 'answered' && before.has(id))
      ? unansweredStatus
      : status;
  };
  return questions.map((question) => ({ ...question, status: statusOf(question) }));
}

function carryReply({
  since: _,
  leftOpen: __,
  request: ___,
  bearing: ____,
  at: _____,
  unread,
  number,
  givenUp,
  ...reply
}: Reply): Carried['replies'][number] {
  return {
    ...reply,
    ...(unread ? { unread } : {}),
    ...(number === NEW ? {} : { number }),
    answers: reply.answers.slice(0, BOUNDS.answersPerReply).map((answer) => ({ ...answer })),
    ...(givenUp.length === 0 ? {} : { givenUp: givenUp.slice(0, BOUNDS.answersPerReply) }),
  };
}
