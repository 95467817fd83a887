import type { decidingOpen } from '../core/decision/fates.ts';
import { strongestFor } from '../core/decision/reasons.ts';
import { differenceLabel, positionLabel } from '../core/differences/labels.ts';
import type { Design, Divergence } from '../core/vocabulary/design.ts';
import type { PositionId } from '../core/vocabulary/ids.ts';
import type { Decision } from '../core/vocabulary/submission.ts';
import { cutWords } from '../core/vocabulary/text.ts';
import { citationOf, sourceLine } from './citations.ts';
import { recordLink } from './claims.ts';
import {
  codeSpan,
  firstWords,
  type Inline,
  italic,
  joined,
  type Line,
  line,
  list,
  type Section,
  table,
  untrustedMarkdown,
  WHOLE,
} from './format/document.ts';

/** Longest excerpts of a position and of its reason. */
const [POSITION_CHARACTERS, REASON_CHARACTERS] = [160, 80];

type Open = Decision['open'][number];
const HEADS = ['Open', 'Answer', 'Strongest reason'];
const LEFT_OPEN: Line = [italic('Leave it open, at this cost')];

/**
 * Everything left to people: differences in a table, with a row for each answer and one for leaving it open; those of
 * low impact in a line each. Holders are shown elsewhere, because this text names no participant (J3).
 */
export function openPoints(points: readonly Open[], context: Context): Section {
  const rows = points.flatMap((point) => rowsOf(point, context));
  const others = points.filter((point) => rowsOf(point, context).length === 0);
  return [...table(HEADS, rows), ...list(others.map((point) => shortLine(point, context)))];
}

function rowsOf(point: Open, context: Context): Line[][] {
  const difference = openDifference(point, context.design);
  const cost = costLine(point);
  if (difference === null || difference.impact === 'low') return [];
  return differenceRows(context.design, difference, cost);
}

function shortLine(point: Open, { design }: Context): Line {
  const difference = openDifference(point, design);
  const cost = costLine(point);
  if (difference === null) return cost;
  const answers = difference.positions.map((position) => answerOf(difference, position));
  return line`${untrustedMarkdown(difference.description, WHOLE, { bold: true })} ${joined(answers, ' · ')} · ${italic('Left open:')} ${cost}`;
}

function answerOf({ id }: Divergence, { id: position, statement }: Divergence['positions'][number]): Line {
  const rest = statement.length <= POSITION_CHARACTERS ? '' : line` (${recordLink(id)})`;
  const words = untrustedMarkdown(cutWords(statement, POSITION_CHARACTERS), WHOLE);
  return line`${codeSpan(positionLabel(id, position))} ${words}${rest}`;
}

function costLine({ text }: Open): Line {
  return untrustedMarkdown(text, WHOLE);
}

function differenceRows(design: Source, difference: Divergence, cost: Line): Line[][] {
  const answers = difference.positions.map((position, index) => [
    index === 0 ? untrustedMarkdown(difference.description, WHOLE, { bold: true }) : [],
    answerOf(difference, position),
    reasonFor(design, difference, position.id),
  ]);
  return [...answers, [[], LEFT_OPEN, cost]];
}

function reasonFor(design: Source, difference: Divergence, position: PositionId): Line {
  const claim = strongestFor(design, difference, position);
  if (claim === null) return line`none given`;
  return line`${untrustedMarkdown(firstWords(claim.text, REASON_CHARACTERS), WHOLE)}${from(sourceLine(citationOf(claim, design.repository), claim.kind))}`;
}

function openDifference(
  { difference }: Open,
  { divergences }: Pick<Source, 'divergences'>,
): Divergence | null {
  return divergences.find(({ id }) => differenceLabel(id) === difference) ?? null;
}

/** The record that a decision's text may show. None of it changes once there is a composite. */
export type Source = Pick<
  Design,
  | 'drawnOrder'
  | 'proposals'
  | 'agreements'
  | 'divergences'
  | 'questions'
  | 'repository'
  | 'rehearsal'
  | 'participants'
>;
export interface Context {
  readonly design: Source;
  readonly whys: readonly Line[];
  readonly open: ReturnType<typeof decidingOpen>;
}

export function from(linked: readonly Inline[]): Line {
  return linked.length === 0 ? [] : line` (${linked})`;
}
