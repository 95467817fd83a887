import type { AskedQuestion, Ledger } from '../../core/thread/questions.ts';
import {
  bold,
  clickable,
  type Document,
  document,
  given,
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

/** All questions in one message, each under the name of the participant who asks it. */
export function ledgerDocument(ledger: Ledger): Document {
  const { count, groups, designId, controls } = ledger;
  const sections = (most: number) => [
    section(lines(heading(ledger))),
    ...groups.map(({ emoji, title, questions }) =>
      section(
        lines(
          [given(`${emoji} ${title}`, most, { bold: true })],
          ...questions.map((question) => questionLine(question, most)),
        ),
      ),
    ),
  ];
  return document(TEXTS.questionsHeading(count), sections, { clickable: clickable(designId, controls) });
}

function heading({ count, until, asOf, groups }: Ledger): Line {
  const asked = bold(TEXTS.questionsHeading(count));
  if (until !== null) return line`${asked}${TEXTS.howToAnswer}${moment(until, asOf)}${TEXTS.isAssumed}`;
  const all = groups.flatMap(({ questions }) => questions);
  const number = (status: AskedQuestion['status']) => all.filter((each) => each.status === status).length;
  return line`${asked} ${TEXTS.questionsOver(number('answered'), number('assumed'), number('open'))}.`;
}

function questionLine({ id, text, why, status, answeredBy, assumption }: AskedQuestion, most: number): Line {
  if (status === 'answered') {
    const by = given(named(answeredBy), most);
    const struck = inlineMarkdown(text, most, { strike: true });
    return line`${ours(`${id} `, { strike: true })}${struck} ✓${by.text === '' ? '' : ' '}${by}`;
  }
  const question = line`${bold(`${id} `)}${inlineMarkdown(text, most)}`;
  if (status === 'assumed')
    return line`${question} → ${ours(TEXTS.assumed, { italic: true })}${inlineMarkdown(assumption, most)}`;
  if (most < ROOM_FOR_REASONS) return question;
  return line`${question} — ${inlineMarkdown(why, most, { italic: true })}`;
}
