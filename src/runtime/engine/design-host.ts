import type { Command } from '../../core/commands.ts';
import type { Decision } from '../../core/decide.ts';
import type { Design } from '../../core/design.ts';
import type { DesignId } from '../../core/ids.ts';
import { hasProcesses } from '../../core/participants.ts';
import { isParked, isWaitingForPeople } from '../../core/status.ts';
import { timersOf } from '../../core/timers.ts';
import { OwnershipLostError } from '../fault.ts';
import type { Claim } from '../ports/fleet.ts';
import type { Commit, OutboxEntry } from '../ports/store.ts';
import { redacted } from '../redacted.ts';
import { Alarms } from './alarms.ts';
import { isSaid } from './design-thread.ts';
import { EffectRunner } from './effect-runner.ts';
import { type Held, loadHeld } from './loading.ts';
import { Mailbox } from './mailbox.ts';
import type { Parts } from './parts.ts';
import { patiently } from './patience.ts';
import { deskReports } from './reports.ts';
import { SessionDesk } from './session-desk.ts';
import { SnapshotKeeper } from './snapshot-keeper.ts';

/** What a host tells the process that it lives in. */
export interface HostHooks {
  committed(commit: Commit): void;
  /** Whether the design may have processes here, from now on. */
  takePlace(): boolean;
  givePlace(): void;
  /** Nothing is left to do here, or nothing may be done any more: the host wants to be let go. */
  finished(): void;
}

/** One design that this process owns: its mailbox, and everything that its committed events make happen. */
export class DesignHost {
  readonly claim: Claim;
  readonly #parts: Parts;
  readonly #hooks: HostHooks;
  readonly #mailbox: Mailbox;
  readonly #desk: SessionDesk;
  readonly #effects: EffectRunner;
  readonly #alarms: Alarms;
  readonly #snapshots: SnapshotKeeper;
  readonly #over = new AbortController();
  readonly #gone = Promise.withResolvers<void>();
  #parking: Disposable | null = null;
  #reading: Promise<void> = Promise.resolve();
  #occupations = 0;
  #arrivals = 0;
  #lacksPlace = false;

