/**
 * Pictures of a design as data: its course, its differences, people's words. `svg.ts` draws them.
 */

import {
  countOf,
  formatLongDuration,
  formatMoney,
  mayHaveCostMore,
  sumCosts,
} from '../../core/vocabulary/figures.ts';
import { facilitatorOf, ROUNDS } from '../../core/vocabulary/round.ts';
import { PHASES } from '../../core/vocabulary/sets.ts';
import { phaseOf } from '../../core/vocabulary/status.ts';
import { compact } from '../../foundation/compact.ts';
import {
  ifAny,
  type Line,
  line,
  moment,
  type Section,
  table,
  untrusted,
} from '../format/document.ts';
import { nameAtBeginning } from '../format/people.ts';
import { listPersonRows } from '../judged/people.ts';
import type { DesignView } from '../schema/view.ts';
import { drawTurnRow, hasFailed } from '../turn/turn.ts';
import { sayCostOf, saySpent } from '../words/cost.ts';
import { drawClosedGate } from '../words/gate-words.ts';
import { PHASE_WORDS } from '../words/phases.ts';

/**
 * The course of a design, as data for `writeRunSvg` and `tablesOfRun`. Places are shares of the
 * width, from 0 to 1.
 */
export interface RunPicture {
  readonly description: string;
  /** What all of it cost and took, so far. */
  readonly total: string;
  /** What lengths and fillings mean, and of the longest and fullest how much. */
  readonly legend: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly marks: readonly RunMark[];
  /** The present, at the end of what is drawn; `null` once the design is over. */
  readonly now: number | null;
}
interface Column {
  readonly name: string;
  readonly from: number;
  readonly isPresent: boolean;
  readonly turns: number;
  /** Empty before its first turn. */
  readonly cost: string;
}
type Row = Pick<
  ReturnType<typeof listPersonRows>[number],
  'name' | 'state' | 'look' | 'cost' | 'facts'
>;
/** Something that happened; its words stand in the table too. */
export interface RunMark {
  readonly kind: 'turn' | 'wait' | 'crash' | 'said' | 'decided';
  /** `null`: all rows. */
  readonly row: number | null;
  readonly from: number;
  readonly to: number;
  readonly atMs: number;
  readonly who: string;
  readonly words: Line;
  readonly turn: number | null;
  /** Its cost as a share of the dearest turn's; `null` if it is unknown, or no turn. */
  readonly cost: number | null;
  readonly isOpen: boolean;
  /**
   * At its beginning: it stands in, or begins again. At its end: its process was lost, it failed,
   * or nothing follows.
   */
  readonly signs: readonly [before: '' | '↻' | '⇄', after: '' | '✕' | '!' | '†'];
}

type Turn = DesignView['turns'][number];

const PEOPLE = 'People';
const SAID_CHARACTERS = 160;
const ERROR_CHARACTERS = 200;
/** Width of a letter of a label in a window, as a share. */
export const LETTER = 0.0095;
/** Longest stretch in which nobody works, as a share of all work: the rest of it is cut out. */
const LONGEST_GAP = 0.08;

/** `now`: the present, in milliseconds since the epoch; an ended design does not need it. */
export function runPictureOf(view: DesignView, now = 0): RunPicture {
  const axis = axisOf(view, now);
  const { mark, personas, turns, took, replies, waiting } = view;
  const spent = sayCostOf(view);
  const spoke = [...new Set(replies.map(({ author }) => nameAtBeginning(author)))].join(', ');
  const asked = ASKING.some((kind) => kind === waiting?.kind) ? (waiting?.words ?? '') : '';
  const marks = [
    ...waitMarks(view, axis),
    ...turnMarks(view, axis),
    ...crashMarks(view, axis),
    ...peopleMarks(view, axis),
  ];
  return {
    description: `${mark === '' ? '' : `${mark}. `}${countOf(turns.length, 'turn')} of ${countOf(personas.length, 'participant')}, ${spent}, ${took}. A column is a phase, a line a participant, a bar a turn: its length is time, its filling cost.`,
    total: `${saySpent(view)}, ${took}.`,
    legend: legendOf(turns, axis),
    columns: columnsOf(view, axis),
    rows: [
      ...listPersonRows(view),
      {
        name: PEOPLE,
        state: asked === '' ? spoke : asked,
        look: asked === '' ? 'rests' : 'works',
        cost: '',
        facts: '',
      },
    ],
    marks: marks.toSorted((one, other) => one.atMs - other.atMs),
    now: isOver(view) ? null : axis.placeOf(axis.end),
  };
}

/** `Length: time, the longest 62 s. Filling: cost, the fullest $0.11. …` */
function legendOf(turns: readonly Turn[], { end }: Axis): string {
  const longest = Math.max(0, ...turns.map((turn) => endOf(turn, end) - beginOf(turn)));
  const dearest = dearestOf(turns);
  const length = longest === 0 ? '' : `, the longest ${formatLongDuration(longest)}`;
  const filling = dearest === 0 ? '' : `, the fullest ${formatMoney(dearest)}`;
  return `Length: time${length}. Filling: cost${filling}. Hatched: waiting, not to scale.`;
}

