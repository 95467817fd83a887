import { isAssumed, isOpen } from '../core/questions/replies/questions.ts';
import type { SaidAnswer } from '../core/questions/replies/said.ts';
import type { Bearing } from '../core/vocabulary/design.ts';
import { countOf } from '../core/vocabulary/figures.ts';
import { findById } from '../core/vocabulary/ids.ts';
import { membersOf } from '../core/vocabulary/sets.ts';
import { cutInside, listWords } from '../core/vocabulary/text.ts';
import { compact } from '../foundation/compact.ts';
import { listLedgerControls, makeControl } from './controls.ts';
import {
  bold,
  clickable,
  type Document,
  document,
  ifAny,
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
} from './format/document.ts';
import { nameAtBeginning } from './format/people.ts';
import type { QuestionView } from './schema/talk.ts';
import type { DesignView } from './schema/view.ts';

const NAME_CHARACTERS = 120;
/** Longest excerpt of an answer that its author numbered. */
const WRITTEN_CHARACTERS = 120;
/** Longest answer in a message; longer ones lose their middle. */
const ANSWER_CHARACTERS = 600;
/** Below this, reasons for questions are left out. */
const ROOM_FOR_REASONS = 80;

export const HOW_TO_ANSWER = 'Answer here in any order, in your own words; prefix with “Q2:” if you like.';

type Statuses = { readonly questions: readonly Pick<QuestionView, 'status'>[] };

/** `3 of 5 questions are still open.` */
export function sayQuestionsLeft({ questions }: Statuses): string {
  const all = countOf(questions.length, 'question');
  const open = questions.filter(isOpen).length;
  if (open === 0) return 'No question is open.';
  const are = open === 1 ? 'is' : 'are';
  return open === questions.length ? `${all} ${are} open.` : `${open} of ${all} ${are} still open.`;
}

/** What happens at the end of the time for answers. */
export function goesOnAt(until: Moment, { questions }: Statuses): Line {
  const then = questions.some(isOpen) ? ' and say what they assumed' : '';
  return line`At ${until} the personas go on${then}.`;
}

const STATUS_WORDS: Readonly<Record<QuestionView['status'], string>> = {
  answered: 'answered',
  differing: 'with answers that differ',
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
  const { answering, answeringClosed, questions } = view;
  if (answering !== null && isAsking(view))
    return line`${bold(sayQuestionsLeft(view))} ${isAsked ? `${HOW_TO_ANSWER} ` : ''}${goesOnAt(moment(answering.deadline, view.changedAt), view)}`;
  const ended =
    answeringClosed === null || answeringClosed.by === '' ? [] : line` ${drawClosed(answeringClosed)}`;
  return line`${bold(`${countOf(questions.length, 'question')}:`)} ${sayQuestionsOver(view)}.${ended}`;
}

/** Why no more answers are waited for. */
export function drawClosed({ reason, by }: NonNullable<DesignView['answeringClosed']>): Line {
  const who = untrusted(nameAtBeginning(by), NAME_CHARACTERS);
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
  if (status === 'differing') return line`${asked} · ${answerWords}`;
  if (status === 'answered') {
    if (isInFull) return line`${asked} ✓ ${answerWords}`;
    return line`${strikeOut(line`${`${id} `}${untrustedMarkdown(text, maxChars)}`)} ✓ ${answerWords}`;
  }
  if (isAssumed(question)) {
    const assumed = line`${asked} → ${drawAssumed(question, maxChars)}`;
    return answers.length === 0 ? assumed : line`${assumed} · answered later by ${answerWords}`;
  }
  const left = leftOpenBy.length === 0 ? '' : line` · ${untrusted(sayLeftOpenBy(leftOpenBy), maxChars)}`;
  return line`${asked}${left}`;
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
  const each = answers.map((answer) => {
    const isWritten = answer.source === 'written';
    const most = isWritten && maxChars !== WHOLE ? Math.min(maxChars, WRITTEN_CHARACTERS) : maxChars;
    const how = isWritten ? '' : `${sayHowAnswered(answer)} `;
    const words = italic(untrusted(drawAnswer(answer.quote, most), most));
    return line`${untrusted(`${how}${answer.author}`, NAME_CHARACTERS)}: “${words}”`;
  });
  return join(each, '; ');
}

