import type { AskedQuestion, Ledger } from '../../core/thread/questions.ts';
import { clickable, type Document, document } from './document.ts';
import { inlineMarkdown } from './markdown.ts';
import { bold, given, type Line, lines, moment, ours, section } from './rich.ts';
import { named, TEXTS } from './texts.ts';

/** Below this, the reason for a question gives way to the question. */
const ROOM_FOR_REASONS = 80;

/** All questions in one message, under the name of whoever asks. */
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
  if (until !== null) {
    return [
      bold(TEXTS.questionsHeading(count)),
      ours(TEXTS.howToAnswer),
      moment(until, asOf),
      ours(TEXTS.isAssumed),
    ];
  }
  const all = groups.flatMap(({ questions }) => questions);
  const number = (status: AskedQuestion['status']) => all.filter((each) => each.status === status).length;
  return [
    bold(TEXTS.questionsHeading(count)),
    ours(` ${TEXTS.questionsOver(number('answered'), number('assumed'), number('open'))}.`),
  ];
}

function questionLine({ id, text, why, status, answeredBy, assumption }: AskedQuestion, most: number): Line {
  if (status === 'answered') {
    const by = given(named(answeredBy), most);
    const struck = inlineMarkdown(text, most, { strike: true });
    return [ours(`${id} `, { strike: true }), ...struck, ours(by.text === '' ? ' ✓' : ' ✓ '), by];
  }
  const question = [bold(`${id} `), ...inlineMarkdown(text, most)];
  if (status === 'assumed') {
    return [
      ...question,
      ours(' → '),
      ours(TEXTS.assumed, { italic: true }),
      ...inlineMarkdown(assumption, most),
    ];
  }
  const reason = most < ROOM_FOR_REASONS ? [] : [ours(' — '), ...inlineMarkdown(why, most, { italic: true })];
  return [...question, ...reason];
}