function dearestOf(turns: readonly Turn[]): number {
  return Math.max(0, ...turns.map(({ costUsd }) => costUsd ?? 0));
}

/** Everything that is drawn, as words: what each phase cost, and each mark in order. */
export function tablesOfRun(
  { columns, marks }: RunPicture,
  { startedAt }: DesignView,
): readonly [phases: Section, marks: Section] {
  const phases = columns.map(({ name, turns, cost }) => [
    [untrusted(name)],
    [untrusted(countOf(turns, 'turn'))],
    [untrusted(cost)],
  ]);
  const rows = marks.map(({ atMs, who, words }) => [
    [moment(atMs, startedAt)],
    [untrusted(who)],
    words,
  ]);
  return [table(['Phase', 'Turns', 'Cost'], phases), table(['When', 'Who', 'What'], rows)];
}

/** Known before the files are written, which is before the end. */
function isOver({ ending }: DesignView): boolean {
  return ending !== 'unfinished';
}

interface Axis {
  readonly begin: number;
  readonly end: number;
  /** Stretches in which nobody worked, and which are not drawn to scale. */
  readonly cuts: readonly { readonly from: number; readonly to: number }[];
  readonly placeOf: (atMs: number) => number;
}

/** One scale for all bars: equal lengths are equal times. */
function axisOf(view: DesignView, now: number): Axis {
  const begin = Date.parse(view.startedAt);
  const changed = Date.parse(view.changedAt);
  const end = Math.max(begin, changed, isOver(view) ? 0 : now);
  const gaps = view.turns.length === 0 ? [] : gapsIn(view.turns, begin, end);
  const worked = gaps.reduce((sum, { from, to }) => sum - (to - from), end - begin);
  const longest = Math.max(1, worked * LONGEST_GAP);
  const cuts = gaps.filter(({ from, to }) => to - from > longest);
  const measure = (atMs: number) =>
    cuts.reduce((sum, { from, to }) => {
      const inside = Math.min(Math.max(atMs - from, 0), to - from);
      return sum - inside * (1 - longest / (to - from));
    }, atMs - begin);
  const ahead = isOver(view) ? [] : PHASES.slice(PHASES.indexOf(view.phase) + 1);
  const width = 1 - ahead.reduce((sum, phase) => sum + widthAhead(phase), 0);
  const whole = Math.max(1, measure(end));
  const placeOf = (atMs: number) => (measure(Math.min(Math.max(atMs, begin), end)) / whole) * width;
  return { begin, end, cuts, placeOf };
}

/** Share of the width for a phase that is still to come: its name fits a window. */
function widthAhead(phase: DesignView['phase']): number {
  return (PHASE_WORDS[phase].length + 1) * LETTER;
}

function gapsIn(turns: readonly Turn[], begin: number, end: number) {
  const gaps: { readonly from: number; readonly to: number }[] = [];
  let busyUntil = begin;
  for (const turn of turns.toSorted((one, other) => beginOf(one) - beginOf(other))) {
    if (beginOf(turn) > busyUntil) gaps.push({ from: busyUntil, to: beginOf(turn) });
    busyUntil = Math.max(busyUntil, endOf(turn, end));
  }
  if (end > busyUntil) gaps.push({ from: busyUntil, to: end });
  return gaps;
}

function beginOf({ startedAt }: Turn): number {
  return Date.parse(startedAt);
}

function endOf(turn: Turn, end: number): number {
  return turn.totalMs === null ? end : beginOf(turn) + turn.totalMs;
}

/** A phase begins with its first turn; those ahead have their names already. */
function columnsOf(view: DesignView, { begin, end, placeOf }: Axis): Column[] {
  const present = PHASES.indexOf(view.phase);
  let from = begin;
  const reached = PHASES.slice(0, present + 1).flatMap((phase, at) => {
    const turns = view.turns.filter(({ kind }) => phaseOf(ROUNDS[kind].step) === phase);
    const [first] = turns;
    if (first === undefined && at > 0 && at < present) return [];
    from = Math.max(from, first === undefined ? (at === 0 ? begin : end) : beginOf(first));
    const isPresent = at === present && !isOver(view);
    return [{ ...columnOf(phase, placeOf(from), turns), isPresent }];
  });
  if (isOver(view)) return reached;
  let next = placeOf(end);
  const ahead = PHASES.slice(present + 1).map((phase) => {
    const column = columnOf(phase, next, []);
    next += widthAhead(phase);
    return column;
  });
  return [...reached, ...ahead];
}

function columnOf(phase: DesignView['phase'], from: number, turns: readonly Turn[]): Column {
  const cost = turns.length === 0 ? '' : formatMoney(sumCosts(turns), mayHaveCostMore(turns));
  return { name: PHASE_WORDS[phase], from, isPresent: false, turns: turns.length, cost };
}

const PLAIN = { turn: null, cost: null, isOpen: false, signs: ['', ''] } as const;

