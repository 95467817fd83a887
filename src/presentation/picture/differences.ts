import type { DivergenceId } from '../../core/vocabulary/ids.ts';
import { isToldAsCaveat } from '../decision/decision-items.ts';
import { bold, join, type Line, line, untrustedMarkdown } from '../format/document.ts';
import { drawTitles } from '../judged/people.ts';
import type { DifferenceView } from '../schema/talk.ts';
import type { DesignView } from '../schema/view.ts';
import {
  drawBest,
  drawCost,
  drawEnding,
  drawHoldersNow,
  drawMoves,
  drawPoint,
  drawWhy,
  listMoves,
} from '../talk/differences.ts';

/** A difference as a row: its sides beside each other. */
export interface DifferenceRow {
  readonly id: DivergenceId;
  readonly head: Line;
  /** Price of the wrong choice; empty once it is settled. */
  readonly cost: Line;
  readonly sides: readonly Side[];
  /** While personas may change sides: who did last, or how it ended; else empty. */
  readonly newest: Line;
  /** How it ended; empty while it is open. */
  readonly end: readonly Line[];
}
interface Side {
  readonly words: Line;
  readonly holders: Line;
  /** All who may come to hold it; empty once nobody changes sides. */
  readonly mayHold: Line;
  /**
   * While it is open, the best reason with the cited lines; then, so that it stays where it is, who
   * came from another side, and the fact that moved them.
   */
  readonly notes: readonly Line[];
}

/**
 * Open ones first. While personas argue, in the order in which they were found, and with as many
 * lines whatever a persona does, so that nothing moves under a reader's eyes.
 */
export function listDifferenceRows(view: DesignView): DifferenceRow[] {
  const { divergences, endedAt, gate } = view;
  if (endedAt === null && gate === null) return divergences.map((each) => contestedRow(view, each));
  const ordered = divergences.toSorted((one, other) => Number(other.isOpen) - Number(one.isOpen));
  return ordered.map((difference) => {
    const { id, isOpen, cost, positions } = difference;
    return {
      id,
      head: drawPoint(difference),
      cost: isOpen ? drawCost(cost) : [],
      sides: positions.map((position) =>
        sideOf(view, position, notesOf(view, difference, position)),
      ),
      newest: [],
      end: isOpen ? [] : drawEnding(view, difference),
    };
  });
}

function contestedRow(view: DesignView, difference: DifferenceView): DifferenceRow {
  const { id, description, cost, positions, arguments: made } = difference;
  const holding = positions.flatMap(({ personas }) => personas);
  const concerned = [...new Set([...holding, ...made.map(({ persona }) => persona)])];
  const mayHold = drawTitles(view, concerned);
  const [newest = line`No one has changed sides.`] = [
    ...drawEnding(view, difference),
    ...drawMoves(view, difference).reverse(),
  ];
  const sides = positions.map((position) => {
    const best = drawBest({ personas: concerned, reason: position.reason });
    return sideOf(view, position, [best], mayHold);
  });
  const head = bold(untrustedMarkdown(description));
  return { id, head, cost: drawCost(cost), sides, newest, end: [] };
}

/** Longest excerpt of a position that stands in a line with others. */
const SIDE_CHARACTERS = 70;

/** *Migrationist: it can* */
export function drawHeldSide(view: DesignView, { personas, text }: Position): Line {
  const words = untrustedMarkdown(text, SIDE_CHARACTERS);
  return line`${bold(drawHoldersNow(view, personas))}: ${words}`;
}

/** Differences that a caveat names, with who holds what now, in a line or two each. */
export function listOpenInShort(
  view: DesignView,
): { readonly id: DivergenceId; readonly head: Line; readonly sides: Line }[] {
  const open = view.divergences.filter((each) => isToldAsCaveat(view, each));
  return open.map((difference) => {
    const held = difference.positions.filter(({ personas }) => personas.length > 0);
    const sides = held.map((position) => drawHeldSide(view, position));
    return { id: difference.id, head: drawPoint(difference), sides: join(sides, ' / ') };
  });
}

type Position = DifferenceView['positions'][number];

function sideOf(
  view: DesignView,
  { text, personas }: Position,
  notes: readonly Line[],
  mayHold: Line = [],
): Side {
  return {
    words: untrustedMarkdown(text),
    holders: drawHoldersNow(view, personas),
    mayHold,
    notes: notes.filter(({ length }) => length > 0),
  };
}

function notesOf(view: DesignView, difference: DifferenceView, position: Position): Line[] {
  const came = listMoves(view, difference)
    .filter(({ to }) => to === position.id)
    .map(({ who, reasons }) => line`→ ${bold(who)}${drawWhy(reasons)}`);
  return difference.isOpen ? [drawBest(position), ...came] : came;
}

/** Those that the open gate asks about. */
export function isAskedAtGate({ gate }: DesignView, { id }: Pick<DifferenceRow, 'id'>): boolean {
  return gate?.points.includes(id) ?? false;
}
