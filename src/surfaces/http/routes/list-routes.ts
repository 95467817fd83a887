import { ACTS } from '../../../acts/table.ts';
import type { SharedStore } from '../../../engine/ports/store.ts';
import { findDesigns } from '../../../engine/starting/earlier-decisions.ts';
import { listedDesign } from '../../../presentation/lists.ts';
import { type Handled, handled } from '../handled.ts';
import { onlyReadable, readerHere } from '../readable.ts';

export function listRoutes(store: Pick<SharedStore, 'list'>): Handled[] {
  const list = handled(ACTS.list, async ({ context, query: { words, limit, ...asked } }) => {
    const filter = {
      ...(asked.status === undefined ? {} : { status: asked.status }),
      ...(asked.before === undefined ? {} : { before: asked.before }),
    };
    if (words.trim() !== '') {
      const matches = await findDesigns(words, store, await readerHere(context), { ...filter, limit });
      return context.json({ designs: matches.map(listedDesign), next: null });
    }
    // One more than fits the page shows whether another page follows.
    const found = await store.list({ ...filter, ...(await onlyReadable(context)), limit: limit + 1 });
    const designs = found.slice(0, limit);
    const next = found.length > limit ? designs.at(-1)?.id : null;
    return context.json({ designs: designs.map(listedDesign), next });
  });

  return [list];
}
