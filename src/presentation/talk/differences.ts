import type { Settlement } from '../../core/vocabulary/design.ts';
import { countOf } from '../../core/vocabulary/figures.ts';
import { type DivergenceId, findById } from '../../core/vocabulary/ids.ts';
import { WITHOUT_REASON } from '../../core/vocabulary/words.ts';
import {
  bold,
  bullets,
  codeSpan,
  cutToFirstSentence,
  type Document,
  document,
  early,
  ifAny,
  italic,
  join,
  type Line,
  limit,
  line,
  lines,
  type Section,
  section,
  title,
  trust,
  under,
  untrusted,
  untrustedMarkdown,
} from '../format/document.ts';
import { drawPerson } from '../format/people.ts';
import { drawSource } from '../judged/citations.ts';
import { drawTitle, drawTitles } from '../judged/people.ts';
import type { DifferenceView } from '../schema/talk.ts';
import type { DesignView } from '../schema/view.ts';
import { settleControls } from '../words/controls.ts';

/** Longest excerpts of a position or a cost, and of a reason for a move, in a message. */
const POSITION_CHARACTERS = 240;
const REASON_CHARACTERS = 50;
/** Longest excerpts of the best reason for a position, and of the lines that it cites. */
const BEST_CHARACTERS = 200;
const QUOTE_CHARACTERS = 120;
/**
 * Differences with buttons in one message: Discord takes forty components. Every difference can be
 * settled elsewhere too.
 */
const MAX_SETTLED_HERE = 3;

export const NO_POSITION = 'none of the positions';

/** `switches to “It can”, because of “Only receipts leave a trace” (Migrationist)` */
export function drawMove(to: Line, reasons: readonly Line[], movers = 1): Line {
  if (reasons.length === 0)
    return line`wanted to switch to ${to} ${italic(WITHOUT_REASON)}, which does not count`;
  return line`${movers === 1 ? 'switches' : 'switch'} to ${to}${drawWhy(reasons)}`;
}

/** Follows a move. */
export function drawWhy(reasons: readonly Line[]): Line {
  return line`, because of ${join(reasons, '; ')}`;
}

type Reason = NonNullable<DifferenceView['arguments'][number]['moved']>['because'][number];

/** The fact that moved somebody, in a message its first sentence, and who wrote it. */
function drawReasonToMove(view: DesignView, { text, persona }: Reason, isInFull: boolean): Line {
  const by = persona === null ? '' : line` (${drawTitle(view, persona)})`;
  return line`“${isInFull ? untrusted(text) : untrusted(cutToFirstSentence(text), REASON_CHARACTERS)}”${by}`;
}

export function drawCost(cost: string): Line {
  return line`Cost of the wrong choice: ${untrustedMarkdown(cost, POSITION_CHARACTERS)}`;
}

interface Ending {
  readonly outcome: Settlement['outcome'];
  /** Who gave way or settled it; empty for nobody. */
  readonly by: Line;
  /** The position that prevailed; empty for none. */
  readonly holds: Line;
  /** A person's note. */
  readonly reason: string;
}

/** `Subtractor gave way: “It can”`, of a difference that is no longer open. */
export function drawSettlement({ outcome, by, holds, reason }: Ending): Line {
  const gave = outcome === 'conceded' ? line`${by} gave way` : line`they agree`;
  const who = outcome === 'settled_by_person' ? line`${by} settled it` : gave;
  return line`${who}${ifAny`: ${holds}`}${ifAny` (“${untrustedMarkdown(reason)}”)`}`;
}

/** Differences in one message, which is edited as it goes; by default all that were argued. */
export function drawDifferencesMessage(view: DesignView, ids?: readonly DivergenceId[]): Document {
  const divergences = view.divergences.filter(({ id, isArgued }) => ids?.includes(id) ?? isArgued);
  const toSettle = divergences.filter(({ isOpen, id }) => isOpen && view.can.settle.includes(id));
  const withButtons = toSettle.slice(0, MAX_SETTLED_HERE);
  const count = divergences.flatMap((each) => each.arguments).length;
  const sections = divergences.map((each) =>
    section(drawDifference(view, each), withButtons.includes(each) && lines('You can settle it:')),
  );
  const folded = {
    title: `The argument (${countOf(count, 'reply', 'replies')})`,
    button: 'Show the argument',
    designId: view.id,
    about: 'differences',
    sections: divergences.flatMap((each) => argumentSections(view, each)),
  };
  return document(`They disagree: ${divergences[0]?.description ?? ''}`, sections, {
    folded: count === 0 ? null : folded,
    early: withButtons.flatMap((each) =>
      early(divergences.indexOf(each) + 1, view.id, settleControls(view, each.id)),
    ),
  });
}

/** Every difference with its labels and arguments; links by id lead here. */
export function drawDifferencesInFull(view: DesignView): Section {
  return view.divergences.flatMap((each) => [
    title(3, [trust(each.id)]),
    ...drawDifference(view, each, true),
    ...under(
      lines('What was argued, in order:'),
      argumentLines(view, each).map((argument) => bullets([argument])),
    ),
  ]);
}

/**
 * What a person chooses from: each position, who holds it, the best reason for it, and the lines
 * that this cites.
 */
