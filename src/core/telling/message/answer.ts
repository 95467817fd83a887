import { whyNotAsk } from '../../afterwards/afterwards.ts';
import { questionsAskedOf } from '../../afterwards/standing.ts';
import { decisionInForce } from '../../outcome/outcome.ts';
import { offersRetry } from '../../policy/should-retry.ts';
import type { Design } from '../../vocabulary/design.ts';
import { clickable, type Document, document, line, lines, prose, section, small } from '../document.ts';
import { answerLine, answerMark, sourcesWords } from '../facts/afterwards.ts';
import { person } from '../facts/people.ts';
import { type Control, runAgainControl } from '../thread/controls.ts';

type Asked = ReturnType<typeof questionsAskedOf>[number];

/** The most characters of small print. */
const SMALL_CHARACTERS = 600;

/** Answers a question about the decision in its thread, with its sources and a way to go on from there (J14). */
export function answerDocument(design: Design, number: number): Document {
  const asked = questionsAskedOf(design)[number - 1];
  if (asked === undefined) throw new Error(`broken invariant: no question ${number} was asked`);
  return answerAloneDocument(design, asked);
}

/** The same for a question that only its author has the answer to. */
export function answerAloneDocument(design: Design, asked: Asked): Document {
  const sources = sourcesWords(design, asked);
  const sections = (most: number) => [
    section(
      lines(line`${person(asked.by, { bold: true })}: ${prose(asked.question, most, { italic: true })}`),
    ),
    section(lines(answerLine(asked, most))),
    section(
      ...(sources === '' ? [] : [small(sources, Math.min(most, SMALL_CHARACTERS))]),
      small(answerMark(asked), SMALL_CHARACTERS),
    ),
  ];
  return document(answerLine(asked), sections, { clickable: clickable(design.id, nextControls(design)) });
}

function nextControls(design: Design): Control[] {
  if (decisionInForce(design) !== null)
    return [{ kind: 'follow_up' }, ...(whyNotAsk(design) === null ? [{ kind: 'ask' } as const] : [])];
  return offersRetry(design) ? [runAgainControl(design)] : [];
}
