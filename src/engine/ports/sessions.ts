import type { ParticipantId, SessionId } from '../../core/vocabulary/ids.ts';
import type { CrashCause } from '../../core/vocabulary/session.ts';
import type { ChildMessage, ParentMessage } from '../../sessions/child/protocol.mjs';

/** The cause of a session's loss: a kind for code, and the words that the thread shows (D2). */
export type Crash = Omit<CrashCause, 'diagnostics' | 'lastLines'>;

export interface SessionListener {
  /** Reports readiness. `process` tells this process from a later one with its pid; empty where the system does not say. */
  ready(pid: number, process: string): void;
  /** Passes a message that fits the protocol's schema. */
  message(message: ChildMessage): void;
  /** Reports the loss once per session, whatever the cause and however many signs of it there were (C3). */
  lost(loss: Crash, lastWords: LastWords): void;
}

/** The remains of a session (D1). */
export interface LastWords {
  readonly pid: number | null;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly residentBytes: number | null;
  /** Head and tail of its standard error, with the cut marked. */
  readonly stderr: string;
  readonly lastMessages: readonly string[];
}

/** Real processes, one per session. */
export interface Sessions {
  /**
   * Starts a process for this id, or adopts a standby one. Never throws: a failure is reported as a loss. An id is used once:
   * `false` if it was started or stopped here before, or nothing is started any more; its listener gets no call then.
   */
  start(sessionId: SessionId, participant: ParticipantId, listener: SessionListener): boolean;
  /** Gives a healthy session its turn. */
  send(sessionId: SessionId, message: ParentMessage): void;
  /** Ends this session's process by force, as the system would: its listener is notified of a loss. Unknown ids are fine. */
  kill(sessionId: SessionId): void;
  /** Ends the process of this session, politely, then by force; resolves when it is gone. Unknown ids are fine. */
  stop(sessionId: SessionId): Promise<void>;
  /**
   * Ends a process that an earlier Charrette on this machine has left, by force, if it is that very process, a session's, and
   * the child of no living Charrette. Says if there was one.
   */
  endLeftover(pid: number, process: string): boolean;
  /** Ends everything, standby included. */
  close(): Promise<void>;
}
