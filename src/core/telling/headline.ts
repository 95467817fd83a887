import type { Outcome } from '../outcome/outcome.ts';
import type { Level } from './document.ts';
import { STOP_WORDS } from './facts/ending.ts';
import { reasonsIn } from './facts/reasons.ts';
import { namedGravest, reservationWords } from './facts/reservation.ts';

/** The first line of every result: what could make its reader wrong, with how grave it is (J11). */
interface Headline {
  readonly headline: string;
  readonly level: Level;
}

export function headlineOf(outcome: Outcome): Headline {
  const { status, hasDecision, hasContribution, stoppedBecause, stoppedBy } = outcome;
  switch (status) {
    case 'completed':
      if (!outcome.isNeutral) return ready(outcome);
      return warning('Nothing was decided. To connect a model, set ANTHROPIC_API_KEY (docs/models.md).');
    case 'needs_review': {
      if (hasDecision) return warning(`Needs review: ${namedGravest(reviewWords(outcome))}.`);
      const left = hasContribution ? 'only what was contributed' : 'and nothing was contributed';
      return warning(`Needs review: there is no decision, ${left}.`);
    }
    case 'cancelled':
      if (stoppedBecause === 'no_persona_left')
        return { headline: `Cancelled: ${STOP_WORDS.no_persona_left}.`, level: 'error' };
      if (stoppedBecause === 'cancelled_by_person' && stoppedBy !== '')
        return info(`Cancelled by ${stoppedBy}: there is no decision.`);
      return info(
        `Cancelled: ${stoppedBecause === 'not_resumed' ? STOP_WORDS.not_resumed : 'there is no decision'}.`,
      );
    case 'failed':
      return { headline: 'Failed: Charrette itself could not go on.', level: 'error' };
    case 'unfinished':
      return info('Not finished: this is only what has happened so far.');
  }
}

/** Returns `true` if the headline is made of the reservations; that of a rehearsal, or of what still runs, is not. */
export function namesReservations({ status, hasDecision, isNeutral }: Outcome): boolean {
  return (status === 'completed' && !isNeutral) || (status === 'needs_review' && hasDecision);
}

function warning(headline: string): Headline {
  return { headline, level: 'warning' };
}

function info(headline: string): Headline {
  return { headline, level: 'info' };
}

/** Without a word more only where the decision was challenged and held (J11). A person who accepted it is named with what it was accepted over. */
function ready(outcome: Outcome): Headline {
  const { decidedBy } = outcome;
  const words = outcome.reservations.map(reservationWords);
  const ready = decidedBy?.choice === 'accept' ? `Decision accepted by ${decidedBy.by}` : 'Decision ready';
  if (words.length === 0) return { headline: `${ready}.`, level: 'success' };
  const count = words.length === 1 ? 'one reservation' : `${words.length} reservations`;
  return warning(`${ready}, with ${count}: ${namedGravest(words)}.`);
}

/** Reasons for a person to look at a decision; those that were recorded, where the record holds no more. */
function reviewWords(outcome: Outcome): string[] {
  const words = outcome.reservations.map(reservationWords);
  return words.length > 0 ? words : reasonsIn(outcome.reasons, outcome);
}
