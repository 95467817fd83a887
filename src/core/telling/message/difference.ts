import { citedWords } from '../../citation/cited.ts';
import { divergenceOf, statementOf } from '../../divergence/labels.ts';
import { movementsOf, movesIn, reasonOf } from '../../divergence/stances.ts';
import { participantOf } from '../../proposal/labels.ts';
import type { Argument as Argued, Design, Divergence } from '../../vocabulary/design.ts';
import { confidence } from '../../vocabulary/figures.ts';
import type { DivergenceId } from '../../vocabulary/ids.ts';
import { participant } from '../../vocabulary/participants.ts';
import { listed } from '../../vocabulary/text.ts';
import {
  bold,
  bullets,
  type Document,
  document,
  early,
  firstWords,
  given,
  type Line,
  line,
  lines,
  ours,
  prose,
  type Section,
  section,
} from '../document.ts';
import { moveLine, NO_POSITION, reasonLine, settlementLine } from '../facts/difference.ts';
import { settleControls } from '../thread/controls.ts';
import { TEXTS } from './texts.ts';

type Argument = Difference['arguments'][number];
type Move = Argument['moves'][number];

/** Lengths of a position and of a fact that moved somebody: the whole stands under the arguments. */
const [POSITION_CHARACTERS, FACT_CHARACTERS] = [110, 50];
/** The number of moves that are told; the others are in the argument. */
const MOVES_SHOWN = 6;

/** One divergence in some eighty words, ninety where two move: the point, who holds what, who moved and by which fact, and how it ends. */
export function differenceDocument(difference: Difference): Document {
  const { designId, id, description, impact, positions, controls, arguments: said } = difference;
  const heading = TEXTS.differOn[impact];
  const held = positions.toSorted((one, other) => other.now.length - one.now.length);
  const sections = (most: number) => [
    section(
      lines(line`${bold(heading)}${prose(description, most, { bold: true })}`),
      {
        kind: 'table',
        rows: [
          [line`${TEXTS.position}`, line`${TEXTS.heldBy}`],
          ...held.map((each) => positionRow(each, most)),
        ],
      },
      ...movedLines(said, most),
      ...outcomeLines(difference, most),
      ...(controls.length === 0 ? [] : [lines([ours(TEXTS.settleIt)])]),
    ),
  ];
  const folded =
    said.length === 0
      ? null
      : {
          title: TEXTS.argumentTitle(said.length),
          button: TEXTS.showArgument,
          designId,
          about: id,
          sections: (most: number) => argumentSections(difference, most),
        };
  return document(`${heading}${description}`, sections, { folded, early: early(1, designId, controls) });
}

function positionRow({ statement, now }: Difference['positions'][number], most: number): Line[] {
  const who = now.map(({ title, confidence: sure }) => `${title} (${confidence(sure)})`).join(', ');
  return [
    prose(statement, Math.min(most, POSITION_CHARACTERS), { bold: true }),
    [given(who === '' ? TEXTS.nobody : who, Math.max(most, 200))],
  ];
}

/** Names those who went over to another position, or were put on the wrong one, each with the first words of what moved it. */
function movedLines(said: readonly Argument[], most: number): Section {
  const moved = said.flatMap(({ title, moves }) => moves.map((move) => movedLine(title, move, most)));
  const others = moved.length - MOVES_SHOWN;
  const shown = [...moved.slice(0, MOVES_SHOWN), ...(others > 0 ? [[ours(TEXTS.moreMoved(others))]] : [])];
  return shown.length === 0 ? [] : [lines(...shown)];
}

function movedLine(title: string, { kind, from, to, because }: Move, most: number): Line {
  const held = (statement: string) =>
    statement === ''
      ? line`${NO_POSITION}`
      : prose(statement, Math.min(most, POSITION_CHARACTERS), { italic: true });
  // Who holds what now stands above.
  const isShown = kind === 'moved';
  const reasons = because.slice(0, 1).map(({ text, by }) => reasonLine({ text: clause(text, most), by }));
  const told = { kind, from: isShown ? [] : held(from), to: isShown ? [] : held(to), reasons };
  return line`${given(title, most, { italic: true })} ${moveLine(told)}`;
}

/** The first clause of what moved somebody. */
function clause(text: string, most: number): string {
  const [first = ''] = firstWords(text, most).split(/(?<=\S{2})[;:](?=\s)/, 1);
  return firstWords(first, Math.min(most, FACT_CHARACTERS));
}

