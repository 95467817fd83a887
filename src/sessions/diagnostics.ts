import type { ParticipantId, SessionId } from '../core/vocabulary/ids.ts';
import { LAST_LINES_CHARACTERS } from '../core/vocabulary/session.ts';
import { cutMiddle, cutPart, makeStorable } from '../foundation/cut-text.ts';
import { FAILURE_CHARACTERS } from '../ports/failures.ts';
import type { Crash, LastWords } from './session.ts';

const LAST_TURN_CHARACTERS = 8 * 1024;

/** Facts for a failure's file that the process's own output does not have. */
export interface FailureAbout {
  readonly participant: ParticipantId;
  readonly sessionId: SessionId;
  readonly lostAt: number;
  /** The turn that was lost with the session, as text; `null` if it had none. */
  readonly lastTurn: string | null;
}

/**
 * Content of a failure's file: cause, process, last turn, last messages, standard error. At most
 * `FAILURE_CHARACTERS`, cut in the middle with a mark, so that every store can hold it.
 *
 * Redacts before cutting, since half a secret is not recognised.
 */
export function writeFailureText(
  lastWords: LastWords,
  cause: Crash,
  about: FailureAbout,
  redact: (text: string) => string,
): string {
  const { pid, exitCode, signal, residentBytes, lastMessages, stderr } = lastWords;
  const whole = [
    `${about.participant}: ${cause.detail}`,
    '',
    `session   ${about.sessionId}`,
    `lost at   ${new Date(about.lostAt).toISOString()}`,
    `cause     ${cause.kind}`,
    `process   ${pid ?? 'never started'}`,
    `exit code ${exitCode ?? 'none'}`,
    `signal    ${signal ?? 'none'}`,
    `memory    ${residentBytes === null ? 'not known' : `${residentBytes} bytes when last seen`}`,
    section('last turn', cutMiddle(redact(about.lastTurn ?? 'none'), LAST_TURN_CHARACTERS)),
    section('last messages', lastMessages.join('\n') || 'none'),
    section('standard error', stderr || 'nothing'),
    '',
  ].join('\n');
  return makeStorable(cutMiddle(redact(whole), FAILURE_CHARACTERS));
}

/**
 * Number of lines of standard error quoted as the reason of a crash: the last lines mostly say why.
 */
const LAST_LINES = 3;
/** Control characters, and characters that are invisible or reverse the reading order. */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/**
 * Last lines of standard error joined into one, with control characters escaped, and cut at the
 * beginning if long; empty if there are none. Redacts before cutting, since half a secret is not
 * recognised.
 */
export function lastLinesOf(stderr: string, redact: (text: string) => string): string {
  const lines = redact(stderr)
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(-LAST_LINES)
    .map((line) => line.replace(UNSEEN, escapeSign));
  const text = makeStorable(lines.join(' | '));
  if (text.length <= LAST_LINES_CHARACTERS) return text;
  return `…${cutPart(text, text.length + 1 - LAST_LINES_CHARACTERS)}`;
}

function escapeSign(sign: string): string {
  return `\\u{${sign.codePointAt(0)?.toString(16)}}`;
}

/**
 * Returns the name of a failure's file in the `failures` folder of its design: `<persona>-<first 8
 * of session id>.log`.
 *
 * The first 8 hexadecimal digits of a UUIDv7 count in steps of 65.5 seconds, so a persona's first
 * session and its replacement often share them. The writer never overwrites an earlier file and
 * numbers the new one instead.
 */
export function nameFailure(participant: ParticipantId, sessionId: SessionId): string {
  return `${participant}-${sessionId.slice('ses_'.length, 'ses_'.length + 8)}.log`;
}

/** Name of the `count`-th file of a failure: the second ends in `-2.log`. */
export function makeNumberedFailure(name: string, count: number): string {
  return count === 1 ? name : name.replace(/\.log$/, `-${count}.log`);
}

function section(title: string, text: string): string {
  return `\n--- ${title} ---\n${text}`;
}
