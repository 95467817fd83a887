import { divergenceOf, positionLabel, statementOf } from '../../divergence/labels.ts';
import { directionsOf } from '../../divergence/moves.ts';
import { type Move, type Movement, movementsOf, movesIn, reasonOf } from '../../divergence/stances.ts';
import type { Argument, Design, Divergence } from '../../vocabulary/design.ts';
import type { EventOf } from '../../vocabulary/events.ts';
import { confidence } from '../../vocabulary/figures.ts';
import type { PositionId } from '../../vocabulary/ids.ts';
import { cutWords } from '../../vocabulary/text.ts';
import { WITHOUT_REASON } from '../../vocabulary/words.ts';
import {
  type Block,
  bold,
  firstWords,
  given,
  joined,
  type Line,
  line,
  lines,
  list,
  ours,
  prose,
  quotation,
  type Section,
  under,
  WHOLE,
} from '../document.ts';
import { citationLine } from './citation.ts';
import { recordLink, recordLinks } from './claims.ts';
import { person, titleOf, titlesOf } from './people.ts';

/** Enough of a position to know it by. */
const POSITION_CHARACTERS = 80;
/** A position where the page has one line for a difference. */
const TALLY_CHARACTERS = 40;

/** Names of positions and reasons in the telling of a move. */
export interface Naming {
  readonly held: (position: PositionId) => Line;
  readonly reason: (name: string) => Line;
}

/** A move as it is told: positions by whatever name they have there; one that stands beside it already is left out. */
interface ToldMove {
  readonly kind: Move['kind'];
  readonly from: Line;
  readonly to: Line;
  readonly reasons: readonly Line[];
}

/** One change of mind, or of the map: `switches to “It can”, because of “Only receipts leave a trace” (Migrationist)`. */
export function moveLine({ kind, from, to, reasons }: ToldMove): Line {
  const [left, taken] = [
    from.length === 0 ? '' : line` from ${from}`,
    to.length === 0 ? '' : line` to ${to}`,
  ];
  const how =
    kind === 'moved'
      ? line`switches${left}${taken}`
      : line`was mapped to ${from} and says that it holds ${to}`;
  return reasons.length === 0
    ? line`${how}, ${ours(WITHOUT_REASON, { italic: true })}`
    : line`${how}, because of ${joined(reasons, '; ')}`;
}

function toldMove({ kind, from, to, changedBy }: Move, { held, reason }: Naming): ToldMove {
  return { kind, from: held(from), to: held(to), reasons: changedBy.map(reason) };
}

/** A claim of another by its words; a place as it is. */
export function reasonLine({ text, by }: ReturnType<typeof reasonOf>, most = WHOLE): Line {
  return by === '' ? [given(text, most)] : line`“${given(text, most)}” (${given(by, WHOLE)})`;
}

/** Tells the position of an argument's author after it, the reason for that (J2), and the confidence in it. */
function stanceLine(
  divergence: Divergence,
  argument: Pick<Argument, 'participant' | 'roundId' | 'before' | 'after' | 'changedBy'>,
  naming: Naming,
): Line {
  const { before, after } = argument;
  return line`${changeLine(divergence, argument, naming)} (confidence ${sureness(before, after)})`;
}

/** Tells whether the author of an argument moved in it, and why, without a word on how sure it is (J6). */
export function changeLine(
  divergence: Divergence,
  argument: Pick<Argument, 'participant' | 'roundId' | 'before' | 'after' | 'changedBy'>,
  naming: Naming,
): Line {
  const { before, after } = argument;
  const moves = movesIn(divergence, argument).map((move) => moveLine(toldMove(move, naming)));
  const holds = before.position === after.position ? [line`still holds ${naming.held(after.position)}`] : [];
  return joined([...moves, ...holds], '; ');
}

/** `0.6 → 0.8`, or one of them where they are the same. */
function sureness(...stances: readonly { readonly confidence: number }[]): string {
  return [...new Set(stances.map((each) => confidence(each.confidence)))].join(' → ');
}

/** Names by the labels that people type who settle the difference, and by claims in their authors' words. */
function byLabel(design: Design, { id }: Pick<Divergence, 'id'>): Naming {
  return {
    held: (position) => positionName(id, position),
    reason: (name) => reasonLine(reasonOf(design, name)),
  };
}

