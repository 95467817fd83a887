import type { Status } from '../../../core/vocabulary/events.ts';
import type { DesignId } from '../../../core/vocabulary/ids.ts';
import { listedDesigns } from '../../../runtime/listed-designs.ts';
import type { DesignFilter, DesignSummary, SharedStore } from '../../../runtime/ports/store.ts';

/** Designs that are looked through for words: some thousand fit a year of a busy team. */
const MAX_LOOKED_AT = 5_000;

interface Wanted {
  readonly filter: Pick<DesignFilter, 'readable'>;
  readonly status?: Status | undefined;
  readonly before?: DesignId | undefined;
  /** In the topic or the decision; empty for all. */
  readonly words: string;
  readonly limit: number;
  readonly isMeant: (design: DesignSummary) => boolean;
}

/** Returns the newest designs with these words, and where the next page begins; `null` after the last one. */
export async function foundDesigns(
  store: SharedStore,
  { filter, status, before, words, limit, isMeant }: Wanted,
): Promise<{ readonly found: DesignSummary[]; readonly next: DesignId | null }> {
  const listed = { ...filter, ...(status && { status }), ...(before && { before }) };
  const sought = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const found: DesignSummary[] = [];
  for await (const design of listedDesigns(store, listed, MAX_LOOKED_AT)) {
    if (!isMeant(design) || !hasWords(design, sought)) continue;
    // One more than the page has shows that another follows.
    if (found.length === limit) return { found, next: found.at(-1)?.id ?? null };
    found.push(design);
  }
  return { found, next: null };
}

function hasWords({ topic, decision }: DesignSummary, sought: readonly string[]): boolean {
  const text = `${topic} ${decision ?? ''}`.toLowerCase();
  return sought.every((word) => text.includes(word));
}
