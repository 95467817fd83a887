import { Fault, OwnershipLostError, StaleVersionError } from '../../foundation/fault.ts';
import type { Commit, Handled } from '../../ports/store.ts';

/** A bug in a caller of the store, and so no `Fault`. */
export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant';
}

/** What a commit needs from the store, for `StaleVersionError`. */
export function expectedWordsOf({ expectedVersion, handled }: Commit): string {
  const version = `version ${expectedVersion} with its hash`;
  return handled.length === 0 ? version : `${version} and ${nameUnhandled(handled)}`;
}

export function nameUnhandled(handled: readonly Handled[]): string {
  return `inbox entry ${handled.map(({ inboxId }) => inboxId).join(', ')}, unhandled,`;
}

const PROMISED = [Fault, StaleVersionError, OwnershipLostError, BrokenInvariant];

/** `true` for errors that the port promises; no driver throws them. */
export function isPromised(error: unknown): error is Error {
  return PROMISED.some((kind) => error instanceof kind);
}
