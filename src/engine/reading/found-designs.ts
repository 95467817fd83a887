import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { DesignFilter, DesignSummary, SharedStore } from '../ports/store.ts';
import { listedDesigns } from './listed-designs.ts';

/** Designs that are looked through for words: some thousand fit a year of a busy team. */
const MAX_LOOKED_AT = 5_000;

interface Wanted {
  readonly filter: Omit<DesignFilter, 'status' | 'before' | 'limit'>;
  readonly before?: DesignId | undefined;
  /** In the topic or the decision; empty for all. */
  readonly words: string;
  readonly limit: number;
  /** Asked of each that has the words; left out where the filter says it all. */
  readonly mayRead?: (design: DesignSummary) => Promise<boolean>;
}

/** Returns the newest designs with these words, and where to look on; `null` after the last one. */
export async function foundDesigns(
  store: SharedStore,
  { filter, before, words, limit, mayRead }: Wanted,
): Promise<{ readonly found: DesignSummary[]; readonly next: DesignId | null }> {
  const listed = { ...filter, ...(before && { before }) };
  const sought = soughtIn(words);
  const found: DesignSummary[] = [];
  // One more than the page has shows that another follows; words are looked for in larger parts.
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

/** Words that are looked for, each of them somewhere. */
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