/** How an answer is known: numbered by its author, or matched by a turn. */
export function sayHowAnswered({ source }: Pick<SaidAnswer, 'source'>): string {
  return { written: 'answered by', read: 'read from a reply by' }[source];
}

/** A person's answer, cut only in its middle: without its end a sentence can say the opposite. */
export function drawAnswer(text: string, maxChars = WHOLE): string {
  return maxChars === WHOLE ? text : cutInside(text, Math.min(maxChars, ANSWER_CHARACTERS));
}

function notes(view: DesignView, maxChars: number): Line[] {
  const { questions, unheard, round } = view;
  const isRead = questions.some(({ answers }) => answers.some(({ source }) => source === 'read'));
  const isReading = round?.kind === 'matching';
  const isOpen = view.endedAt === null && questions.some(({ status }) => status !== 'answered');
  return compact(
    isReading && italic('Reading the last replies.'),
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

function unreadFilesLine(files: DesignView['unheard']['files'], maxChars: number): Line[] {
  if (files.length === 0) return [];
  const isPicture = (name: string) => PICTURES.some((ending) => name.toLowerCase().endsWith(ending));
  const pictures = files.filter(({ name }) => isPicture(name)).length;
  const others = files.length - pictures;
  const counts = compact(pictures > 0 && countOf(pictures, 'picture'), others > 0 && countOf(others, 'file'));
  const authors = [...new Set(files.map(({ author }) => author))];
  const were = files.length === 1 ? 'was' : 'were';
  return [line`${listWords(counts)} ${were} not read (${untrusted(listWords(authors), maxChars)}).`];
}

/** Most buttons; the others write `Q2: …`. */
const DIFFERING_BUTTONS = 5;
const TERMINATORS = '.!?…';

/** Asks people who differ on a question who of them is right. Once one gives way, it says so. */
export function differIn(view: DesignView, id: QuestionView['id']): Document {
  const people = findById(view.questions, id)?.differing ?? [];
  const isAsked = people.length > 0 && view.endedAt === null;
  const words = (maxChars: number): Line => {
    if (people.length === 0) return line`Nobody differs on ${id} any more.`;
    const answerLines = people.map(({ author, words: own }) => {
      const answer = drawAnswer(own, maxChars);
      const stop = TERMINATORS.includes(answer.at(-1) ?? '.') ? '' : '.';
      return line`${untrusted(author, NAME_CHARACTERS)}: “${untrusted(answer, maxChars)}”${stop}`;
    });
    const names = listWords(people.map(({ author }) => author));
    const who = bold(untrusted(`${names} differ on ${id}.`, maxChars));
    return line`${who} ${join(answerLines, ' ')}${isAsked ? ' Who is right?' : ''}`;
  };
  const controls = people
    .slice(0, DIFFERING_BUTTONS)
    .map(({ author, since }) => makeControl('agree', author, `${id}/${since}`));
  return document(words(NAME_CHARACTERS), (maxChars) => [lines(words(maxChars))], {
    clickable: isAsked ? clickable(view.id, controls) : null,
  });
}

/** How a reply bears on the decision. */
export function drawBearing(
  by: Line,
  { verdict, sentence, reason }: Pick<Bearing, 'verdict' | 'sentence' | 'reason'>,
): Line {
  const where = ifAny` (“${untrustedMarkdown(sentence)}”)`;
  return line`What ${by} said ${BEARING_WORDS[verdict]}${where}: ${untrustedMarkdown(reason)}`;
}

export const BEARING_WORDS: Readonly<Record<Bearing['verdict'], string>> = {
  bears: 'bears on the decision',
  already_there: 'is read as already in the decision',
  does_not_matter: 'is read as changing nothing',
};