function turnMarks({ personas, turns }: DesignView, { end, placeOf }: Axis): RunMark[] {
  const dearest = dearestOf(turns);
  return turns.map((turn) => {
    const { persona, number, kind, outcome, error, costUsd, title } = turn;
    const row = personas.findIndex(({ id }) => id === persona);
    const own = turns.filter((each) => each.persona === persona);
    const isRestarted = own.findLast((each) => each.number < number)?.outcome === 'process_lost';
    const isLast =
      personas[row]?.state === 'dead' &&
      own.at(-1) === turn &&
      (personas[row].crashes.at(-1)?.sessionId ?? turn.sessionId) === turn.sessionId;
    const role = facilitatorOf(kind);
    const isStandIn = role !== null && personas[row]?.role !== role;
    const why = error === null ? [] : [untrusted(error.message, ERROR_CHARACTERS)];
    const how = compact(
      isRestarted && 'after a crash',
      isStandIn && `in place of the ${role}`,
      isLast && 'its last',
    ).join(', ');
    return {
      kind: 'turn',
      row,
      from: placeOf(beginOf(turn)),
      to: placeOf(endOf(turn, end)),
      atMs: beginOf(turn),
      who: title,
      words: line`${drawTurnRow(turn)}${ifAny` (${line`${how}`})`}${ifAny`: ${why}`}`,
      turn: number,
      cost: costUsd === null ? null : costUsd / Math.max(dearest, Number.MIN_VALUE),
      isOpen: outcome === 'open',
      signs: [
        isStandIn ? '⇄' : isRestarted ? '↻' : '',
        isLast ? '†' : outcome === 'process_lost' ? '✕' : hasFailed(turn) ? '!' : '',
      ],
    };
  });
}

/** Crashes in which no turn was lost: a turn says its own. */
function crashMarks({ personas, turns }: DesignView, { placeOf }: Axis): RunMark[] {
  const told = new Set(
    turns.filter(({ outcome }) => outcome === 'process_lost').map(({ sessionId }) => sessionId),
  );
  return personas.flatMap(({ title, crashes, state }, row) =>
    crashes
      .filter(({ sessionId }) => !told.has(sessionId))
      .map(({ at, sessionId, words }): RunMark => {
        const atMs = Date.parse(at);
        const place = placeOf(atMs);
        const isLast = state === 'dead' && crashes.at(-1)?.sessionId === sessionId;
        return {
          ...{ ...PLAIN, kind: 'crash', row, from: place, to: place, atMs, who: title },
          words: line`crashed between two turns: ${words}`,
          signs: ['', isLast ? '†' : '✕'],
        };
      }),
  );
}

const WAIT_WORDS: Readonly<Record<DesignView['waits'][number]['kind'], string>> = {
  answers: 'waited for answers',
  decision: 'waited for a person to decide',
  model: 'waited for the model',
};

/** Waits for people. */
const ASKING = ['answers', 'decision'] as const;

function waitMarks({ waits, waiting }: DesignView, { begin, cuts, end, placeOf }: Axis): RunMark[] {
  const known = waits.map(({ kind, since, until }) => {
    const now = until === null && waiting?.kind === kind ? waiting.words : '';
    return {
      // One that goes on says whom it waits for.
      words: now === '' ? WAIT_WORDS[kind] : now,
      from: Date.parse(since),
      to: until === null ? end : Date.parse(until),
    };
  });
  // Before the first turn, processes start.
  const unknown = cuts.filter(
    (cut) => cut.from > begin && !known.some(({ from, to }) => from < cut.to && to > cut.from),
  );
  return [...known, ...unknown.map((cut) => ({ words: 'nobody worked', ...cut }))].map(
    ({ words, from, to }) => ({
      ...PLAIN,
      kind: 'wait',
      row: null,
      from: placeOf(from),
      to: placeOf(to),
      atMs: from,
      who: 'All',
      words: line`${untrusted(words)}, for ${formatLongDuration(to - from)}`,
    }),
  );
}

function peopleMarks(view: DesignView, { placeOf }: Axis): RunMark[] {
  const mark = (kind: 'said' | 'decided', at: string, who: string, words: Line): RunMark => {
    const atMs = Date.parse(at);
    return {
      ...PLAIN,
      kind,
      row: view.personas.length,
      from: placeOf(atMs),
      to: placeOf(atMs),
      atMs,
      who,
      words,
    };
  };
  const decisions = view.waits.flatMap(({ kind, until }) => (kind === 'decision' ? [until] : []));
  return [
    ...view.replies.flatMap(({ at, author, text }) =>
      at === null
        ? []
        : [mark('said', at, nameAtBeginning(author), line`“${untrusted(text, SAID_CHARACTERS)}”`)],
    ),
    ...view.closedGates.flatMap((gate, index) => {
      const at = decisions[index] ?? null;
      return at === null
        ? []
        : [mark('decided', at, gate.by === '' ? 'Time' : gate.by, drawClosedGate(gate))];
    }),
  ];
}
