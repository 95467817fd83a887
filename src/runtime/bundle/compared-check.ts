import { counted } from '../../core/vocabulary/figures.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { type Check, notVerified, shown, verdict } from './check.ts';
import type { Chain } from './contents.ts';
import type { Manifest } from './manifest.ts';

/** Things outside a bundle that it is compared with (P11). */
export interface Outside {
  /** The design that the bundle has to be of, as its folder or the command says. */
  readonly designId?: DesignId | undefined;
  /** Returns the hashes of all events of a design in the store, in order; `null` where it is not known. */
  readonly chainOf?: (id: DesignId) => Promise<readonly string[] | null>;
  /** A head that was read elsewhere, or its beginning. */
  readonly head?: string | null;
}

/** Compares the chain with the one in the store, without being asked; `null` where the design is not known there. */
export async function storeCheck(
  chain: Chain | null,
  manifest: Manifest | null,
  { designId, chainOf = async () => null }: Outside,
): Promise<Check | null> {
  const own = chain?.design.id ?? manifest?.designId;
  if (designId !== undefined && own !== undefined && own !== designId)
    return verdict('store', [`the bundle is of ${shown(own)}, and not of ${designId}`], '');
  const id = designId ?? chain?.design.id;
  const stored = id === undefined ? null : await chainOf(id);
  if (stored === null) return null;
  if (chain === null) return notVerified('store', NO_CHAIN);
  const { head, events } = chain;
  const problems =
    stored[events.length - 1] === head
      ? []
      : [
          `the chain of events ends in ${head}, and the store has another event ${events.length} of this design`,
        ];
  return verdict('store', problems, `the store has this chain${followed(stored.length - events.length)}`);
}

/** Compares the chain with a head that was read elsewhere, which a forger of events cannot change: any of its events may have it. */
export function headCheck(chain: Chain | null, head: string): Check {
  if (chain === null) return notVerified('head', NO_CHAIN);
  const at = chain.events.findIndex(({ hash }) => hash.startsWith(head));
  const problems = at === -1 ? [`no event of the chain has it; the chain ends in ${chain.head}`] : [];
  return verdict('head', problems, `event ${at + 1} has it${followed(chain.events.length - 1 - at)}`);
}

const NO_CHAIN = 'without readable events there is no head to compare';

function followed(later: number): string {
  return later === 0 ? ', and nothing has followed' : `; ${counted(later, 'event')} followed`;
}
