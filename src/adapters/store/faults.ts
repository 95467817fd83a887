import { Fault, OwnershipLostError, StaleVersionError } from '../../runtime/fault.ts';

/** A bug in a caller of the store. Not the world failing, so not a `Fault`. */
export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant';
}

const PROMISED = [Fault, StaleVersionError, OwnershipLostError, BrokenInvariant];

/** Whether the port says that this is thrown, so that it is not a driver's. */
export function isPromised(error: unknown): error is Error {
  return PROMISED.some((kind) => error instanceof kind);
}
