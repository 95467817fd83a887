import type { Design } from '../../core/design.ts';
import type { DesignId } from '../../core/ids.ts';
import { hasProcesses } from '../../core/participants.ts';
import { isParked, isWaitingForPeople } from '../../core/status.ts';
import { timersOf } from '../../core/timers.ts';
import { OwnershipLostError } from '../fault.ts';
import type { Claim } from '../ports/fleet.ts';
import type { Commit, OutboxEntry } from '../ports/store.ts';
import { retryWhileUnavailable } from '../retry.ts';
import type { Changes } from './changes.ts';
import { EffectRunner, type EffectRunnerParts } from './effect-runner.ts';
import type { LoadedDesign } from './loading.ts';
import { Mailbox, type MailboxParts } from './mailbox.ts';
import type { Slots } from './slots.ts';
import { SnapshotKeeper } from './snapshot-keeper.ts';

export interface ActorParts extends MailboxParts, EffectRunnerParts {
  /** Milliseconds that a design waits for people before it gives its processes back; `null` for never. */
  readonly parkMs: number | null;
}

/** One design that this process owns: its mailbox, and everything that its committed events make happen. */
export class DesignActor {
  readonly claim: Claim;
  readonly #parts: ActorParts;
  readonly #slots: Slots;
  readonly #changes: Changes;
  readonly #mailbox: Mailbox;
  readonly #effects: EffectRunner;
  readonly #snapshots: SnapshotKeeper;
  readonly #over = new AbortController();
  readonly #finished = Promise.withResolvers<void>();
  readonly #gone = Promise.withResolvers<void>();
  #parking: Disposable | null = null;
  #reading: Promise<void> = Promise.resolve();
  #occupations = 0;
  #arrivals = 0;
  #lacksSlot = false;

