/**
 * This process as an owner of designs: claims them, renews its leases, and gives up whatever it may
 * no longer hold. Modes of a design here:
 *
 *   unowned → claimed → running → released            (it has ended, or this process stops)
 *                         └─────→ dropped → unowned   (a renewal was refused, or none came in time)
 *                         └─────→ set aside           (its chain is broken, or a bug: not again here)
 */

import { setTimeout as sleep } from 'node:timers/promises';
import type { DesignId } from '#design/ids.ts';
import type { Design } from '#design/state.ts';
import { isGone } from '#store/owner.ts';
import type { DesignRow } from '#store/store.ts';
import { isFault } from '#support/fault.ts';
import { Crashes } from './crashes.ts';
import type { Parts } from './engine-parts.ts';
import { type Clock, Lease, type Moment, systemClock } from './lease.ts';
import type { RunOutcome } from './run-outcome.ts';
import type { ClaimMode, RunningDesign } from './running-design.ts';
import { setAside } from './set-aside.ts';

/** A timer that comes later than this has slept with its machine. */
const SUSPENDED_MS = 1_000;

export class Owner {
  readonly #parts: Parts;
  readonly #clock: Clock = systemClock;
  readonly #crashes: Crashes;
  readonly #running = new Map<DesignId, RunningDesign>();
  readonly #expiries = new Map<DesignId, NodeJS.Timeout>();
  readonly #claiming = new Map<DesignId, Promise<boolean>>();
  /** Designs that were started or named here. */
  readonly #runnable = new Set<DesignId>();
  readonly #setAside = new Set<DesignId>();
  /** Each resolves when its design is released. */
  readonly #releases = new Map<DesignId, Promise<void>>();
  readonly #background = new Set<Promise<void>>();
  #claimsAll = false;
  #isStopping = false;
  #renewal: NodeJS.Timeout | undefined;
  #renewing: Promise<void> | null = null;
  #claimingAll: Promise<void> | null = null;
  #unwatch: () => void = () => undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#crashes = new Crashes(parts, this.#clock);
  }

  async start(claimsAll: boolean): Promise<void> {
    this.#claimsAll = claimsAll;
    this.#unwatch = this.#parts.store.watch((id) => this.#notice(id));
    const tick = () => this.#inBackground(this.#renew().then(() => this.#claimAll()));
    this.#renewal = setInterval(tick, this.#parts.pace.renewEveryMs);
    await this.#claimAll().catch(this.#logUnavailable);
  }

  /** Allows this process to run the design from now on. */
  allow(id: DesignId): void {
    this.#runnable.add(id);
  }

  /** Resolves with `true` if the design runs here. */
  claim(id: DesignId): Promise<boolean> {
    this.allow(id);
    return this.#claimById(id);
  }

  /**
   * Has the inbox of a design that nobody runs answered: claims it, commits what is in the inbox, and
   * releases it. One that this process may run keeps running here.
   */
  async answerInbox(id: DesignId): Promise<void> {
    const row = await this.#parts.store.design(id);
    if (row === null || row.isEnded || !this.#isUnowned(row)) return;
    if (this.#mayRun(row)) await this.#claim(row, 'run');
    else if (await this.#claim(row, 'answer_inbox')) await this.#releases.get(id);
  }

  /** A design that runs here, as it is stored: nobody else can have changed it. */
  designOf(id: DesignId): Design | null {
    const running = this.#running.get(id);
    return running?.lease.isHeld ? running.design : null;
  }

  /** Reads the threads again: a gateway's socket was away (P5). */
  catchUp(): void {
    for (const running of this.#running.values()) running.catchUp();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#unwatch();
    clearInterval(this.#renewal);
    await Promise.allSettled([...this.#background, ...this.#claiming.values()]);
    await Promise.all([...this.#running.values()].map((running) => running.stop()));
    await Promise.all(this.#releases.values());
  }

  /** `null`: something may have changed. */
  #notice(id: DesignId | null): void {
    const running = id === null ? undefined : this.#running.get(id);
    if (id === null) {
      for (const each of this.#running.values()) each.readInbox();
      this.#inBackground(this.#claimAll());
    } else if (running !== undefined) running.readInbox();
    else if (this.#claimsAll || this.#runnable.has(id)) this.#inBackground(this.#claimById(id));
  }

  /** One at a time; the next one sees changes made meanwhile. */
  #claimAll(): Promise<void> {
    this.#claimingAll ??= this.#claimEach().finally(() => {
      this.#claimingAll = null;
    });
    return this.#claimingAll;
  }

  async #claimEach(): Promise<void> {
    if (!this.#claimsAll && this.#runnable.size <= this.#running.size) return;
    const rows = await this.#parts.store.listUnended();
    this.#crashes.noteStoreAnswer();
    for (const row of rows) if (this.#mayRun(row)) await this.#claim(row, 'run');
  }

  async #claimById(id: DesignId): Promise<boolean> {
    const row = await this.#parts.store.design(id);
    return row !== null && this.#mayRun(row) && (await this.#claim(row, 'run'));
  }

  /** A daemon runs any design, others those named here. If its platform is not connected, nobody would see its questions. */
  #mayRun({ id, summary: { platform } }: DesignRow): boolean {
    const isConnected = platform === null || this.#parts.chats.has(platform);
    return isConnected && (this.#claimsAll || this.#runnable.has(id));
  }

  #isUnowned({ owner, isLapsed }: DesignRow): boolean {
    const { id } = this.#parts.owner;
    return owner === null || isLapsed || owner.id === id || isGone(owner.process);
  }

  #claim(row: DesignRow, mode: ClaimMode): Promise<boolean> {
    const { id } = row;
    if (this.#running.has(id)) return Promise.resolve(true);
    if (this.#isStopping || row.isEnded || this.#setAside.has(id) || !this.#isUnowned(row))
      return Promise.resolve(false);
    const claiming =
      this.#claiming.get(id) ?? this.#take(row, mode).finally(() => this.#claiming.delete(id));
    this.#claiming.set(id, claiming);
    return claiming;
  }

  async #take(row: DesignRow, mode: ClaimMode): Promise<boolean> {
    const { store, owner, pace } = this.#parts;
    // Commands that only read do not wait for it.
    const { RunningDesign } = await import('./running-design.ts');
    const deadOwner = row.owner !== null && isGone(row.owner.process) ? row.owner.id : undefined;
    const sentAt = this.#clock();
    const claimed = await store.claim(row.id, owner, pace.leaseMs, deadOwner);
    if (claimed === null) return false;
    const lease = new Lease(row.id, claimed.epoch, pace.leaseMs, sentAt, this.#clock);
    const hasOwnerCrashed = !claimed.wasReleased && this.#crashes.hasDied(row);
    const running = new RunningDesign({ row: claimed, lease, mode, hasOwnerCrashed }, this.#parts);
    this.#running.set(row.id, running);
    this.#keep(lease, sentAt);
    const released = running.outcome.then((outcome) => this.#close(lease, outcome));
    this.#releases.set(
      row.id,
      released.finally(() => this.#releases.delete(row.id)),
    );
    return true;
  }

  /** One at a time: two would wait for each other's rows. */
  #renew(): Promise<void> {
    this.#renewing ??= this.#renewAll().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  async #renewAll(): Promise<void> {
    if (this.#running.size === 0) return;
    const { store, owner, pace } = this.#parts;
    const sentAt = this.#clock();
    const held = await store.renew(owner.id, pace.leaseMs);
    this.#crashes.noteStoreAnswer();
    const epochs = new Map(held.map(({ designId, epoch }) => [designId, epoch]));
    for (const running of this.#running.values()) {
      const { lease } = running;
      if (epochs.get(lease.designId) === lease.epoch) this.#keep(lease, sentAt);
      else if (lease.isOlderThan(sentAt)) running.drop('Another process has claimed it.');
    }
  }

  #keep(lease: Lease, sentAt: Moment): void {
    lease.renew(sentAt);
    clearTimeout(this.#expiries.get(lease.designId));
    const expire = () => this.#inBackground(this.#expire(lease));
    this.#expiries.set(lease.designId, setTimeout(expire, Math.max(0, lease.leftMs)));
  }

  /** A process that was suspended with its machine looks once whether anybody has claimed it meanwhile. */
  async #expire(lease: Lease): Promise<void> {
    if (lease.isHeld) return this.#keep(lease, lease.renewedAt);
    if (lease.leftMs < -SUSPENDED_MS) {
      // A renewal under way may have been sent before the machine slept.
      const renewed = Promise.allSettled([this.#renewing]).then(() => this.#renew());
      await Promise.race([renewed, sleep(SUSPENDED_MS)]).catch(this.#logUnavailable);
    }
    const running = this.#running.get(lease.designId);
    if (!lease.isHeld && running?.lease === lease) running.drop('It could not be renewed in time.');
  }

  async #close(lease: Lease, outcome: RunOutcome): Promise<void> {
    const { designId, epoch } = lease;
    this.#running.delete(designId);
    clearTimeout(this.#expiries.get(designId));
    this.#expiries.delete(designId);
    if (outcome === 'lost') return;
    if (outcome === 'ended') this.#runnable.delete(designId);
    if (outcome === 'broken') {
      this.#setAside.add(designId);
      await setAside(lease, this.#parts);
    }
    try {
      await this.#parts.store.release(designId, epoch);
    } catch (error) {
      // Its lease runs out by itself, or another process already has it.
      if (!isFault(error)) throw error;
      this.#parts.log.info('lease_not_released', { designId, error });
    }
  }

  #inBackground(work: Promise<unknown>): void {
    const done = work
      .then(() => undefined)
      .catch(this.#logUnavailable)
      .finally(() => this.#background.delete(done));
    this.#background.add(done);
  }

  /** The next tick tries again. */
  readonly #logUnavailable = (error: unknown): void => {
    if (!isFault(error, 'store_away', 'store_full', 'store_read_only')) throw error;
    this.#parts.log.warn('store_not_reached', { error });
  };
}
