import { divergenceOf, statementOf } from '../core/differences/labels.ts';
import { isUnsettled } from '../core/differences/sides.ts';
import { type Move, moveIn, movementsOf, reasonOf } from '../core/differences/stances.ts';
import { citedWords } from '../core/proposals/cited.ts';
import { participantOf } from '../core/proposals/labels.ts';
import type { Argument, Design, Divergence } from '../core/vocabulary/design.ts';
import type { ParticipantId } from '../core/vocabulary/ids.ts';
import { participant } from '../core/vocabulary/participants.ts';
import { divergencesIn } from '../core/vocabulary/round.ts';
import { listed } from '../core/vocabulary/text.ts';
import { settleControls } from './controls.ts';
import { costLine, moveLine, NO_POSITION, reasonLine, settlementLine } from './differences.ts';
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
} from './format/document.ts';
import { TEXTS } from './run/texts.ts';

/** Longest excerpts of a position, a reason for a move, and a cost. */
const [POSITION_CHARACTERS, FACT_CHARACTERS, COST_CHARACTERS] = [110, 50, 160];
const MOVES_SHOWN = 6;
/** Differences with buttons in one message: Discord takes forty components. Every difference can be settled elsewhere too. */
const MAX_SETTLED_HERE = 3;

export function differenceDocument(design: Design, divergence: Divergence): Document {
  return differencesTold(design, [divergence]);
}

/** All argued differences in one message: the point, who holds what, who moved and why, and how it ended. */
export function differencesDocument(design: Design): Document {
  const argued = [...new Set(design.rounds.flatMap(divergencesIn))];
  return differencesTold(
    design,
    argued.map((id) => divergenceOf(design, id)),
  );
}

function differencesTold(design: Design, differences: readonly Divergence[]): Document {
  const [first] = differences;
  const count = differences.flatMap((each) => each.arguments).length;
  // While they argue, and if they cannot agree.
  const toSettle = differences
    .map((each, at) => ({ each, at, controls: isUnsettled(each) ? settleControls(design, each) : [] }))
    .filter(({ controls }) => controls.length > 0)
    .slice(0, MAX_SETTLED_HERE);
  const sections = (maxChars: number) =>
    differences.map((each) => [
      ...told(design, each, maxChars),
      ...(toSettle.some((point) => point.each === each) ? [lines([trusted(TEXTS.settleIt)])] : []),
    ]);
  const folded =
    count === 0
      ? null
      : {
          title: TEXTS.argumentTitle(count),
          button: TEXTS.showArgument,
          designId: design.id,
          about: 'differences',
          sections: (maxChars: number) =>
            differences.flatMap((each) => argumentSections(design, each, maxChars)),
        };
  const heading = first === undefined ? '' : `${TEXTS.differOn[first.impact]}${first.description}`;
  return document(heading, sections, {
    folded,
    early: toSettle.flatMap(({ at, controls }) => early(at + 1, design.id, controls)),
  });
}

function told(design: Design, divergence: Divergence, maxChars: number): Section {
  const { description, cost, impact, positions, settlement } = divergence;
  const isOpen = isUnsettled(divergence);
  const movements = movementsOf(design, divergence);
  const held = positions
    .map(({ id, statement }) => ({
      statement,
      holders: titlesOf(
        design,
        movements.filter(({ after }) => after === id).map((each) => each.participant),
      ),
    }))
    .toSorted((one, other) => other.holders.length - one.holders.length);
  const holding = held.map(({ statement, holders }) => {
    const words = untrustedMarkdown(statement, Math.min(maxChars, POSITION_CHARACTERS), { bold: true });
    const who = holders.length === 0 ? TEXTS.nobody : holders.join(', ');
    return line`${words} · ${untrusted(who, Math.max(maxChars, 200))}`;
  });
  return section(
    lines(
      line`${isOpen ? bold(TEXTS.differOn[impact]) : ''}${untrustedMarkdown(description, maxChars, { bold: true })}`,
      ...(settlement === null ? [costLine(cost, Math.min(maxChars, COST_CHARACTERS))] : []),
    ),
    ...(isOpen ? [bullets(holding)] : []),
    ...movedLines(design, divergence, maxChars),
    ...outcomeLines(design, divergence, maxChars),
  );
}

function titlesOf(design: Design, ids: readonly ParticipantId[]): string[] {
  return ids.map((id) => participant(design, id).title);
}

