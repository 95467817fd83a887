import { positionLabel, statementOf } from '../core/differences/labels.ts';
import { type Move, type Movement, moveIn, movementsOf, reasonOf } from '../core/differences/stances.ts';
import type { Argument, Design, Divergence } from '../core/vocabulary/design.ts';
import type { PositionId } from '../core/vocabulary/ids.ts';
import { cutWords } from '../core/vocabulary/text.ts';
import { WITHOUT_REASON } from '../core/vocabulary/words.ts';
import { citationLine } from './citations.ts';
import { recordLink, recordLinks } from './claims.ts';
import {
  type Block,
  bold,
  italic,
  joined,
  type Line,
  line,
  lines,
  list,
  quotation,
  type Section,
  trusted,
  untrusted,
  untrustedMarkdown,
  WHOLE,
} from './format/document.ts';
import { person, titleOf, titlesOf } from './format/people.ts';

const POSITION_CHARACTERS = 80;

export interface Naming {
  readonly held: (position: PositionId) => Line;
  readonly reason: (name: string) => Line;
}

/** `switches to “It can”, because of “Only receipts leave a trace” (Migrationist)`. Empty names are left out. */
export function moveLine(from: Line, to: Line, reasons: readonly Line[], movers = 1): Line {
  const [left, taken] = [
    from.length === 0 ? '' : line` from ${from}`,
    to.length === 0 ? '' : line` to ${to}`,
  ];
  const how = line`${movers === 1 ? 'switches' : 'switch'}${left}${taken}`;
  return reasons.length === 0
    ? line`${how}, ${italic(WITHOUT_REASON)}`
    : line`${how}, because of ${joined(reasons, '; ')}`;
}

function toldMove({ from, to, told }: Move, { held, reason }: Naming): Line {
  return moveLine(held(from), held(to), told.map(reason));
}

export function reasonLine({ text, by }: ReturnType<typeof reasonOf>, maxChars = WHOLE): Line {
  return by === ''
    ? [untrusted(text, maxChars)]
    : line`“${untrusted(text, maxChars)}” (${untrusted(by, WHOLE)})`;
}

export function heldLine(position: Line): Line {
  return line`still holds ${position}`;
}

/** Says if an argument's author moved, and why, but not how sure it is (J6). */
export function changeLine(
  design: Design,
  divergence: Divergence,
  argument: Pick<Argument, 'participant' | 'position' | 'changedBy' | 'text'>,
  naming: Naming,
): Line {
  const move = moveIn(design, divergence, argument);
  return move === null ? heldLine(naming.held(argument.position)) : toldMove(move, naming);
}

function byLabel(design: Design, { id }: Pick<Divergence, 'id'>): Naming {
  return {
    held: (position) => positionName(id, position),
    reason: (name) => reasonLine(reasonOf(design, name)),
  };
}

export function byStatement(design: Design, divergence: Divergence): Naming {
  const held = (position: PositionId) => {
    const statement = statementOf(divergence, position);
    if (statement === '') return line`${NO_POSITION}`;
    return line`“${untrustedMarkdown(cutWords(statement, POSITION_CHARACTERS), WHOLE)}”`;
  };
  return { held, reason: (name) => reasonLine(reasonOf(design, name)) };
}

export const NO_POSITION = 'none of the positions';

function positionName(id: Divergence['id'], position: PositionId): Line {
  return [trusted(position === '' ? NO_POSITION : positionLabel(id, position))];
}

export function argumentTold(
  design: Design,
  divergence: Divergence,
  argument: Omit<Argument, 'roundId'>,
  naming: Naming,
): { readonly line: Line; readonly detail: Section } {
  const { participant: id, addresses, text } = argument;
  const cited = citationLine(argument, design.repository);
  const stance = changeLine(design, divergence, argument, naming);
  return {
    line: line`${titleOf(design, id, { bold: true })} on ${recordLink(divergence.id)}: ${stance}`,
    detail: [
      lines(line`To ${recordLinks(addresses)}:`),
      quotation(text),
      ...(cited.length === 0 ? [] : [lines(cited)]),
    ],
  };
}

export function costLine(cost: string, maxChars = WHOLE): Line {
  return line`If the choice is wrong: ${untrustedMarkdown(cost, maxChars)}`;
}

function positionWords(id: Divergence['id'], position: PositionId, statement: string): Line {
  return line`${bold(positionLabel(id, position))} ${untrustedMarkdown(statement, WHOLE)}`;
}

/** One difference: its positions, their holders before and after, who moved and why (J2), and how it ended (J5). */
export function differenceBlocks(design: Design, divergence: Divergence): Section {
  const movements = movementsOf(design, divergence);
  const before = tally(design, divergence, movements, 'before');
  const naming = byLabel(design, divergence);
  const standing: Block[] =
    divergence.arguments.length === 0
      ? [lines(line`Not argued. Held by: ${before}`)]
      : [
          lines(line`Before arguing: ${before}`),
          lines(line`After arguing: ${tally(design, divergence, movements, 'after')}`),
          ...list(
            movements.flatMap(({ participant: id, move }) =>
              move === null ? [] : [line`${titleOf(design, id)} ${toldMove(move, naming)}`],
            ),
          ),
        ];
  return [
    lines(costLine(divergence.cost)),
    ...list(divergence.positions.map(({ id, statement }) => positionWords(divergence.id, id, statement))),
    ...standing,
    lines(endingLine(design, divergence, naming)),
  ];
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
    const names = holders.map(({ participant: holder }) => titleOf(design, holder));
    const who = names.length === 0 ? '' : line` (${joined(names, ', ')})`;
    const label = position === '' ? NO_POSITION : positionLabel(id, position);
    return line`${bold(label)} ${String(holders.length)}${who}`;
  });
  return joined(byPosition, ' · ');
}

const SETTLED_WORDS = {
  agreed: 'Agreed',
  conceded: 'Conceded',
  unresolved: 'Unresolved',
  settled_by_person: 'Settled',
};

interface Ending {
  readonly outcome: keyof typeof SETTLED_WORDS;
  /** Who conceded or settled it; empty if that is said elsewhere. */
  readonly by: Line;
  /** The position that prevailed; empty for none, or if that is said elsewhere. */
  readonly holds: Line;
  readonly reason: string;
}

/** `Conceded by Subtractor: “It can” (both said so).` */
export function settlementLine({ outcome, by, holds, reason }: Ending): Line {
  const who = by.length === 0 ? '' : line` by ${by}`;
  const stands = holds.length === 0 ? '' : line`: ${holds}`;
  const because = reason === '' ? '' : line` (${untrustedMarkdown(reason, WHOLE)})`;
  const end = holds.length > 0 && because === '' ? '' : '.';
  return line`${bold(SETTLED_WORDS[outcome])}${who}${stands}${because}${end}`;
}

function endingLine(design: Design, { settlement }: Divergence, { held }: Naming): Line {
  if (settlement === null) return line`Left open.`;
  const { person: by, position } = settlement;
  const who = by === '' ? titlesOf(design, settlement.by) : person(by);
  return settlementLine({ ...settlement, by: who, holds: position === '' ? [] : held(position) });
}
