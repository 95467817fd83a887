/**
 * One turn, from its prompt to its submission: `submit` with what was said, or `fail_turn` with why
 * not. Everything that goes wrong ends in the command; only the recorder's own faults are thrown
 * (`lease_lost`, a store that stays away), since a turn without a record does not count (P2).
 *
 * @example
 * const command = await runTurn({ design, turnId, personas, model, session, repository, recorder,
 *   epoch, money, gate, limits, now: Date.now, signal, log, redact });
 */

import type { CommandOf } from '#design/commands.ts';
import type { ParticipantId, TurnId } from '#design/ids.ts';
import type { Design } from '#design/state.ts';
import type { Model } from '#models/model.ts';
import type { Repository } from '#repository/repository.ts';
import type { PersonaSession } from '#sessions/session.ts';
import type { Log } from '#support/log.ts';
import type { Redact } from '#support/redact.ts';
import type { PrefixGate } from './prefix-gate.ts';
import type { Recorder } from './record.ts';

/** The ceilings of the design and of the day; the engine keeps them in the store (T7). */
export interface Money {
  /** Reserves what one call may cost at most, before it is made; or names the ceiling that refuses. */
  reserve(usd: number): Promise<Reserved | 'design' | 'day'>;
}
export interface Reserved {
  /** Puts what the call cost in the place of what was reserved. */
  settle(usd: number): Promise<void>;
}

export interface TurnContext {
  /** In which the turn is open: its state when the turn began. */
  readonly design: Design;
  readonly turnId: TurnId;
  /** Texts of the persona files. A stand-in is given the file of the facilitator whose work it does. */
  readonly personas: ReadonlyMap<ParticipantId, string>;
  readonly model: Model;
  readonly session: PersonaSession;
  readonly repository: Repository | null;
  readonly recorder: Recorder;
  readonly epoch: number;
  readonly money: Money;
  /** One for each design that runs. */
  readonly gate: PrefixGate;
  readonly limits: TurnLimits;
  readonly now: () => number;
  /** Aborted by a cancellation or a lost lease: the turn ends as `cancelled`. */
  readonly signal: AbortSignal;
  readonly log: Log;
  /** For what repository tools return (D6). */
  readonly redact: Redact;
}

export interface TurnLimits {
  /** CHARRETTE_TURN_TOTAL_SECONDS. */
  readonly totalMs: number;
  /** Between two events of a model's stream, the first included (A10). */
  readonly idleMs: number;
}
export const IDLE_MS = 120_000;

export async function runTurn(
  _context: TurnContext,
): Promise<CommandOf<'submit'> | CommandOf<'fail_turn'>> {
  throw new Error('not written yet');
}
