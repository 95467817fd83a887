import type { Design, Turn } from '../../core/vocabulary/design.ts';
import type { ParticipantId, SessionId, TurnId } from '../../core/vocabulary/ids.ts';
import {
  findSession,
  findParticipant as participantOf,
} from '../../core/vocabulary/participants.ts';
import { CHARRETTE_STOPPED, FILE_GONE } from '../../core/workflow/sessions/lifecycle.ts';
import { noteWork } from '../../foundation/stalls.ts';
import type { PinnedRepository } from '../../ports/repository.ts';
import type { ChildMessage, ChildMessageOf } from '../../sessions/child/protocol.mjs';
import { lastLinesOf, nameFailure, writeFailureText } from '../../sessions/diagnostics.ts';
import type { Crash, LastWords } from '../../sessions/session.ts';
import { readLateSubmission } from '../../turns/checks/late-submission.ts';
import type { Admission, CallToAdmit } from '../../turns/model-broker.ts';
import { roundOf } from '../../turns/prompt/ask.ts';
import type { Voice } from '../../turns/prompt/assignment.ts';
import { RunningTurn } from '../../turns/running-turn.ts';
import type { DesignParts } from '../design/design-parts.ts';
import type { Mailbox } from '../design/mailbox.ts';
import type { UnderWay } from '../design/under-way.ts';
import { usualOutputTokensOf } from '../limits/usual-turns.ts';
import { keepFailure } from './failures.ts';

export class SessionSupervisor {
  readonly #mailbox: Mailbox;
  readonly #underWay: UnderWay;
  readonly #parts: DesignParts;
  readonly #started = new Set<SessionId>();
  /** Started sessions of which nothing has been heard. */
  readonly #silent = new Set<SessionId>();

  constructor(mailbox: Mailbox, underWay: UnderWay, parts: DesignParts) {
    this.#mailbox = mailbox;
    this.#underWay = underWay;
    this.#parts = parts;
  }

