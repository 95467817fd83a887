import type { DesignFilter, DesignSummary, SharedStore } from '../ports/store.ts';

const PER_PAGE = 100;

/**
 * Yields listed designs, newest first, read page by page on demand. `atMost` bounds the designs looked at.
 */
export async function* listDesigns(
  store: Pick<SharedStore, 'list'>,
  filter: Omit<DesignFilter, 'limit'>,
  atMost = Number.POSITIVE_INFINITY,
): AsyncGenerator<DesignSummary, void> {
  let page: { readonly before?: DesignSummary['id'] } = {};
  for (let looked = 0; looked < atMost; looked += PER_PAGE) {
    const limit = Math.min(PER_PAGE, atMost - looked);
    const listed = await store.list({ ...filter, ...page, limit });
    yield* listed;
    const last = listed.at(-1);
    if (last === undefined || listed.length < limit) return;
    page = { before: last.id };
  }
}
