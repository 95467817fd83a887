/**
 * What personas and people say to each other, drawn for messages, pages and files: questions with
 * their answers, proposals, differences and arguments.
 */

import type { SaidAnswer } from '../../core/questions/replies/answers-given.ts';
import { isAssumed, isOpen } from '../../core/questions/replies/questions.ts';
import type { Bearing } from '../../core/vocabulary/design.ts';
import { countOf } from '../../core/vocabulary/figures.ts';
import { findById } from '../../core/vocabulary/ids.ts';
import { present } from '../../core/vocabulary/present.ts';
import { membersOf } from '../../core/vocabulary/sets.ts';
import { listWords } from '../../core/vocabulary/text.ts';
import { compact } from '../../foundation/compact.ts';
import { LABELS } from '../format/control.ts';
import {
  bold,
  clickable,
  type Document,
  document,
  type Inline,
  ifAny,
  italic,
  join,
  type Line,
  limit,
  line,
  lines,
  list,
  type Moment,
  moment,
  type Section,
  strikeOut,
  untrusted,
  untrustedMarkdown,
} from '../format/document.ts';
import { nameAtBeginning } from '../format/people.ts';
import { capitalize } from '../format/plain.ts';
import type { QuestionView } from '../schema/talk.ts';
import type { DesignView } from '../schema/view.ts';
import { agreeControls, listLedgerControls } from '../words/controls.ts';
import { sayQuestionsLeft } from '../words/waiting.ts';

const NAME_CHARACTERS = 120;
/** Longest excerpt of an answer that its author numbered. */
const WRITTEN_CHARACTERS = 120;
/** Longest answer in a message; longer ones lose their middle. */
const ANSWER_CHARACTERS = 600;
/** With more questions in a message than these, their reasons are left out. */
const MOST_WITH_REASONS = 20;

export const HOW_TO_ANSWER =
  'Answer here in any order, in your own words; prefix with “Q2:” if you like.';

type Statuses = { readonly questions: readonly Pick<QuestionView, 'status'>[] };

/** A single question needs no order and no number. */
function sayHowToAnswer({ questions }: Statuses): string {
  return questions.length === 1 ? 'Answer here, in your own words.' : HOW_TO_ANSWER;
}

/** What happens at the end of the time for answers. `sooner`: another way there, between commas. */
export function drawGoingOn(until: Moment, { questions }: Statuses, sooner: Line = []): Line {
  const then = questions.some(isOpen) ? ' and say what they assumed' : '';
  return line`At ${until}${sooner} the personas go on${then}.`;
}

const STATUS_WORDS: Readonly<Record<QuestionView['status'], string>> = {
  answered: 'answered',
  differing: 'disputed',
  left_open: 'left open',
  not_read: 'not read',
  assumed: 'assumed',
  open: 'open',
};

/** `2 answered, 1 assumed` */
export function sayQuestionsOver({ questions }: Statuses): string {
  return membersOf(STATUS_WORDS)
    .flatMap((status) => {
      const count = questions.filter((each) => each.status === status).length;
      return count === 0 ? [] : [`${count} ${STATUS_WORDS[status]}`];
    })
    .join(', ');
}

/** The questions with their answers, edited in place. `isAsked`: its reader may answer. */
export function drawLedger(view: DesignView, isAsked = true): Document {
  const byPersona = [...Map.groupBy(view.questions, ({ persona }) => persona).values()];
  return document(
    sayQuestionsLeft(view),
    [
      lines(headingOf(view, isAsked)),
      ...byPersona.map((its) => lines(...its.map((each) => questionLine(view, each)))),
      ...notes(view).map((each) => lines(each)),
    ],
    { clickable: clickable(view.id, listLedgerControls(view)) },
  );
}

/** Questions in full, for files. */
export function drawQuestionsInFull(view: DesignView): Section {
  return list(view.questions.map((each) => questionLine(view, each, true)));
}

/** Questions that people can answer now: for fields of a form. */
export function listOpenQuestions(view: DesignView): readonly QuestionView[] {
  return isAsking(view) ? view.questions.filter(isOpen) : [];
}

function isAsking({ answering, endedAt }: DesignView): boolean {
  return answering !== null && endedAt === null;
}

function headingOf(view: DesignView, isAsked: boolean): Line {
  const { answering, answeringClosed, questions, can, endedAt } = view;
  const press = can.goOn ? line`, or when you press ${italic(LABELS.go_on)},` : [];
  if (answering !== null && isAsking(view))
    return line`${bold(`${sayQuestionsLeft(view)}.`)} ${isAsked && questions.some(isOpen) ? `${sayHowToAnswer(view)} ` : ''}${drawGoingOn(moment(answering.deadline, view.changedAt), view, press)}`;
  if (answeringClosed !== null) return bold(drawClosed(answeringClosed));
  return bold(endedAt === null ? `${sayQuestionsLeft(view)}.` : TIME_IS_OVER);
}

