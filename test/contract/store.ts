import { afterAll, beforeAll, describe } from 'vitest';
import type { DesignId } from '../../src/core/ids.ts';
import type { Store } from '../../src/runtime/ports/store.ts';
import { designIdOf } from '../support/events.ts';
import { storeAppends } from './store-appends.ts';
import { storeDeliveries } from './store-deliveries.ts';
import { storeRecords } from './store-records.ts';
import { storeViews } from './store-views.ts';

/** What every part of the contract works with: one open store, and ids that no other part uses. */
export interface StoreUnderTest {
  readonly store: Store;
  /** An id that sorts after all those handed out before. */
  newDesignId(): DesignId;
}

/** What the store port promises, run against every adapter. `open` gives a store of its own, which is closed here. */
export function storeContract(open: () => Promise<Store>): void {
  let opened: Store;
  let ids = 0;
  const subject: StoreUnderTest = {
    get store() {
      return opened;
    },
    newDesignId() {
      ids += 1;
      return designIdOf(ids);
    },
  };

  beforeAll(async () => {
    opened = await open();
  });
  afterAll(() => opened.close());

  describe('appends', () => storeAppends(subject));
  describe('records', () => storeRecords(subject));
  describe('deliveries', () => storeDeliveries(subject));
  describe('views', () => storeViews(subject));
}