/** Names by the words of the positions. */
export function byStatement(design: Design, divergence: Divergence): Naming {
  const held = (position: PositionId) => {
    const statement = statementOf(divergence, position);
    if (statement === '') return line`${NO_POSITION}`;
    return line`“${prose(cutWords(statement, POSITION_CHARACTERS), WHOLE)}”`;
  };
  return { held, reason: (name) => reasonLine(reasonOf(design, name)) };
}

export const NO_POSITION = 'none of the positions';

function positionName(id: Divergence['id'], position: PositionId): Line {
  return [ours(position === '' ? NO_POSITION : positionLabel(id, position))];
}

/** An argument in one line, and what stands below it: the other side at its strongest, its own words, its source. */
export function argumentTold(
  design: Design,
  divergence: Divergence,
  argument: Argument,
  naming: Naming,
): { readonly line: Line; readonly detail: Section } {
  const { participant: id, addresses, strongest, text, leftOut = [] } = argument;
  const cited = citationLine(argument, design.repository);
  return {
    line: line`${titleOf(design, id, { bold: true })} on ${recordLink(divergence.id)}: ${stanceLine(divergence, argument, naming)}`,
    detail: [
      ...(strongest === '' ? [] : [lines(line`The other side at its strongest:`), quotation(strongest)]),
      lines(line`To ${recordLinks(addresses)}:`),
      quotation(text),
      ...(cited.length === 0 ? [] : [lines(cited)]),
      ...under(lines(line`${MAP_IS_FULL}`), list(leftOut.map((point) => prose(point, WHOLE)))),
    ],
  };
}

const MAP_IS_FULL = 'Also missed, and not on the map, which had no place for more:';

/** Tells which way moves went: `3 moved to 1a, 1 to 1b`; nothing where nobody moved. */
function directionLine(design: Design, divergence: Divergence, held: Naming['held']): Line {
  const told = directionsOf(design, divergence).map(
    ({ to, count }, index) => line`${String(count)}${index === 0 ? ' moved' : ''} to ${held(to)}`,
  );
  return joined(told, ', ');
}

/** A difference as it was mapped: the point, its weight, its positions, who holds them and in which claims. */
export function mappedBlocks(design: Design, divergence: EventOf<'divergence_added'>['divergence']): Section {
  const { id, positions } = divergence;
  return [
    lines(line`${recordLink(id)}, ${differenceLine(divergence)}`),
    ...list(
      positions.map(({ id: position, statement, holders, claims }) => {
        const held = line`${titlesOf(design, holders)}, in ${recordLinks(claims)}`;
        return line`${positionWords(id, position, statement)} (${held})`;
      }),
    ),
  ];
}

/** `high impact: May jobs live in the database of the orders?` */
export function differenceLine({ impact, description }: Pick<Divergence, 'impact' | 'description'>): Line {
  return line`${bold(`${impact} impact:`)} ${prose(description, WHOLE)}`;
}

function positionWords(id: Divergence['id'], position: PositionId, statement: string): Line {
  return line`${bold(positionLabel(id, position))} ${prose(statement, WHOLE)}`;
}

/** One difference: its positions, who held which before and after, who moved and why (J2), and how it ended (J5). */
export function differenceBlocks(design: Design, divergence: Divergence): Section {
  const movements = movementsOf(design, divergence);
  const before = tally(design, divergence, movements, 'before');
  const naming = byLabel(design, divergence);
  const way = directionLine(design, divergence, naming.held);
  const standing: Block[] =
    divergence.arguments.length === 0
      ? [lines(line`Held by, and not argued: ${before}`)]
      : [
          lines(line`Before arguing: ${before}`),
          lines(line`After arguing: ${tally(design, divergence, movements, 'after')}`),
          ...(way.length === 0 ? [] : [lines(line`${way}.`)]),
          ...list(
            movements.flatMap(({ participant: id, moves }) =>
              moves.map((move) => line`${titleOf(design, id)} ${moveLine(toldMove(move, naming))}`),
            ),
          ),
        ];
  return [
    ...list(divergence.positions.map(({ id, statement }) => positionWords(divergence.id, id, statement))),
    ...standing,
    lines(endingLine(design, divergence, naming)),
  ];
}

