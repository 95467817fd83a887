import type { DivergenceId } from '../../core/vocabulary/ids.ts';
import { isToldAsCaveat } from '../decision/decision-items.ts';
import { bold, join, type Line, line, untrustedMarkdown } from '../format/document.ts';
import type { DifferenceView } from '../schema/talk.ts';
import type { DesignView } from '../schema/view.ts';
import {
  drawBest,
  drawCost,
  drawEnding,
  drawHoldersNow,
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
  /** How it ended; empty while it is open. */
  readonly end: readonly Line[];
}
interface Side {
  readonly words: Line;
  readonly holders: Line;
  /**
   * While it is open, the best reason with the cited lines; then, so that it stays where it is, who
   * came from another side, and the fact that moved them.
   */
  readonly notes: readonly Line[];
}

/** Open ones first. */
export function listDifferenceRows(view: DesignView): DifferenceRow[] {
  const ordered = view.divergences.toSorted(
    (one, other) => Number(other.isOpen) - Number(one.isOpen),
  );
  return ordered.map((difference) => {
    const { id, isOpen, cost, positions } = difference;
    return {
      id,
      head: drawPoint(difference),
      cost: isOpen ? drawCost(cost) : [],
      sides: positions.map((position) => sideOf(view, difference, position)),
      end: isOpen ? [] : drawEnding(view, difference),
    };
  });
}

/** Longest excerpt of a position that stands in a line with others. */
const SIDE_CHARACTERS = 70;

/** *Migrationist: it can* */
export function drawHeldSide(
  view: DesignView,
  { personas, text }: DifferenceView['positions'][number],
): Line {
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

function sideOf(
  view: DesignView,
  difference: DifferenceView,
  position: DifferenceView['positions'][number],
): Side {
  const came = listMoves(view, difference)
    .filter(({ to }) => to === position.id)
    .map(({ who, reasons }) => line`→ ${bold(who)}${drawWhy(reasons)}`);
  const notes = difference.isOpen ? [drawBest(position), ...came] : came;
  return {
    words: untrustedMarkdown(position.text),
    holders: drawHoldersNow(view, position.personas),
    notes: notes.filter(({ length }) => length > 0),
  };
}

/** Those that the open gate asks about. */
export function isAskedAtGate({ gate }: DesignView, { id }: Pick<DifferenceRow, 'id'>): boolean {
  return gate?.points.includes(id) ?? false;
}
