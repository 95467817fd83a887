import { namesOf } from '../core/questions/author.ts';
import { answeringUntil, isAssumed, isMatching } from '../core/questions/questions.ts';
import { answersNothing, saidAbout, unreadWords } from '../core/questions/said.ts';
import type { Design, Question } from '../core/vocabulary/design.ts';
import { participant } from '../core/vocabulary/participants.ts';
import { ledgerControls } from './controls.ts';
import {
  bold,
  clickable,
  type Document,
  document,
  italic,
  type Line,
  line,
  lines,
  moment,
  section,
  trusted,
  untrusted,
  untrustedMarkdown,
} from './format/document.ts';
import {
  answeringClosedLine,
  answersLine,
  assumedLine,
  HOW_TO_ANSWER,
  leftOpenByWords,
  questionsHeading,
  questionsLeft,
  questionsOver,
  unansweredAt,
  unansweredWords,
  unmatchedLine,
  unreadFilesLine,
  unreadLine,
} from './questions.ts';
import { TEXTS } from './run/texts.ts';
import { lastChangeAt } from './waiting.ts';

/** Below this, reasons for questions are left out. */
const ROOM_FOR_REASONS = 80;

/** `isAsked`: its reader may answer. */
export function ledgerDocument(design: Design, isAsked = true): Document {
  const { id, questions } = design;
  const personas = [...new Set(questions.map((question) => question.participant))];
  const groups = personas.map((persona) => questions.filter((each) => each.participant === persona));
  const sections = (maxChars: number) => [
    section(lines(heading(design, isAsked))),
    ...groups.map((group) => section(lines(...group.map((each) => questionLine(design, each, maxChars))))),
    ...notes(design, maxChars).map((each) => section(lines(each))),
  ];
  return document(questionsHeading(questions.length), sections, {
    clickable: clickable(id, ledgerControls(design)),
  });
}

/** Deadline for answers; `null` once it is over. */
function askedUntil(design: Design): number | null {
  return design.end === null ? answeringUntil(design) : null;
}

function heading(design: Design, isAsked: boolean): Line {
  const { questions, answeringClosed } = design;
  const until = askedUntil(design);
  if (until !== null)
    return line`${bold(questionsLeft(design))} ${isAsked ? `${HOW_TO_ANSWER} ` : ''}${unansweredAt(moment(until, lastChangeAt(design)))}`;
  const asked = bold(questionsHeading(questions.length));
  const isByPerson = answeringClosed !== null && answeringClosed.by !== '';
  const ended = isByPerson ? line` ${answeringClosedLine(answeringClosed)}` : [];
  return line`${asked} ${questionsOver(design)}.${ended}`;
}

function questionLine(design: Design, question: Question, maxChars: number): Line {
  const { id, text, why, status, assumption } = question;
  const { answers, leftOpenBy } = saidAbout(design, question);
  const asked = line`${bold(`${id} `)}${untrustedMarkdown(text, maxChars)}`;
  // Answers that differ get no tick (J13).
  if (status === 'differing') return line`${asked} · ${answersLine(answers, maxChars)}`;
  if (status === 'answered') {
    const struck = untrustedMarkdown(text, maxChars, { strike: true });
    return line`${trusted(`${id} `, { strike: true })}${struck} ✓ ${answersLine(answers, maxChars)}`;
  }
  if (isAssumed(question)) {
    const why = status === 'assumed' ? '' : line` ${untrusted(unansweredWords(design, question), maxChars)},`;
    const assumed = line`${asked} →${why} ${assumedLine(assumption, maxChars)}`;
    return answers.length === 0
      ? assumed
      : line`${assumed} · answered later by ${answersLine(answers, maxChars)}`;
  }
  const { emoji, title } = participant(design, question.participant);
  const who = line`${asked} — ${untrusted(`${emoji} ${title}`, maxChars, { italic: true })}`;
  const left = leftOpenBy.length === 0 ? '' : line` · ${untrusted(leftOpenByWords(leftOpenBy), maxChars)}`;
  return maxChars < ROOM_FOR_REASONS
    ? line`${who}${left}`
    : line`${who}${italic(': ')}${untrustedMarkdown(why, maxChars, { italic: true })}${left}`;
}

function notes(design: Design, maxChars: number): Line[] {
  const { questions, replies } = design;
  const isRead = replies.some(({ answers }) => answers.some(({ source }) => source === 'read'));
  const isOpen = questions.some(({ status }) => status !== 'answered');
  const isReading = isMatching(design);
  const answersNone = answersNothing(design);
  const unmatchedBy = namesOf(
    replies.filter((reply) => !reply.unmatched && !reply.unread && answersNone(reply)),
  );
  const unreadBy = namesOf(unreadWords(design));
  return [
    ...(isReading ? [[italic(TEXTS.reading)]] : []),
    ...(isRead && askedUntil(design) !== null ? [[trusted(TEXTS.correctByNumber)]] : []),
    ...(design.end === null && isOpen && !isReading && unmatchedBy.length > 0
      ? [unmatchedLine(unmatchedBy, maxChars)]
      : []),
    ...(!isReading && unreadBy.length > 0 ? [unreadLine(unreadBy, maxChars)] : []),
    ...[unreadFilesLine(replies, maxChars)].filter((each) => each.length > 0),
  ];
}
