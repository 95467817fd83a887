/**
 * What is kept of a session that ended badly: the text of its log in `failures/` (D1), and the cause
 * that people and the record read (D2).
 */

import type { Readable } from 'node:stream';
import type { CrashCause } from '#design/events.ts';
import { shortId } from '#design/ids.ts';
import type { Redact } from '#support/redact.ts';
import { cut } from '#support/text.ts';

const TAIL_BYTES = 32 * 1024;
/** More than any honest process writes in a day; without a bound one could fill the daemon's time. */
const MOST_STDERR_BYTES = 1024 * 1024;
const DIAGNOSTICS_CHARACTERS = 60_000;
const CAUSE_CHARACTERS = 120;
const LAST_CHARACTERS = 500;
const LAST_LINES = 3;

/** The short cause, as a clause after a persona's name. */
export interface Crash {
  readonly kind: CrashCause['kind'];
  readonly words: string;
}

/** How a process ended. */
export interface Exit {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

export function crashOfExit({ exitCode, signal }: Exit, stderr: string): Crash {
  if (signal === null)
    return { kind: 'exited', words: `its process ended by itself (exit code ${exitCode})` };
  // V8 says so before it aborts.
  if (stderr.includes('heap out of memory'))
    return { kind: 'out_of_memory', words: 'it ran out of memory' };
  return { kind: 'killed', words: `its process was killed (${signal})` };
}

/** Keeps the end of a child's standard error. */
export class StderrTail {
  #tail = Buffer.alloc(0);
  #bytes = 0;

  constructor(stream: Readable, onTooMuch: () => void) {
    stream.on('data', (chunk: Buffer) => {
      this.#bytes += chunk.length;
      this.#tail = Buffer.concat([this.#tail, chunk]).subarray(-TAIL_BYTES);
      if (this.#bytes > MOST_STDERR_BYTES) onTooMuch();
    });
  }

  /** The text without control characters, which neither a store nor a terminal accepts. */
  text(): string {
    return this.#tail.toString().replace(/[^\P{Cc}\n\t]/gu, '\ufffd');
  }
}

export interface LostSession extends Exit {
  readonly sessionId: string;
  readonly participant: string;
  readonly pid: number | null;
  readonly at: Date;
  /** Resident memory, as the process last said; `null`: it never did. */
  readonly rssBytes: number | null;
  readonly messages: readonly string[];
  readonly stderr: string;
}

export function diagnosticsName(participant: string, sessionId: string): string {
  return `${participant}-${shortId(sessionId)}.log`;
}

/** Redacted before it is cut: half of a secret is not recognised. */
export function diagnosticsText(crash: Crash, last: LostSession, redact: Redact): string {
  const memory = last.rssBytes === null ? 'unknown' : `${Math.ceil(last.rssBytes / 2 ** 20)} MiB`;
  const text = [
    `${last.participant}: ${crash.words}`,
    '',
    `session    ${last.sessionId}`,
    `lost at    ${last.at.toISOString()}`,
    `cause      ${crash.kind}`,
    `process    ${last.pid ?? 'never started'}`,
    `exit code  ${last.exitCode ?? 'none'}`,
    `signal     ${last.signal ?? 'none'}`,
    `memory     ${memory}`,
    '',
    '--- last messages ---',
    last.messages.join('\n') || 'none',
    '',
    '--- standard error ---',
    last.stderr.trimEnd() || 'nothing',
    '',
  ].join('\n');
  return cut(redact(text), DIAGNOSTICS_CHARACTERS);
}

/** `name`: of the file with the diagnostics; `null`: it could not be stored. */
export function causeOf(
  crash: Crash,
  name: string | null,
  stderr: string,
  redact: Redact,
): CrashCause {
  const lastLines = redact(stderr)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(-LAST_LINES)
    .join(' | ');
  const file = name === null ? '' : `failures/${name}`;
  const parts = [
    cut(crash.words, CAUSE_CHARACTERS),
    `[diagnostics: ${file || 'not stored'}]`,
    lastLines.slice(-LAST_CHARACTERS).toWellFormed(),
  ];
  return { kind: crash.kind, detail: parts.join(' ').trimEnd(), diagnostics: file };
}
