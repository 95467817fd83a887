import { leftOutOfText } from '../../decision/decided.ts';
import { contradictionsLeft } from '../../decision/people.ts';
import { statementOf } from '../../differences/labels.ts';
import { namesOf } from '../../questions/author.ts';
import { isAnsweredByChange, wordsNotTaken } from '../../questions/bearing.ts';
import { differingOn } from '../../questions/questions.ts';
import { unreadWords } from '../../questions/said.ts';
import { CAVEAT_CHARACTERS, type Caveat } from '../../vocabulary/caveat.ts';
import type { Design } from '../../vocabulary/design.ts';
import { cutText } from '../../vocabulary/text.ts';

export function peopleCaveats(design: Design): Caveat[] {
  return [
    ...unreadCaveats(design),
    ...contradictedCaveats(design),
    ...differingCaveats(design),
    ...lateCaveats(design),
  ];
}

export function unreadCaveats(design: Design): Caveat[] {
  const all = Map.groupBy(unreadWords(design), ({ author }) => author);
  return [...all].map(([by, replies]): Caveat => {
    return { kind: 'unread_words', by, words: cut(replies.at(-1)?.text ?? ''), more: replies.length - 1 };
  });
}

/** People whom the text contradicts (J8), the question's own decision last, and points that they settled and it does not reflect. */
function contradictedCaveats(design: Design): Caveat[] {
  const contradicted = contradictionsLeft(design)
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

function differingCaveats(design: Design): Caveat[] {
  return design.questions
    .filter(({ status }) => status === 'differing')
    .map(({ id, text }): Caveat => {
      const by = namesOf(differingOn(design, id));
      return { kind: 'people_differ', question: id, text, by };
    });
}

function lateCaveats(design: Design): Caveat[] {
  const isThere = design.replies.filter(({ bearing }) => bearing?.verdict === 'already_there');
  return [
    ...notReflected('late', wordsNotTaken(design)),
    ...notReflected(
      'already_there',
      isThere.filter((reply) => !isAnsweredByChange(design, reply)),
    ),
  ];
}

/** Most sentences of a person in a caveat; the rest is counted. */
const MAX_SENTENCES = 4;

function notReflected(
  why: Extract<Caveat, { kind: 'not_reflected' }>['why'],
  said: readonly { readonly author: string; readonly text: string }[],
): Caveat[] {
  return [...Map.groupBy(said, ({ author }) => author)].map(([by, its]): Caveat => {
    const words = its.slice(0, MAX_SENTENCES).map(({ text }) => cut(text));
    return { kind: 'not_reflected', why, by, words, more: its.length - words.length };
  });
}

function cut(words: string): string {
  return cutText(words, CAVEAT_CHARACTERS, '…');
}
