import * as z from 'zod';
import type { SessionId } from '../ids.ts';
import { atMost } from '../text.ts';

/** D2, C20: what a session can die of. `detail` on the loss says it in words; this is what code may compare. */
export const LOSS_KINDS = [
  'spawn_failed',
  'exited',
  'killed',
  'not_ready',
  'hung',
  'out_of_memory',
  'protocol_error',
  'charrette_stopped',
] as const;

const CAUSE_CHARACTERS = 500;
const POINTER_CHARACTERS = 300;

export const LossCause = z.strictObject({
  kind: z.enum(LOSS_KINDS),
  detail: z.string().max(CAUSE_CHARACTERS),
  /** D2: where the operator finds the session's last output, relative to the design's folder; empty if nowhere. */
  diagnostics: z.string().max(POINTER_CHARACTERS),
});
export type LossCause = z.infer<typeof LossCause>;

/** The cause as it can be recorded: a process's last words are of any length and of any bytes. */
export function recordable({ kind, detail, diagnostics }: LossCause): LossCause {
  return {
    kind,
    detail: atMost(detail, CAUSE_CHARACTERS),
    diagnostics: atMost(diagnostics, POINTER_CHARACTERS),
  };
}

/**
 * Why a session was started: at the start, as the one replacement (C2), after Charrette itself stopped (C18), or
 * because its participant is needed again after its session was parked.
 */
export const SESSION_ORIGINS = ['first', 'retry', 'resume', 'wake'] as const;
export type SessionOrigin = (typeof SESSION_ORIGINS)[number];

/** One run of one participant: one process, one id, recorded before the process exists (C1). */
export interface Session {
  readonly id: SessionId;
  readonly origin: SessionOrigin;
  readonly state: 'starting' | 'healthy' | 'lost' | 'parked' | 'released';
  readonly pid: number | null;
  /** As in `session_ready`. */
  readonly process: string;
  readonly cause: LossCause | null;
}

/** `parked`: alive, and given no process while the design waits for people. */
export type ParticipantState = 'starting' | 'alive' | 'retrying' | 'parked' | 'dead' | 'released';

/**
 * C2, C4, C10: a participant's state is computed from its list of sessions and stored nowhere. The step that loses
 * a session also starts its replacement where one is due, so a list that ends in a lost session is a dead one.
 */
export function participantState(sessions: readonly Session[]): ParticipantState {
  const last = sessions.at(-1);
  if (last === undefined) return 'starting';
  switch (last.state) {
    case 'starting':
      return last.origin === 'first' || last.origin === 'wake' ? 'starting' : 'retrying';
    case 'healthy':
      return 'alive';
    case 'lost':
      return 'dead';
    case 'parked':
    case 'released':
      return last.state;
  }
}

/** Sessions that use up the participant's one retry (C2); a resumption after C18 does not. */
export function retriesUsed(sessions: readonly Session[]): number {
  return sessions.filter((session) => session.origin === 'retry').length;
}

export function isLive(session: Session): boolean {
  return session.state === 'starting' || session.state === 'healthy';
}