/** Movers with the same position and first reason share a line. */
function movedLines(design: Design, divergence: Divergence, maxChars: number): Section {
  const moved = divergence.arguments.flatMap((argument) => {
    const move = moveIn(design, divergence, argument);
    return move === null ? [] : [{ ...move, participant: argument.participant }];
  });
  const alike = [...Map.groupBy(moved, ({ to, told: [reason] }) => `${to} ${reason}`).values()];
  const others = moved.length - alike.slice(0, MOVES_SHOWN).flat().length;
  const shown = alike
    .slice(0, MOVES_SHOWN)
    .map((together) => movedLine(design, divergence, together, maxChars));
  const all = [...shown, ...(others > 0 ? [[trusted(TEXTS.moreMoved(others))]] : [])];
  return all.length === 0 ? [] : [lines(...all)];
}

/** Present holders are listed above. A move without a reason changes no holder, so its position is named here. */
function movedLine(
  design: Design,
  divergence: Divergence,
  together: readonly (Move & Pick<Argument, 'participant'>)[],
  maxChars: number,
): Line {
  const [{ to, told: because } = { to: '', told: [] }] = together;
  const reasons = because.slice(0, 1).map((claim) => {
    const { text, by } = reasonOf(design, claim);
    return reasonLine({ text: clause(text, maxChars), by });
  });
  const statement = statementOf(divergence, to);
  const position =
    statement === ''
      ? line`${NO_POSITION}`
      : untrustedMarkdown(statement, Math.min(maxChars, POSITION_CHARACTERS), { italic: true });
  const titles = titlesOf(
    design,
    together.map((each) => each.participant),
  );
  const how = moveLine([], reasons.length === 0 ? position : [], reasons, titles.length);
  return line`${untrusted(listed(titles), Math.max(maxChars, 200), { italic: true })} ${how}`;
}

function clause(text: string, maxChars: number): string {
  const [first = ''] = firstWords(text, maxChars).split(/(?<=\S{2})[;:](?=\s)/, 1);
  return firstWords(first, Math.min(maxChars, FACT_CHARACTERS));
}

function outcomeLines(design: Design, divergence: Divergence, maxChars: number): Section {
  const { settlement, arguments: given } = divergence;
  if (settlement === null) return [];
  const { outcome, position, person, reason } = settlement;
  // Movers are named right above.
  const moved = new Set(
    given.filter((each) => moveIn(design, divergence, each) !== null).map((each) => each.participant),
  );
  const isKnown =
    outcome === 'conceded' && moved.size <= MOVES_SHOWN && settlement.by.every((id) => moved.has(id));
  const names = person === '' ? listed(titlesOf(design, settlement.by)) : person;
  const by = isKnown || names === '' ? [] : [untrusted(names, Math.max(maxChars, 200))];
  const holds =
    outcome === 'unresolved'
      ? []
      : untrustedMarkdown(statementOf(divergence, position), Math.min(maxChars, POSITION_CHARACTERS));
  return [lines(line`→ ${settlementLine({ outcome, by, holds, reason })}`)];
}

function argumentSections(design: Design, divergence: Divergence, maxChars: number): Section[] {
  const movements = movementsOf(design, divergence);
  return [
    section(
      bullets(
        divergence.positions.map(({ id, statement }) => {
          const before = movements.filter((each) => each.before === id).length;
          const isSame = before === movements.filter(({ after }) => after === id).length;
          const earlier = isSame ? '' : ` · ${TEXTS.heldBefore(before)}`;
          return line`${untrustedMarkdown(statement, maxChars, { bold: true })}${earlier}`;
        }),
      ),
    ),
    ...divergence.arguments.map((argument) => section(lines(argumentLine(design, argument, maxChars)))),
  ];
}

function argumentLine(design: Design, argument: Argument, maxChars: number): Line {
  const { addresses, participant: author, text } = argument;
  const owners = addresses.flatMap((claim) => participantOf(design, claim.split('-', 1)[0] ?? '') ?? []);
  const others = [...new Set(owners)].filter((id) => id !== author);
  const whom = others.length === 0 ? '' : `${TEXTS.to}${listed(titlesOf(design, others))}`;
  const source = citedWords(argument);
  const cited = source === '' ? '' : line` ${untrusted(`(${source})`, maxChars, { italic: true })}`;
  const who = untrusted(`${participant(design, author).title}${whom}:`, maxChars, { italic: true });
  return line`${who} ${untrustedMarkdown(text, maxChars)}${cited}`;
}