export function drawChoices(
  view: DesignView,
  { positions }: Pick<DifferenceView, 'positions'>,
  isLabelled = false,
): Section {
  return positions.flatMap((position) => {
    const { label, text, personas } = position;
    const name = isLabelled ? line`${codeSpan(label)} ` : '';
    return [
      bullets([line`${name}${bold(untrustedMarkdown(text, POSITION_CHARACTERS))}`]),
      bullets(
        [line`Held by ${drawHoldersNow(view, personas)}.${ifAny` ${drawBest(position)}`}`],
        1,
      ),
    ];
  });
}

type Position = DifferenceView['positions'][number];

export function drawHoldersNow(view: DesignView, personas: Position['personas']): Line {
  return personas.length === 0 ? line`no one now` : drawTitles(view, personas);
}

/** Empty for a position that nobody holds now and that nobody gave a reason for. */
export function drawBest({ personas, reason }: Pick<Position, 'personas' | 'reason'>): Line {
  if (reason === null) return personas.length === 0 ? [] : line`No reason was given.`;
  const words = untrustedMarkdown(reason.text, BEST_CHARACTERS);
  return line`Best reason: ${words} (${drawSource(reason.source, QUOTE_CHARACTERS)})`;
}

/**
 * The point and its cost, who holds what and why, who moved, and how it ended. `isInFull`: with
 * labels, and all of it once it is settled.
 */
export function drawDifference(
  view: DesignView,
  difference: DifferenceView,
  isInFull = false,
): Section {
  const { cost, isOpen } = difference;
  const isTold = isOpen || isInFull;
  const below = [...drawMoves(view, difference, isInFull), ...drawEnding(view, difference)];
  return section(
    lines(line`${drawPoint(difference)}${isTold ? line` ${drawCost(cost)}` : ''}`),
    isTold && drawChoices(view, difference, isInFull),
    below.length > 0 && lines(...below),
  );
}

/** *They disagree: Can it carry the load?* */
export function drawPoint({
  isOpen,
  description,
}: Pick<DifferenceView, 'isOpen' | 'description'>): Line {
  return line`${isOpen ? 'They disagree: ' : 'They disagreed: '}${bold(untrustedMarkdown(description))}`;
}

/** Personas that moved to the same position for the same reasons. */
interface Move {
  readonly to: string;
  readonly who: Line;
  readonly movers: number;
  readonly reasons: readonly Line[];
}

/**
 * Those who moved alike are one move. A move without a reason settles nothing and stands in files
 * alone.
 */
export function listMoves(view: DesignView, difference: DifferenceView, isInFull = false): Move[] {
  const moved = difference.arguments.flatMap(({ persona, moved: move }) =>
    move === null || (move.because.length === 0 && !isInFull) ? [] : [{ persona, ...move }],
  );
  const reasonsOf = ({ because }: (typeof moved)[number]) =>
    isInFull ? because : because.slice(0, 1);
  const alike = [
    ...Map.groupBy(moved, (each) =>
      [each.to, ...reasonsOf(each).map(({ claim }) => claim)].join(' '),
    ).values(),
  ];
  return alike.flatMap((together) => {
    const [first] = together;
    if (first === undefined) return [];
    return [
      {
        to: first.to,
        who: drawTitles(
          view,
          together.map(({ persona }) => persona),
        ),
        movers: together.length,
        reasons: reasonsOf(first).map((reason) => drawReasonToMove(view, reason, isInFull)),
      },
    ];
  });
}

/** In the order in which they moved. */
export function drawMoves(view: DesignView, difference: DifferenceView, isInFull = false): Line[] {
  return listMoves(view, difference, isInFull).map(({ to, who, movers, reasons }) => {
    const position = limit(positionLine(difference, to), REASON_CHARACTERS);
    return line`${who} ${drawMove(position, reasons, movers)}`;
  });
}

function positionLine({ positions }: DifferenceView, id: string): Line {
  const position = findById(positions, id);
  return position === undefined
    ? line`${NO_POSITION}`
    : line`“${untrustedMarkdown(position.text, POSITION_CHARACTERS)}”`;
}

export function drawEnding(view: DesignView, difference: DifferenceView): Line[] {
  const { outcome: came, status } = difference;
  if (status === 'noted') return [line`They did not argue it.`];
  if (came === null || came.outcome === 'unresolved') return [];
  const by = came.person === '' ? drawTitles(view, came.by) : drawPerson(came.person);
  const holds = positionLine(difference, came.position ?? '');
  return [line`→ ${drawSettlement({ ...came, by, holds })}`];
}

function argumentSections(view: DesignView, difference: DifferenceView): Section[] {
  return [
    section(lines(bold(untrustedMarkdown(difference.description)))),
    ...argumentLines(view, difference).map((each) => section(lines(each))),
  ];
}

/** Equal words to the same personas stand once, with everyone who wrote them. */
function argumentLines(view: DesignView, { arguments: made }: DifferenceView): Line[] {
  const equal = Map.groupBy(made, ({ to, text, source }) => JSON.stringify([to, text, source]));
  return [...equal.values()].flatMap((these) => {
    const [first] = these;
    if (first === undefined) return [];
    const { to, text, source } = first;
    const who = [...new Set(these.map(({ persona }) => persona))];
    const by = join(
      who.map((persona) => bold(drawTitle(view, persona))),
      ', ',
    );
    const whom = to.length === 0 ? '' : line`, to ${drawTitles(view, to)}`;
    const cited = source === null ? '' : line` (${drawSource(source)})`;
    return [line`${by}${whom}: ${untrustedMarkdown(text)}${cited}`];
  });
}
