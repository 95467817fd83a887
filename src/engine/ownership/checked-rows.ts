import { LRUCache } from 'lru-cache';
import { NOT_RECORDED } from '../../core/presentation/run/set-aside.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { ChainBrokenFault } from '../../foundation/fault.ts';
import type { Log } from '../../foundation/log.ts';
import { summaryOf } from '../commit/commit.ts';
import { bareSummary } from '../ports/bare-summary.ts';
import { canonicalAsStored } from '../ports/chain.ts';
import type { Integrity } from '../ports/integrity.ts';
import type { DesignSummary, SharedStore, Store } from '../ports/store.ts';

/** Checked rows to remember: more than anybody pages through. */
const KEPT_ROWS = 5_000;
/** Reads of a list until its rows match the events: the first finds changed rows, the second reads them corrected. */
const MAX_READS = 2;

interface RowParts {
  /** Replays a design; throws `ChainBrokenFault` if its events do not hold. */
  readonly load: (id: DesignId) => Promise<Design | null>;
  readonly integrity: Pick<Integrity, 'correct'>;
  readonly log: Log;
}

interface Checked {
  readonly summary: DesignSummary;
  readonly wasChanged: boolean;
}

/**
 * Wraps a store so that lists show rows as their events give them (P11). Reports a row that differs to the operator and
 * corrects it, so that lists select by true values. Of a set-aside design, shows only the id.
 */
export function withCheckedRows<Given extends Store>(
  store: Given,
  { load, integrity, log }: RowParts,
): Given {
  const known = new LRUCache<string, DesignSummary>({ max: KEPT_ROWS });

  async function told({ id, version }: DesignSummary): Promise<DesignSummary | null> {
    const key = `${id} ${version}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const design = await load(id);
    if (design === null) return null;
    const summary = summaryOf(design);
    known.set(`${id} ${summary.version}`, summary);
    return summary;
  }

  async function correct(id: DesignId): Promise<void> {
    const design = await load(id);
    if (design === null) return;
    log.error('row_changed', { designId: id });
    try {
      await integrity.correct(summaryOf(design));
    } catch (error) {
      log.warn('row_not_corrected', { designId: id, error });
    }
  }

  async function checked(row: DesignSummary): Promise<Checked> {
    if (row.setAside !== undefined) return { summary: setAside(row), wasChanged: false };
    try {
      const summary = await told(row);
      if (summary === null) return { summary: setAside(row), wasChanged: false };
      const wasChanged = summary.version === row.version && !isSame(summary, row);
      if (wasChanged) await correct(row.id);
      return { summary, wasChanged };
    } catch (error) {
      if (!(error instanceof ChainBrokenFault)) throw error;
      return { summary: setAside(row), wasChanged: false };
    }
  }

  async function listed(read: () => Promise<DesignSummary[]>): Promise<DesignSummary[]> {
    for (let reads = 1; ; reads += 1) {
      const rows = await Promise.all((await read()).map(checked));
      const isRight = rows.every(({ wasChanged }) => !wasChanged);
      if (isRight || reads === MAX_READS)
        return rows.filter(({ wasChanged }) => !wasChanged).map(({ summary }) => summary);
    }
  }

  const summary: SharedStore['summary'] = async (id) => {
    const row = await store.summary(id);
    return row === null ? null : (await checked(row)).summary;
  };
  return {
    ...store,
    summary,
    list: ({ isUnchecked, ...filter }) =>
      isUnchecked ? store.list(filter) : listed(() => store.list(filter)),
    collectable: (...given) => listed(() => store.collectable(...given)),
  };
}

function setAside(row: DesignSummary): DesignSummary {
  return { ...bareSummary(row), setAside: NOT_RECORDED };
}

function isSame(one: DesignSummary, other: DesignSummary): boolean {
  return canonicalAsStored(one) === canonicalAsStored(other);
}
