import type { Design } from '../../core/vocabulary/design.ts';
import { hasProcesses } from '../../core/vocabulary/participants.ts';
import { isParked, isResting } from '../../core/vocabulary/status.ts';
import { timersOf } from '../../core/workflow/timers.ts';
import { errorMessageOf, OwnershipLostError } from '../../foundation/fault.ts';
import type { Commit } from '../../ports/store.ts';
import type { LoadedDesign } from '../../record/loading.ts';
import type { CommitDecision } from '../commit/commit.ts';
import { makeStoryLogger } from '../commit/story.ts';
import type { DesignParts } from '../design/design-parts.ts';
import { Mailbox } from '../design/mailbox.ts';
import { OwnedStore } from '../design/owned-store.ts';
import { UnderWay } from '../design/under-way.ts';
import { Effects } from '../effects/effects.ts';
import { countStarter } from '../limits/counted.ts';

/**
 * Milliseconds after a deadline at which a design counts as hanging: more than a busy machine
 * delays a timer, and no longer than people wait before they ask.
 */
const OVERDUE_MS = 60_000;

/** The log's word for it. */
export type GivenUp = 'design_taken_over' | 'design_hung' | 'ownership_lost';

/**
 * One design that this process owns: its mailbox, and everything that its committed events cause.
 */
