import type { AskedQuestion, Ledger } from '../../core/thread/questions.ts';
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
  section,
} from './document.ts';
import { inlineMarkdown } from './markdown.ts';
import { named, TEXTS } from './texts.ts';

/** Below this, the reason for a question gives way to the question. */
const ROOM_FOR_REASONS = 80;
const NAME_CHARACTERS = 120;
/** Of an answer that stands under its question's number anyway. */
const WRITTEN_CHARACTERS = 120;

/** All questions in one message, each with the participant who asks it. */
export function ledgerDocument(ledger: Ledger): Document {
  const { count, groups, designId, controls } = ledger;
  const sections = (most: number) => [
    section(lines(heading(ledger))),
    ...groups.map(({ emoji, title, questions }) =>
      section(lines(...questions.map((question) => questionLine(question, `${emoji} ${title}`, most)))),
    ),
    ...notes(ledger, most).map((each) => section(lines(each))),
  ];
  return document(TEXTS.questionsHeading(count), sections, { clickable: clickable(designId, controls) });
}

function heading({ count, until, asOf, groups, endedBy }: Ledger): Line {
  const asked = bold(TEXTS.questionsHeading(count));
  if (until !== null) return line`${asked}${TEXTS.howToAnswer}${moment(until, asOf)}${TEXTS.isAssumed}`;
  const all = groups.flatMap(({ questions }) => questions);
  const number = (status: AskedQuestion['status']) => all.filter((each) => each.status === status).length;
  const ended =
    endedBy === null ? [] : line` ${given(TEXTS.endedBy[endedBy.reason](endedBy.by), NAME_CHARACTERS)}`;
  return line`${asked} ${TEXTS.questionsOver(number('answered'), number('assumed'), number('open'))}.${ended}`;
}

function questionLine(question: AskedQuestion, personaName: string, most: number): Line {
  const { id, text, why, status, answers, assumption } = question;
  if (status === 'answered') {
    const struck = inlineMarkdown(text, most, { strike: true });
    return line`${ours(`${id} `, { strike: true })}${struck} ✓${answeredWords(question, most)}`;
  }
  const asked = line`${bold(`${id} `)}${inlineMarkdown(text, most)}`;
  if (status === 'assumed') {
    const assumed = line`${asked} → ${ours(TEXTS.assumed, { italic: true })}${inlineMarkdown(assumption, most)}`;
    return answers.length === 0
      ? assumed
      : line`${assumed} · ${TEXTS.answeredLate}${answeredWords(question, most)}`;
  }
  const who = line`${asked} — ${given(personaName, most, { italic: true })}`;
  return most < ROOM_FOR_REASONS
    ? who
    : line`${who}${ours(': ', { italic: true })}${inlineMarkdown(why, most, { italic: true })}`;
}

/** Who said it and in which words: of those written under the question's number so much as shows what is meant. */
function answeredWords({ answers }: AskedQuestion, most: number): Line {
  const each = answers.map(({ author, text, source, by }) => {
    const how = { written: '', read: TEXTS.readFrom, corrected: TEXTS.confirmedBy(by) }[source];
    const room = source === 'written' ? Math.min(most, WRITTEN_CHARACTERS) : most;
    const who = how === '' ? given(author, most) : line`${given(how, most)} ${given(author, most)}`;
    return line`${who}: “${given(text, room, { italic: true })}”`;
  });
  return line` ${joined(each, '; ')}`;
}

/** What people may do about what was read, and whose words were matched to nothing. */
function notes({ groups, until, isReading, unmatchedBy }: Ledger, most: number): Line[] {
  const all = groups.flatMap(({ questions }) => questions);
  const isRead = all.some(({ answers }) => answers.some(({ source }) => source === 'read'));
  const isOpen = all.some(({ status }) => status !== 'answered');
  return [
    ...(isReading ? [[ours(TEXTS.reading, { italic: true })]] : []),
    ...(isRead && until !== null ? [[ours(TEXTS.correctByNumber)]] : []),
    ...(isOpen && !isReading && unmatchedBy.length > 0
      ? [line`${given(named(unmatchedBy), most)}${TEXTS.unmatched}`]
      : []),
  ];
}
