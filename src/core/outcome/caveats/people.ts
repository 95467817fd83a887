import { leftOutOfText } from '../../decision/decided.ts';
import { type PersonSaid, peopleSaid } from '../../decision/people.ts';
import { statementOf } from '../../differences/labels.ts';
import { namesOf } from '../../questions/author.ts';
import { differingOn } from '../../questions/questions.ts';
import { unreadWords } from '../../questions/said.ts';
import { CAVEAT_CHARACTERS, type Caveat, type CaveatOf } from '../../vocabulary/caveat.ts';
import type { Design } from '../../vocabulary/design.ts';
import { cutText } from '../../vocabulary/text.ts';

export function peopleCaveats(design: Design): Caveat[] {
  const said = peopleSaid(design);
  const disputed = design.questions.filter(({ status }) => status === 'differing').map(({ id }) => id);
  const isDisputed = ({ answers }: PersonSaid) => answers.some((id) => disputed.includes(id));
  const undisputed = said.filter((each) => !isDisputed(each));
  return [
    ...unreadCaveats(design),
    ...contradictedCaveats(design, undisputed),
    ...differingCaveats(design, said),
    ...notReflectedCaveats(design, undisputed),
  ];
}

export function unreadCaveats(design: Design): Caveat[] {
  const all = Map.groupBy(unreadWords(design), ({ author }) => author);
  return [...all].map(([by, replies]): Caveat => {
    return { kind: 'unread_words', by, words: cut(replies.at(-1)?.text ?? ''), more: replies.length - 1 };
  });
}

/** People whom the text contradicts (J8), the question's own decision last, and points that they settled and it does not reflect. */
function contradictedCaveats(design: Design, said: readonly PersonSaid[]): Caveat[] {
  const contradicted = said
    .filter(({ fate }) => fate === 'contradicted')
    .toSorted((one, other) => Number(one.replyId === null) - Number(other.replyId === null))
    .map(({ author: by, text, replyId }): Caveat => {
      const source = replyId === null ? 'topic' : 'reply';
      return { kind: 'contradicts_person', by, source, words: cut(text), about: '' };
    });
  const settled = leftOutOfText(design).map(({ description, positions, settlement }): Caveat => {
    const words = statementOf({ positions }, settlement?.position ?? '');
    const by = settlement?.person ?? '';
    return { kind: 'contradicts_person', by, source: 'settlement', words: cut(words), about: description };
  });
  return [...contradicted, ...settled];
}

/** Questions on which people differ. What the text does with their answers to these is told here alone. */
function differingCaveats(design: Design, said: readonly PersonSaid[]): Caveat[] {
  return design.questions
    .filter(({ status }) => status === 'differing')
    .map(({ id, text }): Caveat => {
      const against = said.filter(({ fate, answers }) => fate === 'contradicted' && answers.includes(id));
      const contradicted = [...new Set(against.map(({ author }) => author))];
      return {
        kind: 'people_differ',
        question: id,
        text,
        by: namesOf(differingOn(design, id)),
        contradicted,
      };
    });
}

/** Words that nobody read, and an audit that was not held, are caveats of their own. */
function notReflectedCaveats(design: Design, said: readonly PersonSaid[]): Caveat[] {
  const verdictOf = ({ replyId }: PersonSaid) =>
    design.replies.find(({ id }) => id === replyId)?.bearing?.verdict ?? null;
  const unread = design.replies.filter((reply) => reply.unread).map(({ id }) => id);
  const notJudged = said.filter(
    ({ fate, replyId }) => fate === null && (replyId === null || !unread.includes(replyId)),
  ).length;
  const notUsed = said.filter(({ fate }) => fate === 'not_used');
  const isThere = said.filter((each) => each.fate === 'reflected' && verdictOf(each) === 'already_there');
  return [
    ...notReflected(
      'not_used',
      notUsed.filter((each) => verdictOf(each) !== 'bears'),
    ),
    ...notReflected(
      'late',
      notUsed.filter((each) => verdictOf(each) === 'bears'),
    ),
    ...notReflected('already_there', isThere),
    ...(notJudged === 0 || design.audit === null ? [] : [notJudgedCaveat(notJudged)]),
  ];
}

function notJudgedCaveat(more: number): Caveat {
  return { kind: 'not_reflected', why: 'not_judged', by: '', words: [], more };
}

/** Most sentences of a person in a caveat; the rest is counted. */
const MAX_SENTENCES = 4;

function notReflected(why: CaveatOf<'not_reflected'>['why'], said: readonly PersonSaid[]): Caveat[] {
  return [...Map.groupBy(said, ({ author }) => author)].map(([by, its]): Caveat => {
    const words = its.slice(0, MAX_SENTENCES).map(({ text }) => cut(text));
    return { kind: 'not_reflected', why, by, words, more: its.length - words.length };
  });
}

function cut(words: string): string {
  return cutText(words, CAVEAT_CHARACTERS, '…');
}
