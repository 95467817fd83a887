import { ACTS } from '../../acts/table.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { Fault } from '../../foundation/fault.ts';
import { No } from '../../foundation/no.ts';
import type { StoredEvent } from '../../ports/store.ts';
import { type Api, envelopeCodeOf, envelopeWordsOf } from './api.ts';
import { createCliContext } from './cli-context.ts';
import { useApi } from './designs.ts';

/** A chain that the store has and that is broken, or no store that could be asked. */
interface Unread {
  readonly kind: 'broken' | 'not_asked';
  readonly words: string;
}

/** `null` for an unknown design. */
type Asked = readonly StoredEvent[] | No<Unread> | null;

/**
 * Reads a design's chain from this data folder's store or daemon. Creates no store. If neither can
 * be asked, that is not an error: a bundle can be verified anywhere.
 */
export async function readStoredChain(id: DesignId): Promise<Asked> {
  try {
    return await useApi(createCliContext(), (api) => readChain(api, id));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return unread(error.code === 'chain_broken' ? 'broken' : 'not_asked', error.message);
  }
}

async function readChain(api: Api, id: DesignId): Promise<Asked> {
  const { StoredPage } = await import('./stored-event.ts');
  const events: StoredEvent[] = [];
  for (;;) {
    const answer = await api.call(ACTS.course, { id }, { query: { since: String(events.length) } });
    if (envelopeCodeOf(answer) === 'chain_broken') return unread('broken', envelopeWordsOf(answer));
    if (answer.status === 404) return null;
    if (answer.status >= 400) return unread('not_asked', envelopeWordsOf(answer));
    const page = StoredPage.safeParse(answer.body).data?.events;
    if (page === undefined)
      return unread('not_asked', 'this version cannot read the events in it.');
    if (page.length === 0) return events.length === 0 ? null : events;
    events.push(...page);
  }
}

function unread(kind: Unread['kind'], words: string): No<Unread> {
  return new No({ kind, words });
}
