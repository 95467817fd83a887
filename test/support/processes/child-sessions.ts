import { randomUUIDv7 } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { ParticipantId, SessionId } from '#core/vocabulary/ids.ts';
import type { CrashCause } from '#core/vocabulary/session.ts';
import type { Log } from '#foundation/log.ts';
import type { ChildMessage } from '#sessions/child/protocol.mjs';
import type { LastWords, SessionListener, Sessions } from '#sessions/session.ts';
import { createProcessSessions } from '#sessions/sessions.ts';
import type { ProcessSettings, Program } from '#sessions/settings.ts';
import { until } from '../../entry/waiting.ts';
import { realClock } from './child-real-clock.ts';

const MEBIBYTE = 1024 * 1024;
/** Longest wait for anything that a test waits for; far beyond what it takes. */
const BOUND_MS = 60_000;

/** A log that keeps its entries. */
export function keepLog(): Log & {
  readonly events: { event: string; facts: Record<string, unknown> }[];
} {
  const events: { event: string; facts: Record<string, unknown> }[] = [];
  const keep = (event: string, facts: Record<string, unknown> = {}): void => {
    events.push({ event, facts });
  };
  return { events, debug: keep, info: keep, warn: keep, error: keep };
}

/**
 * Bounds are far beyond what a healthy process takes, so that one is lost by what its test does to
 * it alone.
 */
export function settings(changes: Partial<ProcessSettings> = {}): ProcessSettings {
  return {
    clock: realClock,
    log: keepLog(),
    readyMs: BOUND_MS,
    heartbeatMs: 20_000,
    memoryBytes: 256 * MEBIBYTE,
    stopMs: 500,
    standby: 0,
    environment: { PATH: process.env.PATH },
    ...changes,
  };
}

/** Real sessions, closed at the end of the test. */
export function openSessions(changes: Partial<ProcessSettings> = {}): Sessions {
  const sessions = createProcessSessions(settings(changes));
  onTestFinished(() => sessions.close());
  sessions.prepare();
  return sessions;
}

/**
 * A program of `test/support/processes/child-misbehaving`, which may read nothing but itself and
 * how to speak.
 */
export function misbehaving(name: string): Program {
  const file = (name: string) =>
    fileURLToPath(new URL(`child-misbehaving/${name}.mjs`, import.meta.url));
  const entry = file(name);
  return { execPath: process.execPath, entry, readable: [entry, file('channel')] };
}

export function newSessionId(): SessionId {
  return SessionId.parse(`ses_${randomUUIDv7()}`);
}

export const ada = ParticipantId.parse('ada');

export interface Loss {
  readonly cause: Omit<CrashCause, 'diagnostics'>;
  readonly lastWords: LastWords;
}

/** Listens to one session, and lets a test wait for its messages. */
export class Witness implements SessionListener {
  readonly pids: number[] = [];
  readonly messages: ChildMessage[] = [];
  readonly losses: Loss[] = [];
  readonly #wakers = new Set<() => void>();

  onReady(pid: number): void {
    this.pids.push(pid);
    this.#wake();
  }
  onMessage(message: ChildMessage): void {
    this.messages.push(message);
    this.#wake();
  }
  onLoss(cause: Loss['cause'], lastWords: LastWords): void {
    this.losses.push({ cause, lastWords });
    this.#wake();
  }

  untilReady(): Promise<number> {
    return this.#until('ready', () => this.pids[0]);
  }
  untilLost(): Promise<Loss> {
    return this.#until('lost', () => this.losses[0]);
  }
  untilMessage<Type extends ChildMessage['type']>(
    type: Type,
    count = 1,
  ): Promise<Extract<ChildMessage, { type: Type }>> {
    const isWanted = (message: ChildMessage): message is Extract<ChildMessage, { type: Type }> =>
      message.type === type;
    return this.#until(type, () => this.messages.filter(isWanted)[count - 1]);
  }

  async #until<Value>(what: string, look: () => Value | undefined): Promise<Value> {
    const waited = AbortSignal.timeout(BOUND_MS);
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      await new Promise<void>((resolve, reject) => {
        this.#wakers.add(resolve);
        waited.addEventListener('abort', () => reject(this.#late(what)));
      });
    }
  }
  #late(what: string): Error {
    const types = this.messages.map(({ type }) => type);
    const causes = this.losses.map(({ cause }) => cause.detail);
    const seen = JSON.stringify({ pids: this.pids, messages: types, losses: causes });
    return new Error(`not ${what} within ${BOUND_MS} ms, but ${seen}`);
  }
  #wake(): void {
    for (const waker of this.#wakers) waker();
    this.#wakers.clear();
  }
}

/** Starts a session and waits until it is healthy. */
export async function startHealthy(
  sessions: Sessions,
): Promise<{ id: SessionId; witness: Witness; pid: number }> {
  const id = newSessionId();
  const witness = new Witness();
  sessions.start(id, ada, witness);
  return { id, witness, pid: await witness.untilReady() };
}

/** Whether the process is there and has not ended (one that waits to be collected has). */
export function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch (error) {
    if (
      error instanceof Error &&
      'code' in error &&
      (error.code === 'ENOENT' || error.code === 'ESRCH')
    )
      return false;
    throw error;
  }
}

/**
 * Resolves when none of them runs any more: the system says of the end of a child's child nothing.
 */
export function untilEnded(pids: readonly number[]): Promise<void> {
  return until(`the end of ${pids}`, () => !pids.some(isRunning), BOUND_MS);
}

/** The live processes that this one has started. */
export function childrenOf(pid: number): number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.split(' ').filter(Boolean).map(Number).filter(isRunning);
}

/** Whether the process has been stopped (SIGSTOP) and not continued. */
export function isFrozen(pid: number): boolean {
  return /^State:\s+T/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
}
