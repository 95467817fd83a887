import { setImmediate as otherWork } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { ParticipantId, SessionId } from '../core/vocabulary/ids.ts';
import { awaitWithTimeout } from '../foundation/timeout.ts';
import { PersonaProcess } from './persona-process.ts';
import { killLeftover } from './proc.ts';
import { makePersonaProgram } from './program.ts';
import type { SessionListener, Sessions } from './session.ts';
import type { ProcessLimits, ProcessSettings } from './settings.ts';
import { LOADING_AT_ONCE, StandbyPool } from './standby.ts';

/** Number of ended sessions whose ids are kept, so that a late `start` cannot bring one back. */
const MAX_ENDED = 10_000;
/**
 * Milliseconds after which a process that starts or loads holds back no other: many times what one
 * takes.
 */
const LOADING_MS = 1_000;

/**
 * Runs sessions as child processes in a sandbox, with standbys from the first session on.
 *
 * An id is used once: `start` does nothing for an id that runs, was lost or was stopped, even if
 * the stop came first. After `stop` a session's listener gets no more calls. `start` only requests
 * the session and calls no listener: sessions begin in their order, each new process in its own
 * turn of the event loop, and only so many at once. They load what a turn needs after those that
 * were wanted with them have begun: so a design goes on once its processes run, and whoever it asks
 * loads at once, while the others wait.
 */
export function createProcessSessions(settings: ProcessSettings): Sessions {
  const { log } = settings;
  const limits: ProcessLimits = { ...settings, program: settings.program ?? makePersonaProgram() };
  const pool = new StandbyPool(limits);
  const running = new Map<SessionId, PersonaProcess>();
  const starting = new Set<SessionId>();
  const endedIds = new LRUCache<SessionId, true>({ max: MAX_ENDED });
  const loading = new Set<Promise<void>>();
  let closed = false;

  /** Refills the standbys once no session is starting. */
  const noteStarted = (sessionId: SessionId): void => {
    if (starting.delete(sessionId) && starting.size === 0) pool.refillLater();
  };
  const owner = (sessionId: SessionId, listener: SessionListener): SessionListener => ({
    onReady: (pid, process) => {
      listener.onReady(pid, process);
      enqueue(() => running.get(sessionId)?.load() ?? null);
      pool.encourage();
      noteStarted(sessionId);
    },
    onMessage: (message) => listener.onMessage(message),
    onLoss: (cause, lastWords) => {
      running.delete(sessionId);
      endedIds.set(sessionId, true);
      listener.onLoss(cause, lastWords);
      noteStarted(sessionId);
    },
  });

  const holdBackOthers = (work: Promise<void>): void => {
    const isOver = awaitWithTimeout(work, LOADING_MS, () => undefined, settings.clock).then(() => {
      loading.delete(isOver);
    });
    loading.add(isOver);
  };
  let last = Promise.resolve();
  /** Begins work once all that was enqueued before has begun, and a processor is free for it. */
  const enqueue = (begin: () => Promise<void> | null): void => {
    last = last.then(async () => {
      while (loading.size >= LOADING_AT_ONCE) await Promise.race(loading);
      const work = begin();
      if (work === null) return;
      holdBackOthers(work);
      // The next one starts only when the system has begun this process, which takes long on a
      // busy processor.
      await otherWork();
    });
  };

  const begin = (
    sessionId: SessionId,
    participant: ParticipantId,
    listener: SessionListener,
  ): Promise<void> | null => {
    // The session was ended before it began.
    if (closed || endedIds.has(sessionId)) return null;
    const sessionOwner = owner(sessionId, listener);
    const adoptedProcess = pool.adopt(sessionId, participant, sessionOwner);
    const startedProcess =
      adoptedProcess ?? new PersonaProcess(limits, { sessionId, participant }, sessionOwner);
    running.set(sessionId, startedProcess);
    log.debug('session_started', { sessionId, participant, adopted: adoptedProcess !== null });
    return adoptedProcess === null ? startedProcess.whenReady : null;
  };

  return {
    prepare: () => pool.refill(),
    start: (...session) => {
      const [sessionId] = session;
      if (closed || [endedIds, starting, running].some((group) => group.has(sessionId))) {
        log.debug('session_start_ignored', { sessionId, closed, running: running.has(sessionId) });
        return false;
      }
      starting.add(sessionId);
      enqueue(() => begin(...session));
      return true;
    },
    send: (sessionId, message) => {
      const session = running.get(sessionId);
      if (session === undefined)
        log.debug('session_send_ignored', { sessionId, type: message.type });
      else {
        session.send(message);
        if (message.type === 'take_turn') holdBackOthers(session.whenLoaded);
      }
    },
    kill: (sessionId) => running.get(sessionId)?.kill(),
    stop: async (sessionId) => {
      endedIds.set(sessionId, true);
      await running.get(sessionId)?.stop();
      running.delete(sessionId);
      noteStarted(sessionId);
    },
    endLeftover: (pid, identity) => killLeftover(pid, identity, limits.program.entry),
    close: async () => {
      closed = true;
      await Promise.all([pool.close(), ...[...running.values()].map((session) => session.stop())]);
      running.clear();
    },
  };
}
