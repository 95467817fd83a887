import type { Status } from '../core/vocabulary/events.ts';
import type { DesignId } from '../core/vocabulary/ids.ts';
import { listedDesigns } from './listed-designs.ts';
import type { DesignFilter, DesignSummary, SharedStore } from './ports/store.ts';

/** Designs that are looked through for words: some thousand fit a year of a busy team. */
const MAX_LOOKED_AT = 5_000;

interface Wanted {
  readonly filter: Pick<DesignFilter, 'readable' | 'isEnded' | 'platform'>;
  readonly status?: Status | undefined;
  readonly before?: DesignId | undefined;
  /** In the topic or the decision; empty for all. */
  readonly words: string;
  readonly limit: number;
  /** Asked of each that has the words; left out where the filter says it all. */
  readonly mayRead?: (design: DesignSummary) => Promise<boolean>;
}

/** Returns the newest designs with these words, and where the next page begins; `null` after the last one. */
export async function foundDesigns(
  store: SharedStore,
  { filter, status, before, words, limit, mayRead }: Wanted,
): Promise<{ readonly found: DesignSummary[]; readonly next: DesignId | null }> {
  const listed = { ...filter, ...(status && { status }), ...(before && { before }) };
  const sought = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const found: DesignSummary[] = [];
  // One more than the page has shows that another follows; words are looked for in larger parts.
  const perPage = sought.length === 0 ? limit + 1 : undefined;
  for await (const design of listedDesigns(store, listed, MAX_LOOKED_AT, perPage)) {
    if (!hasWords(design, sought) || (await mayRead?.(design)) === false) continue;
    if (found.length === limit) return { found, next: found.at(-1)?.id ?? null };
    found.push(design);
  }
  return { found, next: null };
}

function hasWords({ topic, decision }: DesignSummary, sought: readonly string[]): boolean {
  const text = `${topic} ${decision ?? ''}`.toLowerCase();
  return sought.every((word) => text.includes(word));
}
