/**
 * Which designs this daemon owns: claimed when they are due, adopted, and released when nothing is
 * left to do. A command for any design arrives by the inbox (`inbox.ts`).
 */

import { LRUCache } from 'lru-cache';
import type { Design } from '../../core/vocabulary/design.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import {
  ChainBrokenFault,
  Fault,
  isStoreUnavailable,
  OwnershipLostError,
} from '../../foundation/fault.ts';
import { Poller } from '../../foundation/poller.ts';
import { logRepetitionsOver, mayBeOver, warnRepeatedly } from '../../foundation/repeated-line.ts';
import { backoffMsOf, RETRY_POLICIES, retry } from '../../foundation/retry.ts';
import type { Claim, DueDesigns } from '../../ports/fleet.ts';
import { addPage } from '../../presentation/format/page-address.ts';
import { drawGone } from '../../presentation/words/set-aside.ts';
import { loadDesign, readAllEvents } from '../../record/loading.ts';
import type { DesignParts } from '../design/design-parts.ts';
import { Slots } from '../limits/slots.ts';
import type { Parts } from '../parts/parts.ts';
import type { DesignActor, GivenUp } from './design-actor.ts';
import { Hold } from './hold.ts';

/** Milliseconds between checks for due designs, in case hints are lost. */
const POLL_MS = 500;
/** Designs to adopt at once: replaying them keeps the process busy. */
const ADOPTED_AT_ONCE = 20;
/** Milliseconds that a design which cannot be adopted stays owned. */
const KEPT_BACK_MS = 60_000;
const MAX_FAILURES = 1_000;
const SAME_EVERYWHERE = 'Give all daemons the same version and the same settings.';

/**
 * The designs that this process owns, and how it gets and releases them. `Hold` tells the modes of
 * a design here.
 */
export class OwnedDesigns {
  readonly #parts: DesignParts;
  /** All that are not *away*, oldest first. */
  readonly #holds = new Set<Hold>();
  readonly #slots: Slots;
  readonly #stopping = new AbortController();
  readonly #unrecorded = new AbortController();
  /** How often a design could not be adopted since it last was. */
  readonly #failures = new LRUCache<DesignId, number>({ max: MAX_FAILURES });
  readonly #dueDesigns: Poller;
  #hung = 0;

  constructor(parts: Omit<DesignParts, 'slots' | 'deliver'>) {
    const { changes, clock } = parts;
    this.#dueDesigns = new Poller(clock, POLL_MS, () => this.#pollDue());
    const { capacity, capacityPerPerson: perPerson } = parts;
    this.#slots = new Slots({ capacity, perPerson }, () => this.#dueDesigns.hint());
    const deliver = (id: DesignId) => this.deliver(id);
    this.#parts = { ...parts, slots: this.#slots, deliver };
    parts.fleet.listen({
      onChange: (id) => changes.announce(id),
      onDue: (id) => this.attend(id),
      onLoss: () => this.#loseAll(),
    });
  }

