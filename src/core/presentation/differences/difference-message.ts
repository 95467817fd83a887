import { divergenceOf, statementOf } from '../../differences/labels.ts';
import { isUnsettled } from '../../differences/sides.ts';
import { moveIn, movementsOf, reasonOf } from '../../differences/stances.ts';
import { citedWords } from '../../proposals/cited.ts';
import { participantOf } from '../../proposals/labels.ts';
import type { Argument as Argued, Design, Divergence } from '../../vocabulary/design.ts';
import type { DivergenceId } from '../../vocabulary/ids.ts';
import { participant } from '../../vocabulary/participants.ts';
import { divergencesIn } from '../../vocabulary/round.ts';
import { listed } from '../../vocabulary/text.ts';
import { settleControls } from '../format/controls.ts';
import {
  bold,
  bullets,
  type Document,
  document,
  early,
  firstWords,
  type Line,
  line,
  lines,
  type Section,
  section,
  trusted,
  untrusted,
  untrustedMarkdown,
} from '../format/document.ts';
import { TEXTS } from '../run/texts.ts';
import { costLine, moveLine, NO_POSITION, reasonLine, settlementLine } from './difference.ts';

type Argument = Difference['arguments'][number];
type Moved = NonNullable<Argument['move']>;

/** Longest excerpts of a position, a reason for a move, and a cost. */
const [POSITION_CHARACTERS, FACT_CHARACTERS, COST_CHARACTERS] = [110, 50, 160];
const MOVES_SHOWN = 6;
/** Differences with buttons in one message: Discord takes forty components. Every difference can be settled elsewhere too. */
const MAX_SETTLED_HERE = 3;

export function differenceDocument(difference: Difference): Document {
  return differencesTold(difference.designId, [difference]);
}

/** All argued differences in one message: the point, who holds what, who moved and why, and how it ended. */
export function differencesDocument(design: Design): Document {
  const argued = [...new Set(design.rounds.flatMap(divergencesIn))];
  return differencesTold(
    design.id,
    argued.map((id) => differenceOf(design, id)),
  );
}

function differencesTold(designId: Design['id'], differences: readonly Difference[]): Document {
  const [first] = differences;
  const said = differences.flatMap((each) => each.arguments);
  const open = differences.filter(({ controls }) => controls.length > 0).slice(0, MAX_SETTLED_HERE);
  const sections = (maxChars: number) => differences.map((each) => told(each, open.includes(each), maxChars));
  const folded =
    said.length === 0
      ? null
      : {
          title: TEXTS.argumentTitle(said.length),
          button: TEXTS.showArgument,
          designId,
          about: 'differences',
          sections: (maxChars: number) => differences.flatMap((each) => argumentSections(each, maxChars)),
        };
  const heading = first === undefined ? '' : `${TEXTS.differOn[first.impact]}${first.description}`;
  return document(heading, sections, {
    folded,
    early: differences.flatMap((each, at) =>
      open.includes(each) ? early(at + 1, designId, each.controls) : [],
    ),
  });
}

function told(difference: Difference, isToSettle: boolean, maxChars: number): Section {
  const { description, cost, impact, positions, outcome, arguments: said } = difference;
  const isSettled = outcome !== null && outcome.kind !== 'unresolved';
  const held = positions.toSorted((one, other) => other.now.length - one.now.length);
  const cut = Math.min(maxChars, COST_CHARACTERS);
  return section(
    lines(
      line`${isSettled ? '' : bold(TEXTS.differOn[impact])}${untrustedMarkdown(description, maxChars, { bold: true })}`,
      ...(outcome === null ? [costLine(cost, cut)] : []),
    ),
    ...(isSettled ? [] : [bullets(held.map((each) => positionLine(each, maxChars)))]),
    ...movedLines(said, maxChars),
    ...outcomeLines(difference, maxChars),
    ...(isToSettle ? [lines([trusted(TEXTS.settleIt)])] : []),
  );
}

function positionLine({ statement, now }: Difference['positions'][number], maxChars: number): Line {
  const who = now.join(', ');
  const words = untrustedMarkdown(statement, Math.min(maxChars, POSITION_CHARACTERS), { bold: true });
  return line`${words} · ${untrusted(who === '' ? TEXTS.nobody : who, Math.max(maxChars, 200))}`;
}

function movedLines(said: readonly Argument[], maxChars: number): Section {
  const moved = said.flatMap(({ title, move }) => (move === null ? [] : [{ title, move }]));
  const alike = [...Map.groupBy(moved, ({ move }) => JSON.stringify([move.to, move.because[0]])).values()];
  const others = moved.length - alike.slice(0, MOVES_SHOWN).flat().length;
  const shown = alike.slice(0, MOVES_SHOWN).flatMap((together) => {
    const [{ move } = { move: null }] = together;
    return move === null
      ? []
      : [
          movedLine(
            together.map(({ title }) => title),
            move,
            maxChars,
          ),
        ];
  });
  const all = [...shown, ...(others > 0 ? [[trusted(TEXTS.moreMoved(others))]] : [])];
  return all.length === 0 ? [] : [lines(...all)];
}