function outcomeLines({ outcome, arguments: said }: Difference, most: number): Section {
  if (outcome === null) return [];
  const { kind, statement, by, reason } = outcome;
  // Those who went over stand right above, and the position that they hold now.
  const moved = new Set(said.filter(({ moves }) => moves.length > 0).map(({ title }) => title));
  const isKnown = kind === 'conceded' && moved.size <= MOVES_SHOWN && by.every((title) => moved.has(title));
  const names = listed(by);
  const who = isKnown || names === '' ? [] : [given(names, Math.max(most, 200))];
  const stands = kind === 'settled_by_person' ? prose(statement, Math.min(most, POSITION_CHARACTERS)) : [];
  return [lines(line`→ ${settlementLine({ outcome: kind, by: who, holds: stands, reason })}`)];
}

/** Every position and every argument as it was given; the record has the same. */
function argumentSections({ positions, arguments: said }: Difference, most: number): Section[] {
  return [
    section(
      bullets(
        positions.map(({ statement, before, now }) => {
          const earlier = before === now.length ? '' : ` · ${TEXTS.heldBefore(before)}`;
          return line`${prose(statement, most, { bold: true })}${earlier}`;
        }),
      ),
    ),
    ...said.map((argument) => section(lines(argumentLine(argument, most)))),
  ];
}

function argumentLine({ title, to, text, source, confidence: sure }: Argument, most: number): Line {
  const whom = to.length === 0 ? '' : `${TEXTS.to}${listed(to)}`;
  const cited = source === '' ? '' : line` ${given(`(${source})`, most, { italic: true })}`;
  const isSame = sure.before === sure.after;
  const change = isSame ? '' : ` (${confidence(sure.before)} → ${confidence(sure.after)})`;
  return line`${given(`${title}${whom}:`, most, { italic: true })} ${prose(text, most)}${cited}${change}`;
}

/** One divergence while it is argued and after. Positions are told by their statements, people by their titles. */
export type Difference = ReturnType<typeof differenceOf>;

export function differenceOf(design: Design, id: DivergenceId) {
  const divergence = divergenceOf(design, id);
  const { description, impact, settlement } = divergence;
  const movements = movementsOf(design, divergence);
  return {
    id,
    designId: design.id,
    description,
    impact,
    positions: divergence.positions.map((position) => ({
      statement: position.statement,
      before: movements.filter(({ before }) => before === position.id).length,
      /** Holders of the position now, and the confidence of each in it, from 0 to 1. */
      now: movements
        .filter(({ after }) => after === position.id)
        .map((each) => ({
          title: participant(design, each.participant).title,
          confidence: each.confidenceAfter,
        })),
    })),
    /** While they argue, or where they could not agree. */
    controls:
      settlement === null || settlement.outcome === 'unresolved' ? settleControls(design, divergence) : [],
    arguments: divergence.arguments.map((argument) => argued(design, divergence, argument)),
    outcome:
      settlement === null
        ? null
        : {
            kind: settlement.outcome,
            /** The statement that prevailed; empty where none did. */
            statement: statementOf(divergence, settlement.position),
            by:
              settlement.person === ''
                ? settlement.by.map((each) => participant(design, each).title)
                : [settlement.person],
            reason: settlement.reason,
          },
  };
}

function argued(design: Design, divergence: Divergence, argument: Argued) {
  const { before, after, addresses, text } = argument;
  const owners = addresses.flatMap((claim) => {
    const owner = participantOf(design, claim.split('-', 1)[0] ?? '');
    return owner === null || owner === argument.participant ? [] : [participant(design, owner).title];
  });
  return {
    title: participant(design, argument.participant).title,
    /** Owners of the claims that it answers. */
    to: [...new Set(owners)],
    text,
    /** The place that it cites and the result of its check; empty for nothing cited. */
    source: citedWords(argument),
    moves: movesIn(divergence, argument).map(({ kind, from, to, changedBy }) => ({
      kind,
      /** The statements; empty for none of the positions. */
      from: statementOf(divergence, from),
      to: statementOf(divergence, to),
      /** Empty where no reason was given (J2). */
      because: changedBy.map((name) => reasonOf(design, name)),
    })),
    confidence: { before: before.confidence, after: after.confidence },
  };
}
