import type { Design } from '../../core/design.ts';
import type { DesignId } from '../../core/ids.ts';
import { isParked } from '../../core/status.ts';
import { timersOf } from '../../core/timers.ts';
import { Fault, OwnershipLostError } from '../fault.ts';
import type { Claim } from '../ports/fleet.ts';
import type { Commit } from '../ports/store.ts';
import { type DesignHost, hostOf } from './design-host.ts';
import type { Parts } from './parts.ts';
import { patiently } from './patience.ts';

/** Milliseconds between two looks at what is due: the fallback for hints that get lost. */
const POLL_MS = 500;
/** Designs that are taken up at the same time: reading them in keeps the process busy. */
const TAKEN_AT_ONCE = 20;
/** Milliseconds before a design that cannot be taken up here is left to others again. */
const SET_ASIDE_MS = 60_000;
const SET_ASIDE_SHORTLY_MS = 1_000;

export interface HostsHooks {
  /** A design of this process has moved on. */
  committed(commit: Commit): void;
  /** A design of another daemon has. */
  changed(id: DesignId): void;
}

/** The designs that this process owns, and how it comes to own them and lets them go. */
export class Hosts {
  readonly #parts: Parts;
  readonly #hooks: HostsHooks;
  readonly #hosts = new Map<DesignId, Promise<DesignHost | null>>();
  readonly #loaded = new Map<DesignId, DesignHost>();
  readonly #closing = new Map<DesignId, Promise<void>>();
  /** Designs that have processes here. */
  readonly #places = new Set<DesignId>();
  readonly #stopping = new AbortController();
  #looking: Promise<void> | null = null;
  #lookAgain = false;
  #next: Disposable | null = null;
  #takesUpWork = false;

  constructor(parts: Parts, hooks: HostsHooks) {
    this.#parts = parts;
    this.#hooks = hooks;
    parts.fleet.listen({
      changed: (id) => hooks.changed(id),
      due: (id) => this.attend(id),
      lost: () => this.#loseAll(),
    });
  }

  /** The design as it stands, if this process owns it and has read it in. */
  design(id: DesignId): Design | null {
    return this.#loaded.get(id)?.design ?? null;
  }

