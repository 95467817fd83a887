import { ACTS } from '../../../acts/table.ts';
import { listedDesign } from '../../../core/presentation/web/listed-design.ts';
import type { SharedStore } from '../../../engine/ports/store.ts';
import { type Handled, handled } from '../handled.ts';
import { onlyReadable } from '../readable.ts';

/** All designs that somebody may read, page by page. */
export function listRoutes(store: SharedStore): Handled[] {
  const list = handled(ACTS.list, async ({ context, query: { status, limit, before } }) => {
    // One more than the page has shows whether another follows.
    const found = await store.list({
      limit: limit + 1,
      ...(await onlyReadable(context)),
      ...(status === undefined ? {} : { status }),
      ...(before === undefined ? {} : { before }),
    });
    const designs = found.slice(0, limit);
    const next = found.length > limit ? designs.at(-1)?.id : null;
    return context.json({ designs: designs.map(listedDesign), next });
  });

  return [list];
}
