import { type Decided, listRepliesSinceText } from '../../core/decision/decided.ts';
import { lateWordsOf } from '../../core/questions/replies/late-messages.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import {
  type Content,
  line,
  lines,
  type Section,
  section,
  title,
  trust,
  under,
  untrustedMarkdown,
} from '../format/document.ts';
import { drawPerson, quoteNote } from '../format/people.ts';
import { plainOf } from '../format/plain-document.ts';
import { drawDissents } from '../judged/signatures.ts';
import { viewOf } from '../view/view.ts';
import { writeDecision } from './decision-document.ts';

export function followUpContext(design: Design, decided: Decided): string {
  const view = viewOf(design);
  const openDifferences = decided.decision.open.map(({ difference }) => difference);
  const open = view.divergences.filter(
    ({ isOpen, label }) => isOpen && !openDifferences.includes(label),
  );
  const beside = section(
    lines(
      line`The text above is the decision of ${design.id} on: ${untrustedMarkdown(design.topic)}`,
    ),
    lines(line`How it ended: ${view.banner.headline}`),
    lines(
      'Its ids of questions, claims and differences belong to that design and mean nothing here.',
    ),
    part(
      'Left open',
      open.map(({ description }) => [lines(untrustedMarkdown(description))]),
    ),
    part('Dissents', drawDissents(view)),
    part(
      'Settled by people, which outranks the text',
      view.settled.map(({ description, statement, by, note: words }) => [
        quoteWords(by, `${description} ${statement}`),
        quoteNote(words),
      ]),
    ),
    part(
      'Said by people since it was written, without effect on it',
      [...listRepliesSinceText(design), ...lateWordsOf(design)].map(({ author, text }) =>
        quoteWords(author, text),
      ),
    ),
  );
  return `${writeDecision(design, decided)}\n${plainOf(beside)}\n`;
}

function part(words: string, ...content: readonly Content[]): Section {
  return under(title(2, [trust(`## ${words}`)]), ...content);
}

function quoteWords(by: string, words: string): Section {
  return [lines(line`${drawPerson(by)}: ${untrustedMarkdown(words)}`)];
}
