import { afterEach, beforeEach, describe } from 'vitest';
import type { DesignId } from '../../src/core/vocabulary/ids.ts';
import type { OpenedStore } from '../../src/ports/opened-store.ts';
import { inboxEntryOf } from '../support/designs/commits.ts';
import { designIdOf } from '../support/designs/events.ts';
import { accessTokensContract } from './access-tokens.ts';
import { fleetContract } from './fleet.ts';
import { listedEventsContract } from './listed-events.ts';
import { loginsContract } from './logins.ts';
import { modelFormsContract } from './model-forms.ts';
import { operationsContract } from './operations.ts';
import { storeAppends } from './store-appends.ts';
import { storeCollection } from './store-collection.ts';
import { storeDeliveries } from './store-deliveries.ts';
import { storeFailures } from './store-failures.ts';
import { storeIntegrity } from './store-integrity.ts';
import { storeRecords } from './store-records.ts';
import { storeRemovals } from './store-removals.ts';
import { storeViews } from './store-views.ts';

/**
 * What every part of the contract works with: in each test another open store that nothing is in.
 */
export interface StoreUnderTest extends OpenedStore {
  /** An id that sorts after all those handed out before. */
  newDesignId(): DesignId;
  /**
   * A design of which nothing is stored yet, owned under epoch 1, and with nothing in its inbox
   * that is not handled.
   */
  newDesign(): Promise<DesignId>;
}

/** Gives an owned design an epoch that tests can name, where the store's own are moments. */
type SetEpoch = (designId: DesignId, epoch: number) => Promise<void>;

/**
 * What the ports promise, run against every adapter. `open` gives a store that nothing is in, which
 * is closed here.
 */
export function storeContract(
  open: () => Promise<OpenedStore & { readonly setEpoch?: SetEpoch }>,
): void {
  let opened: Awaited<ReturnType<typeof open>>;
  let ids = 0;
  const subject: StoreUnderTest = {
    get store() {
      return opened.store;
    },
    get fleet() {
      return opened.fleet;
    },
    get tokens() {
      return opened.tokens;
    },
    get modelForms() {
      return opened.modelForms;
    },
    get logins() {
      return opened.logins;
    },
    get backup() {
      return opened.backup;
    },
    newDesignId() {
      ids += 1;
      return designIdOf(ids);
    },
    async newDesign() {
      const designId = subject.newDesignId();
      const inboxId = `first-${designId}`;
      await opened.store.accept(inboxEntryOf(inboxId, designId));
      if ((await opened.fleet.claim(designId)) === null)
        throw new Error(`${designId} was owned before`);
      await opened.setEpoch?.(designId, 1);
      await opened.store.markHandled(designId, 1, [{ inboxId, answer: { accepted: true } }]);
      return designId;
    },
  };

  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.store.close());

  describe('appends', () => storeAppends(subject));
  describe('records', () => storeRecords(subject));
  describe('deliveries', () => storeDeliveries(subject));
  describe('views', () => storeViews(subject));
  describe('integrity', () => storeIntegrity(subject));
  describe('collection', () => storeCollection(subject));
  describe('named tokens', () => accessTokensContract(subject));
  describe('logins', () => loginsContract(subject));
  describe('model forms', () => modelFormsContract(subject));
  describe('events of all designs', () => listedEventsContract(subject));
  describe('operations', () => operationsContract(subject));
  describe('removals', () => storeRemovals(subject));
  describe('failures', () => storeFailures(subject));
  describe('the fleet', () => fleetContract(subject));
}
