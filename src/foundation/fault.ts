interface FaultTraits {
  /** It passes by itself or with an operator's help, like an unreachable or full database, or one that is a replica for now. */
  readonly passes: boolean;
  /** The input is wrong, not the world. */
  readonly givenWrongly: boolean;
}

/** The closed set of faults, with the traits that callers need without knowing the particular code. */
export const FAULTS = {
  store_unavailable: { passes: true, givenWrongly: false },
  store_in_use: { passes: false, givenWrongly: false },
  store_newer: { passes: false, givenWrongly: false },
  store_full: { passes: true, givenWrongly: false },
  store_read_only: { passes: true, givenWrongly: false },
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

/** A failure of the world. `message` is for the person who can act on it: the problem, and its remedy. */
export class Fault extends Error {
  readonly code: FaultCode;
  constructor(code: FaultCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'Fault';
    this.code = code;
  }
}

/**
 * What is stored of a design is not what was recorded (P11). `reason` continues its name, in words that hold nothing stored.
 * `isKnown`: it is set aside already.
 */
export class ChainBrokenFault extends Fault {
  readonly designId: string;
  readonly reason: string;
  readonly isKnown: boolean;
  constructor(designId: string, reason: string, { isKnown = false, cause }: ChainBrokenOptions = {}) {
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

/** Ends the message of a fault with a cause too raw for all readers. A command shows the cause instead, to the operator. */
export const SEE_LOG = 'See the cause in the log.';

/** Another writer has appended since this commit was decided on (P6). Reload and decide again. */
export class StaleVersionError extends Error {
  constructor(designId: string, expectedVersion: number) {
    super(`design ${designId} is no longer at version ${expectedVersion}`);
    this.name = 'StaleVersionError';
  }
}

/** Another daemon owns the design by now (P6). This daemon may do nothing more for it. */
export class OwnershipLostError extends Error {
  override readonly name = 'OwnershipLostError';
  constructor(designId: string, epoch: number) {
    super(`design ${designId} is owned by another daemon: epoch ${epoch} is over`);
  }
}

/** Returns an error's message, or any other caught value as text. Not redacted. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Returns the code of a system's error, like `ENOENT`; empty for anything else. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** The request was stored, but could not be carried out in time (A8). Asking again is harmless. */
export class BusyError extends Error {
  override readonly name = 'BusyError';
  constructor(designId: string) {
    super(`design ${designId} is busy`);
  }
}
