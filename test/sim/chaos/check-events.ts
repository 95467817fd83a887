import { createHash } from 'node:crypto';
import type { DesignEvent, EventOf } from '#core/vocabulary/events.ts';
import { type EventRow, type Evidence, eventsOf } from './evidence.ts';
import { type Finding, finding } from './finding.ts';

const AFTER_THE_END: readonly DesignEvent['type'][] = [
  'late_report_recorded',
  'model_answered',
  'tool_invoked',
  'files_written',
  'record_closed',
  'reply_recorded',
];

/**
 * P8, A5: each design's events are an unbroken chain that comes to a true end, and its row says the
 * same.
 */
export function checkEvents({ tables, asked }: Evidence): Finding[] {
  const findings: Finding[] = [];
  const known = new Set(tables.designs.map(({ id }) => id));
  for (const { design_id: id } of tables.events) {
    if (!known.has(id)) findings.push(finding('P4', id, 'has events and no row'));
  }
  for (const design of tables.designs) {
    const rows = tables.events.filter((row) => row.design_id === design.id);
    const events = eventsOf(tables, design.id);
    const report = (rule: string, problem: string | null): void => {
      if (problem !== null) findings.push(finding(rule, design.id, problem));
    };
    report('P8', chainProblem(rows));
    if (design.version !== rows.length) {
      report('P6', `is at version ${design.version} and has ${rows.length} events`);
    }
    const wasCancelled = asked.some(
      ({ kind, designId }) => kind === 'cancel' && designId === design.id,
    );
    for (const problem of endingProblems(events, wasCancelled)) report('A5', problem);
    const end = ofType(events, 'design_ended').at(-1);
    if (design.status !== end?.status || design.ended_at !== end.at) {
      report(
        'A5',
        `is shown as ${design.status}, and its events come to ${end?.status ?? 'no end'}`,
      );
    }
    for (const problem of retryProblems(events)) report('C2', problem);
  }
  return findings;
}

/** Recomputed here, over what is stored, by the published rule and not by the code that made it. */
function chainProblem(rows: readonly EventRow[]): string | null {
  let previous = '0'.repeat(64);
  for (const [index, { seq, payload, hash, event }] of rows.entries()) {
    if (seq !== index + 1) return `event ${index + 1} is missing: ${seq} is in its place`;
    if (event === null) return `event ${seq} is no event`;
    const text = `${previous}\n${sortedJson({ event: payload, seq })}`;
    if (createHash('sha256').update(text).digest('hex') !== hash) return `event ${seq} was changed`;
    previous = hash;
  }
  return null;
}

function sortedJson(value: unknown): string {
  const sorted = (_: string, member: unknown): unknown =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([one], [two]) => (one < two ? -1 : 1)))
      : member;
  return JSON.stringify(value, sorted);
}

function endingProblems(events: readonly DesignEvent[], wasCancelled: boolean): string[] {
  const ends = ofType(events, 'design_ended');
  const [end] = ends;
  if (end === undefined)
    return [`has not ended: the last event is ${events.at(-1)?.type ?? 'none'}`];
  const problems: string[] = [];
  if (ends.length > 1) problems.push(`ended ${ends.length} times`);
  for (const event of events.slice(events.indexOf(end) + 1)) {
    if (!AFTER_THE_END.includes(event.type)) problems.push(`${event.type} after the end`);
  }
  const untrue = untruth(events, end, wasCancelled);
  if (untrue !== null)
    problems.push(`ended as ${end.status} (${end.stoppedBecause}), but ${untrue}`);
  return problems;
}

/** Whether what was recorded bears out why the design is said to have ended; `null` if it does. */
function untruth(
  events: readonly DesignEvent[],
  { status, stoppedBecause }: EventOf<'design_ended'>,
  wasCancelled: boolean,
): string | null {
  const settled = ofType(events, 'outcome_settled');
  const decision = ofType(events, 'gate_decided').at(-1);
  const isSettled = status === 'completed' || status === 'needs_review';
  if (isSettled && (settled.length !== 1 || settled[0]?.status !== status)) {
    return `was settled as ${settled.map((each) => each.status).join(', ') || 'nothing'}`;
  }
  if (status === 'completed' && ofType(events, 'composite_submitted').length === 0)
    return 'has no decision';
  const expected = ((): boolean => {
    switch (stoppedBecause) {
      case 'finished':
        return (
          status === 'completed' &&
          ofType(events, 'gate_opened').every(({ unreachable }) => unreachable !== undefined)
        );
      case 'decided_by_person':
        return (
          decision?.by !== '' && decision?.choice === (status === 'completed' ? 'accept' : 'stop')
        );
      case 'gate_unanswered':
        return status === 'needs_review' && decision?.choice === 'unanswered';
      case 'cancelled_by_person':
        return status === 'cancelled' && wasCancelled;
      case 'no_persona_left':
        return status === 'cancelled' && livingPersonas(events).length === 0;
      case 'no_design_question':
        return ofType(events, 'question_framed').at(-1)?.isDesignQuestion === false;
      case 'thread_unreachable':
        // Its first message is never refused for good.
        return false;
      case 'nothing_contributed':
        return ofType(events, 'round_closed').at(-1)?.contributed.length === 0;
      // No run is given so little time or money, and nothing in it keeps files from being written.
      case 'time_used_up':
      case 'model_unavailable':
      case 'money_used_up':
      case 'write_failed':
      case 'internal_error':
        return false;
    }
  })();
  return expected ? null : 'its events tell otherwise';
}

function livingPersonas(events: readonly DesignEvent[]): string[] {
  const lost = new Set(ofType(events, 'session_lost').map(({ sessionId }) => sessionId));
  const started = ofType(events, 'session_started');
  const personas = ofType(events, 'design_started').flatMap(({ participants }) => participants);
  return personas
    .filter(({ role }) => role === 'persona')
    .map(({ id }) => id)
    .filter((id) => {
      const last = started.findLast(({ participant }) => participant === id);
      return last === undefined || !lost.has(last.sessionId);
    });
}

/** C2: whatever happened, nobody was given a second retry. */
function retryProblems(events: readonly DesignEvent[]): string[] {
  const retries = ofType(events, 'session_started').filter(({ origin }) => origin === 'retry');
  const seen = new Set<string>();
  return retries
    .map(({ participant }) => participant)
    .filter((id) => seen.size === seen.add(id).size)
    .map((id) => `${id} was retried more than once`);
}

function ofType<Type extends DesignEvent['type']>(
  events: readonly DesignEvent[],
  type: Type,
): EventOf<Type>[] {
  return events.filter((event): event is EventOf<Type> => event.type === type);
}
