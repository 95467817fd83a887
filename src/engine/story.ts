/** What the operator's log says of a design (D7): a line for each event that an operator looks for. */

import type { DesignEvent } from '#design/events.ts';
import { costOf } from '#design/money.ts';
import { isDead } from '#design/participants.ts';
import type { Design } from '#design/state.ts';
import type { Facts, Log } from '#support/log.ts';

export function logStory(
  events: readonly DesignEvent[],
  before: Design | null,
  after: Design,
  log: Log,
): void {
  const designId = after.id;
  for (const event of events) {
    const line = lineOf(event, after);
    if (line !== null) log[line.level](line.name, { designId, ...line.facts });
  }
  for (const participant of after.participants) {
    const was = before?.participants.find(({ id }) => id === participant.id);
    if (was !== undefined && !isDead(was) && isDead(participant))
      log.warn('participant_dead', { designId, participant: participant.id });
  }
}

interface Line {
  readonly level: 'info' | 'warn';
  readonly name: string;
  readonly facts: Facts;
}

function lineOf(event: DesignEvent, design: Design): Line | null {
  const info = (name: string, facts: Facts): Line => ({ level: 'info', name, facts });
  const warn = (name: string, facts: Facts): Line => ({ level: 'warn', name, facts });
  switch (event.type) {
    case 'design_started':
      return info('design_started', { depth: event.depth, via: event.startedBy.via });
    case 'design_resumed':
      return info('design_resumed', { crashed: event.crashed });
    case 'session_lost': {
      const { participant, sessionId, cause } = event;
      return warn('session_lost', { participant, sessionId, cause });
    }
    case 'session_started': {
      const { participant, sessionId, origin } = event;
      return origin === 'retry' ? info('session_replaced', { participant, sessionId }) : null;
    }
    case 'turn_finished': {
      const { participant, turnId, outcome, error } = event;
      return error === null ? null : warn('turn_failed', { participant, turnId, outcome, error });
    }
    case 'answering_opened':
      return info('design_waits', { until: event.deadlineAt });
    case 'gate_opened':
      return info('gate_opened', { reasons: event.reasons, until: event.deadlineAt });
    case 'gate_decided':
      return info('gate_decided', { choice: event.choice, by: event.by });
    case 'outcome_settled': {
      const { status, reason, by } = event;
      return status === 'cancelled' ? info('design_cancelled', { reason, by }) : null;
    }
    case 'design_ended': {
      const { status, reason, detail } = event;
      return info('design_ended', { status, reason, detail, ...costOf(design) });
    }
    default:
      return null;
  }
}
