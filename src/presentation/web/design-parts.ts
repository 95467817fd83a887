import type { Design } from '../../core/vocabulary/design.ts';
import { cardDocument } from '../card.ts';
import type { Control } from '../controls.ts';
import { type Block, clickable, type Document, lines, type Section } from '../format/document.ts';

import { gateIn } from '../gate.ts';
import { closedGateIn } from '../gate-words.ts';
import { resultIn } from '../result.ts';
import { viewOf } from '../view/view.ts';

/** What a running design does and waits for; `null` after the end. */
export function stateOnPage({ page: _, ...design }: Design): Document | null {
  if (design.end !== null) return null;
  const card = withoutElsewhere(cardDocument(design, false));
  const last = viewOf(design).closedGates.at(-1);
  const decided = last === undefined ? [] : [[lines(closedGateIn(last))]];
  // The topic is the heading of the page.
  const isElsewhere = ({ kind }: Block) => kind === 'heading';
  const told = (section: Section) => section.filter((block) => !isElsewhere(block));
  return { ...card, sections: (most) => [...card.sections(most).map(told), ...decided] };
}

/** How far to trust the result, and what to do with it; `null` before the end. */
export function resultOnPage({ page: _, ...design }: Design): Document | null {
  if (design.end === null) return null;
  const result = withoutElsewhere(resultIn(viewOf(design)));
  // Its sentence is the heading of the page, and the rest follows below.
  const isElsewhere = ({ kind }: Block) => kind === 'heading';
  return {
    ...result,
    sections: (most) =>
      result
        .sections(most)
        .slice(0, 1)
        .map((each) => each.filter((block) => !isElsewhere(block))),
    files: [],
    folded: null,
  };
}

/** Controls with another place on the page: below the questions, at the gate, in the line of a persona. */
const ELSEWHERE: readonly Control['kind'][] = [
  ...(['answer', 'open_successor', 'peek', 'done_answering', 'skip', 'decide'] as const),
];

function withoutElsewhere(shown: Document): Document {
  if (shown.clickable?.kind !== 'controls') return shown;
  const { designId, controls } = shown.clickable;
  return {
    ...shown,
    clickable: clickable(
      designId,
      controls.filter(({ kind }) => !ELSEWHERE.includes(kind)),
    ),
  };
}

/** Most characters of a position on a button. */
const BUTTON_CHARACTERS = 70;

/**
 * Returns the open gate; `null` for none. The buttons of a point replace its bullets if every position fits on one and the
 * reader may press them. `may`: the reader's acts; all by default.
 */
export function openGateDocument(
  design: Design,
  may: (act: 'accept' | 'settle') => boolean = () => true,
): Document | null {
  const view = viewOf(design);
  const { gate, divergences } = view;
  if (gate === null) return null;
  const shown = gateIn(view, gate.id, { isAsked: may('accept') });
  const isSaid = (at: number) => {
    const point = divergences.find(({ id }) => id === gate.points[at - 1]);
    return may('settle') && point?.positions.every(({ text }) => text.length <= BUTTON_CHARACTERS) === true;
  };
  return {
    ...shown,
    sections: (most) =>
      shown
        .sections(most)
        .map((each, at) => (isSaid(at) ? each.filter(({ kind }) => kind !== 'bullets') : each)),
  };
}
