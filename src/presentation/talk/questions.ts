import { isAssumed, isOpen } from '../../core/questions/replies/questions.ts';
import type { SaidAnswer } from '../../core/questions/replies/said.ts';
import type { Bearing } from '../../core/vocabulary/design.ts';
import { countOf } from '../../core/vocabulary/figures.ts';
import { findById } from '../../core/vocabulary/ids.ts';
import { present } from '../../core/vocabulary/present.ts';
import { membersOf } from '../../core/vocabulary/sets.ts';
import { listWords } from '../../core/vocabulary/text.ts';
import { compact } from '../../foundation/compact.ts';
import { cutInside } from '../../foundation/cut-text.ts';
import { LABELS } from '../format/control.ts';
import {
  bold,
  clickable,
  type Document,
  document,
  italic,
  join,
  type Line,
  line,
  lines,
  list,
  type Moment,
  moment,
  type Section,
  section,
  strikeOut,
  untrusted,
  untrustedMarkdown,
  WHOLE,
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
/** Below this, reasons for questions are left out. */
const ROOM_FOR_REASONS = 80;

export const HOW_TO_ANSWER = 'Answer here in any order, in your own words; prefix with “Q2:” if you like.';

type Statuses = { readonly questions: readonly Pick<QuestionView, 'status'>[] };

/** What happens at the end of the time for answers. `sooner`: another way there, between commas. */
export function goesOnAt(until: Moment, { questions }: Statuses, sooner: Line = []): Line {
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
export function ledgerIn(view: DesignView, isAsked = true): Document {
  const byPersona = [...Map.groupBy(view.questions, ({ persona }) => persona).values()];
  return document(
    sayQuestionsLeft(view),
    (maxChars) => [
      lines(headingOf(view, isAsked)),
      ...byPersona.map((its) => section(lines(...its.map((each) => questionLine(view, each, maxChars))))),
      ...notes(view, maxChars).map((each) => section(lines(each))),
    ],
    { clickable: clickable(view.id, listLedgerControls(view)) },
  );
}

/** Questions in full, for files. */
export function questionsIn(view: DesignView): Section {
  return list(view.questions.map((each) => questionLine(view, each, WHOLE, true)));
}

/** Questions that people can answer now: for fields of a form. */
export function openQuestionsIn(view: DesignView): readonly QuestionView[] {
  return isAsking(view) ? view.questions.filter(isOpen) : [];
}

function isAsking({ answering, endedAt }: DesignView): boolean {
  return answering !== null && endedAt === null;
}

function headingOf(view: DesignView, isAsked: boolean): Line {
  const { answering, answeringClosed, questions, can } = view;
  const press = can.goOn ? line`, or when you press ${italic(LABELS.go_on)},` : [];
  if (answering !== null && isAsking(view))
    return line`${bold(`${sayQuestionsLeft(view)}.`)} ${isAsked && questions.some(isOpen) ? `${HOW_TO_ANSWER} ` : ''}${goesOnAt(moment(answering.deadline, view.changedAt), view, press)}`;
  const ended =
    answeringClosed === null || answeringClosed.by === '' ? [] : line` ${drawClosed(answeringClosed)}`;
  return line`${bold(`${countOf(questions.length, 'question')}:`)} ${sayQuestionsOver(view)}.${ended}`;
}

/** Why no more answers are waited for. */
export function drawClosed({ reason, by }: NonNullable<DesignView['answeringClosed']>): Line {
  const who = untrusted(nameAtBeginning(by), NAME_CHARACTERS);
  switch (reason) {
    case 'done':
      return line`${who} ended the wait for answers.`;
    case 'all_answered':
      return line`Every question is answered.`;
    case 'deadline':
      return line`The time for answers is over.`;
  }
}

/** `isInFull`: says who asked and why although it is closed. */
function questionLine(
  { personas }: DesignView,
  question: QuestionView,
  maxChars: number,
  isInFull = false,
): Line {
  const { id, text, why, status, answers, leftOpenBy } = question;
  const { emoji = '', title = '' } = findById(personas, question.persona) ?? {};
  const reason =
    maxChars < ROOM_FOR_REASONS ? '' : line`${italic(': ')}${italic(untrustedMarkdown(why, maxChars))}`;
  const who = line` — ${italic(untrusted(`${emoji} ${title}`, maxChars))}${reason}`;
  const asked = line`${bold(`${id} `)}${untrustedMarkdown(text, maxChars)}${isInFull || isOpen(question) ? who : ''}`;
  const answerWords = answersLine(answers, maxChars);
  // Answers that differ get no tick.
  if (status === 'differing') return line`${asked} · ${answerWords}${drawWordTaken(question, maxChars)}`;
  if (status === 'answered') {
    const told = line`✓ ${answerWords}${drawSettledWord(question, maxChars)}`;
    if (isInFull) return line`${asked} ${told}`;
    return line`${strikeOut(line`${`${id} `}${untrustedMarkdown(text, maxChars)}`)} ${told}`;
  }
  if (isAssumed(question)) {
    const assumed = line`${asked} → ${drawAssumed(question, maxChars)}`;
    return answers.length === 0 ? assumed : line`${assumed} · answered later by ${answerWords}`;
  }
  const left = leftOpenBy.length === 0 ? '' : line` · ${untrusted(sayLeftOpenBy(leftOpenBy), maxChars)}`;
  return line`${asked}${left}`;
}

/** Whose word the decision takes, of those who differ, as a clause; empty while that is not to be said. */
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
function drawWordTaken({ differing }: Pick<QuestionView, 'differing'>, maxChars = WHOLE): Line {
  const words = sayWordTaken(differing);
  return words === '' ? [] : line` ${untrusted(`${capitalize(words)}.`, maxChars)}`;
}

/** ` Ana took Ben’s word over Cem’s (“Nobody since March.”).` Empty if nobody had to. */
function drawSettledWord({ taken }: Pick<QuestionView, 'taken'>, maxChars = WHOLE): Line {
  if (taken === null) return [];
  const { by, of, over } = taken;
  const whose = (name: string) => (name === by ? 'their own' : `${name}’s`);
  const given = over.map(({ author, words }) => `${whose(author)} (“${drawAnswer(words, maxChars)}”)`);
  const against = given.length === 0 ? '' : ` over ${listWords(given)}`;
  return line` ${untrusted(`${by} took ${whose(of)} word${against}.`, maxChars)}`;
}

/** With the reason for it, unless somebody has answered since. */
export function drawAssumed({ assumption = '', unanswered }: QuestionView, maxChars = WHOLE): Line {
  const because = unanswered === null ? '' : line`${untrusted(unanswered, maxChars)}. `;
  return line`${because}${italic('Assumed: ')}${untrustedMarkdown(assumption, maxChars)}`;
}

function sayLeftOpenBy(names: readonly string[]): string {
  return `left open by ${listWords(names)}`;
}

function answersLine(answers: readonly SaidAnswer[], maxChars: number): Line {
  return join(
    answers.map((answer) => drawGiven(answer, maxChars)),
    '; ',
  );
}

/** *Ana: “900.”*, with how it is known, unless its author numbered it: matched by a turn, or code. */
export function drawGiven({ source, isCode, author, quote }: SaidAnswer, maxChars = WHOLE): Line {
  const isWritten = source === 'written';
  const most = isWritten && maxChars !== WHOLE ? Math.min(maxChars, WRITTEN_CHARACTERS) : maxChars;
  const code = isWritten ? 'answered in code by ' : 'read from code by ';
  const how = isCode ? code : isWritten ? '' : 'read from a reply by ';
  return line`${untrusted(`${how}${author}`, NAME_CHARACTERS)}: “${italic(untrusted(drawAnswer(quote, most), most))}”`;
}

/** A person's answer, cut only in its middle: without its end a sentence can say the opposite. */
function drawAnswer(text: string, maxChars = WHOLE): string {
  return maxChars === WHOLE ? text : cutInside(text, Math.min(maxChars, ANSWER_CHARACTERS));
}

/** Until then, what they answer is not counted. */
export const READING_REPLIES = 'Reading the last replies';

function notes(view: DesignView, maxChars: number): Line[] {
  const { questions, unheard, round } = view;
  const isRead = questions.some(({ answers }) => answers.some(({ source }) => source === 'read'));
  const isReading = round?.kind === 'matching';
  const isOpen = view.endedAt === null && questions.some(({ status }) => status !== 'answered');
  return compact(
    isReading && italic(`${READING_REPLIES}.`),
    isRead && isAsking(view) && line`Wrong? Edit your message, or write “Q2: …” again.`,
    isOpen && !isReading && unheard.unmatched.length > 0 && drawUnmatched(unheard.unmatched, maxChars),
    !isReading &&
      unheard.unread.length > 0 &&
      line`The words of ${untrusted(listWords(unheard.unread), maxChars)} have not been matched to a question.`,
    ...unreadFilesLine(unheard.files, maxChars),
  );
}

function drawUnmatched(authors: readonly string[], maxChars: number): Line {
  return line`${untrusted(listWords(authors), maxChars)} added a remark; all personas will read it.`;
}

function unreadFilesLine(files: DesignView['unheard']['files'], maxChars: number): Line[] {
  if (files.length === 0) return [];
  const were = files.length === 1 ? 'was' : 'were';
  const authors = [...new Set(files.map(({ author }) => author))];
  return [
    line`${countOf(files.length, 'file')} ${were} not read (${untrusted(listWords(authors), maxChars)}).`,
  ];
}

const TERMINATORS = '.!?…';

/** *Cem: “Nobody since March.”* */
function drawDiffering({ author, words }: QuestionView['differing'][number], maxChars = WHOLE): Line {
  const answer = drawAnswer(words, maxChars);
  const stop = TERMINATORS.includes(answer.at(-1) ?? '.') ? '' : '.';
  return line`${untrusted(author, NAME_CHARACTERS)}: “${untrusted(answer, maxChars)}”${stop}`;
}

/** *Ben and Cem differ on Q1* */
export function sayWhoDiffer({ id, differing }: QuestionView): string {
  return `${listWords(differing.map(({ author }) => author))} differ on ${id}`;
}

/** *Ben and Cem differ on Q1: Who reads the keys? Ben: “Nobody.” Cem: “The warehouse.” Who is right?* */
export function drawDispute(question: QuestionView, maxChars: number, isAsked = true): Line {
  const who = bold(untrusted(`${sayWhoDiffer(question)}:`, maxChars));
  const each = question.differing.map((answer) => drawDiffering(answer, maxChars));
  const asked = isAsked ? line` ${bold('Who is right?')}` : '';
  return line`${who} ${untrustedMarkdown(question.text, maxChars)} ${join(each, ' ')}${asked}${drawWordTaken(question, maxChars)}`;
}

/** Asks people who differ on a question who of them is right. Once one gives way, it says so. */
export function differIn(view: DesignView, id: QuestionView['id']): Document {
  const question = present(findById(view.questions, id), `no question ${id}`);
  const isOver = question.differing.length === 0;
  const isAsked = !isOver && view.endedAt === null;
  const words = (maxChars: number): Line =>
    isOver
      ? line`Nobody differs on ${id} any more.${drawSettledWord(question, maxChars)}`
      : drawDispute(question, maxChars, isAsked);
  return document(words(NAME_CHARACTERS), (maxChars) => [lines(words(maxChars))], {
    clickable: isAsked ? clickable(view.id, agreeControls(view, question)) : null,
  });
}

export const BEARING_WORDS: Readonly<Record<Bearing['verdict'], string>> = {
  bears: 'bears on the decision',
  already_there: 'taken as already covered',
  does_not_matter: 'taken as changing nothing',
};
