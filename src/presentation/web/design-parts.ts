import type { Design, Gate } from '../../core/vocabulary/design.ts';
import { openGate } from '../../core/vocabulary/status.ts';
import { cardDocument } from '../card.ts';
import { type Control, settleControls } from '../controls.ts';
import {
  type Block,
  clickable,
  type Document,
  early,
  lines,
  type Section,
  untrusted,
  WHOLE,
} from '../format/document.ts';
import { gateDocument } from '../gate.ts';
import { resultDocument, resultOf } from '../result.ts';
import { gateClosedLine, pointsToSettle } from '../view/gate.ts';
import { viewOf } from '../view/view.ts';

/** What a running design does and waits for; `null` after the end. */
export function stateOnPage({ page: _, ...design }: Design): Document | null {
  if (design.end !== null) return null;
  const card = withoutElsewhere(cardDocument(design, false));
  const last = design.gates.at(-1);
  const decided = last === undefined || last.closedAt === null ? [] : [gateDecidedSection(design, last)];
  // The topic is the heading of the page.
  const isElsewhere = ({ kind }: Block) => kind === 'heading';
  const told = (section: Section) => section.filter((block) => !isElsewhere(block));
  return { ...card, sections: (most) => [...card.sections(most).map(told), ...decided] };
}

/** How far to trust the result, and what to do with it; `null` before the end. */
export function resultOnPage({ page: _, ...design }: Design): Document | null {
  if (design.end === null) return null;
  const result = withoutElsewhere(resultDocument(resultOf(design)));
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

function gateDecidedSection(design: Design, gate: Gate): Section {
  return [lines(gateClosedLine(design, gate, untrusted(gate.decision?.by || 'Somebody', WHOLE)))];
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
 * Returns the open gate; `null` for none. Each difference has its buttons beside it. They replace its bullets if every
 * position fits on a button and the reader may press them. `may`: the reader's acts; all by default.
 */
export function openGateDocument(
  design: Design,
  may: (act: 'accept' | 'settle') => boolean = () => true,
): Document | null {
  const gate = openGate(design);
  if (gate === null) return null;
  const shown = gateDocument(design, gate.id, { isAsked: may('accept') });
  const [first] = shown.early;
  const points = pointsToSettle(design).map((divergence, at) => {
    const isSaid =
      may('settle') && divergence.positions.every(({ statement }) => statement.length <= BUTTON_CHARACTERS);
    return {
      after: (first?.after ?? 0) + at,
      isSaid,
      controls: settleControls(viewOf(design), divergence.id),
    };
  });
  const said = points.filter(({ isSaid, controls }) => isSaid && controls.length > 0);
  const isPoint = (at: number) => said.some(({ after }) => after === at + 1);
  const { clickable: choices } = shown;
  return {
    ...shown,
    // The choices come directly after the reasons.
    clickable: null,
    sections: (maxChars) =>
      shown
        .sections(maxChars)
        .map((each, at) => (isPoint(at) ? each.filter(({ kind }) => kind !== 'bullets') : each)),
    early: [
      ...(choices === null ? [] : [{ after: 1, clickable: choices }]),
      ...points.flatMap(({ after, controls }) => early(after, design.id, controls)),
    ],
  };
}
