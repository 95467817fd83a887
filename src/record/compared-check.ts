import { countOf } from '../core/vocabulary/figures.ts';
import { DesignId } from '../core/vocabulary/ids.ts';
import { hasItsFiles } from '../core/vocabulary/status.ts';
import { No } from '../foundation/no.ts';
import type { StoredEvent } from '../ports/store.ts';
import { type Check, judgeCheck, leaveUnverified, quoteName } from './check.ts';
import { type Chain, replayEvents } from './contents.ts';
import type { Manifest } from './manifest.ts';

/** All events of a design in the store. `broken`: how they differ from those recorded. */
export type StoredChain = readonly StoredEvent[] | No<string>;

/** Facts from outside a bundle to compare it with. */
export interface OutsideFacts {
  /** The expected design, by folder or command. */
  readonly designId?: DesignId | undefined;
  /** Looks up a design's chain in the store; `null` if unknown there. */
  readonly chainOf?: (id: DesignId) => Promise<StoredChain | null>;
  /** A head known from elsewhere, or its first characters. */
  readonly head?: string | null;
}

/** `check`: `null` if the store does not know the design. */
interface Compared {
  readonly check: Check | null;
  /** The store still waits for the files, so the folder may mix files of two attempts. */
  readonly isBeingWritten: boolean;
}

export async function compareWithStore(
  chain: Chain | null,
  manifest: Manifest | null,
  { designId, chainOf = async () => null }: OutsideFacts,
): Promise<Compared> {
  const is = (check: Check | null, isBeingWritten = false) => ({ check, isBeingWritten });
  const own = chain?.lasting.start?.designId ?? manifest?.designId;
  if (designId !== undefined && own !== undefined && own !== designId)
    return is(
      judgeCheck('store', [`the bundle is for ${quoteName(own)}, not for ${designId}`], ''),
    );
  const id = designId ?? DesignId.safeParse(chain?.lasting.start?.designId).data;
  const storedChain = id === undefined ? null : await chainOf(id);
  if (storedChain === null) return is(null);
  if (storedChain instanceof No) return is(judgeCheck('store', [storedChain.why], ''));
  const design = replayEvents(storedChain);
  if (design === null)
    return is(judgeCheck('store', ['the events in the store contradict each other'], ''));
  const isBeingWritten = !hasItsFiles(design);
  if (chain === null)
    return is(leaveUnverified('store', isBeingWritten ? BEING_WRITTEN : NO_CHAIN), isBeingWritten);
  const { head, events } = chain;
  const hasEvent = (count: number) => storedChain[count - 1]?.hash === events[count - 1]?.hash;
  if (hasEvent(events.length))
    return is(
      judgeCheck(
        'store',
        [],
        `the store has this chain${describeLater(storedChain.length - events.length, ' after these files were written')}`,
      ),
      isBeingWritten,
    );
  // The event that names the files is recorded only after they are on disk.
  if (isBeingWritten && hasEvent(events.length - 1))
    return is(leaveUnverified('store', BEING_WRITTEN), true);
  const problem = `the chain of events ends in ${head}, but event ${events.length} of this design in the store is different`;
  return is(judgeCheck('store', [problem], ''));
}

/** Replaces the comparison with the store where other checks failed. */
export const BEING_WRITTEN =
  'the files are being written, or were when Charrette stopped; Charrette writes them when it next works on this design';

/**
 * Checks that an event of the chain has a head known from elsewhere, which a forger of events
 * cannot change.
 */
export function checkHead(chain: Chain | null, head: string): Check {
  if (chain === null) return leaveUnverified('head', NO_CHAIN);
  const at = chain.events.findIndex(({ hash }) => hash.startsWith(head));
  const problems =
    at === -1 ? [`no event of the chain has this head; the chain ends in ${chain.head}`] : [];
  return judgeCheck(
    'head',
    problems,
    `event ${at + 1} has this head${describeLater(chain.events.length - 1 - at)}`,
  );
}

const NO_CHAIN = 'without readable events there is no head to compare';

function describeLater(later: number, since = ''): string {
  return later === 0 ? '; no event followed' : `; ${countOf(later, 'event')} followed${since}`;
}
