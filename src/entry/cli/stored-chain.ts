import type { DesignId } from '../../core/vocabulary/ids.ts';
import { Fault } from '../../runtime/fault.ts';
import { cliContext } from './cli-context.ts';
import { withApi } from './designs.ts';

/** The hashes of a design's events, in order; `null` where it is not known. `why`: why it could not be asked, in words for people. */
export interface StoredChain {
  readonly hashes: readonly string[] | null;
  readonly why: string | null;
}

/**
 * Reads the chain of a design from the store of this data folder, or its daemon. Makes no store. What cannot be asked is said, and is no
 * error: a bundle is checked anywhere.
 */
export async function storedChain(id: DesignId): Promise<StoredChain> {
  const { StoredPage } = await import('./stored-event.ts');
  try {
    return await withApi(cliContext(), async (api) => {
      const hashes: string[] = [];
      for (;;) {
        const answer = await api.call('GET', `/${id}/course?since=${hashes.length}`);
        if (answer.status >= 400) return { hashes: null, why: null };
        const { events } = StoredPage.parse(answer.body);
        if (events.length === 0) return { hashes: hashes.length === 0 ? null : hashes, why: null };
        hashes.push(...events.map(({ hash }) => hash));
      }
    });
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { hashes: null, why: error.message };
  }
}
