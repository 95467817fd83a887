import { SessionId } from '../core/vocabulary/ids.ts';
import { cutText } from '../foundation/cut-text.ts';
import { NOT_STARTED } from '../foundation/memory-bound.ts';
import type { Channel } from './channel.ts';
import { PROTOCOL_EXIT_CODE } from './child/envelope.mjs';
import type { Crash } from './session.ts';

const MEBIBYTE = 1024 * 1024;
const DETAIL_CHARACTERS = 500;
interface Exit {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stderr: string;
  /** True if the last message arrived only in part. */
  readonly isCutOff: boolean;
}

/** V8's message before it aborts a process whose heap is full. */
const HEAP_FULL = 'heap out of memory';

export function makeSpawnFailed(error: unknown): Crash {
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
  return { kind: 'spawn_failed', detail: `process could not be started${code}` };
}

export function makeNotReady(readyMs: number): Crash {
  return { kind: 'not_ready', detail: `not ready within ${seconds(readyMs)}` };
}

export function makeReadyAsAnother(sessionId: string, version: number): Crash {
  const name = SessionId.safeParse(sessionId).success
    ? `session ${sessionId}`
    : 'an unknown session';
  return makeCrash('not_ready', `reported ready as ${name}, protocol version ${version}`);
}

export function makeHung(silentMs: number): Crash {
  return { kind: 'hung', detail: `no answer for ${seconds(silentMs)}` };
}

export function makeTooMuchMemory(usedBytes: number, allowedBytes: number): Crash {
  return {
    kind: 'out_of_memory',
    detail: `used ${mebibytes(usedBytes)} of memory, more than the ${mebibytes(allowedBytes)} allowed`,
  };
}

/** `detail` says who broke it, and how. */
export function makeProtocolError(detail: string): Crash {
  return makeCrash('protocol_error', detail);
}

/** Crash of a session that stopped answering: a cause visible on its channel, else `otherwise`. */
export function explainSilence(channel: Channel | null, otherwise: Crash): Crash {
  if (channel?.isCutOff === true) return makeProtocolError('began a message and did not end it');
  return channel?.isOpen === false ? makeProtocolError('closed its channel') : otherwise;
}

export function crashOfExit({ exitCode, signal, stderr, isCutOff }: Exit): Crash {
  if (signal !== null) {
    const heapFull = signal === 'SIGABRT' && stderr.includes(HEAP_FULL);
    if (heapFull) return { kind: 'out_of_memory', detail: 'used up its heap' };
    return { kind: 'killed', detail: `killed by ${signal}` };
  }
  if (NOT_STARTED.includes(exitCode) && stderr.startsWith('sh: ')) return makeSpawnFailed(null);
  if (exitCode === PROTOCOL_EXIT_CODE) {
    return { kind: 'protocol_error', detail: 'was sent a message that breaks the protocol' };
  }
  if (isCutOff) return makeProtocolError('ended in the middle of a message');
  return { kind: 'exited', detail: `ended by itself with exit code ${exitCode ?? 'unknown'}` };
}

function makeCrash(kind: Crash['kind'], detail: string): Crash {
  return { kind, detail: cutText(detail, DETAIL_CHARACTERS) };
}

function seconds(durationMs: number): string {
  return `${Number((durationMs / 1_000).toFixed(1))} s`;
}

function mebibytes(sizeBytes: number): string {
  return `${Math.ceil(sizeBytes / MEBIBYTE)} MiB`;
}
