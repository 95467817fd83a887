import { confidence } from '../../vocabulary/figures.ts';
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
import type { Difference } from '../thread/difference.ts';
import { TEXTS } from './texts.ts';

type Argument = Difference['arguments'][number];
type Move = Argument['moves'][number];

/** Of a position, and of the fact that moved somebody: the whole stands under the arguments. */
const [POSITION_CHARACTERS, FACT_CHARACTERS] = [110, 50];
/** Of many who moved, these are told; the others are in the argument. */
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

/** Who went over to another position, or was put on the wrong one, each with what moved it in its first words. */
function movedLines(said: readonly Argument[], most: number): Section {
  const moved = said.flatMap(({ title, moves }) => moves.map((move) => moveLine(title, move, most)));
  const others = moved.length - MOVES_SHOWN;
  const shown = [...moved.slice(0, MOVES_SHOWN), ...(others > 0 ? [[ours(TEXTS.moreMoved(others))]] : [])];
  return shown.length === 0 ? [] : [lines(...shown)];
}

function moveLine(title: string, { kind, from, to, because }: Move, most: number): Line {
  const reason = factWords(because[0] ?? null, most);
  const who = given(title, most, { italic: true });
  const held = (statement: string) =>
    statement === ''
      ? line`${TEXTS.noPosition}`
      : prose(statement, Math.min(most, POSITION_CHARACTERS), { italic: true });
  // Who holds what now stands above.
  if (kind === 'moved') return line`${who}${TEXTS.goesOver}${reason}`;
  return line`${who}${TEXTS.wasMappedTo}${held(from)}${TEXTS.saysThatItHolds}${held(to)}${reason}`;
}

/** The first clause of what moved somebody, and whose it is: `: Only receipts leave a trace (Migrationist)`. */
function factWords(fact: Move['because'][number] | null, most: number): Line {
  if (fact === null) return [ours(TEXTS.withoutReason)];
  const [clause = ''] = firstWords(fact.text, most).split(/(?<=\S{2})[;:](?=\s)/, 1);
  const size = Math.min(most, FACT_CHARACTERS);
  return line`: ${given(firstWords(clause, size), most)}${fact.by === '' ? '' : line` (${given(fact.by, most)})`}`;
}

function outcomeLines({ outcome, arguments: said }: Difference, most: number): Section {
  if (outcome === null) return [];
  const { kind, statement, by, reason } = outcome;
  // Those who went over stand right above.
  const moved = new Set(said.filter(({ moves }) => moves.length > 0).map(({ title }) => title));
  const isKnown = kind === 'conceded' && moved.size <= MOVES_SHOWN && by.every((title) => moved.has(title));
  const who = isKnown || by.length === 0 ? '' : line` by ${given(listed(by), Math.max(most, 200))}`;
  const isNamed = kind === 'settled_by_person' && statement !== '';
  const stands = isNamed ? line`: ${prose(statement, Math.min(most, POSITION_CHARACTERS))}` : '';
  const because = reason === '' ? '' : line`: ${given(reason, most)}`;
  return [lines(line`→ ${bold(TEXTS[kind])}${who}${stands}${because}`)];
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
