import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { DesignFilter, DesignSummary, SharedStore } from '../ports/store.ts';
import { listedDesigns } from './listed-designs.ts';

/** Most designs searched for words: a busy team's year is some thousand. */
const MAX_LOOKED_AT = 5_000;

interface Search {
  readonly filter: Omit<DesignFilter, 'status' | 'before' | 'limit'>;
  readonly before?: DesignId | undefined;
  readonly words: string;
  readonly limit: number;
  /** Checks each match; absent if the filter suffices. */
  readonly mayRead?: (design: DesignSummary) => Promise<boolean>;
}

/** Newest designs with these words, and where to continue; `null` after the last one. */
export async function foundDesigns(
  store: SharedStore,
  { filter, before, words, limit, mayRead }: Search,
): Promise<{ readonly found: DesignSummary[]; readonly next: DesignId | null }> {
  const listed = { ...filter, ...(before && { before }) };
  const sought = soughtIn(words);
  const found: DesignSummary[] = [];
  // One design more than a page holds shows that another page follows; a search for words reads larger pages.
  const perPage = sought.length === 0 ? limit + 1 : undefined;
  let looked = 0;
  for await (const design of listedDesigns(store, listed, MAX_LOOKED_AT, perPage)) {
    looked += 1;
    if (hasWords(design, sought) && (await mayRead?.(design)) !== false) {
      if (found.length === limit) return { found, next: found.at(-1)?.id ?? null };
      found.push(design);
    }
    if (looked === MAX_LOOKED_AT) return { found, next: design.id };
  }
  return { found, next: null };
}

/** Lower-case words, all of which must occur. */
export function soughtIn(words: string): string[] {
  return words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

export function hasWords({ topic, decision }: DesignSummary, sought: readonly string[]): boolean {
  const text = `${topic} ${decision ?? ''}`.toLowerCase();
  return sought.every((word) => text.includes(word));
}
