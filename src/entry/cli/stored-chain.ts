import { ACTS } from '../../acts/table.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { Fault } from '../../foundation/fault.ts';
import { No } from '../../foundation/no.ts';
import type { StoredEvent } from '../../ports/store.ts';
import type { StoredChain } from '../../record/compared-check.ts';
import { type Api, codeIn, reasonIn } from './api.ts';
import { createCliContext } from './cli-context.ts';
import { useApi } from './designs.ts';

/** `chain`: `null` for an unknown design. `why`: the reason why no store could be asked. */
interface Asked {
  readonly chain: StoredChain | null;
  readonly why: string | null;
}

/**
 * Reads a design's chain from this data folder's store or daemon. Creates no store. If neither can
 * be asked, that is not an error: a bundle can be verified anywhere.
 */
export async function readStoredChain(id: DesignId): Promise<Asked> {
  try {
    return await useApi(createCliContext(), (api) => readChain(api, id));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (error.code === 'chain_broken') return { chain: new No(error.message), why: null };
    return { chain: null, why: error.message };
  }
}

async function readChain(api: Api, id: DesignId): Promise<Asked> {
  const { StoredPage } = await import('./stored-event.ts');
  const events: StoredEvent[] = [];
  for (;;) {
    const answer = await api.call(ACTS.course, { id }, { query: { since: String(events.length) } });
    if (codeIn(answer) === 'chain_broken') return { chain: new No(reasonIn(answer)), why: null };
    if (answer.status >= 400)
      return { chain: null, why: answer.status === 404 ? null : reasonIn(answer) };
    const page = StoredPage.safeParse(answer.body).data?.events;
    if (page === undefined)
      return { chain: null, why: 'this version cannot read the events in it.' };
    if (page.length === 0) return { chain: events.length === 0 ? null : events, why: null };
    events.push(...page);
  }
}