/** Also of a design that ended while people were asked. */
const TIME_IS_OVER = 'The time for answers is over.';

/** Why no more answers are waited for. */
export function drawClosed({ reason, by }: NonNullable<DesignView['answeringClosed']>): Line {
  const who = untrusted(nameAtBeginning(by), NAME_CHARACTERS);
  switch (reason) {
    case 'done':
      return line`${who} ended the wait for answers.`;
    case 'all_answered':
      return line`Every question is answered.`;
    case 'deadline':
      return line`${TIME_IS_OVER}`;
  }
}

/** As it is asked: with who asks and why. */
export function drawAskedQuestion(
  { id, text, why }: Pick<QuestionView, 'id' | 'text' | 'why'>,
  asker: string,
): Line {
  return line`${bold(id)} ${untrustedMarkdown(text)} (${asker}: ${untrustedMarkdown(why)})`;
}

/** `isInFull`: says who asked and why although it is closed. */
function questionLine(
  { personas, questions }: DesignView,
  question: QuestionView,
  isInFull = false,
): Line {
  const { id, text, why, status, answers, leftOpenBy } = question;
  const { emoji = '', title = '' } = findById(personas, question.persona) ?? {};
  const reason =
    isInFull || questions.length <= MOST_WITH_REASONS ? line`: ${untrustedMarkdown(why)}` : [];
  const who = line` — ${italic(line`${untrusted(`${emoji} ${title}`)}${reason}`)}`;
  const asked = line`${bold(`${id} `)}${untrustedMarkdown(text)}${isInFull || isOpen(question) ? who : ''}`;
  const answerWords = answersLine(answers);
  // Answers that differ get no tick.
  if (status === 'differing') return line`${asked} · ${answerWords}${drawWordTaken(question)}`;
  if (status === 'answered') {
    const told = line`✓ ${answerWords}${drawSettledWord(question)}`;
    if (isInFull) return line`${asked} ${told}`;
    return line`${strikeOut(line`${`${id} `}${untrustedMarkdown(text)}`)} ${told}`;
  }
  if (isAssumed(question)) {
    const assumed = line`${asked} → ${drawAssumed(question)}`;
    return answers.length === 0 ? assumed : line`${assumed} · answered later by ${answerWords}`;
  }
  const left =
    leftOpenBy.length === 0 ? '' : line` · ${untrusted(`left open by ${listWords(leftOpenBy)}`)}`;
  return line`${asked}${left}`;
}

/**
 * Whose word the decision takes, of those who differ, as a clause; empty while that is not to be
 * said.
 */
export function sayWordTaken(answers: readonly AnswerWithFate[]): string {
  if (answers.length === 0 || answers.some(({ fate }) => fate === null)) return '';
  const taken = answers.flatMap(({ author, fate }) => (fate === 'taken' ? [author] : []));
  const [only, ...others] = taken;
  if (others.length > 0) return `the decision takes the words of ${listWords(taken)}`;
  if (only !== undefined) return `the decision takes ${only}’s word`;
  if (answers.some(({ fate }) => fate === 'not_looked_at'))
    return 'nobody checked whose word the decision takes';
  return `the decision takes ${answers.length === 2 ? 'neither’s' : 'nobody’s'} word`;
}

type AnswerWithFate = Pick<QuestionView['differing'][number], 'author' | 'fate'>;

/** ` The decision takes Ben’s word.` */
function drawWordTaken({ differing }: Pick<QuestionView, 'differing'>): Line {
  const words = sayWordTaken(differing);
  return words === '' ? [] : line` ${untrusted(`${capitalize(words)}.`)}`;
}

/** ` Ana took Ben’s word over Cem’s (“Nobody since March.”).` Empty if nobody had to. */
function drawSettledWord({ taken }: Pick<QuestionView, 'taken'>): Line {
  if (taken === null) return [];
  const { by, of, over } = taken;
  const whose = (name: string) => (name === by ? 'their own' : `${name}’s`);
  const given = over.map(({ author, words }) => line`${whose(author)} (“${drawAnswer(words)}”)`);
  const against = ifAny` over ${join(given, ', ')}`;
  return line` ${untrusted(`${by} took ${whose(of)} word`)}${against}.`;
}

/** With the reason for it, unless somebody has answered since. */
export function drawAssumed({ assumption = '', unanswered }: QuestionView): Line {
  const because = unanswered === null ? '' : line`${unanswered}. `;
  return line`${because}${italic('Assumed: ')}${untrustedMarkdown(assumption)}`;
}

