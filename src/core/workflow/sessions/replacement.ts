import type { Participant } from '../../vocabulary/design.ts';
import { type CrashCause, isOwnCrash, isPermanentCrash, type Session } from '../../vocabulary/session.ts';

/**
 * The rule of “replaced once”. A participant whose session is lost gets another; if that is lost too, the participant
 * is dead. A stop of Charrette itself does not count: every participant comes back under a new id.
 */
const MAX_REPLACEMENTS = 1;

export function countReplacements(sessions: readonly Session[]): number {
  return sessions.filter(({ origin }) => origin === 'retry').length;
}

/** The origin of the session that replaces a lost one; `null` if there is none and the participant is dead. */
export function findReplacementOrigin(
  cause: Pick<CrashCause, 'kind'>,
  sessions: readonly Session[],
): 'resume' | 'retry' | null {
  if (!isOwnCrash(cause)) return 'resume';
  const isFinal = isPermanentCrash(cause) || countReplacements(sessions) >= MAX_REPLACEMENTS;
  return isFinal ? null : 'retry';
}

/** A participant's death with all its causes, earliest first. */
export function describeDeath({ title, sessions }: Pick<Participant, 'title' | 'sessions'>): string {
  return `${title} ${describeCrashes(ownCrashes(sessions))}`;
}

/** The causes of a death, as words that follow one name or several. */
export function describeCrashes(losses: readonly Pick<CrashCause, 'kind' | 'detail'>[]): string {
  const causes = losses.filter((cause) => !isPermanentCrash(cause)).map(({ detail }) => detail);
  const crashed =
    causes.length < 2 ? 'crashed' : `crashed ${causes.length === 2 ? 'twice' : `${causes.length} times`}`;
  return [
    ...(causes.length === 0 ? [] : [`${crashed}: ${[...new Set(causes)].join('; then ')}`]),
    ...losses.filter(isPermanentCrash).map(({ detail }) => `could not be started: ${detail}`),
  ].join('; then ');
}

/** Losses that count against the one replacement, earliest first. */
export function ownCrashes(sessions: readonly Session[]): CrashCause[] {
  return sessions.flatMap(({ cause }) => (cause !== null && isOwnCrash(cause) ? [cause] : []));
}
