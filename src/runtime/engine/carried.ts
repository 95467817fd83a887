import { settledByPeople } from '../../core/divergence/sides.ts';
import { retryQuestionOf } from '../../core/policy/should-retry.ts';
import { BEFOREHAND } from '../../core/question/answering.ts';
import { isSameAuthor } from '../../core/question/author.ts';
import { openDisputes } from '../../core/question/disputed.ts';
import { lateWordsOf, repliesLeft } from '../../core/question/late-words.ts';
import { answeredIn } from '../../core/question/questions.ts';
import { replySince } from '../../core/question/replies.ts';
import { readReply } from '../../core/question/reply.ts';
import { materialIn } from '../../core/question/requests.ts';
import { isWrittenTo } from '../../core/question/said.ts';
import { BOUNDS } from '../../core/vocabulary/bounds.ts';
import type { Answer, Design, Question, Reply } from '../../core/vocabulary/design.ts';
import type { Carried } from '../../core/vocabulary/events.ts';
import { byteLength } from '../../core/vocabulary/text.ts';
import { cameBy } from '../../core/vocabulary/via.ts';

/** Returns everything that a run takes over from the one before. Questions on which people had no say yet are open again. */
export function carriedFrom(design: Design): Carried {
  const said = fitting(design, saidIn(design));
  return {
    questions: design.step === 'asking' ? [] : questionsAfter(design, said),
    replies: said.map((reply) => carriedReply(design, reply)),
    ...disputedIn(design, said),
    proposals: design.proposals.map(({ revealed, ...sealed }) => sealed),
    runsBefore: retryQuestionOf(design).retriesUsed + 1,
    settled: settledByPeople(design).slice(-BOUNDS.carriedSettled),
  };
}

/** Returns what people differ on, where the next run has all of their words. */
function disputedIn(design: Design, said: readonly Reply[]): Pick<Carried, 'disputed'> {
  if (design.step === 'asking') return {};
  const disputed = openDisputes(design)
    .filter(({ questionId, replies }) =>
      replies.every((id) =>
        said.some((reply) => reply.id === id && reply.answers.some((each) => each.questionId === questionId)),
      ),
    )
    .map(({ questionId, replies }) => ({ questionId, replies: [...replies] }));
  return disputed.length === 0 ? {} : { disputed: disputed.slice(-BOUNDS.answersPerReply) };
}

/** Counts the replies that are too old to fit. */
export function leftBehind(design: Design, { replies }: Carried): number {
  return saidIn(design).length - replies.length;
}

function saidIn(design: Design): Reply[] {
  const late = lateReplies(design);
  return [...neverRead(design), ...withoutReplaced(design, late), ...late];
}

/** The newest, as many as a store can hold in one start beside the context and the proposals. */
function fitting(design: Design, said: readonly Reply[]): readonly Reply[] {
  let bytes = sizeOf([design.context, design.proposals]);
  const tooOld = said.findLastIndex((reply) => {
    bytes += sizeOf(carriedReply(design, reply));
    return bytes > BOUNDS.carriedBytes;
  });
  return said.slice(tooOld + 1);
}

function sizeOf(value: unknown): number {
  return byteLength(JSON.stringify(value));
}

/** Returns answers that the starter gave beforehand, if the design ended before anybody read them. */
function neverRead({ answers = '', startedBy: author, via, replies, rounds }: Design): Reply[] {
  const text = answers.trim();
  const isDealtWith =
    replies.some(({ id }) => id === BEFOREHAND) || rounds.some(({ kind }) => kind === 'proposals');
  if (text === '' || isDealtWith) return [];
  return [
    replySince(0, {
      id: BEFOREHAND,
      author,
      ...cameBy(via),
      text,
      answers: [],
      unmatched: true,
      unread: true,
    }),
  ];
}

/**
 * Returns replies after the end, which people want to add: under a question's number they answer it; a turn has yet to read
 * them.
 */
function lateReplies(design: Design): Reply[] {
  return lateWordsOf(design).map(({ at: _, ...said }) =>
    replySince(design.version, { ...said, ...readReply(said.text, design.questions), unread: true }),
  );
}

/** Drops parts of replies that their author has since replaced by an answer under a question's number, as before the end. */
function withoutReplaced(design: Design, late: readonly Reply[]): Reply[] {
  const left = repliesLeft(design).filter((reply) => materialIn(reply) !== '');
  return left.map((reply) => {
    const since = late.filter((each) => isSameAuthor(each, reply));
    const stands = ({ source, questionId }: Answer) =>
      source !== 'read' || !since.some((each) => isWrittenTo(each, questionId));
    return { ...reply, answers: reply.answers.filter(stands) };
  });
}

/** Returns the questions. Answers after the end count too, unless others have worked with an assumption. */
function questionsAfter(design: Design, said: readonly Reply[]): Carried['questions'] {
  const { questions, replies, proposals, answeringClosed } = design;
  const [before, after] = [answeredIn(replies), answeredIn(said)];
  const unanswered = answeringClosed === null && proposals.length === 0 ? 'open' : 'assumed';
  const statusOf = ({ id, status }: Question): Question['status'] => {
    if (after.has(id)) return status === 'assumed' && proposals.length > 0 ? status : 'answered';
    return status === 'open' || (status === 'answered' && before.has(id)) ? unanswered : status;
  };
  return questions.map((question) => ({ ...question, status: statusOf(question) }));
}

/** Words that nobody could read before answering was over stand as they are written; those that came too late for that are read in the next run. */
function carriedReply(
  { answeringClosed, version }: Pick<Design, 'answeringClosed' | 'version'>,
  { since, leftOpen: _, request: __, unread, ...reply }: Reply,
): Carried['replies'][number] {
  const isToBeRead = unread && (answeringClosed === null || since >= version);
  return {
    ...reply,
    ...(isToBeRead ? { unread } : {}),
    answers: reply.answers.slice(0, BOUNDS.answersPerReply).map((answer) => ({ ...answer })),
  };
}
