import type { Design } from '../../core/design.ts';
import type { EventOf } from '../../core/events.ts';
import { participant } from '../../core/participants.ts';
import { originAfter } from '../../core/session/replacement.ts';
import { standsInForLost } from '../../core/session/session.ts';

/** The lives of the participants' processes, line by line: replaced, ready, lost. */
export const SESSION_LINES = {
  session_started: (event: EventOf<'session_started'>, design: Design) =>
    standsInForLost(event)
      ? [`A replacement for ${participant(design, event.participant).title} is starting.`]
      : [],
  session_ready: (event: EventOf<'session_ready'>, design: Design) => [
    `${participant(design, event.participant).title} is ready.`,
  ],
  session_lost: lossLines,
};

/** The one replacement is an event of its own (C2); without one to come this loss was the last. */
function lossLines(
  { participant: id, cause }: EventOf<'session_lost'>,
  { participants, settings }: Design,
): string[] {
  const who = participants.find((each) => each.id === id);
  const isLast = originAfter(cause, who?.sessions ?? [], settings) === null;
  const pointer = cause.diagnostics === '' ? '' : ` [diagnostics: ${cause.diagnostics}]`;
  return [`${who?.title ?? id} was lost${isLast ? ' for good' : ''}: ${cause.detail}.${pointer}`];
}
