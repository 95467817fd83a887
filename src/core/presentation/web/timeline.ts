import { type TurnRow, turnRows } from '../../outcome/turn-rows.ts';
import { type Gap, gapsIn, type Interval, idleIn } from '../../outcome/working-time.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { Phase } from '../../vocabulary/event-parts.ts';
import type { DesignEvent } from '../../vocabulary/events.ts';
import { counted, duration, longDuration } from '../../vocabulary/figures.ts';
import type { ParticipantId } from '../../vocabulary/ids.ts';
import { participant } from '../../vocabulary/participants.ts';
import { participantState } from '../../vocabulary/session.ts';
import type { Line } from '../format/document.ts';
import { oneLine } from '../format/plain.ts';
import { takenWords } from '../format/time.ts';
import { firstFailureLine, hasFailed, TURN_WORDS } from '../record/turn.ts';
import { causeWords, WAS_LOST } from '../run/crash.ts';
import { PHASE_WORDS } from '../run/phases.ts';
import { ROUND_WORDS } from '../run/round.ts';

/** A place on the axis, within a phase. `ms`: time before it that the axis shows; `gaps`: number of gaps before it. */
export interface AxisPlace {
  readonly phase: number;
  readonly ms: number;
  readonly gaps: number;
}

/** A phase as a column. `ms`: its length on the axis, without gaps; `workedMs`: time with a turn under way. */
interface PhaseColumn {
  readonly name: string;
  readonly ms: number;
  readonly gaps: number;
  readonly workedMs: number;
  /** The time worked, in words. */
  readonly words: string;
  /** The time spent waiting for people, in words; empty for none. */
  readonly peopleWords: string;
}

/** A time without any turn. `words`: its length if the axis leaves it out; empty if it is drawn to scale. */
interface Idle {
  readonly kind: Gap['kind'];
  readonly from: AxisPlace;
  readonly to: AxisPlace;
  readonly words: string;
}

interface Bar {
  readonly row: TurnRow;
  readonly from: AxisPlace;
  readonly to: AxisPlace;
  readonly look: 'spoke' | 'failed' | 'open';
  readonly words: string;
}

/** A change of a participant's process. `gone`: it crashed and was not replaced. */
interface Mark {
  readonly kind: 'crash' | 'replaced' | 'gone';
  readonly at: AxisPlace;
  readonly words: string;
}

interface Lane {
  readonly persona: ParticipantId;
  readonly title: string;
  readonly bars: readonly Bar[];
  readonly marks: readonly Mark[];
}

/** A design's course by phases, before it is drawn. */
export interface Timeline {
  readonly phases: readonly PhaseColumn[];
  readonly lanes: readonly Lane[];
  readonly idle: readonly Idle[];
  /** The first turn that failed; `null` for none. */
  readonly firstFailure: Line | null;
  /** A summary for people who cannot see the drawing. */
  readonly words: string;
}

/** Returns the course until the design's end, or until `now` while it runs. `events`: the design's, in order. */
export function timelineOf(design: Design, events: readonly DesignEvent[], now: number): Timeline {
  const rows = turnRows(design);
  const until = design.end?.at ?? Math.max(now, design.lastAt);
  const busy = rows.map((row) => timeOf(row, until));
  const waits = waitsIn(events, until);
  const spans = phasesIn(design, events, until).map((span) => {
    const idle = idleIn(span, busy, waits);
    return { ...span, idle, gaps: gapsIn(span, busy, waits) };
  });
  const place = placing(spans);
  const phases = spans.map(columnOf);
  const firstFailure = firstFailureLine(rows);
  const lanes = lanesOf(design, rows, events, { place, until });
  const gaps = spans.reduce((sum, span) => sum + span.gaps.length, 0);
  const worked = phases.reduce((sum, { workedMs }) => sum + workedMs, 0);
  return {
    phases,
    lanes,
    idle: spans.flatMap(({ idle, gaps: leftOut }, phase) =>
      idle.map(({ kind, from, to }) => ({
        kind,
        from: place(from, phase),
        to: place(to, phase),
        words: leftOut.some((gap) => gap.from === from) ? waitWords(kind, to - from) : '',
      })),
    ),
    firstFailure,
    words: `${counted(rows.length, 'turn')} of ${counted(lanes.length, 'participant')} in ${takenWords(worked, until - design.startedAt)}, with ${counted(gaps, 'wait')} left out.`,
  };
}

interface Span extends Interval {
  readonly phase: Phase;
}

/** Each phase lasts until the next one begins. */
function phasesIn(design: Design, events: readonly DesignEvent[], until: number): Span[] {
  const spans: Span[] = [{ phase: 'spawning', from: design.startedAt, to: until }];
  for (const event of events) {
    const last = spans.at(-1);
    if (event.type !== 'status_changed' || last === undefined || event.phase === last.phase) continue;
    spans[spans.length - 1] = { ...last, to: event.at };
    spans.push({ phase: event.phase, from: event.at, to: until });
  }
  return spans;
}

