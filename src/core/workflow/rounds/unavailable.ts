import type { Design, Turn } from '../../vocabulary/design.ts';
import { IS_RESPONSE } from '../../vocabulary/event-parts.ts';
import type { ParticipantId } from '../../vocabulary/ids.ts';
import { UNAVAILABLE_CAUSES } from '../../vocabulary/sets.ts';
import { openPauseOf } from '../../vocabulary/status.ts';

/**
 * `true` for a participant that is asked again only after the pause, because an unavailable model
 * ended its turn.
 */
export function isHeld(design: Design, id: ParticipantId): boolean {
  if (openPauseOf(design) === null) return false;
  const last = design.turns.findLast(({ participant }) => participant === id);
  return (
    last !== undefined && last.roundId === design.rounds.at(-1)?.id && hasUnavailableModel(last)
  );
}

export function hasUnavailableModel({ error }: Turn): boolean {
  return error?.retryable === true && UNAVAILABLE_CAUSES.some((cause) => cause === error.class);
}

/** Pauses for a model since its last answer. */
export function pausesOf({ pauses, turns, participants }: Design, model: string): Design['pauses'] {
  const speakers = participants.filter((each) => each.model === model).map(({ id }) => id);
  const answers = turns.filter((turn) => isAnswer(turn) && speakers.includes(turn.participant));
  const answeredAt = Math.max(0, ...answers.map(turnEndOf));
  return pauses.filter((pause) => pause.model === model && pause.at >= answeredAt);
}

export function isAnswer({ outcome }: Turn): boolean {
  return outcome !== 'open' && IS_RESPONSE[outcome];
}

export function turnEndOf({ startedAt, tookMs }: Turn): number {
  return startedAt + (tookMs ?? 0);
}
