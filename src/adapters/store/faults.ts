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

/** For what only looks: an upgrade, from which there is no way back, is to be meant. */
export function olderFault(place: string): Fault {
  return new Fault(
    'store_unavailable',
    `${place} was made for an earlier version of Charrette, and is left as it is. Call charrette serve to bring it up to date; that version cannot be started on it any more then.`,
  );
}