  constructor(claim: Claim, loaded: LoadedDesign, parts: ActorParts, slots: Slots, changes: Changes) {
    this.claim = claim;
    this.#parts = parts;
    this.#slots = slots;
    this.#changes = changes;
    this.#snapshots = new SnapshotKeeper(parts, loaded.version);
    const { signal } = this.#over;
    const onIdle = () => this.#considerRest();
    this.#mailbox = new Mailbox(claim, loaded, parts, {
      recordOf: (finished, design) => this.#effects.recordOf(finished, design),
      committed: (commit, design) => this.#committed(commit, design),
      idle: onIdle,
      signal,
    });
    const onBroken = (error: unknown) => this.#broken(error);
    this.#effects = new EffectRunner(claim, this.#mailbox, parts, { onBroken, onIdle, signal });
  }

  get id(): DesignId {
    return this.claim.designId;
  }

  get design(): Design | null {
    return this.#mailbox.design;
  }

  /** How many commands from outside have been read. */
  get arrivals(): number {
    return this.#arrivals;
  }

  /** Resolves when nothing is left to do here, or nothing may be done any more: the design is to be released. */
  get finished(): Promise<void> {
    return this.#finished.promise;
  }

  /** Resolves when nothing of the design is left in this process. */
  get gone(): Promise<void> {
    return this.#gone.promise;
  }

  /**
   * Takes up a design as its owner before left it: sessions that are gone are resumed, timers armed, what was promised
   * and not done is done, and what has arrived is handled (C18).
   */
  adopt(): Promise<void> {
    return this.#withoutRest(async () => {
      // What has arrived waits until what was promised before it is under way.
      const goingOn = this.#goOn();
      this.#reading = goingOn;
      await goingOn;
      await this.readInbox();
    });
  }

  /** Carries out what people and platforms have asked for, in the order in which it arrived. */
  readInbox(): Promise<void> {
    const before = this.#reading;
    this.#reading = this.#withoutRest(async () => {
      await Promise.allSettled([before]);
      await this.#readInbox();
    });
    return this.#reading;
  }

  /** Nothing more is done for this design here; its next owner goes on. Resolves when all is quiet. */
  async stop(why?: OwnershipLostError): Promise<void> {
    this.#abandon(why);
    await this.#effects.endProcesses();
    await Promise.allSettled([this.#mailbox.idle(), this.#effects.idle(), this.#reading]);
    this.#slots.release(this.id);
    this.#gone.resolve();
  }

  /** Whether it can be released now: nothing under way, and nothing that only this process could do. */
  get isAtRest(): boolean {
    const { design } = this;
    if (this.#lacksSlot || !this.#isQuiet) return false;
    if (design === null || design.end !== null) return true;
    // A deadline that has passed is about to be acted on here: released before, the design would be due at once.
    const now = this.#parts.clock.now();
    return isParked(design) && timersOf(design).every(({ dueAt }) => dueAt > now);
  }

  /** Prepares the release for good: what is over is stored, and the next owner finds a snapshot. */
  async settle(): Promise<void> {
    this.#effects.disarm();
    await this.#mailbox.flush();
    await this.#snapshots.atRest(this.#mailbox.loaded);
  }

  /** It is not released while this goes on. */
  async #withoutRest(work: () => Promise<void>): Promise<void> {
    this.#occupations += 1;
    try {
      await work();
    } finally {
      this.#occupations -= 1;
      this.#considerRest();
    }
  }

  async #goOn(): Promise<void> {
    const { design } = this;
    if (design === null) return;
    const { store } = this.#parts;
    const left = await store.pendingEffects(this.id);
    if (design.thread !== null) await this.#effects.adoptThread(left, await store.posted(this.id));
    await this.#resume(design, left);
    this.#effects.arm(this.design ?? design);
  }

  async #resume(design: Design, left: readonly OutboxEntry[]): Promise<void> {
    const starts = left.flatMap(({ effect }) => (effect.type === 'start_session' ? [effect.sessionId] : []));
    if (design.end === null) {
      this.#effects.endLeftovers(design);
      await this.#mailbox.submit({ type: 'resume', promised: starts });
    }
    const resumed = this.design ?? design;
    const open = await this.#effects.adopt(left, resumed);
    // Without a slot its sessions are started by the next owner.
    if (this.#hasSlotFor(resumed)) this.#effects.resume(open, resumed);
  }

  async #readInbox(): Promise<void> {
    const { signal } = this.#over;
    if (signal.aborted) return;
    const { store, log } = this.#parts;
    const reading = { signal, log, what: this.id };
    const { entries, arrivals } = await retryWhileUnavailable(() => store.mail(this.id), reading);
    await Promise.all(entries.map((entry) => this.#mailbox.handle(entry)));
    this.#arrivals = arrivals;
  }

  /** Runs between two commands, so that what follows from a commit is under way before the next decision. */
  #committed(commit: Commit, design: Design): void {
    if (this.#over.signal.aborted) return;
    this.#effects.finishTurns(commit);
    this.#changes.committed(commit);
    if (this.#hasSlotFor(design)) {
      this.#effects.committed(commit, design);
      this.#armParking(design);
      void this.#snapshots.afterCommit(this.#mailbox.loaded);
    }
    this.#considerRest();
  }

  /** Without a slot its processes are started by its next owner; what was promised stays promised until then. */
  #hasSlotFor(design: Design): boolean {
    if (!hasProcesses(design)) this.#slots.release(this.id);
    else if (!this.#slots.acquire(this.id)) this.#lacksSlot = true;
    return !this.#lacksSlot;
  }

  /** A design that waits for people for a while needs neither processes nor an owner. */
  #armParking(design: Design): void {
    this.#parking?.[Symbol.dispose]();
    this.#parking = null;
    const { parkMs, clock } = this.#parts;
    if (parkMs === null || !isWaitingForPeople(design) || !hasProcesses(design)) return;
    this.#parking = clock.at(clock.now() + parkMs, () => {
      this.#mailbox.submit({ type: 'park' }).catch((error) => this.#broken(error));
    });
  }

  #considerRest(): void {
    // After the present step, so that what it submits or promises counts.
    queueMicrotask(() => {
      if (this.#over.signal.aborted) return;
      if (this.isAtRest || (this.#lacksSlot && this.#isQuiet)) this.#finished.resolve();
    });
  }

  get #isQuiet(): boolean {
    return this.#occupations === 0 && this.#mailbox.isIdle && this.#effects.isIdle;
  }

  #abandon(why?: OwnershipLostError): void {
    this.#over.abort(why);
    this.#parking?.[Symbol.dispose]();
    this.#effects.close();
  }

  /** What could not be recorded or done ends the design visibly (P2, A11), not the daemon. */
  #broken(error: unknown): void {
    const { log } = this.#parts;
    if (this.#over.signal.aborted) return;
    if (error instanceof OwnershipLostError) {
      log.warn('design_taken_over', { designId: this.id });
      this.#abandon(error);
      this.#finished.resolve();
      return;
    }
    log.error('design_broken', { designId: this.id, error });
    const detail = error instanceof Error ? error.message : String(error);
    this.#mailbox.submit({ type: 'fail_design', detail }).catch((again) => {
      log.error('design_not_failed', { designId: this.id, error: again });
      this.#abandon();
      this.#finished.resolve();
    });
  }
}
