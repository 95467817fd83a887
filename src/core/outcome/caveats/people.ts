import { listLeftOut } from '../../decision/decided.ts';
import { listSaidWithFates, type PersonSaid } from '../../decision/people.ts';
import { statementOf } from '../../differences/labels.ts';
import { isSameAuthor } from '../../questions/replies/author.ts';
import { answerWordsOf, listDifferingOn } from '../../questions/replies/questions.ts';
import { listUnreadReplies } from '../../questions/replies/said.ts';
import { CAVEAT_CHARACTERS, type Caveat, type CaveatOf, MOST_SAID } from '../../vocabulary/caveat.ts';
import type { Design, Question, Reply } from '../../vocabulary/design.ts';
import { findById } from '../../vocabulary/ids.ts';
import { cutText } from '../../vocabulary/text.ts';

export function peopleCaveatsIn(design: Design): Caveat[] {
  const sentences = listSaidWithFates(design);
  const disputed = disputesIn(design);
  const undisputed = sentences.filter((each) => !disputed.some((dispute) => isIn(each, dispute)));
  return [
    ...unreadCaveatsIn(design),
    ...findContradicted(design, undisputed),
    ...findDiffering(disputed, sentences),
    ...findNotReflected(design, undisputed),
  ];
}

export function unreadCaveatsIn(design: Design): Caveat[] {
  const all = Map.groupBy(listUnreadReplies(design), ({ author }) => author);
  return [...all].map(([by, replies]): Caveat => {
    return { kind: 'unread_words', by, words: cutAll(replies) };
  });
}

/** People whom the text contradicts, the question's own decision last, and points that they settled and it does not reflect. */
function findContradicted(design: Design, sentences: readonly PersonSaid[]): Caveat[] {
  const contradicted = sentences
    .filter(({ fate }) => fate === 'contradicted')
    .toSorted((one, other) => Number(one.replyId === null) - Number(other.replyId === null))
    .map(({ author: by, text, replyId }): Caveat => {
      const source = replyId === null ? 'topic' : 'reply';
      return { kind: 'contradicts_person', by, source, words: cut(text), about: '' };
    });
  const settled = listLeftOut(design).map(({ description, positions, settlement }): Caveat => {
    const words = statementOf({ positions }, settlement?.position ?? '');
    const by = settlement?.person ?? '';
    return { kind: 'contradicts_person', by, source: 'settlement', words: cut(words), about: description };
  });
  return [...contradicted, ...settled];
}

/** A question, and the newest reply of each of those who differ on it. */
interface Dispute extends Pick<Question, 'id' | 'text'> {
  readonly between: readonly Reply[];
  readonly replyIds: readonly string[];
}

function disputesIn(design: Design): Dispute[] {
  return design.questions
    .filter(({ status }) => status === 'differing')
    .map(({ id, text }) => {
      const between = listDifferingOn(design, id);
      const own = design.replies.filter((reply) => between.some((each) => isSameAuthor(each, reply)));
      return { id, text, between, replyIds: own.map((reply) => reply.id) };
    });
}

/** What a third person says to the question is told like any other sentence. */
function isIn({ answers, replyId }: PersonSaid, { id, replyIds }: Dispute): boolean {
  return answers.includes(id) && replyId !== null && replyIds.includes(replyId);
}

/** What the text does with the answers of those who differ is told here alone. */
function findDiffering(disputes: readonly Dispute[], sentences: readonly PersonSaid[]): Caveat[] {
  return disputes.map((dispute): Caveat => {
    const { id: question, text, between } = dispute;
    const against = sentences.filter((each) => each.fate === 'contradicted' && isIn(each, dispute));
    const contradicted = [...new Set(against.map(({ author }) => author))];
    const answers = between.map((reply) => ({
      by: reply.author,
      words: cut(answerWordsOf(reply, question)),
    }));
    return { kind: 'people_differ', question, text, answers, contradicted };
  });
}

/** Words that nobody read, and an audit that was not held, are caveats of their own. */
function findNotReflected(design: Design, sentences: readonly PersonSaid[]): Caveat[] {
  const verdictOf = ({ replyId }: PersonSaid) => findById(design.replies, replyId)?.bearing?.verdict ?? null;
  const unread = design.replies.filter((reply) => reply.unread).map(({ id }) => id);
  const notJudged = sentences.filter(
    ({ fate, replyId }) => fate === null && (replyId === null || !unread.includes(replyId)),
  ).length;
  const notUsed = sentences.filter(({ fate }) => fate === 'not_used');
  const isThere = sentences.filter(
    (each) => each.fate === 'reflected' && verdictOf(each) === 'already_there',
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
    ...makeNotReflected('already_there', isThere),
    ...(notJudged === 0 || design.audit === null ? [] : [makeNotJudged(notJudged)]),
  ];
}

function makeNotJudged(unread: number): Caveat {
  return { kind: 'not_reflected', why: 'not_judged', by: '', words: [], unread };
}

function makeNotReflected(why: CaveatOf<'not_reflected'>['why'], sentences: readonly PersonSaid[]): Caveat[] {
  return [...Map.groupBy(sentences, ({ author }) => author)].map(([by, its]): Caveat => {
    return { kind: 'not_reflected', why, by, words: cutAll(its), unread: 0 };
  });
}

function cutAll(sentences: readonly { readonly text: string }[]): string[] {
  return sentences.slice(-MOST_SAID).map(({ text }) => cut(text));
}

function cut(words: string): string {
  return cutText(words, CAVEAT_CHARACTERS, '…');
}
