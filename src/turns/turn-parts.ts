import type { Command } from '../core/vocabulary/commands.ts';
import type { Design, Turn } from '../core/vocabulary/design.ts';
import type { CommandResult } from '../core/workflow/decide.ts';
import type { Clock } from '../foundation/clock.ts';
import type { Log } from '../foundation/log.ts';
import type { PinnedRepository } from '../ports/repository.ts';
import type { ParentMessage } from '../sessions/child/protocol.mjs';
import type { Admission, CallModel, CallToAdmit } from './model-broker.ts';
import type { VoiceOf } from './prompt/assignment.ts';
import type { TurnBounds } from './prompt/bounds.ts';

export interface TurnParts {
  /** As of the turn's start. */
  readonly design: Design;
  readonly turn: Turn;
  readonly voiceOf: VoiceOf;
  readonly callModel: CallModel;
  /** Endpoint of the participant's model, in words for people. */
  readonly endpoint: string;
  readonly repository: PinnedRepository | null;
  readonly bounds: TurnBounds;
  readonly clock: Clock;
  readonly log: Log;
  /** Removes secrets from recorded text. */
  readonly redact: (text: string) => string;
  readonly submit: Submit;
  /** Sends to the turn's session; does nothing if the session is gone. */
  readonly send: (message: ParentMessage) => void;
  /**
   * Kills the session's process. Only rehearsals do so, to show that the design survives a crash.
   */
  readonly kill: () => void;
  /**
   * Checks an attempt at a model call against the budgets of design and day. Resolves when what it
   * may cost is stored; rejects on abort.
   */
  readonly admit: (asking: CallToAdmit, signal: AbortSignal) => Promise<Admission>;
  /**
   * Reports what the turn cannot handle: a command that could not be committed, or a broken
   * invariant.
   */
  readonly onBroken: (error: unknown) => void;
}

/**
 * The only way for sessions, turns, timers and effects to change a design. Redacts the command.
 * Resolves once it is refused or its events are committed, however long the store is unavailable;
 * `soon`: with the next commit, at most a moment later. Rejects if the events cannot be committed,
 * or if this process no longer owns the design.
 */
export type Submit = (command: Command, when?: 'now' | 'soon') => Promise<CommandResult>;
