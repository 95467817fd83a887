import {
  type CrashCause,
  isOwnCrash,
  isPermanentCrash,
  type Session,
} from '../../vocabulary/session.ts';

/**
 * The rule of “replaced once”. A participant whose session is lost gets another; if that is lost
 * too, the participant is dead. A stop of Charrette itself does not count: every participant comes
 * back under a new id.
 */
const MAX_REPLACEMENTS = 1;

export function countReplacements(sessions: readonly Session[]): number {
  return sessions.filter(({ origin }) => origin === 'retry').length;
}

/**
 * The origin of the session that replaces a lost one; `null` if there is none and the participant
 * is dead.
 */
export function findReplacementOrigin(
  cause: Pick<CrashCause, 'kind'>,
  sessions: readonly Session[],
): 'resume' | 'retry' | null {
  if (!isOwnCrash(cause)) return 'resume';
  const isFinal = isPermanentCrash(cause) || countReplacements(sessions) >= MAX_REPLACEMENTS;
  return isFinal ? null : 'retry';
}
