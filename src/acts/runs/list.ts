import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { Reader } from '../../engine/access/may-read.ts';
import { findDesigns } from '../../engine/starting/earlier-decisions.ts';
import type { DesignFilter, DesignSummary, SharedStore } from '../../ports/store.ts';
import { drawListed } from '../../presentation/answers/lists.ts';
import type { ActParts, Who } from '../act-inputs.ts';

type Wanted = Omit<DesignFilter, 'readable'> & { readonly words: string };

/** Lists designs that this reader may read, newest first; with words, best match first. */
export async function listForReader(
  { designs }: Pick<ActParts, 'designs'>,
  who: Who,
  { query }: { readonly query: Wanted },
) {
  const reader = await who.reader();
  const { designs: page, next } = await pageOf(designs.parts.store, reader, query);
  return {
    designs: page.map((each) => drawListed(each)),
    next,
    ...(reader.isPartial && { isPartial: true as const }),
  };
}

/** A page of such a list. `next`: the last of them if another page follows. */
export async function pageOf(
  store: Pick<SharedStore, 'list'>,
  reader: Reader,
  { words, ...filter }: Wanted,
): Promise<{ readonly designs: readonly DesignSummary[]; readonly next: DesignId | null }> {
  if (words.trim() !== '')
    return { designs: await findDesigns(words, store, reader, filter), next: null };
  const readable = reader.listed === null ? {} : { readable: reader.listed };
  // One more than fits the page shows whether another page follows.
  const page = await store.list({ ...filter, ...readable, limit: filter.limit + 1 });
  const designs = page.slice(0, filter.limit);
  return { designs, next: designs.length < page.length ? (designs.at(-1)?.id ?? null) : null };
}
