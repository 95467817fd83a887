import type { Participant } from './design.ts';
import { formatTimes } from './figures.ts';
import { type CrashCause, isOwnCrash, isPermanentCrash, type Session } from './session.ts';

/** A participant's death with all its causes, earliest first. */
export function describeDeath({
  title,
  sessions,
}: Pick<Participant, 'title' | 'sessions'>): string {
  return `${title} ${describeCrashes(ownCrashes(sessions))}`;
}

/** The causes of a death, as words that follow one name or several. */
export function describeCrashes(losses: readonly Pick<CrashCause, 'kind' | 'detail'>[]): string {
  const causes = losses.filter((cause) => !isPermanentCrash(cause)).map(({ detail }) => detail);
  return [
    ...(causes.length === 0
      ? []
      : [`crashed ${formatTimes(causes.length)} (${[...new Set(causes)].join(', then ')})`]),
    ...losses.filter(isPermanentCrash).map(({ detail }) => `could not be started (${detail})`),
  ].join(', then ');
}

/** Losses that count against the one replacement, earliest first. */
export function ownCrashes(sessions: readonly Session[]): CrashCause[] {
  return sessions.flatMap(({ cause }) => (cause !== null && isOwnCrash(cause) ? [cause] : []));
}
