import { errorMessage } from './fault.ts';
import type { Head, Heads, Sign } from './ports/heads.ts';
import type { Log } from './ports/log.ts';
import type { Commit, Store } from './ports/store.ts';

interface HeadParts {
  readonly heads: Heads;
  readonly sign: Sign;
  readonly log: Log;
}

/**
 * Returns the store with a log of heads that grows with it (P11): one row for each list of files, or for an end without files. It is
 * appended right after the commit, since its hash needs the row before it; what a crash left out is appended by `repairHeads`.
 * A commit never fails because of it.
 */
export function keepingHeads(store: Store, parts: HeadParts): Store {
  return {
    ...store,
    async commit(commit) {
      await store.commit(commit);
      const head = headIn(commit);
      if (head !== null) await appended(head, parts);
    },
  };
}

function headIn({ designId, events }: Commit): Head | null {
  const last =
    events.findLast(({ event }) => event.type === 'files_written') ??
    (events.some(({ event }) => event.type === 'files_failed') ? events.at(-1) : undefined);
  if (last === undefined) return null;
  return { designId, count: last.seq, head: last.hash, at: last.event.at };
}

async function appended(head: Head, { heads, sign, log }: HeadParts): Promise<void> {
  try {
    await heads.append(head, sign);
  } catch (error) {
    log.error('head_not_kept', { designId: head.designId, error: errorMessage(error) });
  }
}

/** Designs whose heads are appended at once. */
const BATCH = 100;

/** Appends the heads of ended designs that the log has none of: of before it, of another store, or of a crash. */
export async function repairHeads(parts: HeadParts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const missing = await parts.heads.missing(BATCH);
    for (const head of missing) await parts.heads.append(head, parts.sign);
    if (missing.length < BATCH) return;
  }
}