export class DesignActor {
  readonly #parts: DesignParts;
  readonly #log: ReturnType<typeof makeStoryLogger>;
  readonly #owned: OwnedStore;
  readonly #underWay = new UnderWay(
    (error) => this.#broken(error),
    () => this.#considerRest(),
  );
  readonly #mailbox: Mailbox;
  readonly #effects: Effects;
  readonly #over = new AbortController();
  readonly #finished = Promise.withResolvers<void>();
  readonly #gone = Promise.withResolvers<void>();
  #parking: Disposable | null = null;
  #reading: Promise<void> = Promise.resolve();
  #arrivals = 0;
  #failure: unknown = null;
  #waitsSince: number | null = null;
  readonly #adoptedAt: number;
  #givenUp: GivenUp | null = null;

  constructor(claim: OwnedStore['claim'], loadedDesign: LoadedDesign, parts: DesignParts) {
    this.#parts = parts;
    this.#log = makeStoryLogger(parts.log);
    this.#owned = new OwnedStore(claim, parts, this.#over.signal, () =>
      this.giveUp('design_taken_over'),
    );
    this.#adoptedAt = parts.clock.now();
    this.#mailbox = new Mailbox(loadedDesign, this.#owned, this.#underWay, parts, (...stored) =>
      this.#onCommit(...stored),
    );
    this.#effects = new Effects(this.#mailbox, this.#owned, this.#underWay, parts);
  }

  get claim(): OwnedStore['claim'] {
    return this.#owned.claim;
  }

  get design(): Design | null {
    return this.#mailbox.design;
  }

  /** The design with facts that only this process knows, for presentation. */
  get designToShow(): Design | null {
    return this.#mailbox.designToShow;
  }

  /** The hash of each event that this process has loaded or stored. */
  get hashes(): readonly string[] {
    return this.#mailbox.hashes;
  }

  /** Why this process does nothing more for it; `null` while it does. */
  get reasonGivenUp(): GivenUp | null {
    return this.#givenUp;
  }

  get arrivals(): number {
    return this.#arrivals;
  }

  /** Error because of which even the design's failure could not be recorded; `null` if none. */
  get failure(): unknown {
    return this.#failure;
  }

  /**
   * Resolves when this process should release the design: nothing is left to do here, or nothing
   * may be done.
   */
  get whenReleasable(): Promise<void> {
    return this.#finished.promise;
  }

  get whenGone(): Promise<void> {
    return this.#gone.promise;
  }

  /**
   * Adopts a design from its previous owner: resumes lost sessions, arms timers, carries out
   * pending effects, handles arrived commands.
   */
  adopt(): Promise<void> {
    // Arrived commands wait until effects recorded before them are under way.
    const goingOn = this.#underWay.track(this.#goOn());
    this.#reading = goingOn;
    return this.#underWay.track(goingOn.then(() => this.readInbox()));
  }

  readInbox(): Promise<void> {
    this.#reading = this.#underWay.track(this.#readInboxAfter(this.#reading));
    return this.#reading;
  }

  /**
   * Stops all work on this design here; its next owner continues. Resolves when nothing is under
   * way.
   */
  async stop(why?: OwnershipLostError): Promise<void> {
    if (why === undefined) await this.#mailbox.keepLastTraces();
    this.#abandon(why);
    await this.#effects.sessions.stopAll();
    await Promise.allSettled([this.#mailbox.idle(), this.#underWay.idle()]);
    this.#parts.slots.release(this.claim.designId);
    this.#gone.resolve();
  }

  /** True if a deadline has long passed while nothing runs, so that nothing would ever happen. */
  get hangs(): boolean {
    const { design } = this;
    if (design === null || this.#waitsSince !== null || !this.#isQuiet) return false;
    const dueAt = Math.min(...timersOf(design).map((timer) => timer.dueAt));
    return Math.max(dueAt, this.#adoptedAt) + OVERDUE_MS < this.#parts.clock.now();
  }

  /**
   * Gives up a design that another process owns, or whose state here is not the stored one: its
   * next owner loads it.
   */
  giveUp(why: GivenUp): void {
    if (this.#over.signal.aborted) return;
    this.#givenUp = why;
    const { designId, epoch } = this.claim;
    this.#abandon(new OwnershipLostError(designId, epoch));
    this.#finished.resolve();
  }

  /**
   * True if it can be released now: nothing is under way, and nothing depends on this process
   * alone.
   */
  get isAtRest(): boolean {
    const { design } = this;
    if (!this.#isQuiet) return false;
    if (design === null || design.end !== null) return true;
    // A passed deadline is handled here first: if released now, the design would be due at once.
    return this.nextDueAt !== null && this.nextDueAt > this.#parts.clock.now();
  }

  /**
   * The beginning of its wait for a slot, in milliseconds since the epoch; `null` if it does not
   * wait.
   */
  get waitsSince(): number | null {
    return this.#waitsSince;
  }

  /** Time at which a resting design needs an owner again; `null` for never. */
  get nextDueAt(): number | null {
    const { design } = this;
    const { nextDueAt } = this.#effects;
    if (design?.end != null) return nextDueAt;
    if (design === null || this.#parts.parkMs === null || !isParked(design)) return null;
    return Math.min(
      ...timersOf(design).map(({ dueAt }) => dueAt),
      nextDueAt ?? Number.POSITIVE_INFINITY,
    );
  }

  async flush(): Promise<void> {
    this.#effects.disarm();
    await this.#mailbox.flush();
  }

  async #goOn(): Promise<void> {
    const { design } = this;
    if (design === null) return;
    const { store } = this.#parts;
    const pendingEffects = await store.pendingEffects(this.claim.designId);
    if (design.thread !== null)
      await this.#effects.adoptThread(pendingEffects, await store.listPosted(this.claim.designId));
    if (design.end === null) {
      this.#effects.sessions.endLeftovers(design);
      const promised = pendingEffects.flatMap(({ effect }) =>
        effect.type === 'start_session' ? [effect.sessionId] : [],
      );
      // In one commit with the cost of lost calls.
      const costCommands = this.#mailbox.turns.adopt(
        design,
        await this.#owned.run((store, { designId }) => store.traces(designId)),
      );
      const resume = { type: 'resume', promised } as const;
      await Promise.all([...costCommands, resume].map((command) => this.#mailbox.submit(command)));
    }
    const resumedDesign = this.design ?? design;
    // Without a slot, the next owner starts its sessions.
    await this.#effects.resume(pendingEffects, resumedDesign, this.#hasSlotFor(resumedDesign));
  }

  async #readInboxAfter(before: Promise<void>): Promise<void> {
    await Promise.allSettled([before]);
    try {
      if (this.#over.signal.aborted) return;
      const { entries, arrivals } = await this.#owned.run((store, { designId }) =>
        store.mail(designId),
      );
      await Promise.all(entries.map((entry) => this.#mailbox.handle(entry)));
      this.#arrivals = arrivals;
    } catch (error) {
      // The next owner reads them.
      if (this.#givenUp === null) throw error;
    }
  }

  /**
   * Runs between two commands, so that a commit's effects are under way before the next decision.
   */
  #onCommit(commit: Commit, design: Design, decided: readonly CommitDecision[]): void {
    this.#log(decided);
    this.#parts.changes.announceCommit(commit, design);
    if (this.#over.signal.aborted) return;
    const hasSlot = this.#hasSlotFor(design);
    this.#effects.beginEffects(commit, design, hasSlot);
    if (hasSlot) this.#armParking(design);
  }

  /** Acquires a slot. Without one, the effects on processes stay pending for the next owner. */
  #hasSlotFor(design: Design): boolean {
    const { designId } = this.claim;
    if (!hasProcesses(design)) {
      this.#parts.slots.withdraw(designId);
      this.#waitsSince = null;
    } else
      this.#waitsSince ??= this.#parts.slots.acquire(
        designId,
        countStarter(design),
        this.#parts.clock.now(),
      );
    return this.#waitsSince === null;
  }

  /**
   * Parks a design after a while of waiting for people or a model: it then needs neither processes
   * nor an owner.
   */
  #armParking(design: Design): void {
    this.#parking?.[Symbol.dispose]();
    this.#parking = null;
    const { parkMs, clock } = this.#parts;
    if (parkMs === null || !isResting(design) || !hasProcesses(design)) return;
    this.#parking = clock.at(clock.now() + parkMs, () =>
      this.#underWay.watch(this.#mailbox.submit({ type: 'park' })),
    );
  }

  #considerRest(): void {
    // Runs after the present step, so that its submissions count.
    queueMicrotask(() => {
      if (this.#over.signal.aborted) return;
      if (this.isAtRest || (this.#waitsSince !== null && this.#isQuiet)) this.#finished.resolve();
    });
  }

  get #isQuiet(): boolean {
    return this.#underWay.isIdle && this.#mailbox.isIdle && this.#effects.isIdle;
  }

  #abandon(why?: OwnershipLostError): void {
    this.#over.abort(why);
    this.#parking?.[Symbol.dispose]();
    this.#effects.close();
    this.#mailbox.close();
  }

  /**
   * Ends the design visibly, but not the daemon, after a failure to record or carry out something.
   */
  #broken(error: unknown): void {
    const { log } = this.#parts;
    if (this.#over.signal.aborted) return;
    log.error('design_broken', {
      designId: this.claim.designId,
      error,
      toDo: 'Report it, with this line.',
    });
    const detail = errorMessageOf(error);
    this.#mailbox.submit({ type: 'fail_design', detail }).catch((again) => {
      if (this.#givenUp !== null) return;
      log.error('design_not_failed', { designId: this.claim.designId, error: again });
      this.#failure = again;
      this.#abandon();
      this.#finished.resolve();
    });
  }
}