  constructor(claim: Claim, held: Held, parts: Parts, hooks: HostHooks) {
    this.claim = claim;
    this.#parts = parts;
    this.#hooks = hooks;
    this.#snapshots = new SnapshotKeeper(parts, held.version);
    const broken = (error: unknown) => this.#broken(error);
    const reports = deskReports(
      (command) => this.#report(command),
      (command) => this.#mailbox.submit(command),
      (command) => this.#mailbox.submitSoon(redacted(command, parts.redact)).catch(broken),
      () => this.#mailbox.idle(),
    );
    this.#desk = new SessionDesk(this.id, parts, reports, () => this.design, broken);
    this.#mailbox = new Mailbox(claim, held, parts, {
      recordOf: (finished, design) => this.#desk.recordOf(finished, design),
      committed: (commit, design) => this.#committed(commit, design),
      idle: () => this.#considerRest(),
      signal: this.#over.signal,
    });
    this.#effects = new EffectRunner(claim, parts, {
      desk: this.#desk,
      design: () => this.design,
      report: (command) => this.#report(command),
      over: (ids) => this.#mailbox.noteDone(ids),
      idle: () => this.#considerRest(),
      broken,
      signal: this.#over.signal,
    });
    this.#alarms = new Alarms(parts.clock, (timerId) => {
      this.#report({ type: 'pass_deadline', timerId }).catch(broken);
    });
  }

  get id(): DesignId {
    return this.claim.designId;
  }

  get design(): Design | null {
    return this.#mailbox.held.design;
  }

  get arrivals(): number {
    return this.#arrivals;
  }

  /** Resolves when the process has let go of the design. */
  get gone(): Promise<void> {
    return this.#gone.promise;
  }

  /**
   * C18: takes up a design as whoever owned it before left it: sessions that are gone are resumed, timers armed, what
   * was promised and not done is done, and what has arrived is handled.
   */
  takeUp(): Promise<void> {
    return this.#withoutRest(async () => {
      // What has arrived waits until what was promised before it is under way.
      const goingOn = this.#goOn();
      this.#reading = goingOn;
      await goingOn;
      await this.readMail();
    });
  }

  /** Carries out what people and platforms have asked for, in the order in which it arrived. */
  readMail(): Promise<void> {
    const before = this.#reading;
    this.#reading = this.#withoutRest(async () => {
      await Promise.allSettled([before]);
      await this.#readMail();
    });
    return this.#reading;
  }

  /** Nothing more is done for this design here; whoever owns it next goes on. Resolves when all is quiet. */
  async stop(why?: OwnershipLostError): Promise<void> {
    this.#letGo(why);
    await this.#desk.stopAll();
    await Promise.allSettled([this.#mailbox.idle(), this.#effects.idle(), this.#reading]);
    this.#hooks.givePlace();
    this.#gone.resolve();
  }

  /** Whether it can be put down now: nothing under way, and nothing that only this process could do. */
  get isAtRest(): boolean {
    const { design } = this;
    if (this.#lacksPlace || !this.#isQuiet) return false;
    if (design === null || design.end !== null) return true;
    // A deadline that has passed is about to be acted on here: put down before, the design would be due at once.
    const now = this.#parts.clock.now();
    return isParked(design) && timersOf(design).every(({ dueAt }) => dueAt > now);
  }

  /** Puts the design down for good: what is over is stored, and the next one to take it up finds a snapshot. */
  async settle(): Promise<void> {
    this.#alarms.set([]);
    await this.#mailbox.flush();
    await this.#snapshots.atRest(this.#mailbox.held);
  }

  /** It is not put down while this goes on. */
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
    const left = await this.#parts.store.pendingEffects(this.id);
    if (design.thread !== null) await this.#effects.thread.adopt(await this.#parts.store.posted(this.id));
    // What was to be said comes before whatever there is to say from now on.
    const said = left.filter(({ effect }) => isSaid(effect));
    this.#effects.run(said, design);
    await this.#resume(
      design,
      left.filter((entry) => !said.includes(entry)),
    );
    this.#alarms.set(timersOf(this.design ?? design));
  }

  async #resume(design: Design, left: readonly OutboxEntry[]): Promise<void> {
    const starts = left.flatMap(({ effect }) => (effect.type === 'start_session' ? [effect.sessionId] : []));
    if (design.end === null) {
      this.#desk.endLeftovers(design);
      await this.#mailbox.submit({ type: 'resume', promised: starts });
    }
    const resumed = this.design ?? design;
    const open = await this.#effects.adopt(left, resumed);
    // Without a place its sessions are started by whoever has one.
    if (this.#hasRoomFor(resumed)) this.#effects.run(open, resumed);
  }

  async #readMail(): Promise<void> {
    if (this.#over.signal.aborted) return;
    const { signal } = this.#over;
    const { store, log, redact } = this.#parts;
    const { entries, arrivals } = await patiently(() => store.mail(this.id), { signal, log, what: this.id });
    await Promise.all(entries.map(({ id, command }) => this.#mailbox.submit(redacted(command, redact), id)));
    this.#arrivals = arrivals;
  }

  /** Runs between two commands, so that what follows from a commit is under way before the next decision. */
  #committed(commit: Commit, design: Design): void {
    if (this.#over.signal.aborted) return;
    for (const { event } of commit.events) if (event.type === 'turn_finished') this.#desk.forget(event);
    this.#hooks.committed(commit);
    if (!this.#hasRoomFor(design)) {
      this.#considerRest();
      return;
    }
    this.#alarms.set(commit.timers);
    this.#effects.thread.changed(commit.events.map(({ event }) => event));
    this.#effects.run(
      commit.effects.map((promised) => ({ ...promised, state: 'pending' })),
      design,
    );
    this.#armParking(design);
    this.#considerRest();
    void this.#snapshots.afterCommit(this.#mailbox.held);
  }

  /** Without room its processes are started by whoever takes it up next; what was promised stays promised until then. */
  #hasRoomFor(design: Design): boolean {
    if (!hasProcesses(design)) this.#hooks.givePlace();
    else if (!this.#hooks.takePlace()) this.#lacksPlace = true;
    return !this.#lacksPlace;
  }

  /** A design that waits for people for a while needs neither processes nor an owner. */
  #armParking(design: Design): void {
    this.#parking?.[Symbol.dispose]();
    this.#parking = null;
    const { parkMs, clock } = this.#parts;
    if (parkMs === null || !isWaitingForPeople(design) || !hasProcesses(design)) return;
    this.#parking = clock.at(clock.now() + parkMs, () => {
      this.#report({ type: 'park' }).catch((error) => this.#broken(error));
    });
  }

  #considerRest(): void {
    // After the present step, so that what it submits or promises counts.
    queueMicrotask(() => {
      if (this.#over.signal.aborted) return;
      if (this.isAtRest || (this.#lacksPlace && this.#isQuiet)) this.#hooks.finished();
    });
  }

  get #isQuiet(): boolean {
    return this.#occupations === 0 && this.#mailbox.isIdle && this.#effects.isIdle;
  }

  async #report(command: Command): Promise<void> {
    if (this.#over.signal.aborted) return;
    // D6: what an endpoint or a process said about itself comes from outside as well.
    const decision: Decision = await this.#mailbox.submit(redacted(command, this.#parts.redact));
    if (!decision.accepted) {
      this.#parts.log.warn('report_refused', {
        designId: this.id,
        type: command.type,
        code: decision.refusal.code,
      });
    }
  }

  #letGo(why?: OwnershipLostError): void {
    this.#over.abort(why);
    this.#alarms.set([]);
    this.#parking?.[Symbol.dispose]();
    this.#effects.thread.close();
    this.#desk.close();
  }

  /** P2, A11: what could not be recorded or done ends the design visibly, not the daemon. */
  #broken(error: unknown): void {
    const { log, redact } = this.#parts;
    if (this.#over.signal.aborted) return;
    if (error instanceof OwnershipLostError) {
      log.warn('design_lost_to_another', { designId: this.id });
      this.#letGo(error);
      this.#hooks.finished();
      return;
    }
    log.error('design_broken', { designId: this.id, error });
    const detail = redact(error instanceof Error ? error.message : String(error));
    this.#mailbox.submit({ type: 'fail_design', detail }).catch((again) => {
      log.error('design_not_failed', { designId: this.id, error: again });
      this.#letGo();
      this.#hooks.finished();
    });
  }
}

/** Loads a design that has just been claimed. */
export async function hostOf(claim: Claim, parts: Parts, hooks: HostHooks): Promise<DesignHost> {
  return new DesignHost(claim, await loadHeld(parts.store, claim.designId, parts.fold), parts, hooks);
}
