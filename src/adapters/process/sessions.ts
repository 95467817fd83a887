import { LRUCache } from 'lru-cache';
import type { SessionId } from '../../core/ids.ts';
import type { SessionListener, Sessions } from '../../runtime/ports/sessions.ts';
import { PersonaProcess } from './persona-process.ts';
import { killIfSame } from './proc.ts';
import { personaProgram } from './program.ts';
import type { ProcessLimits, ProcessSettings } from './settings.ts';
import { StandbyPool } from './standby.ts';

/** Ids of ended sessions that are kept, so that a late `start` of one cannot bring it back (C13). */
const MAX_ENDED = 10_000;

/**
 * Sessions as child processes in a sandbox. Standby processes are started at once.
 *
 * An id is used once: `start` of an id that runs, was lost or was stopped does nothing, also when the stop came first.
 * After `stop` a session's listener gets no more calls. A listener is never called from within `start`.
 */
export function createProcessSessions(settings: ProcessSettings): Sessions {
  const { log } = settings;
  const limits: ProcessLimits = { ...settings, program: settings.program ?? personaProgram() };
  const pool = new StandbyPool(limits);
  const running = new Map<SessionId, PersonaProcess>();
  const starting = new Set<SessionId>();
  const ended = new LRUCache<SessionId, true>({ max: MAX_ENDED });
  let closed = false;

  /** Standby processes are started when no session is waiting for the processor, and not in its first moments. */
  const started = (sessionId: SessionId): void => {
    if (starting.delete(sessionId) && starting.size === 0) pool.refillLater();
  };
  const owner = (sessionId: SessionId, listener: SessionListener): SessionListener => ({
    ready: (pid, process) => {
      listener.ready(pid, process);
      pool.encourage();
      started(sessionId);
    },
    message: (message) => listener.message(message),
    lost: (cause, lastWords) => {
      running.delete(sessionId);
      ended.set(sessionId, true);
      listener.lost(cause, lastWords);
      started(sessionId);
    },
  });

  pool.refill();
  return {
    start: (sessionId, participant, listener) => {
      if (closed || ended.has(sessionId) || running.has(sessionId)) {
        log.debug('session_start_ignored', { sessionId, closed, running: running.has(sessionId) });
        return false;
      }
      starting.add(sessionId);
      const wrapped = owner(sessionId, listener);
      const adopted = pool.adopt(sessionId, participant, wrapped);
      running.set(sessionId, adopted ?? new PersonaProcess(limits, sessionId, wrapped));
      log.debug('session_started', { sessionId, participant, adopted: adopted !== null });
      return true;
    },
    send: (sessionId, message) => {
      const session = running.get(sessionId);
      if (session === undefined) log.debug('session_send_ignored', { sessionId, type: message.type });
      else session.send(message);
    },
    kill: (sessionId) => running.get(sessionId)?.kill(),
    stop: async (sessionId) => {
      ended.set(sessionId, true);
      await running.get(sessionId)?.stop();
      running.delete(sessionId);
      started(sessionId);
    },
    endLeftover: killIfSame,
    close: async () => {
      closed = true;
      await Promise.all([pool.close(), ...[...running.values()].map((session) => session.stop())]);
      running.clear();
    },
  };
}
