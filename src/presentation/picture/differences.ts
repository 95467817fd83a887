import type { DivergenceId } from '../../core/vocabulary/ids.ts';
import { bold, type Line, line, untrustedMarkdown } from '../format/document.ts';
import { titleIn } from '../judged/people.ts';
import type { DifferenceView } from '../schema/talk.ts';
import type { DesignView } from '../schema/view.ts';
import {
  drawBest,
  drawCost,
  drawHoldersNow,
  drawPoint,
  drawReasonToMove,
  drawWhy,
  endingLines,
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
   * Who came from another side, and the fact that moved them; while it is open, the best reason
   * with the cited lines.
   */
  readonly notes: readonly Line[];
}

/** Open ones first. */
export function differenceRowsIn(view: DesignView): DifferenceRow[] {
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
      end: isOpen ? [] : endingLines(view, difference),
    };
  });
}

function sideOf(
  view: DesignView,
  { isOpen, arguments: made }: DifferenceView,
  { id, text, personas, reason }: DifferenceView['positions'][number],
): Side {
  const came = made.flatMap(({ persona, moved }) => {
    if (moved?.to !== id || moved.because.length === 0) return [];
    const reasons = moved.because.map((each) => drawReasonToMove(view, each, false));
    return [line`→ ${bold(titleIn(view, persona))}${drawWhy(reasons)}`];
  });
  return {
    words: untrustedMarkdown(text),
    holders: drawHoldersNow(view, personas),
    notes: isOpen ? [...came, drawBest(reason)] : came,
  };
}

/** Those that the open gate asks about. */
export function isAskedAtGate({ gate }: DesignView, { id }: Pick<DifferenceRow, 'id'>): boolean {
  return gate?.points.includes(id) ?? false;
}
