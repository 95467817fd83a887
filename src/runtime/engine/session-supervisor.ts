import type { Design } from '../../core/design.ts';
import type { ParticipantId, SessionId } from '../../core/ids.ts';
import { findSession } from '../../core/participants.ts';
import type { LossCause } from '../../core/session/session.ts';
import type { Bundles } from '../ports/bundles.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { LastWords, Sessions } from '../ports/sessions.ts';
import { failureName, failureText } from '../session/diagnostics.ts';
import type { Mailbox } from './mailbox.ts';
import type { RunningTurns } from './running-turns.ts';
import type { TurnStarter } from './turn-starter.ts';

export interface SupervisorParts {
  readonly sessions: Sessions;
  readonly bundles: Bundles;
  readonly clock: Clock;
  readonly log: Log;
  /** Takes secrets out of a text (D6). */
  readonly redact: (text: string) => string;
}

/** The sessions of one design, as this process runs them. */
export class SessionSupervisor {
  readonly #mailbox: Mailbox;
  readonly #turns: RunningTurns;
  readonly #starter: TurnStarter;
  readonly #parts: SupervisorParts;
  readonly #onBroken: (error: unknown) => void;
  readonly #started = new Set<SessionId>();

  /** `onBroken` is called with what a session could not get recorded. */
  constructor(
    mailbox: Mailbox,
    turns: RunningTurns,
    starter: TurnStarter,
    parts: SupervisorParts,
    onBroken: (error: unknown) => void,
  ) {
    this.#mailbox = mailbox;
    this.#turns = turns;
    this.#starter = starter;
    this.#parts = parts;
    this.#onBroken = onBroken;
  }

  /** Nothing is started for a design that is over, or for an id that was given up in between (C13). */
  start(sessionId: SessionId, participant: ParticipantId): void {
    const { design, submit } = this.#mailbox;
    if (design === null || findSession(design, sessionId)?.session.state !== 'starting') return;
    this.#started.add(sessionId);
    this.#parts.sessions.start(sessionId, participant, {
      ready: (pid, process) => {
        submit({ type: 'report_session_ready', sessionId, pid, process }).catch(this.#onBroken);
      },
      message: (message) => this.#starter.receive(sessionId, message),
      lost: (cause, lastWords) => {
        this.#lost(design, { sessionId, participant, cause, lastWords }).catch(this.#onBroken);
      },
    });
  }

  stop(sessionId: SessionId): void {
    this.#parts.sessions.stop(sessionId).catch(this.#onBroken);
  }

  /** The processes of an owner that is gone have ended by themselves (C18), but for one that was stopped before that. */
  endLeftovers({ id: designId, participants }: Design): void {
    const { sessions, log } = this.#parts;
    for (const participant of participants) {
      const last = participant.sessions.at(-1);
      if (last?.state !== 'healthy' || last.pid === null || last.process === '') continue;
      if (!sessions.endLeftover(last.pid, last.process)) continue;
      log.warn('leftover_ended', { designId, sessionId: last.id, pid: last.pid });
    }
  }

  /**
   * Ends every process that this design has here; resolves when they are gone. A session that waits for a slot is left
   * alone: what was stopped once is never started, and this very process may get to start it later.
   */
  async stopAll(): Promise<void> {
    await Promise.all([...this.#started].map((id) => this.#parts.sessions.stop(id)));
  }

  /** What the session left behind is written first (D1), as far as that is possible (D4); then it counts as lost. */
  async #lost(
    { id: designId }: Design,
    {
      sessionId,
      participant,
      cause,
      lastWords,
    }: {
      readonly sessionId: SessionId;
      readonly participant: ParticipantId;
      readonly cause: Omit<LossCause, 'diagnostics'>;
      readonly lastWords: LastWords;
    },
  ): Promise<void> {
    const { bundles, clock, redact } = this.#parts;
    const lostAt = clock.now();
    const lastTurn = this.#turns.textOfLast(sessionId, lostAt);
    const text = failureText(lastWords, cause, { participant, sessionId, lostAt, lastTurn }, redact);
    const diagnostics = await bundles.writeFailure(designId, failureName(participant, sessionId), text);
    await this.#mailbox.submit({
      type: 'report_session_lost',
      sessionId,
      cause: { ...cause, diagnostics },
    });
  }
}
