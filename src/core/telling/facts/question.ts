import { namesOf } from '../../question/author.ts';
import { type SaidAnswer, saidAbout } from '../../question/said.ts';
import type { Design, Question } from '../../vocabulary/design.ts';
import { counted } from '../../vocabulary/figures.ts';
import type { QuestionId } from '../../vocabulary/ids.ts';
import { listed } from '../../vocabulary/text.ts';
import { given, joined, type Line, line, type Moment, ours, prose } from '../document.ts';

/** Questions to people, their answers, and what is assumed without one. */
const NAME_CHARACTERS = 120;
/** Length of an answer that also stands under its question's number. */
const WRITTEN_CHARACTERS = 120;

export function questionsHeading(count: number): string {
  return `${counted(count, 'question')} before they write.`;
}

export const HOW_TO_ANSWER = 'Answer in any order, in your own words; prefix with “Q2:” if you like.';

export function unansweredAt(until: Moment): Line {
  return line`Anything unanswered at ${until} becomes a stated assumption.`;
}

/** Numbers of questions by how they ended: `2 answered, 1 assumed`. */
export function questionsOver(questions: Design['questions']): string {
  const states = [
    ['answered', 'answered'],
    ['assumed', 'assumed'],
    ['open', 'left open'],
  ] as const;
  return states
    .map(([status, words]) => [questions.filter((each) => each.status === status).length, words] as const)
    .flatMap(([count, words]) => (count === 0 ? [] : [`${count} ${words}`]))
    .join(', ');
}

/** The end of the answers: by a person, because nothing is left open, or because the time was over. */
export function answeringClosedLine({ reason, by }: NonNullable<Design['answeringClosed']>): Line {
  const who = given(by, NAME_CHARACTERS);
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

/** The reason of an assumption, as the beginning of a sentence: silence is only claimed where there was silence. */
export function unansweredWords(design: Pick<Design, 'replies'>, question: Pick<Question, 'id'>): string {
  const authors = namesOf(design.replies.filter(({ unmatched }) => unmatched));
  if (authors.length > 0) return `What ${listed(authors)} said could not be matched to a question`;
  const { leftOpenBy } = saidAbout(design, question);
  return leftOpenBy.length === 0
    ? 'Nobody said anything that answers this'
    : `${leftOpenByWords(leftOpenBy)}, and nobody else answered it`;
}

/** People who do not know the answer to a question. */
export function leftOpenByWords(names: readonly string[]): string {
  return `${listed(names)} left this open`;
}

export function assumedLine(assumption: string, most: number): Line {
  return line`${ours('assumed: ', { italic: true })}${prose(assumption, most)}`;
}

/** Tells how an answer is known: its author wrote it under the question's number; a turn read it so; a person said so. */
export function answeredHow({ source, by }: Pick<SaidAnswer, 'source' | 'by'>): string {
  return { written: 'answered by', read: 'read from a reply by', corrected: `${by} says: the reply by` }[
    source
  ];
}

/** Answers with who gave them: of those written under the question's number so much as shows what is meant. */
export function answersLine(answers: readonly SaidAnswer[], most: number): Line {
  const each = answers.map((answer) => {
    const isWritten = answer.source === 'written';
    const how = isWritten ? '' : `${answeredHow(answer)} `;
    const room = isWritten ? Math.min(most, WRITTEN_CHARACTERS) : most;
    return line`${given(`${how}${answer.author}`, most)}: “${given(answer.text, room, { italic: true })}”`;
  });
  return joined(each, '; ');
}

/** Replies that answer no question. */
export function unmatchedLine(authors: readonly string[], most: number): Line {
  return line`${given(listed(authors), most)} said something that answers no question. Everybody who writes a proposal reads it.`;
}

/** Replies that no turn has read. */
export function unreadLine(authors: readonly string[], most: number): Line {
  return line`The words of ${given(listed(authors), most)} have not been matched to a question.`;
}

/** A correction, for the person who made it. `author`: of the reply that answers the question; `null` where nothing read does. */
export function correctedWords(id: QuestionId, author: string | null): string {
  return author === null
    ? `Noted. Nothing that was read answers ${id}.`
    : `Noted: ${author} answers ${id}. It stands under the questions, with your name.`;
}

/** The same for everybody. `author`: of the reply; `null` where nothing said so far answers the question. */
export function correctionLine(by: Line, questionId: Question['id'] | null, author: Line | null): Line {
  if (author === null) return line`${by} says that nothing said so far answers ${questionId ?? 'this'}.`;
  if (questionId === null) return line`${by} says that the reply by ${author} is no answer.`;
  return line`${by} says what answers ${questionId}: the reply by ${author}.`;
}
