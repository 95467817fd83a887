import { type DivergenceId, findById } from '../../core/vocabulary/ids.ts';
import { isToldAsCaveat } from '../decision/decision-items.ts';
import {
  bold,
  join,
  type Line,
  line,
  type Section,
  untrustedMarkdown,
} from '../format/document.ts';
import type { DifferenceView } from '../schema/talk.ts';
import type { DesignView } from '../schema/view.ts';
import {
  drawArgument,
  drawBest,
  drawCost,
  drawEnding,
  drawHoldersNow,
  drawPoint,
  drawWhy,
  listMoves,
  NO_POSITION,
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

/**
 * A difference while personas may change sides. Whatever they do, it has as many lines: one for
 * each side, one for each persona, and one for what came last.
 */
export interface ContestedRow {
  readonly id: DivergenceId;
  readonly head: Line;
  readonly cost: Line;
  readonly sides: readonly { readonly label: string; readonly words: Line }[];
  readonly stances: readonly Stance[];
  /** The newest change of sides, or how it ended. */
  readonly newest: Line;
  readonly reasons: readonly Section[];
}
interface Stance {
  readonly name: string;
  /** Label of the side that was left, empty for none; `null`: it did not change sides. */
  readonly from: string | null;
  /** Label of the side that is held; empty for none. */
  readonly now: string;
}

/** In the order in which they were found, which no agreement changes. */
export function listContestedRows(view: DesignView): ContestedRow[] {
  const personas = view.personas.filter(
    ({ role, doing }) => role === 'persona' && doing.kind !== 'released',
  );
  return view.divergences.map((difference) => {
    const { id, description, cost, positions } = difference;
    return {
      id,
      head: bold(untrustedMarkdown(description)),
      cost: drawCost(cost),
      sides: positions.map(({ label, text }) => ({ label, words: untrustedMarkdown(text) })),
      stances: personas.map((each) => stanceOf(difference, each)),
      newest: newestOf(view, difference),
      reasons: drawArgument(view, difference),
    };
  });
}

/** A move without a reason does not count. */
function stanceOf(
  { positions, arguments: made }: DifferenceView,
  { id, title }: DesignView['personas'][number],
): Stance {
  const labelOf = (position = '') => findById(positions, position)?.label ?? '';
  const move = made.findLast(({ persona }) => persona === id)?.moved ?? null;
  if (move !== null && move.because.length > 0)
    return { name: title, from: labelOf(move.from), now: labelOf(move.to) };
  const held = positions.find(({ personas }) => personas.includes(id));
  return { name: title, from: null, now: labelOf(held?.id) };
}

function newestOf(view: DesignView, difference: DifferenceView): Line {
  const [ending] = difference.isOpen ? [] : drawEnding(view, difference);
  if (ending !== undefined) return ending;
  const came = listMoves(view, difference).at(-1);
  if (came === undefined) return line`No one has changed sides.`;
  const to = findById(difference.positions, came.to)?.label ?? NO_POSITION;
  return line`${bold(came.who)} → ${to}${drawWhy(came.reasons)}`;
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
