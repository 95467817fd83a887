import { type Refusal, refuse } from '../vocabulary/commands.ts';
import type { Design, Question, Reply } from '../vocabulary/design.ts';
import type { EventOf } from '../vocabulary/events.ts';
import type { Round } from '../vocabulary/round.ts';
import type { SubmissionInput } from '../vocabulary/submission.ts';
import { isSameAuthor } from './author.ts';
import { type Found, type Match, matchesOf } from './found.ts';
import { answersBefore, namedReplies, replyName, unknown } from './named-replies.ts';
import { isSettledByPerson } from './outranked.ts';

type Quoted = SubmissionInput<'match_answers'>['matches'][number];
type Disputed = SubmissionInput<'match_answers'>['disputed'][number];

interface Read {
  readonly matches: readonly Quoted[];
  readonly answers: readonly Found[];
  readonly leftOpen: readonly Match[];
  readonly refusals: Refusal[];
}

/**
 * Answers that contradict each other, by the ids of their replies (J13): each of them answers the question, now or since before, and
 * they are of two people at least. Words that were changed meanwhile, and what a person has settled since, are left out.
 */
export function disputedIn(
  design: Design,
  round: Round,
  disputed: readonly Disputed[],
  read: Read,
): NonNullable<EventOf<'answers_matched'>['disputed']> {
  const ids = namedReplies(design, round);
  const names = ids.map((_, index) => replyName(index));
  return disputed.flatMap(({ question: number, replies: named }) => {
    const question = design.questions.find(({ id }) => id === number);
    if (question === undefined) read.refusals.push(unknown(number, 'questions', design.questions));
    const strangers = named.filter((name) => !names.includes(name));
    for (const name of strangers)
      read.refusals.push(
        unknown(
          name,
          'replies',
          names.map((id) => ({ id })),
        ),
      );
    if (question === undefined || strangers.length > 0) return [];
    const answerOf = (name: string) => {
      const reply = design.replies.find(({ id }) => id === ids[names.indexOf(name)]);
      return reply === undefined || reply.since > round.since ? null : reply;
    };
    const given = new Map([...new Set(named)].map((name) => [name, answerOf(name)] as const));
    const isAnswer = (name: string) => isAnsweredBy(round, read, question.id, name, given.get(name) ?? null);
    for (const name of [...given.keys()].filter((each) => !isAnswer(each))) {
      const message = `${name} is not taken for an answer to ${number}, so it contradicts none; match it first, or leave it out of \`disputed\`.`;
      read.refusals.push(refuse('invalid', message));
    }
    const replies = [...given.values()].filter((reply) => reply !== null);
    if (replies.length < given.size) return [];
    if (replies.every((reply) => replies[0] !== undefined && isSameAuthor(reply, replies[0]))) {
      const message = `${[...given.keys()].join(' and ')} are one person’s words, and what they said last holds; leave ${number} out of \`disputed\`, or name replies of two people.`;
      read.refusals.push(refuse('invalid', message));
    }
    const isSettled = replies.some((reply) => isSettledByPerson(design, question.id, reply));
    return isSettled ? [] : [{ questionId: question.id, replies: replies.map(({ id }) => id) }];
  });
}

/** Words that are no longer there are not missed. */
function isAnsweredBy(
  round: Round,
  { matches, answers, leftOpen }: Read,
  questionId: Question['id'],
  name: string,
  reply: Reply | null,
): boolean {
  if (reply === null) return true;
  const isThis = (each: Match) => each.questionId === questionId && each.replyId === reply.id;
  if (leftOpen.some(isThis)) return false;
  const isNow =
    matchesOf(answers).some(isThis) ||
    matches.some((each) => each.question === questionId && each.reply === name);
  return isNow || answersBefore(round, reply, questionId).length > 0;
}
