import { type Evidence, eventsOf } from './evidence.ts';
import { type Finding, finding, notOnce } from './finding.ts';

/**
 * T1: every turn that was started has finished once, and has exactly one record, which says the
 * same.
 */
export function checkTurns({ tables }: Evidence): Finding[] {
  return tables.designs.flatMap(({ id }) => {
    const events = eventsOf(tables, id);
    const started = events.flatMap((event) =>
      event.type === 'turn_started' ? [event.turnId] : [],
    );
    const finished = events.filter((event) => event.type === 'turn_finished');
    const records = tables.turns.filter((row) => row.design_id === id).map(({ record }) => record);
    const ends = notOnce(
      started,
      finished.map(({ turnId }) => turnId),
    );
    const kept = notOnce(
      started,
      records.map(({ turnId }) => turnId),
    );
    const outcomes = new Map<string, string>(
      finished.map(({ turnId, outcome }) => [turnId, outcome]),
    );
    const untrue = records.filter(
      (each) => each.designId !== id || outcomes.get(each.turnId) !== each.outcome,
    );
    const findings: [string[], string][] = [
      [started.filter((each, index) => started.indexOf(each) !== index), 'was started twice'],
      [ends.missing, 'has not finished'],
      [ends.doubled, 'finished twice'],
      [ends.unexpected, 'finished and was not started'],
      [kept.missing, 'has no record'],
      [kept.doubled, 'has two records'],
      [kept.unexpected, 'has a record and was not started'],
      [untrue.map(({ turnId }) => turnId), 'has a record of something else'],
    ];
    return findings.flatMap(([turns, what]) =>
      turns.map((turn) => finding('T1', id, `${turn} ${what}`)),
    );
  });
}