  /** Current state of a design, owned here or not; `null` if there is none with this id. */
  async design(id: DesignId): Promise<Design | null> {
    const { store, publicUrl } = this.#parts;
    const design = this.#holdOn(id)?.owner?.designToShow ?? (await loadDesign(store, id)).design;
    return design === null ? null : addPage(this.#slots.addSlotWait(design), publicUrl);
  }

  /**
   * Resolves once this process knows a design up to an event that is already readable in the store.
   */
  async waitUntilReached(id: DesignId, version: number, signal: AbortSignal): Promise<void> {
    const { changes, clock } = this.#parts;
    const isBehind = () => (this.#holdOn(id)?.owner?.design?.version ?? version) < version;
    // Bounded, because another daemon may have taken the design over.
    const untilAt = clock.now() + POLL_MS;
    while (isBehind() && !signal.aborted && clock.now() < untilAt)
      await changes.nextOrLater(id, signal);
  }

  get open(): number {
    return this.#owners.filter(({ design }) => design !== null && design.end === null).length;
  }

  /** How many designs this process gave up because they hung. */
  get hung(): number {
    return this.#hung;
  }

  get recordingFailure(): AbortSignal {
    return this.#unrecorded.signal;
  }

  /** Drops a design that was set aside: its writes are refused from now on. */
  abandon(id: DesignId): void {
    const hold = this.#holdOn(id);
    const actor = hold?.owner ?? null;
    if (hold === undefined || actor === null) return;
    this.#leave(hold);
    const { epoch } = actor.claim;
    actor.stop(new OwnershipLostError(id, epoch)).catch((error) => this.#inboxNotRead(id, error));
  }

  /** Resolves when nothing is left to do for this design here, or everything has stopped. */
  async waitUntilSettled(id: DesignId): Promise<void> {
    for (let actor = await this.#openingOf(id); actor !== null; actor = await this.#openingOf(id)) {
      await actor.whenGone;
      if (this.#stopping.signal.aborted) return;
    }
    await this.#whenReleased(id);
  }

  async waitUntilEndedSettled(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const ended = this.#owners.filter(({ design }) => design !== null && design.end !== null);
      if (ended.length === 0) return;
      await Promise.all(ended.map(({ claim }) => this.waitUntilSettled(claim.designId)));
    }
  }

  /**
   * Handles arrived commands of this design, unless another daemon owns it. Logs a failure: the
   * next owner reads them.
   */
  async deliver(id: DesignId): Promise<void> {
    try {
      const openActor = await this.#openingOf(id);
      if (openActor !== null) return await openActor.readInbox();
      const actor = await this.#open(id);
      if (actor === null) this.#parts.fleet.tell('due', id);
    } catch (error) {
      this.#inboxNotRead(id, error);
    }
  }

  /** Reads the commands of a design owned here, or looks for due designs. */
  attend(id: DesignId | null): void {
    const actor = id === null ? null : (this.#holdOn(id)?.owner ?? null);
    if (actor === null) this.#dueDesigns.hint();
    else actor.readInbox().catch((error) => this.#inboxNotRead(actor.claim.designId, error));
  }

  /** Adopts due designs from now on, while slots are free. Resolves after the first poll. */
  adoptDueDesigns(): Promise<void> {
    this.#dueDesigns.start();
    return this.#dueDesigns.polled;
  }

  /** Stops all work. Designs stay resumable, and owned until `Fleet.leave`. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#dueDesigns.stop();
    const stopping = [...this.#holds].map(async ({ mode }) => {
      if (mode.kind === 'owned' || mode.kind === 'releasing') await mode.actor.stop();
      if (mode.kind === 'releasing') await mode.released;
    });
    await Promise.all(stopping);
  }

  get #owners(): DesignActor[] {
    return [...this.#holds].flatMap(({ owner }) => owner ?? []);
  }

  /** The newest: an earlier one may still be releasing. */
  #holdOn(id: DesignId): Hold | undefined {
    return [...this.#holds].findLast(({ designId }) => designId === id);
  }

  async #openingOf(id: DesignId): Promise<DesignActor | null> {
    const hold = this.#holdOn(id);
    return hold?.isOpen === true ? hold.opening : null;
  }

  async #whenReleased(id: DesignId): Promise<void> {
    const mode = this.#holdOn(id)?.mode;
    if (mode?.kind === 'releasing') await mode.released;
  }

  /** Returns `null` when another daemon owns it. */
  async #open(id: DesignId): Promise<DesignActor | null> {
    await this.#whenReleased(id);
    const hold = this.#holdOn(id);
    if (hold?.isOpen === true) return hold.opening;
    return this.#adopt(id, async () => {
      const epoch = await this.#parts.fleet.claim(id);
      return epoch === null ? null : { designId: id, epoch };
    });
  }

