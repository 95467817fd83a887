export const FAULT_CODES = [
  'store_unavailable',
  'store_in_use',
  'store_newer',
  'store_full',
  'store_read_only',
  'write_failed',
  'not_a_repository',
  'repository_unreadable',
  'spawn_failed',
  'bad_persona',
  'bad_configuration',
  'address_in_use',
  'invalid_record',
] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

/** The world failed. `message` is for the person who can do something about it: what was wrong, and what to do. */
export class Fault extends Error {
  readonly code: FaultCode;
  constructor(code: FaultCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'Fault';
    this.code = code;
  }
}

/** P6: somebody else has appended since this commit was decided on. Reload and decide again. */
export class StaleVersionError extends Error {
  constructor(designId: string, expectedVersion: number) {
    super(`design ${designId} is no longer at version ${expectedVersion}`);
    this.name = 'StaleVersionError';
  }
}

/** P6: another daemon owns the design by now. Nothing more may be done for it here. */
export class OwnershipLostError extends Error {
  override readonly name = 'OwnershipLostError';
  constructor(designId: string, epoch: number) {
    super(`design ${designId} is owned by another daemon: epoch ${epoch} is over`);
  }
}
