/**
 * What the operator's log says of a design (D7): a line for each event that an operator looks for, with
 * these of its facts. Never what people or models wrote.
 */

import type { DesignEvent, EventType } from '#design/events.ts';
import { costOf } from '#design/money.ts';
import { isDead } from '#design/participants.ts';
import type { Design } from '#design/state.ts';
import type { Facts, Log } from '#support/log.ts';

const FACTS: { readonly [Type in EventType]?: readonly string[] } = {
  design_started: ['depth'],
  design_resumed: ['crashed'],
  session_lost: ['participant', 'sessionId', 'cause'],
  turn_finished: ['participant', 'turnId', 'outcome', 'error'],
  answering_opened: ['deadlineAt'],
  gate_opened: ['gateId', 'reasons', 'deadlineAt'],
  gate_decided: ['gateId', 'choice', 'by'],
  outcome_settled: ['status', 'reason', 'by'],
  design_ended: ['status', 'reason', 'detail'],
};

export function logEvents(
  events: readonly DesignEvent[],
  before: Design | null,
  after: Design,
  log: Log,
): void {
  const designId = after.id;
  for (const event of events) {
    const { type } = event;
    if (type === 'session_started' && event.origin === 'retry')
      log.info('session_replaced', { designId, participant: event.participant });
    const names = FACTS[type];
    // A turn that went well is in the record.
    if (names === undefined || (type === 'turn_finished' && event.error === null)) continue;
    const facts: Facts = Object.fromEntries(
      Object.entries(event).filter(([name]) => names.includes(name)),
    );
    // Its message may repeat what a model wrote.
    const isOfModel = type === 'turn_finished' && event.error?.class === 'submission_refused';
    const error = isOfModel ? { error: { ...event.error, message: '' } } : {};
    const isBad = type === 'session_lost' || type === 'turn_finished';
    const cost = type === 'design_ended' ? costOf(after) : {};
    log[isBad ? 'warn' : 'info'](type, { designId, ...facts, ...error, ...cost });
  }
  for (const participant of after.participants) {
    const was = before?.participants.find(({ id }) => id === participant.id);
    if (was !== undefined && !isDead(was) && isDead(participant))
      log.warn('participant_dead', { designId, participant: participant.id });
  }
}