  #adopt(id: DesignId, claim: () => Promise<Claim | null>): Promise<DesignActor | null> {
    const hold = new Hold(id, (newHold) => this.#load(newHold, claim));
    this.#holds.add(hold);
    const forget = (): void => {
      if (hold.mode.kind === 'claiming') this.#leave(hold);
    };
    hold.opening.then((actor) => actor ?? forget(), forget);
    return hold.opening;
  }

  async #load(hold: Hold, claiming: () => Promise<Claim | null>): Promise<DesignActor | null> {
    const claim = await claiming();
    if (claim === null) return null;
    let actor: DesignActor | null = null;
    try {
      const loadedDesign = await loadDesign(this.#parts.store, claim.designId);
      // Half of what the engine consists of, which a daemon without designs never needs.
      const { DesignActor } = await import('./design-actor.ts');
      actor = new DesignActor(claim, loadedDesign, this.#parts);
      void actor.whenReleasable.then(() => this.#release(hold));
      // Designs owned when everything stops are released by `Fleet.leave`.
      if (this.#stopping.signal.aborted) return null;
      assertRunnableHere(actor.design, this.#parts);
      hold.become({ kind: 'owned', actor });
      await actor.adopt();
      this.#failures.delete(claim.designId);
      return actor;
    } catch (error) {
      if (actor !== null && actor.reasonGivenUp !== null) {
        this.#release(hold);
        return null;
      }
      // Otherwise it was set aside meanwhile, or is being released because of this error.
      if (hold.isOpen) this.#keepBack(hold, claim, error);
      await actor?.stop();
      throw error;
    }
  }

  /** Begins to release an owned design. */
  #release(hold: Hold): void {
    const actor = hold.owner;
    if (actor === null || this.#stopping.signal.aborted) return;
    const { designId } = hold;
    const released = this.#stopAndRelease(hold, actor)
      .catch((error) => this.#parts.log.warn('design_not_released', { designId, error }))
      .finally(() => {
        if (hold.mode.kind === 'releasing') this.#leave(hold);
        this.#dueDesigns.hint();
      });
    hold.become({ kind: 'releasing', actor, released });
  }

  #leave(hold: Hold): void {
    hold.become({ kind: 'away' });
    this.#holds.delete(hold);
  }

  async #stopAndRelease(hold: Hold, actor: DesignActor): Promise<void> {
    const { fleet, clock, log } = this.#parts;
    const { designId } = actor.claim;
    if (actor.failure !== null) this.#unrecorded.abort(actor.failure);
    const isDone =
      actor.reasonGivenUp === null &&
      actor.isAtRest &&
      (await this.#isFlushed(actor)) &&
      actor.isAtRest;
    await actor.stop();
    // If adopted again at once, it would repeat its calls and pay for them.
    if (actor.failure !== null) return this.#keepBack(hold, actor.claim, actor.failure);
    const { reasonGivenUp: givenUp } = actor;
    if (givenUp !== null)
      await this.#tellGivenUp(actor, givenUp).catch((error) =>
        log.warn(givenUp, { designId, error }),
      );
    // A design that waits for a slot keeps its place.
    const dueAt = isDone ? actor.nextDueAt : (actor.waitsSince ?? clock.now());
    await this.#releaseClaim(actor.claim, dueAt, actor.arrivals);
    if (dueAt !== null) fleet.tell('due', designId);
  }

  /** Tells once why this process gave a design up: how many events the store has lost, if any. */
  async #tellGivenUp(
    { claim: { designId }, hashes, design }: DesignActor,
    why: GivenUp,
  ): Promise<void> {
    const { store, log, waits } = this.#parts;
    const { signal } = this.#stopping;
    const reading = () => Promise.all([readAllEvents(store, designId), store.mail(designId)]);
    const [stored, mail] = await waits.retryWhileUnavailable(reading, designId, signal);
    const mismatchIndex = hashes.findIndex((hash, index) => stored[index]?.hash !== hash);
    if (mismatchIndex !== -1)
      log.warn('store_went_back', {
        designId,
        gone: hashes.length - mismatchIndex,
        kept: mismatchIndex,
        toDo: 'Restore the design from a backup, or ask people to repeat what they did since.',
      });
    // An eviction was logged for all designs at once.
    else if (why === 'design_hung') log.warn(why, { designId, toDo: 'Report it, with this line.' });
    else if (why !== 'ownership_lost') log.warn(why, { designId });
    if (mismatchIndex !== 0 || stored.length + mail.entries.length > 0) return;
    const { sayInThread } = await import('../thread/say-in-thread.ts');
    await sayInThread(design?.thread ?? null, drawGone(), designId, this.#parts, signal);
  }

  async #isFlushed(actor: DesignActor): Promise<boolean> {
    try {
      await actor.flush();
      return true;
    } catch (error) {
      this.#parts.log.warn('design_not_flushed', { designId: actor.claim.designId, error });
      return false;
    }
  }

  /** Keeps a design that cannot be adopted owned for a while, so that retries are spaced out. */
  #keepBack(hold: Hold, claim: Claim, error: unknown): void {
    const { log, clock } = this.#parts;
    const { designId } = claim;
    hold.become({ kind: 'kept_back' });
    this.#slots.release(designId);
    if (this.#stopping.signal.aborted) return;
    // A set-aside design was logged before and has no owner.
    if (!(error instanceof ChainBrokenFault))
      log.error('design_not_adopted', { designId, error, toDo: SAME_EVERYWHERE });
    const failures = (this.#failures.get(designId) ?? 0) + 1;
    this.#failures.set(designId, failures);
    const waitMs = isStoreUnavailable(error)
      ? backoffMsOf(RETRY_POLICIES.adoption, failures)
      : KEPT_BACK_MS;
    clock.at(clock.now() + waitMs, () => {
      this.#leave(hold);
      this.#releaseClaim(claim, clock.now(), 0).catch((again) =>
        log.debug('design_not_released', { designId, error: again }),
      );
    });
  }

  /** Tries again after any fault: an owned design without an actor would never go on. */
  #releaseClaim(claim: Claim, dueAt: number | null, arrivals: number): Promise<void> {
    const { fleet, waits, log } = this.#parts;
    const { designId } = claim;
    const { signal } = this.#stopping;
    const release = () => fleet.release(claim, dueAt, arrivals);
    return retry(
      () => waits.retryWhileUnavailable(release, designId, signal),
      RETRY_POLICIES.adoption,
      {
        isPassing: (error) => error instanceof Fault,
        onFailed: (error) => log.error('design_not_released', { designId, error }),
        signal,
      },
    );
  }

  /** Drops everything after this process was evicted while frozen or cut off. */
  #loseAll(): void {
    this.#parts.log.error('ownership_lost', {
      designs: [...this.#holds].filter(({ isOpen }) => isOpen).length,
      toDo: 'Look for overload, paused machines and a slow network.',
    });
    for (const hold of this.#holds) this.#giveUp(hold, 'ownership_lost');
  }

