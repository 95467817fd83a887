import type { Participant } from './state.ts';

/**
 * The rule of the one retry (C2): whoever loses a session gets one replacement, once a design and
 * whatever the phase. Waking after a pause or a restart is none.
 */
const MAX_RETRIES = 1;

export function hasRetryLeft({ sessions }: Participant): boolean {
  return sessions.filter(({ origin }) => origin === 'retry').length < MAX_RETRIES;
}
