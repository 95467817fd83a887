import { LRUCache } from 'lru-cache';
import { IS_SET_ASIDE } from '../../../../core/presentation/run/set-aside.ts';
import { type ListedRow, listedRow, setAsideRow } from '../../../../core/presentation/web/listed.ts';
import type { Engine } from '../../../../engine/engine.ts';
import type { DesignSummary } from '../../../../engine/ports/store.ts';

/** A row as told from its design, and what its summary says. */
export interface ShownRow {
  readonly summary: DesignSummary;
  readonly row: ListedRow;
}

/** More than the pages of a list that many people look at. */
const KEPT_ROWS = 2_000;
const kept = new LRUCache<string, ListedRow>({ max: KEPT_ROWS });

/**
 * Tells the rows of these designs. One that has ended, or waits for people, reads the same at the same version, so that it is loaded
 * for it once; one that runs also says what only its process knows, as that its model is silent.
 */
export function shownRows(
  engine: Pick<Engine, 'design'>,
  summaries: readonly DesignSummary[],
): Promise<ShownRow[]> {
  return Promise.all(summaries.map(async (summary) => ({ summary, row: await rowOf(engine, summary) })));
}

async function rowOf(engine: Pick<Engine, 'design'>, summary: DesignSummary): Promise<ListedRow> {
  const { id, version, setAside } = summary;
  if (setAside !== undefined) return setAsideRow(summary, IS_SET_ASIDE);
  const key = `${id} ${version}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const design = await engine.design(id);
  if (design === null) return setAsideRow(summary, IS_SET_ASIDE);
  const row = listedRow(design);
  if (design.version === version && summary.status !== 'running') kept.set(key, row);
  return row;
}
