import { Fault, OwnershipLostError, StaleVersionError } from '../../foundation/fault.ts';

/** A bug in a caller of the store, and so no `Fault`. */
export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant';
}

const PROMISED = [Fault, StaleVersionError, OwnershipLostError, BrokenInvariant];

/** Recognises errors that the port promises, which no driver has thrown. */
export function isPromised(error: unknown): error is Error {
  return PROMISED.some((kind) => error instanceof kind);
}

/** A version before 1.0 has made the store. */
export class FormerStoreFault extends Fault {
  constructor(place: string) {
    super(
      'store_unavailable',
      `${place} holds a store from before Charrette 1.0, and no earlier format is read. It is left as it is: choose another place for the data.`,
    );
  }
}
