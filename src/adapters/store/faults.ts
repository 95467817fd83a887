import { Fault, OwnershipLostError, StaleVersionError } from '../../runtime/fault.ts';

/** A bug in a caller of the store, and so no `Fault`. */
export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant';
}

const PROMISED = [Fault, StaleVersionError, OwnershipLostError, BrokenInvariant];

/** Recognises errors that the port promises, which no driver has thrown. */
export function isPromised(error: unknown): error is Error {
  return PROMISED.some((kind) => error instanceof kind);
}

/** Returns the fault for a caller that may not upgrade: an upgrade cannot be undone, so it must be intended. */
export function olderFault(place: string): Fault {
  return new Fault(
    'store_unavailable',
    `${place} was made for an earlier version of Charrette, and is left as it is. charrette migrate brings it up to date, and with --preview only says what it would change; that version cannot be started on it any more then.`,
  );
}