type IdleSpan = Span & { readonly idle: readonly Gap[]; readonly gaps: readonly Gap[] };

function columnOf({ phase, from, to, idle, gaps }: IdleSpan): PhaseColumn {
  const lengthOf = (intervals: readonly Gap[]) =>
    intervals.reduce((sum, each) => sum + each.to - each.from, 0);
  const workedMs = to - from - lengthOf(idle);
  const waitedMs = lengthOf(gaps.filter(({ kind }) => kind === 'people'));
  return {
    name: PHASE_WORDS[phase],
    ms: to - from - lengthOf(gaps),
    gaps: gaps.length,
    workedMs,
    words: duration(workedMs),
    peopleWords: waitedMs === 0 ? '' : waitWords('people', waitedMs),
  };
}

function waitWords(kind: Gap['kind'], ms: number): string {
  return `${longDuration(ms)}${kind === 'people' ? ' for people' : ''}`;
}

function timeOf({ startedAt, totalMs }: TurnRow, until: number): Interval {
  const from = Date.parse(startedAt);
  return { from, to: totalMs === null ? until : from + totalMs };
}

/** Waits for people: for answers, or at a gate. */
function waitsIn(events: readonly DesignEvent[], until: number): Interval[] {
  const waits: Interval[] = [];
  let since: number | null = null;
  for (const { type, at } of events) {
    if (type === 'answering_opened' || type === 'gate_opened') since ??= at;
    if (since !== null && ENDS_WAIT.has(type)) {
      waits.push({ from: since, to: at });
      since = null;
    }
  }
  return since === null ? waits : [...waits, { from: since, to: until }];
}

const ENDS_WAIT: ReadonlySet<DesignEvent['type']> = new Set([
  'answering_ended',
  'answering_closed',
  'gate_decided',
  'design_ended',
]);

/** `phase`: for a moment between two phases, the one to place it in. */
type Place = (at: number, phase?: number) => AxisPlace;

function placing(spans: readonly IdleSpan[]): Place {
  return (
    at,
    phase = Math.max(
      0,
      spans.findLastIndex(({ from }) => from <= at),
    ),
  ) => {
    const { from: start, gaps } = spans[phase] ?? { from: at, gaps: [] };
    const before = gaps.filter(({ from }) => from < at);
    const gapMs = before.reduce((sum, { from, to }) => sum + Math.min(to, at) - from, 0);
    // A moment within a gap is drawn at the gap's beginning.
    const passed = before.filter(({ to }) => to <= at).length;
    return { phase, ms: Math.max(0, at - start - gapMs), gaps: passed };
  };
}

interface Axis {
  readonly place: Place;
  readonly until: number;
}

function lanesOf(
  design: Design,
  rows: readonly TurnRow[],
  events: readonly DesignEvent[],
  { place, until }: Axis,
): Lane[] {
  return design.participants.map(({ id, title }) => ({
    persona: id,
    title,
    bars: rows
      .filter(({ persona }) => persona === id)
      .map((row) => {
        const { from, to } = timeOf(row, until);
        return { row, from: place(from), to: place(to), look: lookOf(row), words: barWords(row) };
      }),
    marks: marksOf(design, events, id).map(({ at, ...mark }) => ({ ...mark, at: place(at) })),
  }));
}

function lookOf(row: TurnRow): Bar['look'] {
  if (row.outcome === 'open') return 'open';
  return hasFailed(row) ? 'failed' : 'spoke';
}

function barWords({ number, title, kind, outcome, totalMs, error }: TurnRow): string {
  const took = totalMs === null ? '' : `, ${duration(totalMs)}`;
  const why = error === null ? '' : `: ${oneLine(error.message)}`;
  return `turn ${number} of ${title}, ${ROUND_WORDS[kind].about}: ${TURN_WORDS[outcome]}${took}${why}`;
}

function marksOf(
  design: Design,
  events: readonly DesignEvent[],
  id: ParticipantId,
): (Omit<Mark, 'at'> & { readonly at: number })[] {
  const { title, sessions } = participant(design, id);
  const isGone = participantState(sessions) === 'dead';
  const last = sessions.at(-1)?.id;
  return events.flatMap((event): (Omit<Mark, 'at'> & { readonly at: number })[] => {
    if (event.type === 'session_lost' && event.participant === id) {
      const kind = isGone && event.sessionId === last ? 'gone' : 'crash';
      return [{ kind, at: event.at, words: `${title} ${WAS_LOST}: ${oneLine(causeWords(event.cause))}` }];
    }
    if (event.type !== 'session_started' || event.participant !== id) return [];
    const replaces = event.origin === 'retry' || event.origin === 'resume';
    return replaces ? [{ kind: 'replaced', at: event.at, words: `${title} was replaced` }] : [];
  });
}