/** Tells for each difference that was argued how many held each position before and after and which way moves went, which decides nothing (J5); and names each of weight that nobody argued. */
export function talliesList(design: Design): Section {
  const told = design.divergences.flatMap((divergence) => {
    const { id, description, impact, settlement, positions } = divergence;
    const point = prose(description, WHOLE);
    if (divergence.arguments.length === 0) {
      const isTold = impact === 'low' || settlement !== null;
      return isTold ? [] : [line`${point} Not argued; left open (${recordLink(id)})`];
    }
    const movements = movementsOf(design, divergence);
    const count = (when: 'before' | 'after') =>
      positions.map((each) => movements.filter((movement) => movement[when] === each.id).length).join(':');
    const { outcome, position } = settlement ?? { outcome: 'unresolved', position: '' };
    const named = (place: string) => {
      const words = firstWords(statementOf(divergence, place), TALLY_CHARACTERS);
      return place === '' ? line`${NO_POSITION}` : line`“${prose(words, WHOLE)}”`;
    };
    const holds = position === '' ? [] : named(position);
    const ending = settlementLine({ outcome, by: [], holds, reason: '' });
    // Where all went to the position that holds, the counts say so.
    const isPlain = position !== '' && directionsOf(design, divergence).every(({ to }) => to === position);
    const way = isPlain ? [] : directionLine(design, divergence, named);
    const moved = way.length === 0 ? '' : line`; ${way}`;
    return [
      line`${point} ${ending} ${count('before')} before arguing, ${count('after')} after${moved} (${recordLink(id)})`,
    ];
  });
  return list(told);
}

function tally(
  design: Design,
  { id, positions }: Divergence,
  movements: readonly Movement[],
  when: 'before' | 'after',
): Line {
  const nobodys = movements.some((movement) => movement[when] === '') ? [''] : [];
  const byPosition = [...positions.map((each) => each.id), ...nobodys].map((position) => {
    const holders = movements.filter((movement) => movement[when] === position);
    const names = holders.map((holder) => {
      const sure = when === 'before' ? holder.confidenceBefore : holder.confidenceAfter;
      return line`${titleOf(design, holder.participant)} ${confidence(sure)}`;
    });
    const who = names.length === 0 ? '' : line` (${joined(names, ', ')})`;
    const label = position === '' ? NO_POSITION : positionLabel(id, position);
    return line`${bold(label)} ${String(holders.length)}${who}`;
  });
  return joined(byPosition, ' · ');
}

const SETTLED_WORDS = { conceded: 'Conceded', unresolved: 'Unresolved', settled_by_person: 'Settled' };

interface Ending {
  readonly outcome: keyof typeof SETTLED_WORDS;
  /** The person or persona that gave way, or the person who settled it; nobody where that is said elsewhere. */
  readonly by: Line;
  /** The position that prevailed; nothing where none did, or where it is said elsewhere. */
  readonly holds: Line;
  readonly reason: string;
}

/** `Conceded by Subtractor: “It can” (both said so).` */
export function settlementLine({ outcome, by, holds, reason }: Ending): Line {
  const who = by.length === 0 ? '' : line` by ${by}`;
  const stands = holds.length === 0 ? '' : line`: ${holds}`;
  const because = reason === '' ? '' : line` (${prose(reason, WHOLE)})`;
  const end = holds.length > 0 && because === '' ? '' : '.';
  return line`${bold(SETTLED_WORDS[outcome])}${who}${stands}${because}${end}`;
}

/** Tells in a sentence how a difference was settled, or that it was left open. */
function endingLine(design: Design, { settlement }: Divergence, { held }: Naming): Line {
  if (settlement === null) return line`Left open.`;
  const { person: by, position } = settlement;
  const who = by === '' ? titlesOf(design, settlement.by) : person(by);
  return settlementLine({ ...settlement, by: who, holds: position === '' ? [] : held(position) });
}

/** The end of a difference in one line. */
export function settledTold(
  design: Design,
  id: Divergence['id'],
): { readonly line: Line; readonly detail: Section } {
  const divergence = divergenceOf(design, id);
  const ending = endingLine(design, divergence, byStatement(design, divergence));
  return {
    line: line`${recordLink(id)}, ${prose(divergence.description, WHOLE)} ${ending}`,
    detail: differenceBlocks(design, divergence),
  };
}
