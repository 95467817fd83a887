import type { ParticipantId, SessionId } from '../../src/core/vocabulary/ids.ts';
import type { CrashCause } from '../../src/core/vocabulary/session.ts';
import { PersonaSession } from '../../src/sessions/child/persona-session.mjs';
import { ChildMessage, type ParentMessage } from '../../src/sessions/child/protocol.mjs';
import type { LastWords, SessionListener, Sessions } from '../../src/sessions/session.ts';

interface Local {
  readonly participant: ParticipantId;
  readonly listener: SessionListener;
  readonly session: PersonaSession;
  /** It has asked its model and has no answer yet. */
  isAsking: boolean;
}

const LAST_WORDS: LastWords = {
  pid: 1,
  exitCode: null,
  signal: 'SIGKILL',
  residentBytes: null,
  stderr: '',
  lastMessages: [],
};

/** Sessions that hold the real conversation and have no process. */
export class LocalSessions implements Sessions {
  readonly running = new Map<SessionId, Local>();
  /** Ids in the order in which they were started. */
  readonly started: SessionId[] = [];
  closed = false;
  /** Every message that was to be sent, also to a session that is gone. */
  readonly sent: ParentMessage[] = [];
  /** Participants in here start and never become ready. */
  readonly neverReady = new Set<string>();
  /** An id is used once. */
  readonly #used = new Set<SessionId>();
  readonly #doomed = new Map<string, () => void>();

  prepare(): void {
    // There is nothing to load.
  }

  start(sessionId: SessionId, participant: ParticipantId, listener: SessionListener): boolean {
    if (this.closed || this.#used.has(sessionId)) return false;
    this.#used.add(sessionId);
    const session = new PersonaSession(true, {
      send: (raw) => this.#say(sessionId, ChildMessage.parse(JSON.parse(raw))),
      stop: () => undefined,
      violated: (reason) => {
        throw new Error(`the engine broke the protocol: ${reason}`);
      },
    });
    this.running.set(sessionId, { participant, listener, session, isAsking: false });
    this.started.push(sessionId);
    if (!this.neverReady.has(participant)) setImmediate(() => this.#ready(sessionId));
    return true;
  }

  send(sessionId: SessionId, message: ParentMessage): void {
    this.sent.push(message);
    const local = this.running.get(sessionId);
    if (local !== undefined && message.type === 'model_answer') local.isAsking = false;
    setImmediate(() => {
      if (this.running.has(sessionId)) local?.session.receive(JSON.stringify(message));
    });
  }

  kill(sessionId: SessionId): void {
    setImmediate(() => this.lose(sessionId, { detail: 'killed by SIGKILL' }));
  }

  async stop(sessionId: SessionId): Promise<void> {
    this.#used.add(sessionId);
    this.running.delete(sessionId);
  }

  endLeftover(): boolean {
    return false;
  }

  async close(): Promise<void> {
    this.closed = true;
    this.running.clear();
  }

  /** As if the process had died: of one session, or of each that the participant has. */
  lose(whose: string, cause: Partial<CrashCause> = {}): void {
    for (const [sessionId, local] of this.running) {
      if (local.participant !== whose && sessionId !== whose) continue;
      this.running.delete(sessionId);
      local.listener.onLoss({ kind: 'killed', detail: 'process killed', ...cause }, LAST_WORDS);
    }
  }

  /**
   * The same while it waits for its model: at once if it does, else when it asks next. Resolves
   * when it is lost.
   */
  async loseAtWork(participant: string): Promise<void> {
    const isAtWork = [...this.running.values()].some(
      (each) => each.participant === participant && each.isAsking,
    );
    if (!isAtWork) await new Promise<void>((resolve) => this.#doomed.set(participant, resolve));
    this.lose(participant);
  }

  #say(sessionId: SessionId, message: ChildMessage): void {
    const local = this.running.get(sessionId);
    if (local === undefined) return;
    local.listener.onMessage(message);
    if (message.type !== 'ask_model') return;
    local.isAsking = true;
    this.#doomed.get(local.participant)?.();
    this.#doomed.delete(local.participant);
  }

  #ready(sessionId: SessionId): void {
    this.running.get(sessionId)?.listener.onReady(this.started.indexOf(sessionId) + 1, '');
  }
}
