import { setImmediate as otherWork } from 'node:timers/promises';
import { type HeadRow, type Heads, isNext } from '../ports/heads.ts';
import { isSignedBy, type PublicKey } from '../signing.ts';

/** Rows that are read at once. */
const PAGE = 500;

/** A row of the log of heads that does not hold, and why. */
export interface ChangedHead {
  readonly row: HeadRow;
  readonly why: string;
}

/**
 * Checks the log of heads from its first row on (P11): each follows from the one before, is signed where an earlier one is, and has a
 * signature that holds where its key is known. Returns the first that does not; `null` where all do.
 */
export async function changedHead(
  heads: Pick<Heads, 'since'>,
  keys: readonly PublicKey[],
): Promise<ChangedHead | null> {
  let last: HeadRow | null = null;
  let isSigned = false;
  for (;;) {
    const page: HeadRow[] = await heads.since(last?.position ?? 0, PAGE);
    for (const row of page) {
      const why = whyNot(row, last, isSigned, keys);
      if (why !== null) return { row, why };
      isSigned ||= row.signature !== null;
      last = row;
    }
    if (page.length < PAGE) return null;
    await otherWork();
  }
}

function whyNot(
  row: HeadRow,
  last: HeadRow | null,
  isSigned: boolean,
  keys: readonly PublicKey[],
): string | null {
  const { position, hash, keyId, signature } = row;
  if (position !== (last?.position ?? 0) + 1) return `row ${(last?.position ?? 0) + 1} of the log is missing`;
  if (!isNext(row, last)) return `row ${position} of the log was changed`;
  if (signature === null)
    return isSigned ? `row ${position} of the log is not signed, as those before it are` : null;
  const key = keys.find(({ id }) => id === keyId);
  if (key === undefined || isSignedBy(key, hash, signature)) return null;
  return `the signature of row ${position} of the log does not hold`;
}
