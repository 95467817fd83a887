import type { ParticipantId, SessionId } from '../core/vocabulary/ids.ts';
import type { CrashCause } from '../core/vocabulary/session.ts';
import type { ChildMessage, ParentMessage } from './child/protocol.mjs';

/** Cause of a crash: a kind for code, and words for the thread. */
export type Crash = Omit<CrashCause, 'diagnostics' | 'lastLines'>;

export interface SessionListener {
  /** `process` distinguishes it from later processes with the same pid; empty if unknown. */
  onReady(pid: number, process: string): void;
  onMessage(message: ChildMessage): void;
  /** Called once per session, however many signs of the loss there are. */
  onLoss(loss: Crash, lastWords: LastWords): void;
}

/** Remains of a session. */
export interface LastWords {
  readonly pid: number | null;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly residentBytes: number | null;
  /** Head and tail of standard error, with the cut marked. */
  readonly stderr: string;
  readonly lastMessages: readonly string[];
}

export interface Sessions {
  /**
   * Keeps standbys from now on, until no session has started for an hour. The first session does
   * the same.
   */
  prepare(): void;
  /**
   * Starts a process for this id or adopts a standby. Never throws: a failure is reported as lost.
   * Ids are used once: returns `false` if the id was started or stopped here before, or after
   * `close`; its listener then gets no call.
   */
  start(sessionId: SessionId, participant: ParticipantId, listener: SessionListener): boolean;
  send(sessionId: SessionId, message: ParentMessage): void;
  /** Kills this session's process; its listener gets `onLoss`. Unknown ids are fine. */
  kill(sessionId: SessionId): void;
  /**
   * Ends this session's process, by force if needed; resolves when it is gone. Unknown ids are
   * fine.
   */
  stop(sessionId: SessionId): Promise<void>;
  /**
   * Kills a process left by an earlier Charrette on this machine, if it is still the same process,
   * a session's, and no living Charrette is its parent. Returns true if it did.
   */
  endLeftover(pid: number, process: string): boolean;
  close(): Promise<void>;
}
