import type { Clock } from '../foundation/clock.ts';
import type { Log } from '../foundation/log.ts';

export interface ProcessSettings {
  readonly clock: Clock;
  readonly log: Log;
  /**
   * Milliseconds from the start of a process to its `ready`, and most processor time until then.
   * One that is still at work is waited for, some two minutes at most.
   */
  readonly readyMs: number;
  /**
   * Milliseconds between two pings. A session that leaves two in a row unanswered is hung, unless
   * it is still at work on its first answer.
   */
  readonly heartbeatMs: number;
  /**
   * Resident bytes beyond which a session is ended. Its V8 heap gets the part that Node itself does
   * not need.
   */
  readonly memoryBytes: number;
  /**
   * Milliseconds that a session gets to end after `stop`, and again after SIGTERM, before SIGKILL.
   */
  readonly stopMs: number;
  /** Processes kept ready for future sessions; 0 for none. */
  readonly standby: number;
  /**
   * Milliseconds between the last start of a session and the next standby, and between two
   * standbys.
   */
  readonly refillPauseMs?: number;
  /** Milliseconds after the last start of a session until standbys are stopped. */
  readonly standbyIdleMs?: number;
  /** Charrette's own environment. Only the variables of an allow-list reach a child. */
  readonly environment: Environment;
  /** The program of a child; by default the persona child. */
  readonly program?: Program;
}

export type ProcessLimits = ProcessSettings & { readonly program: Program };

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Program {
  readonly execPath: string;
  readonly entry: string;
  /** Everything that the child may read: files, or folders as `/folder/*`. */
  readonly readable: readonly string[];
}
