import * as z from 'zod';
import { cutText } from '../../foundation/cut-text.ts';
import type { SessionId } from './ids.ts';
import { membersOf } from './sets.ts';

/**
 * Causes of a session's death, and how often its participant comes back: `once` after its own
 * crash, `always` if all sessions ended, `never` if the next one would end the same way. Code
 * compares the cause; `detail` has it in words.
 */
const COMES_BACK = {
  spawn_failed: 'once',
  exited: 'once',
  killed: 'once',
  not_ready: 'once',
  hung: 'once',
  out_of_memory: 'once',
  protocol_error: 'once',
  file_gone: 'never',
  charrette_stopped: 'always',
} as const;

export function isOwnCrash({ kind }: Pick<CrashCause, 'kind'>): boolean {
  return COMES_BACK[kind] !== 'always';
}

export function isPermanentCrash({ kind }: Pick<CrashCause, 'kind'>): boolean {
  return COMES_BACK[kind] === 'never';
}

const CAUSE_CHARACTERS = 500;
export const LAST_LINES_CHARACTERS = 300;
const POINTER_CHARACTERS = 300;

export const CrashCause = z.strictObject({
  kind: z.enum(membersOf(COMES_BACK)),
  detail: z.string().max(CAUSE_CHARACTERS),
  /**
   * The end of the session's standard error, on one line, for the operator; absent if it wrote
   * nothing.
   */
  lastLines: z.string().min(1).max(LAST_LINES_CHARACTERS).optional(),
  /**
   * Where the session's last output is, for the operator, relative to the design's folder; empty if
   * there is none.
   */
  diagnostics: z.string().max(POINTER_CHARACTERS),
});
export type CrashCause = z.infer<typeof CrashCause>;

/** Cuts a cause to its bounds: a process's last output may have any length and any bytes. */
export function cutCause({ kind, detail, lastLines = '', diagnostics }: CrashCause): CrashCause {
  const last = cutText(lastLines, LAST_LINES_CHARACTERS);
  return {
    kind,
    detail: cutText(detail, CAUSE_CHARACTERS),
    ...(last === '' ? {} : { lastLines: last }),
    diagnostics: cutText(diagnostics, POINTER_CHARACTERS),
  };
}

/**
 * Reason for a session's start: the first, the only replacement, after Charrette itself stopped, or
 * after parking.
 */
export const SESSION_ORIGINS = ['first', 'retry', 'resume', 'wake'] as const;
type SessionOrigin = (typeof SESSION_ORIGINS)[number];
const STANDS_IN: Record<SessionOrigin, boolean> = {
  first: false,
  retry: true,
  resume: true,
  wake: false,
};

export function standsInForLost({ origin }: Pick<Session, 'origin'>): boolean {
  return STANDS_IN[origin];
}

/** One run of one participant: one process, one id, recorded before the process exists. */
export interface Session {
  readonly id: SessionId;
  readonly origin: SessionOrigin;
  readonly state: 'starting' | 'healthy' | 'lost' | 'parked' | 'released';
  readonly pid: number | null;
  /** As in `session_ready`. */
  readonly process: string;
  readonly cause: CrashCause | null;
  /** Set once it is lost. */
  readonly lostAt?: number;
}

/** `parked`: alive, but without a process while the design waits for people. */
export type ParticipantState = 'starting' | 'alive' | 'retrying' | 'parked' | 'dead' | 'released';

/**
 * State computed from all sessions of a participant, and stored nowhere. The step that loses a
 * session also starts its replacement. So the participant is dead if its list ends in a lost
 * session, and alive if it ends in a replacement.
 */
export function participantStateOf(sessions: readonly Session[]): ParticipantState {
  const last = sessions.at(-1);
  if (last === undefined) return 'starting';
  switch (last.state) {
    case 'starting':
      return standsInForLost(last) ? 'retrying' : 'starting';
    case 'healthy':
      return 'alive';
    case 'lost':
      return 'dead';
    case 'parked':
    case 'released':
      return last.state;
  }
}

const IS_LIVE: Record<Session['state'], boolean> = {
  starting: true,
  healthy: true,
  lost: false,
  parked: false,
  released: false,
};

export function isLive(session: Session): boolean {
  return IS_LIVE[session.state];
}
