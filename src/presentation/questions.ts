import { namesOf } from '../core/questions/author.ts';
import { openQuestions } from '../core/questions/questions.ts';
import { unreadFilesIn } from '../core/questions/quoted.ts';
import { type SaidAnswer, saidAbout } from '../core/questions/said.ts';
import type { Bearing, Design, Question, Reply } from '../core/vocabulary/design.ts';
import { counted } from '../core/vocabulary/figures.ts';
import { cutInside, listed } from '../core/vocabulary/text.ts';
import {
  italic,
  joined,
  type Line,
  line,
  type Moment,
  untrusted,
  untrustedMarkdown,
  WHOLE,
} from './format/document.ts';
import { atBeginning } from './format/people.ts';
import type { DesignView } from './schema/view.ts';

const NAME_CHARACTERS = 120;
/** Longest excerpt of an answer that its author numbered. */
const WRITTEN_CHARACTERS = 120;
/** Longest answer shown; longer ones lose their middle. */
const ANSWER_CHARACTERS = 600;

export function questionsHeading(count: number): string {
  return `${counted(count, 'question')} before they write.`;
}

export function questionsLeft({ questions }: Pick<Design, 'questions'>): string {
  const [asked, open] = [questions.length, openQuestions({ questions }).length];
  if (open === asked) return questionsHeading(asked);
  return `${counted(asked, 'question')} before they write, ${open === 0 ? 'none' : open} open.`;
}

export const HOW_TO_ANSWER =
  'Answer in any order, in your own words. A line that begins with “Q2:” answers question 2.';

export function unansweredAt(until: Moment): Line {
  return line`Anything unanswered at ${until} becomes a stated assumption.`;
}

/** `2 answered, 1 assumed` */
export function questionsOver({
  questions,
}: Pick<DesignView, 'questions'> | Pick<Design, 'questions'>): string {
  const count = (status: Question['status']) => questions.filter((each) => each.status === status).length;
  return (
    [
      [count('answered'), 'answered'],
      [count('differing'), 'with answers that differ'],
      [count('left_open'), 'left open'],
      [count('not_read'), 'not read'],
      [count('assumed'), 'assumed'],
      [count('open'), 'open'],
    ] as const
  )
    .flatMap(([count, words]) => (count === 0 ? [] : [`${count} ${words}`]))
    .join(', ');
}

export function answeringClosedLine({ reason, by }: NonNullable<Design['answeringClosed']>): Line {
  const who = untrusted(atBeginning(by), NAME_CHARACTERS);
  switch (reason) {
    case 'done':
      return line`${who} said that this is all.`;
    case 'skipped':
      return by === '' ? line`Nobody is there to answer.` : line`${who} skipped the rest.`;
    case 'all_answered':
      return line`Every question is answered.`;
    case 'deadline':
      return line`The time for answers is over.`;
  }
}

/** Why something is assumed, as the beginning of a sentence. It says *no answer* only if there was none. */
export function unansweredWords(design: Pick<Design, 'replies'>, question: Pick<Question, 'id'>): string {
  const authors = namesOf(
    design.replies.filter(
      ({ unread, unmatched, answers }) =>
        unread && (unmatched || answers.some(({ questionId }) => questionId === question.id)),
    ),
  );
  if (authors.length > 0) return `Nobody has read what ${listed(authors)} wrote`;
  const { leftOpenBy } = saidAbout(design, question);
  return leftOpenBy.length === 0
    ? 'No answer'
    : `${leftOpenByWords(leftOpenBy)}, and nobody else answered it`;
}

export function leftOpenByWords(names: readonly string[]): string {
  return `${listed(names)} left this open`;
}

export function assumedLine(assumption: string, maxChars: number): Line {
  return line`${italic('assumed: ')}${untrustedMarkdown(assumption, maxChars)}`;
}

/** How an answer is known: numbered by its author, or matched by a turn. */
export function answeredHow({ source }: Pick<SaidAnswer, 'source'>): string {
  return { written: 'answered by', read: 'read from a reply by' }[source];
}

export function answersLine(answers: readonly SaidAnswer[], maxChars: number): Line {
  const each = answers.map((answer) => {
    const isWritten = answer.source === 'written';
    const how = isWritten ? '' : `${answeredHow(answer)} `;
    return answerLine(answer, how, isWritten ? Math.min(maxChars, WRITTEN_CHARACTERS) : maxChars);
  });
  return joined(each, '; ');
}

function answerLine({ author, quote }: SaidAnswer, how: string, maxChars: number): Line {
  const words = untrusted(shownAnswer(quote, maxChars), maxChars, { italic: true });
  return line`${untrusted(`${how}${author}`, NAME_CHARACTERS)}: “${words}”`;
}

/** A person's answer, cut only in its middle: without its end a sentence can say the opposite. */
export function shownAnswer(text: string, maxChars: number): string {
  return cutInside(text, Math.min(maxChars, ANSWER_CHARACTERS));
}

/** How a reply bears on the decision (J8). */
export function bearingLine(
  by: Line,
  { verdict, sentence, reason }: Pick<Bearing, 'verdict' | 'sentence' | 'reason'>,
): Line {
  const where = sentence === '' ? '' : line` (“${untrustedMarkdown(sentence, WHOLE)}”)`;
  return line`What ${by} said ${BEARING_WORDS[verdict]}${where}: ${untrustedMarkdown(reason, WHOLE)}`;
}

export const BEARING_WORDS: Readonly<Record<Bearing['verdict'], string>> = {
  bears: 'bears on the decision',
  already_there: 'is read as already in the decision',
  does_not_matter: 'is read as changing nothing',
};

export function unmatchedLine(authors: readonly string[], maxChars: number): Line {
  return line`${untrusted(listed(authors), maxChars)} added a remark; all personas will read it.`;
}

export function unreadLine(authors: readonly string[], maxChars: number): Line {
  return line`The words of ${untrusted(listed(authors), maxChars)} have not been matched to a question.`;
}

const PICTURES = [
  '.avif',
  '.bmp',
  '.gif',
  '.heic',
  '.jpeg',
  '.jpg',
  '.png',
  '.svg',
  '.tif',
  '.tiff',
  '.webp',
];

export function unreadFilesLine(replies: readonly Pick<Reply, 'author' | 'text'>[], maxChars: number): Line {
  const unread = replies.flatMap(({ author, text }) =>
    unreadFilesIn(text).map((name) => ({ author, name: name.toLowerCase() })),
  );
  if (unread.length === 0) return [];
  const pictures = unread.filter(({ name }) => PICTURES.some((ending) => name.endsWith(ending))).length;
  const others = unread.length - pictures;
  const counts = [
    ...(pictures === 0 ? [] : [counted(pictures, 'picture')]),
    ...(others === 0 ? [] : [counted(others, 'file')]),
  ];
  const authors = [...new Set(unread.map(({ author }) => author))];
  const were = unread.length === 1 ? 'was' : 'were';
  return line`${listed(counts)} ${were} not read (${untrusted(listed(authors), maxChars)}).`;
}