/** Present holders are listed above. A move without a reason changes no holder, so its position is named here. */
function movedLine(titles: readonly string[], { to, because }: Moved, maxChars: number): Line {
  const reasons = because.slice(0, 1).map(({ text, by }) => reasonLine({ text: clause(text, maxChars), by }));
  const said =
    to === ''
      ? line`${NO_POSITION}`
      : untrustedMarkdown(to, Math.min(maxChars, POSITION_CHARACTERS), { italic: true });
  const shown = reasons.length === 0 ? said : [];
  const how = moveLine([], shown, reasons, titles.length);
  return line`${untrusted(listed(titles), Math.max(maxChars, 200), { italic: true })} ${how}`;
}

function clause(text: string, maxChars: number): string {
  const [first = ''] = firstWords(text, maxChars).split(/(?<=\S{2})[;:](?=\s)/, 1);
  return firstWords(first, Math.min(maxChars, FACT_CHARACTERS));
}

function outcomeLines({ outcome, arguments: said }: Difference, maxChars: number): Section {
  if (outcome === null) return [];
  const { kind, statement, by, reason } = outcome;
  // Movers are named right above.
  const moved = new Set(said.filter(({ move }) => move !== null).map(({ title }) => title));
  const isKnown = kind === 'conceded' && moved.size <= MOVES_SHOWN && by.every((title) => moved.has(title));
  const names = listed(by);
  const who = isKnown || names === '' ? [] : [untrusted(names, Math.max(maxChars, 200))];
  const stands =
    kind === 'unresolved' ? [] : untrustedMarkdown(statement, Math.min(maxChars, POSITION_CHARACTERS));
  return [lines(line`→ ${settlementLine({ outcome: kind, by: who, holds: stands, reason })}`)];
}

function argumentSections({ positions, arguments: said }: Difference, maxChars: number): Section[] {
  return [
    section(
      bullets(
        positions.map(({ statement, before, now }) => {
          const earlier = before === now.length ? '' : ` · ${TEXTS.heldBefore(before)}`;
          return line`${untrustedMarkdown(statement, maxChars, { bold: true })}${earlier}`;
        }),
      ),
    ),
    ...said.map((argument) => section(lines(argumentLine(argument, maxChars)))),
  ];
}

function argumentLine({ title, to, text, source }: Argument, maxChars: number): Line {
  const whom = to.length === 0 ? '' : `${TEXTS.to}${listed(to)}`;
  const cited = source === '' ? '' : line` ${untrusted(`(${source})`, maxChars, { italic: true })}`;
  return line`${untrusted(`${title}${whom}:`, maxChars, { italic: true })} ${untrustedMarkdown(text, maxChars)}${cited}`;
}

export type Difference = ReturnType<typeof differenceOf>;

export function differenceOf(design: Design, id: DivergenceId) {
  const divergence = divergenceOf(design, id);
  const { description, cost, impact, settlement } = divergence;
  const movements = movementsOf(design, divergence);
  return {
    id,
    designId: design.id,
    description,
    cost,
    impact,
    positions: divergence.positions.map((position) => ({
      statement: position.statement,
      before: movements.filter(({ before }) => before === position.id).length,
      /** Present holders. */
      now: movements
        .filter(({ after }) => after === position.id)
        .map((each) => participant(design, each.participant).title),
    })),
    /** While they argue, and if they cannot agree. */
    controls: isUnsettled(divergence) ? settleControls(design, divergence) : [],
    arguments: divergence.arguments.map((argument) => argued(design, divergence, argument)),
    outcome:
      settlement === null
        ? null
        : {
            kind: settlement.outcome,
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
  const { addresses, text } = argument;
  const move = moveIn(design, divergence, argument);
  const owners = addresses.flatMap((claim) => {
    const owner = participantOf(design, claim.split('-', 1)[0] ?? '');
    return owner === null || owner === argument.participant ? [] : [participant(design, owner).title];
  });
  return {
    title: participant(design, argument.participant).title,
    to: [...new Set(owners)],
    text,
    source: citedWords(argument),
    /** `to`: the statement, or empty for none. `because`: empty if no reason counts (J2). */
    move:
      move === null
        ? null
        : {
            to: statementOf(divergence, move.to),
            because: move.told.map((claim) => reasonOf(design, claim)),
          },
  };
}
