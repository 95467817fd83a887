import { namesOf } from '../../question/author.ts';
import { answeringUntil, isMatching } from '../../question/questions.ts';
import { answersNothing, type SaidAnswer, saidAbout } from '../../question/said.ts';
import type { Design, Question } from '../../vocabulary/design.ts';
import { participant } from '../../vocabulary/participants.ts';
import { listed } from '../../vocabulary/text.ts';
import {
  bold,
  clickable,
  type Document,
  document,
  given,
  joined,
  type Line,
  line,
  lines,
  moment,
  ours,
  prose,
  section,
} from '../document.ts';
import { answeringControls, correctingControls } from '../thread/controls.ts';
import { lastChangeAt } from '../thread/waiting.ts';
import { TEXTS } from './texts.ts';

/** Below this, the reason for a question gives way to the question. */
const ROOM_FOR_REASONS = 80;
const NAME_CHARACTERS = 120;
/** Of an answer that stands under its question's number anyway. */
const WRITTEN_CHARACTERS = 120;

/** The question ledger: everything that was asked, by whom, and its answers, in the order of the questions' numbers. */
export function ledgerDocument(design: Design): Document {
  const { id, questions } = design;
  const personas = [...new Set(questions.map((question) => question.participant))];
  const groups = personas.map((persona) => questions.filter((each) => each.participant === persona));
  const sections = (most: number) => [
    section(lines(heading(design))),
    ...groups.map((group) => section(lines(...group.map((each) => questionLine(design, each, most))))),
    ...notes(design, most).map((each) => section(lines(each))),
  ];
  const controls = [...answeringControls(design), ...correctingControls(design)];
  return document(TEXTS.questionsHeading(questions.length), sections, {
    clickable: clickable(id, controls),
  });
}

/** Until when people are asked to answer; `null` when they no longer are. */
function askedUntil(design: Design): number | null {
  return design.end === null ? answeringUntil(design) : null;
}

function heading(design: Design): Line {
  const { questions, answeringClosed } = design;
  const until = askedUntil(design);
  const asked = bold(TEXTS.questionsHeading(questions.length));
  if (until !== null)
    return line`${asked}${TEXTS.howToAnswer}${moment(until, lastChangeAt(design))}${TEXTS.isAssumed}`;
  const number = (status: Question['status']) => questions.filter((each) => each.status === status).length;
  const { reason = null, by = '' } = answeringClosed ?? {};
  const isByPerson = by !== '' && (reason === 'done' || reason === 'skipped');
  const ended = isByPerson ? line` ${given(TEXTS.endedBy[reason](by), NAME_CHARACTERS)}` : [];
  return line`${asked} ${TEXTS.questionsOver(number('answered'), number('assumed'), number('open'))}.${ended}`;
}

function questionLine(design: Design, question: Question, most: number): Line {
  const { id, text, why, status, assumption } = question;
  const { answers, leftOpenBy } = saidAbout(design, question);
  if (status === 'answered') {
    const struck = prose(text, most, { strike: true });
    return line`${ours(`${id} `, { strike: true })}${struck} ✓${answeredWords(answers, most)}`;
  }
  const asked = line`${bold(`${id} `)}${prose(text, most)}`;
  if (status === 'assumed') {
    const assumed = line`${asked} → ${ours(TEXTS.assumed, { italic: true })}${prose(assumption, most)}`;
    return answers.length === 0
      ? assumed
      : line`${assumed} · ${TEXTS.answeredLate}${answeredWords(answers, most)}`;
  }
  const { emoji, title } = participant(design, question.participant);
  const who = line`${asked} — ${given(`${emoji} ${title}`, most, { italic: true })}`;
  const left =
    leftOpenBy.length === 0 ? '' : line` · ${given(TEXTS.leftOpenBy(leftOpenBy), NAME_CHARACTERS)}`;
  return most < ROOM_FOR_REASONS
    ? line`${who}${left}`
    : line`${who}${ours(': ', { italic: true })}${prose(why, most, { italic: true })}${left}`;
}

/** Who said it and in which words: of those written under the question's number so much as shows what is meant. */
function answeredWords(answers: readonly SaidAnswer[], most: number): Line {
  const each = answers.map(({ author, text, source, by }) => {
    const how = { written: '', read: TEXTS.readFrom, corrected: TEXTS.confirmedBy(by) }[source];
    const room = source === 'written' ? Math.min(most, WRITTEN_CHARACTERS) : most;
    const who = how === '' ? given(author, most) : line`${given(how, most)} ${given(author, most)}`;
    return line`${who}: “${given(text, room, { italic: true })}”`;
  });
  return line` ${joined(each, '; ')}`;
}

/** What people may do about what was read, and whose words answer no question. */
function notes(design: Design, most: number): Line[] {
  const { questions, replies } = design;
  const isRead = replies.some(({ answers }) => answers.some(({ source }) => source === 'read'));
  const isOpen = questions.some(({ status }) => status !== 'answered');
  const isReading = isMatching(design);
  const unmatchedBy = namesOf(replies.filter(answersNothing(design)));
  return [
    ...(isReading ? [[ours(TEXTS.reading, { italic: true })]] : []),
    ...(isRead && askedUntil(design) !== null ? [[ours(TEXTS.correctByNumber)]] : []),
    ...(isOpen && !isReading && unmatchedBy.length > 0
      ? [line`${given(listed(unmatchedBy), most)}${TEXTS.unmatched}`]
      : []),
  ];
}