  #giveUp(hold: Hold, why: GivenUp): void {
    if (why === 'design_hung') this.#hung += 1;
    hold.owner?.giveUp(why);
    this.#release(hold);
  }

  /** Ends even if a busy daemon has more to adopt: that is the next poll. */
  async #pollDue(): Promise<'done' | 'failed'> {
    const { store, waits, log, clock } = this.#parts;
    logRepetitionsOver(log, clock);
    try {
      if (this.#owners.length > 0) await this.#compare();
      await this.#adoptDue();
      if (!mayBeOver(log, clock, 'store_away')) return 'done';
      // On a full disk, all that was done above succeeds.
      await store.ping();
      logRepetitionsOver(log, clock, 'store_away');
      return 'done';
    } catch (error) {
      waits.reportStoreUnavailable('due_designs', error);
      return 'failed';
    }
  }

  /**
   * Compares owned designs with the store: reads their mail, and gives up what is not as this
   * process wrote it.
   */
  async #compare(): Promise<void> {
    const { fleet } = this.#parts;
    const here = [...this.#holds].flatMap((hold) => {
      const actor = hold.owner;
      return actor === null ? [] : [{ hold, actor, eventCount: actor.hashes.length }];
    });
    const storedClaims = new Map((await fleet.listOwned()).map((each) => [each.designId, each]));
    for (const { hold, actor, eventCount } of here) {
      const { designId, epoch } = actor.claim;
      const storedClaim = storedClaims.get(designId);
      if (hold.owner === null) continue;
      if (storedClaim?.epoch !== epoch || storedClaim.version < eventCount)
        this.#giveUp(hold, 'design_taken_over');
      else if (actor.hangs) this.#giveUp(hold, 'design_hung');
      else if (storedClaim.hasMail) this.attend(designId);
    }
  }

  async #adoptDue(): Promise<void> {
    for (;;) {
      const free = Math.min(this.#slots.free, ADOPTED_AT_ONCE);
      const passedOver = this.#slots.designsToPassOver;
      if (free <= 0) return this.#recordMail();
      const count = await this.#claimDue(free, { passedOver }, ({ designId }) =>
        this.#slots.assign(designId),
      );
      if (count === free) continue;
      this.#slots.nobodyWaits();
      return passedOver.length > 0 ? this.#recordMail() : undefined;
    }
  }

  /**
   * Adopts designs without a slot to record their commands. They are released, and due again, if
   * they need processes.
   */
  async #recordMail(): Promise<void> {
    while ((await this.#claimDue(ADOPTED_AT_ONCE, { withMail: true })) === ADOPTED_AT_ONCE);
  }

  /** Returns how many designs were claimed. */
  async #claimDue(
    most: number,
    which: DueDesigns,
    onClaim?: (claim: Claim) => void,
  ): Promise<number> {
    const { fleet, clock } = this.#parts;
    if (this.#stopping.signal.aborted) return 0;
    const claims = await fleet.claimDue(clock.now(), most, which);
    for (const claim of claims) onClaim?.(claim);
    // `#load` sets a failed design aside and logs it.
    await Promise.allSettled(claims.map((claim) => this.#adopt(claim.designId, async () => claim)));
    return claims.length;
  }

  #inboxNotRead(designId: DesignId, error: unknown): void {
    const { log, clock } = this.#parts;
    if (!this.#stopping.signal.aborted)
      warnRepeatedly(
        log,
        clock,
        'inbox_not_read',
        { designId, error, toDo: SAME_EVERYWHERE },
        designId,
      );
  }
}

/**
 * Checks that a design continues in the mode in which it began, since its result says if a model
 * spoke. Throws `Fault` for a design that this process must not adopt.
 */
export function assertRunnableHere(
  design: Design | null,
  { rehearsal, chats }: Pick<Parts, 'rehearsal' | 'chats'>,
): void {
  // An ended design only needs its chat.
  if (design === null || design.end !== null) return;
  if (design.rehearsal !== rehearsal) {
    const [then, now, remedy] = rehearsal
      ? ['with a model', 'as a rehearsal', 'Set ANTHROPIC_API_KEY']
      : ['as a rehearsal', 'with a model', 'Set CHARRETTE_REHEARSAL=1'];
    const message = `It was started ${then}, and Charrette now runs ${now}. ${remedy} to continue or end it.`;
    throw new Fault('bad_configuration', message);
  }
  const { thread } = design;
  if (thread !== null && !chats.some(({ platform }) => platform === thread.platform)) {
    throw new Fault(
      'bad_configuration',
      `Its thread is on ${thread.platform}, which is not configured here.`,
    );
  }
}
