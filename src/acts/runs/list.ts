import type { DesignFilter } from '../../engine/ports/store.ts';
import { findDesigns } from '../../engine/starting/earlier-decisions.ts';
import { listedDesign } from '../../presentation/lists.ts';
import type { ActParts, Who } from '../asked.ts';

interface Wanted extends Pick<DesignFilter, 'limit'> {
  readonly words: string;
  readonly status?: DesignFilter['status'] | undefined;
  readonly before?: DesignFilter['before'] | undefined;
}

/** Lists designs that this reader may read (A18), newest first; with words, best match first. */
export async function list(
  { designs }: Pick<ActParts, 'designs'>,
  who: Who,
  { query: { words, limit, status, before } }: { readonly query: Wanted },
) {
  const { store } = designs.parts;
  const reader = await who.reader();
  const filter = { ...(status === undefined ? {} : { status }), ...(before === undefined ? {} : { before }) };
  if (words.trim() !== '') {
    const matches = await findDesigns(words, store, reader, { ...filter, limit });
    return { designs: matches.map(listedDesign), next: null };
  }
  const readable = reader.listed === null ? {} : { readable: reader.listed };
  // One more than fits the page shows whether another page follows.
  const listed = await store.list({ ...filter, ...readable, limit: limit + 1 });
  const page = listed.slice(0, limit);
  const next = listed.length > limit ? (page.at(-1)?.id ?? null) : null;
  return { designs: page.map(listedDesign), next };
}