  /** Starts a session unless the design is over or the id was given up meanwhile. */
  start(sessionId: SessionId, participant: ParticipantId): void {
    const { design, submit } = this.#mailbox;
    if (design === null || findSession(design, sessionId)?.session.state !== 'starting') return;
    if (this.#started.has(sessionId)) return;
    this.#started.add(sessionId);
    this.#silent.add(sessionId);
    const cannotStart = (cause: typeof CHARRETTE_STOPPED | typeof FILE_GONE) => {
      this.#silent.delete(sessionId);
      this.#underWay.watch(submit({ type: 'report_session_lost', sessionId, cause }));
    };
    if (!this.#parts.personas.some(({ profile }) => profile.id === participant)) {
      cannotStart(FILE_GONE);
      return;
    }
    const isStarted = this.#parts.sessions.start(sessionId, participant, {
      onReady: (pid, process) => {
        this.#silent.delete(sessionId);
        // Sessions that start together share a commit.
        const when = this.#silent.size === 0 ? 'now' : 'soon';
        this.#underWay.watch(
          submit({ type: 'report_session_ready', sessionId, pid, process }, when),
        );
      },
      onMessage: (message) => this.#receive(sessionId, message),
      onLoss: (loss, lastWords) => {
        this.#silent.delete(sessionId);
        this.#underWay.watch(this.#lost(sessionId, participant, loss, lastWords));
      },
    });
    // This process owned the design before and lost it while the session was starting.
    if (!isStarted) cannotStart(CHARRETTE_STOPPED);
  }

  stop(sessionId: SessionId): void {
    this.#silent.delete(sessionId);
    this.#underWay.watch(this.#parts.sessions.stop(sessionId));
  }

  /**
   * Ends processes left by an earlier owner. Most have ended by themselves, unless that owner was
   * stopped before.
   */
  endLeftovers({ id: designId, participants }: Design): void {
    const { sessions, log } = this.#parts;
    for (const participant of participants) {
      const last = participant.sessions.at(-1);
      if (last?.state !== 'healthy' || last.pid === null || last.process === '') continue;
      if (!sessions.endLeftover(last.pid, last.process)) continue;
      const facts = { designId, participant: participant.id, sessionId: last.id, pid: last.pid };
      log.warn('leftover_ended', facts);
    }
  }

  /**
   * Ends all processes of this design here; resolves when they are gone. Spares sessions that wait
   * for a slot: this process may yet start them, and a stopped id can never start.
   */
  async stopAll(): Promise<void> {
    await Promise.all([...this.#started].map((id) => this.#parts.sessions.stop(id)));
  }

  /**
   * Asks a session one question, with the design's state of that moment. Skips a turn that was
   * given up meanwhile: nothing would ever end it.
   */
  ask(design: Design, turnId: TurnId, repository: PinnedRepository | null): void {
    const { sessions, callModel, bounds, clock, log } = this.#parts;
    const { submit } = this.#mailbox;
    const turn = design.turns.findLast((each) => each.id === turnId);
    const now = this.#mailbox.design?.turns.findLast((each) => each.id === turnId);
    if (turn === undefined || now?.outcome !== 'open') return;
    const { model } = participantOf(design, turn.participant);
    const running = new RunningTurn({
      design,
      turn,
      voiceOf: (id) => this.#voiceOf(design, id),
      callModel,
      endpoint: this.#parts.vendorOf([model]),
      repository,
      submit,
      send: (message) => sessions.send(turn.sessionId, message),
      kill: () => sessions.kill(turn.sessionId),
      admit: (asking, signal) => this.#admit(design, turn, asking, signal),
      onBroken: this.#underWay.onBroken,
      bounds,
      clock,
      log,
      redact: this.#parts.redact,
    });
    this.#mailbox.turns.add(turnId, running);
    this.#mailbox.keepTracesSoon();
  }

  /** Admits an attempt at a model call: it is recorded with what it may cost before it is sent. */
  #admit(design: Design, turn: Turn, asking: CallToAdmit, signal: AbortSignal): Promise<Admission> {
    const { budgetUsd } = design.settings;
    const calling = {
      ...asking,
      model: participantOf(design, turn.participant).model,
      usualOutputTokens: usualOutputTokensOf(design, roundOf(design, turn).kind),
      budgetUsd,
      countsAt: design.startedAt,
      spending: () => this.#mailbox.turns.spending(this.#mailbox.design),
      reserve: (usd: number | null) => {
        asking.reserve(usd);
        return this.#mailbox.keepTraces();
      },
    };
    return this.#parts.ceilings.admit(calling, signal);
  }

  /**
   * Returns a participant's voice. A facilitator whose file is gone uses the present file of its
   * role.
   */
  #voiceOf(design: Design, id: ParticipantId): Voice | null {
    const { personas } = this.#parts;
    const { role } = participantOf(design, id);
    const persona =
      personas.find(({ profile }) => profile.id === id) ??
      personas.find(({ profile }) => profile.role === role && role !== 'persona');
    if (persona === undefined) return null;
    const { profile, reads, sections } = persona;
    const effort = profile.effort ?? this.#parts.defaultEffort;
    return { summary: profile.summary, reads, sections, effort };
  }

  #receive(sessionId: SessionId, message: ChildMessage): void {
    if (!('turnId' in message)) return;
    noteWork(`read ${message.type} of ${message.turnId}`);
    const running = this.#mailbox.turns.findTurn(sessionId, message.turnId);
    if (running !== undefined) running.receive(message);
    else if (message.type === 'call_tool') this.#underWay.watch(this.#takeLate(sessionId, message));
  }

  /** Records a submission that arrived after its turn as late and tells its author. */
  async #takeLate(sessionId: SessionId, call: ChildMessageOf<'call_tool'>): Promise<void> {
    const { bounds, sessions } = this.#parts;
    const late = readLateSubmission(call, bounds.submissionBytes, this.#parts.redact);
    const turn = this.#mailbox.design?.turns.findLast(({ id }) => id === call.turnId);
    // A session cannot submit in another's turn, even if it knows the id.
    if (late === null || turn?.sessionId !== sessionId) return;
    if (late.command !== null) await this.#mailbox.submit(late.command);
    sessions.send(sessionId, late.answer);
  }

  /** Keeps the session's remains first, then reports it lost. */
  async #lost(
    sessionId: SessionId,
    participant: ParticipantId,
    loss: Crash,
    lastWords: LastWords,
  ): Promise<void> {
    const { clock, redact } = this.#parts;
    const lostAt = clock.now();
    const lastTurn = this.#mailbox.turns.textOfLast(sessionId, lostAt);
    const text = writeFailureText(
      lastWords,
      loss,
      { participant, sessionId, lostAt, lastTurn },
      redact,
    );
    const { designId } = this.#mailbox;
    const name = nameFailure(participant, sessionId);
    const diagnostics = await keepFailure(this.#parts, designId, { name, at: lostAt, text });
    const lastLines = lastLinesOf(lastWords.stderr, redact);
    const cause = { ...loss, ...(lastLines === '' ? {} : { lastLines }), diagnostics };
    await this.#mailbox.submit({ type: 'report_session_lost', sessionId, cause });
  }
}
