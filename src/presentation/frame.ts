import type { Design } from '../core/vocabulary/design.ts';
import type { Frame } from '../core/vocabulary/event-parts.ts';
import {
  type Line,
  line,
  lines,
  list,
  quotation,
  type Section,
  under,
  untrusted,
  untrustedMarkdown,
  WHOLE,
} from './format/document.ts';
import { titleOf, titlesOf } from './format/people.ts';

const REASON_CHARACTERS = 300;

export function frameLines({ isDesignQuestion, reason, restated, released }: Frame, design: Design): Line[] {
  if (!isDesignQuestion) return [line`Not a design question: ${untrustedMarkdown(reason, WHOLE)}`];
  const ids = released.map(({ participant }) => participant);
  return [
    line`The question: ${untrustedMarkdown(restated, WHOLE)}`,
    ...(ids.length === 0 ? [] : [line`Not needed for it: ${titlesOf(design, ids)}.`]),
  ];
}

export function frameBlocks({ decided, picked, released }: Frame, design: Design): Section {
  const personas = (those: Frame['picked']) =>
    list(
      those
        .filter(({ reason }) => reason !== '')
        .map(
          ({ participant, reason }) =>
            line`${titleOf(design, participant, { bold: true })} ${untrusted(reason, REASON_CHARACTERS)}`,
        ),
    );
  return [
    ...under(
      lines(line`Already decided, according to the asker:`),
      decided.map((quote) => quotation(quote)),
    ),
    ...under(lines(line`Who takes part, and why:`), personas(picked)),
    ...under(lines(line`Who is not needed, and why:`), personas(released)),
  ];
}
