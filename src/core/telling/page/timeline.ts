import { type TurnRow, turnRow } from '../../outcome/turn-rows.ts';
import { type Gap, gapsIn, type Interval } from '../../outcome/working-time.ts';
import type { Design } from '../../vocabulary/design.ts';
import type { DesignEvent } from '../../vocabulary/events.ts';
import { counted, duration, longDuration } from '../../vocabulary/figures.ts';
import type { ParticipantId } from '../../vocabulary/ids.ts';
import { participant } from '../../vocabulary/participants.ts';
import { participantState } from '../../vocabulary/session.ts';
import { causeWords, WAS_LOST } from '../facts/loss.ts';
import { ROUND_WORDS } from '../facts/round.ts';
import { oneLine } from '../plain.ts';
import { hasFailed, TURN_WORDS } from '../turn.ts';

/** A place on the axis: of the working time before it, and of the gaps before it. */
export interface AxisPlace {
  readonly workedMs: number;
  readonly gaps: number;
}

/** One turn, as a bar. */
interface Bar {
  readonly row: TurnRow;
  readonly from: AxisPlace;
  readonly to: AxisPlace;
  readonly look: 'spoke' | 'failed' | 'open';
  readonly words: string;
}

/** A process that was lost, one that took its place, or a participant that was not replaced any more. */
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

/** The course of a design over its working time: what a drawing of it needs, and nothing of how it is drawn. */
export interface Timeline {
  readonly lanes: readonly Lane[];
  /** Times that the axis leaves out, with their lengths in words. */
  readonly gaps: readonly { readonly kind: Gap['kind']; readonly at: AxisPlace; readonly words: string }[];
  readonly workedMs: number;
  /** The first turn that failed; `null` for none. */
  readonly firstFailure: TurnRow | null;
  /** All of it in a sentence, for those who do not see it. */
  readonly words: string;
}

/** Draws up the course of a design until its end, or until `now`. `events`: its own, in order. */
export function timelineOf(design: Design, events: readonly DesignEvent[], now: number): Timeline {
  const rows = design.turns.map((turn, index) => turnRow(design, turn, index + 1));
  const until = design.end?.at ?? Math.max(now, design.lastAt);
  const whole = { from: design.startedAt, to: until };
  const busy = rows.map((row) => timeOf(row, until));
  const gaps = gapsIn(whole, busy, waitsIn(events, until));
  const place = placing(whole.from, gaps);
  const lanes = lanesOf(design, rows, events, { place, until });
  const { workedMs } = place(until);
  const firstFailure = rows.find(hasFailed) ?? null;
  return {
    lanes,
    gaps: gaps.map((gap) => ({
      kind: gap.kind,
      at: place(gap.from),
      words: longDuration(gap.to - gap.from),
    })),
    workedMs,
    firstFailure,
    words: `${counted(rows.length, 'turn')} of ${counted(lanes.length, 'participant')} in ${longDuration(workedMs)} of work, with ${counted(gaps.length, 'wait')} left out.`,
  };
}

function timeOf({ startedAt, totalMs }: TurnRow, until: number): Interval {
  const from = Date.parse(startedAt);
  return { from, to: totalMs === null ? until : from + totalMs };
}

/** Times in which people were waited for: for answers, or at a gate. */
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

function placing(start: number, gaps: readonly Gap[]): (at: number) => AxisPlace {
  return (at) => {
    const before = gaps.filter(({ from }) => from < at);
    const left = before.reduce((sum, { from, to }) => sum + Math.min(to, at) - from, 0);
    // What happens within a gap stands at its beginning.
    const passed = before.filter(({ to }) => to <= at).length;
    return { workedMs: Math.max(0, at - start - left), gaps: passed };
  };
}

interface Axis {
  readonly place: (at: number) => AxisPlace;
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
