import type { DesignFilter, DesignSummary, SharedStore } from '../ports/store.ts';

const PER_PAGE = 100;

/**
 * Yields listed designs, newest first, read page by page on demand. `atMost` bounds the designs
 * looked at.
 */
export async function* scanDesigns(
  store: Pick<SharedStore, 'list'>,
  filter: Omit<DesignFilter, 'limit'>,
  atMost = Number.POSITIVE_INFINITY,
): AsyncGenerator<DesignSummary, void> {
  let page: { readonly before?: DesignSummary['id'] } = {};
  for (let count = 0; count < atMost; count += PER_PAGE) {
    const limit = Math.min(PER_PAGE, atMost - count);
    const designs = await store.list({ ...filter, ...page, limit });
    yield* designs;
    const last = designs.at(-1);
    if (last === undefined || designs.length < limit) return;
    page = { before: last.id };
  }
}
