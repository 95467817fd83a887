/**
 * What every layer needs and nothing in it knows a design. Here: `Fault`, the world failing, by a
 * closed list of codes. A refusal is no fault but an answer (`no.ts`), and a broken invariant is an
 * `Error`.
 *
 * @example
 * throw new Fault('bad_usage', 'There is no such folder. Name one that exists.', error);
 */

import { cutText } from './cut-text.ts';

interface FaultTraits {
  /**
   * The fault can pass without a restart, like an unreachable or full database, or a read-only
   * replica.
   */
  readonly passes: boolean;
  readonly givenWrongly: boolean;
}

/** Every fault code, with traits that callers can check without knowing the code. */
export const FAULTS = {
  store_unavailable: { passes: true, givenWrongly: false },
  store_in_use: { passes: false, givenWrongly: false },
  store_newer: { passes: false, givenWrongly: false },
  store_full: { passes: true, givenWrongly: false },
  store_read_only: { passes: true, givenWrongly: false },
  store_failed: { passes: false, givenWrongly: false },
  stopping: { passes: true, givenWrongly: false },
  write_failed: { passes: false, givenWrongly: false },
  not_a_repository: { passes: false, givenWrongly: true },
  forge_refused: { passes: true, givenWrongly: false },
  repository_unreadable: { passes: false, givenWrongly: false },
  spawn_failed: { passes: false, givenWrongly: false },
  bad_persona: { passes: false, givenWrongly: true },
  bad_configuration: { passes: false, givenWrongly: true },
  bad_usage: { passes: false, givenWrongly: true },
  address_in_use: { passes: false, givenWrongly: false },
  invalid_record: { passes: false, givenWrongly: false },
  chain_broken: { passes: false, givenWrongly: false },
} as const satisfies Record<string, FaultTraits>;
export type FaultCode = keyof typeof FAULTS;

/**
 * A failure of the world. `message` is for the person who can act on it: the problem, and its
 * remedy.
 */
export class Fault extends Error {
  readonly code: FaultCode;
  constructor(code: FaultCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'Fault';
    this.code = code;
  }
}

/**
 * A design's stored events or rows differ from those recorded. `reason` completes *Design … is set
 * aside:* and quotes nothing stored. `isKnown`: the design was set aside before.
 */
export class ChainBrokenFault extends Fault {
  readonly designId: string;
  readonly reason: string;
  readonly isKnown: boolean;
  constructor(
    designId: string,
    reason: string,
    { isKnown = false, cause }: ChainBrokenOptions = {},
  ) {
    super('chain_broken', `Design ${designId} is set aside: ${reason}. ${REMEDY}`, cause);
    this.name = 'ChainBrokenFault';
    this.designId = designId;
    this.reason = reason;
    this.isKnown = isKnown;
  }
}
interface ChainBrokenOptions {
  readonly isKnown?: boolean;
  readonly cause?: unknown;
}
const REMEDY = 'An operator can bring it back from a backup, or forget it.';

/** True for a store, or a design in it, that another version wrote and this one cannot read. */
export function isOfAnotherVersion(error: unknown): error is Fault {
  return error instanceof Fault && error.code === 'store_newer';
}

/** True while the store cannot be reached, or cannot be written to: designs wait for it. */
export function isStoreUnavailable(error: unknown): error is Fault {
  return error instanceof Fault && error.code.startsWith('store_') && FAULTS[error.code].passes;
}

/**
 * Last sentence of a fault whose cause is too raw for most readers. The command line shows the
 * cause itself.
 */
export const SEE_LOG = 'See the cause in the log.';

/** Another writer has appended since this commit was decided on. Reload and decide again. */
export class StaleVersionError extends Error {
  constructor(designId: string, what: string) {
    super(`the store does not have ${what} of design ${designId}`);
    this.name = 'StaleVersionError';
  }
}

/** This daemon no longer owns the design, so it must stop working on it. */
export class OwnershipLostError extends Error {
  override readonly name = 'OwnershipLostError';
  constructor(designId: string, epoch: number) {
    super(`design ${designId} is no longer owned here: epoch ${epoch} is over`);
  }
}

/** Returns an error's message, or any other caught value as text. Not redacted. */
export function errorMessageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const MAX_CAUSE = 500;

/**
 * Returns the message of an error, and of a fault's cause, which is cut after redaction: half a
 * secret is not recognized.
 */
export function messageWithCauseOf(error: Error, redact: (text: string) => string): string {
  const { message, cause } = error;
  if (!(error instanceof Fault && cause instanceof Error) || message.includes(cause.message))
    return message;
  return `${message.replace(SEE_LOG, '').trimEnd()} The cause: ${cutText(redact(cause.message), MAX_CAUSE)}`;
}

/** Returns the code of a system's error, like `ENOENT`; empty for anything else. */
export function errorCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}

/**
 * `true` for the error of a pipe whose reader has gone away, or of a terminal that was closed,
 * mostly with SIGHUP at the same time.
 */
export function isOtherEndGone(stream: { readonly isTTY?: boolean }, error: unknown): boolean {
  const code = errorCodeOf(error);
  return code === 'EPIPE' || (code === 'EIO' && stream.isTTY === true);
}

/** The request was stored, but could not be carried out in time. Asking again is harmless. */
export class BusyError extends Error {
  override readonly name = 'BusyError';
  /**
   * Waits on, and resolves to the words of a refusal; to `null` if it was carried out, or was not
   * within minutes.
   */
  readonly waitForRefusal: () => Promise<string | null>;
  constructor(designId: string, waitForRefusal: () => Promise<string | null> = async () => null) {
    super(`design ${designId} is busy`);
    this.waitForRefusal = waitForRefusal;
  }
}
