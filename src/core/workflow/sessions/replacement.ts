import { shouldRetry } from '../../outcome/policy/should-retry.ts';
import type { Participant } from '../../vocabulary/design.ts';
import type { Settings } from '../../vocabulary/events.ts';
import { type CrashCause, isOwnCrash, isPermanentCrash, type Session } from '../../vocabulary/session.ts';

/**
 * The rule of "replaced once". A participant whose session is lost gets one other (C2); the loss of that
 * one leaves it dead. That Charrette itself stopped uses up nothing: everybody comes back under a new id (C18).
 */
const MAX_REPLACEMENTS = 1;

/** Counts sessions that use up the participant's one replacement. */
export function timesReplaced(sessions: readonly Session[]): number {
  return sessions.filter(({ origin }) => origin === 'retry').length;
}

/** Returns the origin of the session that replaces one lost for this cause; `null`: none does, and the participant is dead. */
export function originAfter(
  cause: Pick<CrashCause, 'kind'>,
  sessions: readonly Session[],
  { replacement }: Pick<Settings, 'replacement'>,
): 'resume' | 'retry' | null {
  if (!isOwnCrash(cause)) return 'resume';
  const { retry } = shouldRetry({
    retriesUsed: timesReplaced(sessions),
    maxRetries: MAX_REPLACEMENTS,
    permanent: isPermanentCrash(cause),
    enabled: replacement === 'once',
    lowConfidence: false,
  });
  return retry ? 'retry' : null;
}

/** A participant's death, each loss in order, short cause first (D2). */
export function deathWords(dead: Participant): string {
  return `${dead.title} ${crashWords(dead)}`;
}

/** The same without its name: continues that, or those of several. */
export function crashWords({ sessions }: Pick<Participant, 'sessions'>): string {
  const losses = ownCrashes(sessions);
  const causes = losses.filter((cause) => !isPermanentCrash(cause)).map(({ detail }) => detail);
  const crashed =
    causes.length < 2 ? 'crashed' : `crashed ${causes.length === 2 ? 'twice' : `${causes.length} times`}`;
  return [
    ...(causes.length === 0 ? [] : [`${crashed}: ${[...new Set(causes)].join('; then ')}`]),
    ...losses.filter(isPermanentCrash).map(({ detail }) => `could not be started: ${detail}`),
  ].join('; then ');
}

function ownCrashes(sessions: readonly Session[]): CrashCause[] {
  return sessions.flatMap(({ cause }) => (cause !== null && isOwnCrash(cause) ? [cause] : []));
}
