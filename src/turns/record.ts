/**
 * The record of turns, which page, API, files and cost read (T4). A turn's trace is appended as it
 * grows, so that a turn lost with its process or with the daemon has it too (T3).
 */

import type { RoundKind, TurnError, TurnOutcome, Usage } from '#design/events.ts';
import type { DesignId, ParticipantId, RoundId, SessionId, TurnId } from '#design/ids.ts';
import type { Block, Message } from '#models/model.ts';

export type TraceStep =
  /** First: what it was asked. `sharedSha256` names a text of `putShared`. */
  | {
      readonly step: 'prompt';
      readonly at: number;
      readonly sharedSha256: string;
      readonly own: string;
      readonly ask: string;
      readonly tools: readonly string[];
    }
  /** A call is begun: recorded before it is made. `messages`: those since the last call. */
  | {
      readonly step: 'request';
      readonly at: number;
      readonly call: number;
      readonly attempt: number;
      readonly model: string;
      readonly messages: readonly Message[];
      /** Tokens of the input, as estimated: what it costs at least, if it is never answered. */
      readonly inputTokens: number;
      /** What it may cost at most, which the ceilings count until it has ended; `null`: no known price. */
      readonly reservedUsd: number | null;
    }
  | { readonly step: 'first_token'; readonly at: number; readonly call: number }
  | {
      readonly step: 'answer';
      readonly at: number;
      readonly call: number;
      readonly ms: number;
      readonly stopReason: string;
      readonly content: readonly Block[];
      readonly usage: Usage;
      readonly costUsd: number | null;
    }
  | {
      readonly step: 'call_failed';
      readonly at: number;
      readonly call: number;
      readonly ms: number;
      readonly kind: string;
      readonly message: string;
      readonly usage: Usage;
      readonly costUsd: number | null;
    }
  | {
      readonly step: 'tool';
      readonly at: number;
      readonly tool: string;
      readonly input: unknown;
      readonly result: 'ok' | 'refused' | 'failed';
      readonly text: string;
      readonly ms: number;
    }
  | {
      readonly step: 'end';
      readonly at: number;
      readonly ms: number;
      readonly outcome: TurnOutcome;
      readonly error: (TurnError & { readonly lastStep: string }) | null;
    };

export interface TurnHead {
  readonly designId: DesignId;
  readonly turnId: TurnId;
  /** As in the design: 1, 2 …. */
  readonly number: number;
  readonly participant: ParticipantId;
  readonly roundId: RoundId;
  readonly kind: RoundKind;
  readonly sessionId: SessionId;
  readonly model: string;
  readonly startedAt: number;
}
export interface TurnRecord extends TurnHead {
  readonly trace: readonly TraceStep[];
}

/** Implemented by the store; every write is fenced by the owner's epoch. */
export interface Recorder {
  /** Texts of the shared block, once for all turns of a round. */
  putShared(designId: DesignId, epoch: number, sha256: string, text: string): Promise<void>;
  startTurn(epoch: number, head: TurnHead): Promise<void>;
  appendTrace(
    designId: DesignId,
    epoch: number,
    turnId: TurnId,
    steps: readonly TraceStep[],
  ): Promise<void>;
}
