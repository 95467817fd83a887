import type { Command } from '../core/vocabulary/commands.ts';
import type { Design, Turn } from '../core/vocabulary/design.ts';
import type { Decision } from '../core/workflow/decide.ts';
import type { PinnedRepository } from '../engine/ports/repository.ts';
import type { Clock } from '../foundation/clock.ts';
import type { Log } from '../foundation/log.ts';
import type { ParentMessage } from '../sessions/child/protocol.mjs';
import type { Admission, CallModel } from './model-broker.ts';
import type { VoiceOf } from './prompt/assignment.ts';
import type { TurnBounds } from './prompt/bounds.ts';

/** The parts that a turn starts with. */
export interface TurnParts {
  /** The design when it started the turn, and the turn. */
  readonly design: Design;
  readonly turn: Turn;
  readonly voiceOf: VoiceOf;
  readonly callModel: CallModel;
  /** Where the model of its participant is asked, in words for people. */
  readonly endpoint: string;
  readonly repository: PinnedRepository | null;
  readonly bounds: TurnBounds;
  readonly clock: Clock;
  readonly log: Log;
  /** Takes secrets out of recorded text (D6). */
  readonly redact: (text: string) => string;
  readonly submit: Submit;
  /** Sends to the turn's session. Does not throw when that is gone. */
  readonly send: (message: ParentMessage) => void;
  /** Ends the session's process by force. Only a rehearsal does, to show a loss that is survived. */
  readonly kill: () => void;
  /**
   * Checks an attempt at a model call against the budgets of the design and of the day (T7). Answers so far may be handed in
   * whatever the result. Calls `begin` in the very step that finds room. Resolves when the turn's spending is stored (T6);
   * rejects when the signal is aborted.
   */
  readonly admit: (begin: () => void, signal: AbortSignal) => Promise<Admission>;
  /** Reports a command that could not be committed, or a broken invariant (P2). The turn itself can do nothing about it. */
  readonly onBroken: (error: unknown) => void;
}

/**
 * The only way into a design for events in this process: sessions, turns, timers and effects. Takes secrets out of the command
 * (D6). Resolves once it is refused or its events are committed, however long the store is away; `soon`: together with the next
 * commit, at most a moment later. Rejects when they cannot be committed, and when this process no longer owns the design.
 */
export type Submit = (command: Command, when?: 'now' | 'soon') => Promise<Decision>;
