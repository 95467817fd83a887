import { listLeftOut } from '../../decision/decided.ts';
import { type Dispute, listDisputes, listTakenLeftOut } from '../../decision/disputes.ts';
import { listSaidWithFates, type PersonSaid } from '../../decision/people.ts';
import { statementOf } from '../../differences/labels.ts';
import { listUnreadReplies } from '../../questions/replies/answers-given.ts';
import { answerWordsOf } from '../../questions/replies/questions.ts';
import { type Caveat, type CaveatOf, MOST_SAID } from '../../vocabulary/caveat.ts';
import type { Design } from '../../vocabulary/design.ts';
import { findById } from '../../vocabulary/ids.ts';

export function findPeopleCaveats(design: Design): Caveat[] {
  const sentences = listSaidWithFates(design);
  // What the text does with answers of those who differ is told with their dispute alone, and of
  // others nothing is expected.
  const holding = sentences.filter(({ standing }) => standing === 'holds');
  return [
    ...findUnreadCaveats(design),
    ...findContradicted(design, holding),
    ...listDisputes(design).map(makeDispute),
    ...findNotReflected(design, holding),
    ...(isUnanswered(design) ? [{ kind: 'nobody_answered' } as const] : []),
  ];
}

/** Words that nobody has read may be an answer, and are a caveat of their own. */
function isUnanswered({ questions }: Design): boolean {
  return (
    questions.length > 0 &&
    questions.every(({ status }) => status === 'assumed' || status === 'left_open')
  );
}

export function findUnreadCaveats(design: Design): Caveat[] {
  const all = Map.groupBy(listUnreadReplies(design), ({ author }) => author);
  return [...all].map(([by, replies]): Caveat => {
    return { kind: 'unread_words', by, words: listNewest(replies) };
  });
}

/**
 * People whom the text contradicts, the question's own decision last, and what they settled and it
 * does not reflect.
 */
function findContradicted(design: Design, sentences: readonly PersonSaid[]): Caveat[] {
  const contradicted = sentences
    .filter(({ fate }) => fate === 'contradicted')
    .toSorted((one, other) => Number(one.replyId === null) - Number(other.replyId === null))
    .map(({ author: by, text, replyId }): Caveat => {
      const source = replyId === null ? 'topic' : 'reply';
      return { kind: 'contradicts_person', by, source, words: text, about: '' };
    });
  const settled = listLeftOut(design).map(({ description, positions, settlement }): Caveat => {
    const words = statementOf({ positions }, settlement?.position ?? '');
    const by = settlement?.person ?? '';
    return { kind: 'contradicts_person', by, source: 'settlement', words, about: description };
  });
  const taken = listTakenLeftOut(design).map(
    ({ reply: { author: by, text }, question }): Caveat => {
      return {
        kind: 'contradicts_person',
        by,
        source: 'settlement',
        words: text,
        about: question.text,
      };
    },
  );
  return [...contradicted, ...settled, ...taken];
}

function makeDispute({ id: question, answers }: Dispute): Caveat {
  const each = answers.map(({ reply, fate }) => {
    return { by: reply.author, words: answerWordsOf(reply, question), fate };
  });
  return { kind: 'people_differ', question, answers: each };
}

/** Words that nobody read, and an audit that was not held, are caveats of their own. */
function findNotReflected(design: Design, sentences: readonly PersonSaid[]): Caveat[] {
  const verdictOf = ({ replyId }: PersonSaid) =>
    findById(design.replies, replyId)?.bearing?.verdict ?? null;
  const unread = design.replies.filter((reply) => reply.unread).map(({ id }) => id);
  const notJudged = sentences.filter(
    ({ fate, isOwed, replyId }) =>
      isOwed && fate === null && (replyId === null || !unread.includes(replyId)),
  );
  const notUsed = sentences.filter(({ fate }) => fate === 'not_used');
  const ignored = sentences.filter(
    ({ isLate, fate }) => isLate && (fate === 'reflected' || fate === 'does_not_matter'),
  );
  return [
    ...makeNotReflected(
      'not_used',
      notUsed.filter((each) => verdictOf(each) !== 'bears'),
    ),
    ...makeNotReflected(
      'late',
      notUsed.filter((each) => verdictOf(each) === 'bears'),
    ),
    ...makeIgnored(ignored),
    ...makeNotReflected('not_judged', design.audit === null ? [] : notJudged),
  ];
}

/** Each author's messages, counted; their words stand below the decision. */
function makeIgnored(sentences: readonly PersonSaid[]): Caveat[] {
  return [...Map.groupBy(sentences, ({ author }) => author)].map(([by, its]): Caveat => {
    const count = new Set(its.map(({ replyId }) => replyId)).size;
    return { kind: 'not_reflected', why: 'changes_nothing', by, words: [], count };
  });
}

function makeNotReflected(
  why: CaveatOf<'not_reflected'>['why'],
  sentences: readonly PersonSaid[],
): Caveat[] {
  return [...Map.groupBy(sentences, ({ author }) => author)].map(([by, its]): Caveat => {
    const count = why === 'not_judged' ? its.length : 0;
    return { kind: 'not_reflected', why, by, words: listNewest(its), count };
  });
}

function listNewest(sentences: readonly { readonly text: string }[]): string[] {
  return sentences.slice(-MOST_SAID).map(({ text }) => text);
}