function answersLine(answers: readonly SaidAnswer[]): Line {
  return join(answers.map(drawGiven), '; ');
}

/**
 * *Ana: “900.”*, with how it is known, unless its author numbered it: matched by a turn, or code.
 */
export function drawGiven({ source, isCode, author, quote }: SaidAnswer): Line {
  const isWritten = source === 'written';
  const code = isWritten ? 'answered in code by ' : 'read from code by ';
  const how = isCode ? code : isWritten ? '' : 'read from a reply by ';
  const words = italic(drawAnswer(quote, isWritten ? WRITTEN_CHARACTERS : ANSWER_CHARACTERS));
  return line`${untrusted(`${how}${author}`, NAME_CHARACTERS)}: “${words}”`;
}

/** A person's answer, cut only in its middle: without its end a sentence can say the opposite. */
function drawAnswer(text: string, most = ANSWER_CHARACTERS): Inline {
  return { ...untrusted(text, most), isCutInside: true };
}

export const READING_REPLIES = 'Reading the last replies';

/** True while a turn reads what people said. Until then, what that answers stands as open. */
export function isReadingReplies({ round }: Pick<DesignView, 'round'>): boolean {
  return round?.kind === 'matching';
}

function notes(view: DesignView): Line[] {
  const { questions, unheard } = view;
  const isRead = questions.some(({ answers }) => answers.some(({ source }) => source === 'read'));
  const isReading = isReadingReplies(view);
  // Whether they read what is said later depends on when it is said.
  const isAhead = view.endedAt === null && view.answeringClosed === null;
  const isOpen = isAhead && questions.some(({ status }) => status !== 'answered');
  return compact(
    isReading && italic(`${READING_REPLIES}.`),
    isRead && isAsking(view) && line`Wrong? Edit your message, or write “Q2: …” again.`,
    isOpen &&
      !isReading &&
      unheard.unmatched.length > 0 &&
      line`${untrusted(listWords(unheard.unmatched))} added a remark; all personas will read it.`,
    !isReading &&
      unheard.unread.length > 0 &&
      line`The words of ${untrusted(listWords(unheard.unread))} have not been matched to a question.`,
    ...unreadFilesLine(unheard.files),
  );
}

function unreadFilesLine(files: DesignView['unheard']['files']): Line[] {
  if (files.length === 0) return [];
  const were = files.length === 1 ? 'was' : 'were';
  const authors = [...new Set(files)];
  return [
    line`${countOf(files.length, 'file')} ${were} not read (${untrusted(listWords(authors))}).`,
  ];
}

const TERMINATORS = '.!?…';

/** *Cem: “Nobody since March.”* */
function drawDiffering({ author, words }: QuestionView['differing'][number]): Line {
  const stop = TERMINATORS.includes(words.at(-1) ?? '.') ? '' : '.';
  return line`${untrusted(author, NAME_CHARACTERS)}: “${drawAnswer(words)}”${stop}`;
}

/** *Ben and Cem differ on Q1* */
export function sayWhoDiffer({ id, differing }: QuestionView): string {
  return `${listWords(differing.map(({ author }) => author))} differ on ${id}`;
}

/**
 * *Ben and Cem differ on Q1: Who reads the keys? Ben: “Nobody.” Cem: “The warehouse.” Who is
 * right?*
 */
export function drawDispute(question: QuestionView, isAsked = true): Line {
  const who = bold(untrusted(`${sayWhoDiffer(question)}:`));
  const each = question.differing.map(drawDiffering);
  const asked = isAsked ? line` ${bold('Who is right?')}` : '';
  return line`${who} ${untrustedMarkdown(question.text)} ${join(each, ' ')}${asked}${drawWordTaken(question)}`;
}

/** Asks people who differ on a question who of them is right. Once one gives way, it says so. */
export function drawDifferingAnswers(view: DesignView, id: QuestionView['id']): Document {
  const question = present(findById(view.questions, id), `no question ${id}`);
  const isOver = question.differing.length === 0;
  const isAsked = !isOver && view.endedAt === null;
  const words = isOver
    ? line`Nobody differs on ${id} any more.${drawSettledWord(question)}`
    : drawDispute(question, isAsked);
  return document(limit(words, NAME_CHARACTERS), [lines(words)], {
    clickable: isAsked ? clickable(view.id, agreeControls(view, question)) : null,
  });
}

export const BEARING_WORDS: Readonly<Record<Bearing['verdict'], string>> = {
  bears: 'bears on the decision',
  already_there: 'taken as already covered',
  does_not_matter: 'taken as changing nothing',
};