  /** Resolves when nothing is left to do for this design here, or when everything has stopped. */
  async settled(id: DesignId): Promise<void> {
    for (let host = await this.#hosts.get(id); host != null; host = await this.#hosts.get(id)) {
      await host.gone;
      if (this.#stopping.signal.aborted) return;
    }
    await this.#closing.get(id);
  }

  /** Sees to it that what has arrived for this design is handled, here if nobody else owns it. */
  async deliver(id: DesignId): Promise<void> {
    const hosted = await this.#hosts.get(id);
    if (hosted != null) return hosted.readMail();
    const host = await this.#open(id);
    if (host === null) this.#parts.fleet.tell('due', id);
  }

  /** Reads what has arrived for a design of this process, or looks for what is due. */
  attend(id: DesignId | null): void {
    const host = id === null ? undefined : this.#loaded.get(id);
    if (host === undefined) this.#look();
    else host.readMail().catch((error) => this.#mailNotRead(host.id, error));
  }

  /** From now on this process takes up whatever is due, as far as it has room. Resolves after the first look. */
  async takeUpWork(): Promise<void> {
    this.#takesUpWork = true;
    this.#look();
    await this.#looking;
  }

  /** Stops all work; everything stays resumable, and owned until `Fleet.leave`. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#next?.[Symbol.dispose]();
    await Promise.all([...this.#loaded.values()].map((host) => host.stop()));
    await Promise.allSettled(this.#closing.values());
  }

  /** `null` when another daemon owns it. */
  async #open(id: DesignId): Promise<DesignHost | null> {
    await this.#closing.get(id);
    const known = this.#hosts.get(id);
    if (known !== undefined) return known;
    return this.#host(id, async () => {
      const epoch = await this.#parts.fleet.claim(id);
      return epoch === null ? null : { designId: id, epoch };
    });
  }

  #host(id: DesignId, claim: () => Promise<Claim | null>): Promise<DesignHost | null> {
    const loading = this.#load(claim).catch((error) => {
      this.#hosts.delete(id);
      throw error;
    });
    this.#hosts.set(id, loading);
    return loading.then((host) => {
      if (host === null) this.#hosts.delete(id);
      return host;
    });
  }

  async #load(claiming: () => Promise<Claim | null>): Promise<DesignHost | null> {
    const claim = await claiming();
    if (claim === null) return null;
    let host: DesignHost | null = null;
    try {
      host = await hostOf(claim, this.#parts, {
        committed: (commit) => this.#hooks.committed(commit),
        takePlace: () => this.#takePlace(claim.designId),
        givePlace: () => this.#givePlace(claim.designId),
        finished: () => this.#putDown(claim.designId),
      });
      // What is owned when everything stops is given up with `Fleet.leave`.
      if (this.#stopping.signal.aborted) return null;
      assertRunnableHere(host.design, this.#parts);
      this.#loaded.set(claim.designId, host);
      await host.takeUp();
      return host;
    } catch (error) {
      this.#setAside(claim, error);
      await host?.stop();
      throw error;
    }
  }

  /** Once for each host: whatever it says later is about what is being put down already. */
  #putDown(id: DesignId): void {
    const host = this.#loaded.get(id);
    if (host === undefined || this.#stopping.signal.aborted) return;
    this.#loaded.delete(id);
    this.#hosts.delete(id);
    const closing = this.#letGo(host)
      .catch((error) => this.#parts.log.warn('design_not_put_down', { designId: id, error }))
      .finally(() => {
        if (this.#closing.get(id) === closing) this.#closing.delete(id);
        this.#look();
      });
    this.#closing.set(id, closing);
  }

  async #letGo(host: DesignHost): Promise<void> {
    const { fleet, log, clock } = this.#parts;
    const isSettled = host.isAtRest && (await this.#settled(host)) && host.isAtRest;
    await host.stop();
    const dueAt = isSettled ? nextDueAt(host.design) : clock.now();
    const { signal } = this.#stopping;
    await patiently(() => fleet.release(host.claim, dueAt, host.arrivals), { signal, log, what: host.id });
    if (dueAt !== null) fleet.tell('due', host.id);
  }

  async #settled(host: DesignHost): Promise<boolean> {
    try {
      await host.settle();
      return true;
    } catch (error) {
      this.#parts.log.warn('design_not_settled', { designId: host.id, error });
      return false;
    }
  }

  /** One that cannot be taken up here stays owned for a while, so that nobody tries it without a pause. */
  #setAside(claim: Claim, error: unknown): void {
    const { log, clock, fleet } = this.#parts;
    const { designId } = claim;
    this.#loaded.delete(designId);
    this.#places.delete(designId);
    if (this.#stopping.signal.aborted) return;
    log.error('design_not_taken_up', { designId, error });
    const shortly = error instanceof Fault && error.code === 'store_unavailable';
    const { signal } = this.#stopping;
    clock.at(clock.now() + (shortly ? SET_ASIDE_SHORTLY_MS : SET_ASIDE_MS), () => {
      patiently(() => fleet.release(claim, clock.now(), 0), { signal, log, what: designId }).catch((again) =>
        log.debug('design_not_released', { designId, error: again }),
      );
    });
  }

  #takePlace(id: DesignId): boolean {
    if (this.#places.has(id)) return true;
    if (this.#places.size >= this.#parts.capacity) return false;
    this.#places.add(id);
    return true;
  }

  #givePlace(id: DesignId): void {
    if (this.#places.delete(id)) this.#look();
  }

  /** This process was taken for dead while it was frozen or cut off: nothing here counts any more. */
  #loseAll(): void {
    this.#parts.log.error('ownership_lost', { designs: this.#hosts.size });
    for (const host of this.#loaded.values()) {
      this.#loaded.delete(host.id);
      this.#hosts.delete(host.id);
      const { designId, epoch } = host.claim;
      host.stop(new OwnershipLostError(designId, epoch)).catch((error) => this.#mailNotRead(designId, error));
    }
  }

  #look(): void {
    if (!this.#takesUpWork || this.#stopping.signal.aborted) return;
    this.#lookAgain = this.#looking !== null;
    if (this.#lookAgain) return;
    this.#next?.[Symbol.dispose]();
    this.#looking = this.#lookAround().finally(() => {
      const { clock } = this.#parts;
      this.#looking = null;
      if (this.#lookAgain) this.#look();
      else if (!this.#stopping.signal.aborted)
        this.#next = clock.at(clock.now() + POLL_MS, () => this.#look());
    });
  }

  /** Once: on a busy daemon there is always a reason to look again, and `takeUpWork` waits for the first look only. */
  async #lookAround(): Promise<void> {
    const { fleet, log } = this.#parts;
    try {
      if (this.#loaded.size > 0) for (const id of await fleet.withMail()) this.attend(id);
      await this.#takeUpDue();
    } catch (error) {
      // The next look is at its time, however much there is to see: the store is given a moment.
      this.#lookAgain = false;
      log.warn('store_away', { what: 'fleet', error });
    }
  }

  async #takeUpDue(): Promise<void> {
    const { fleet, clock, capacity } = this.#parts;
    for (;;) {
      const room = Math.min(capacity - this.#places.size, TAKEN_AT_ONCE);
      if (room <= 0 || this.#stopping.signal.aborted) return;
      const claims = await fleet.claimDue(clock.now(), room);
      // What fails is set aside, and said so, by `#load`.
      await Promise.allSettled(claims.map((claim) => this.#host(claim.designId, async () => claim)));
      if (claims.length < room) return;
    }
  }

  #mailNotRead(designId: DesignId, error: unknown): void {
    if (!this.#stopping.signal.aborted) this.#parts.log.warn('mail_not_read', { designId, error });
  }
}

/** When a design that is at rest needs somebody again. */
function nextDueAt(design: Design | null): number | null {
  if (design === null || !isParked(design)) return null;
  return Math.min(...timersOf(design).map(({ dueAt }) => dueAt));
}

/** What was begun as a rehearsal goes on as one, and nothing else does: a result says truly who spoke. */
function assertRunnableHere(design: Design | null, { rehearsal, chats }: Parts): void {
  if (design === null) return;
  if (design.end === null && design.rehearsal !== rehearsal) {
    const [then, now] = rehearsal ? ['with a model', 'as a rehearsal'] : ['as a rehearsal', 'with a model'];
    throw new Fault('bad_configuration', `It was started ${then}, and Charrette now runs ${now}.`);
  }
  const { thread } = design;
  if (thread !== null && !chats.some(({ platform }) => platform === thread.platform)) {
    throw new Fault(
      'bad_configuration',
      `Its thread is on ${thread.platform}, which is not configured here.`,
    );
  }
}
