import type { Command, Refusal, StartDesign } from '../../core/commands.ts';
import type { Decision } from '../../core/decide.ts';
import type { Design } from '../../core/design.ts';
import type { Settings } from '../../core/events.ts';
import type { DesignId } from '../../core/ids.ts';
import { type RetryReason, shouldRetry } from '../../core/policy/should-retry.ts';
import { Fault } from '../fault.ts';
import type { Commit, StoredEvent } from '../ports/store.ts';
import { redacted } from '../redacted.ts';
import { Changes } from './changes.ts';
import { dayBudgetProblem } from './day-budget.ts';
import { DesignHost } from './design-host.ts';
import { loadHeld, newHeld } from './mailbox.ts';
import type { Parts } from './parts.ts';
import { retryQuestion } from './retrying.ts';
import { choosable, type StartRequest, startCommand, successorCommand, unknownPersonas } from './starting.ts';

export type Started =
  | { readonly ok: true; readonly design: Design }
  | { readonly ok: false; readonly refusal: Refusal };
export type Retried =
  | Started
  | { readonly ok: false; readonly busy: true }
  | { readonly ok: false; readonly reason: RetryReason };

/** Sees every commit of this process, after it is stored: for metrics and the like. Must not throw. */
export type Observer = (commit: Commit) => void;

const STOPPING = 'Charrette is stopping. Try again in a moment.';
/** Events read at a time while following a design. */
const FOLLOW_PAGE = 200;
/** Designs kept in memory after their end, for what is still asked about them; older ones are read from the store. */
const ENDED_KEPT = 50;

/** All designs of this process: the one interface that gateways, the HTTP API and the command line work with. */
export class Engine {
  readonly #parts: Parts;
  readonly #hosts = new Map<DesignId, Promise<DesignHost>>();
  readonly #changes = new Changes();
  readonly #retrying = new Set<DesignId>();
  readonly #observers: Observer[] = [];
  readonly #ended: DesignId[] = [];
  #stopped: Promise<void> | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get parts(): Parts {
    return this.#parts;
  }

  get isStopping(): boolean {
    return this.#stopped !== null;
  }

  observe(observer: Observer): void {
    this.#observers.push(observer);
  }

  /** Refuses what is not in order, with words for whoever asked; starts nothing by halves. */
  async start(request: StartRequest): Promise<Started> {
    const unknown = unknownPersonas(this.#parts.personas, request.personas);
    if (unknown.length > 0) {
      const known = choosable(this.#parts.personas).join(', ');
      const message = `There is no persona ${unknown.join(', ')}. The personas are ${known}.`;
      return { ok: false, refusal: { code: 'unknown_reference', message } };
    }
    const spentUp = await dayBudgetProblem(this.#parts);
    if (spentUp !== null) return { ok: false, refusal: { code: 'not_open', message: spentUp } };
    return this.#begin(startCommand(redacted(request, this.#parts.redact), this.#parts));
  }

  /** The design as it stands now; `null` if there is none with this id. */
  async design(id: DesignId): Promise<Design | null> {
    const live = await this.#hosts.get(id);
    return live?.design ?? (await loadHeld(this.#parts.store, id, 0)).design;
  }

  /** Hands a command to its design. A design that has ended answers too: with a refusal, or with nothing to do. */
  async command(id: DesignId, command: Command): Promise<Decision> {
    if (this.isStopping) throw new Fault('store_unavailable', STOPPING);
    return (await this.#host(id)).submit(redacted(command, this.#parts.redact));
  }

  /** A6: whether running this design again would be allowed, by the very function that `retry` asks. */
  async retryPreview(design: Design): Promise<{ readonly retry: boolean; readonly reason: RetryReason }> {
    return shouldRetry(await retryQuestion(design, this.#parts));
  }

  /**
   * A8: two retries at once: one runs, the other is told that it is busy. `settings` is what differs from those of
   * the design before: whether somebody is there to answer may have changed.
   */
  async retry(design: Design, startedBy: string, settings: Partial<Settings> = {}): Promise<Retried> {
    if (this.#retrying.has(design.id)) {
      this.#parts.log.warn('retry_refused_busy', { designId: design.id });
      return { ok: false, busy: true };
    }
    this.#retrying.add(design.id);
    try {
      const { retry, reason } = await this.retryPreview(design);
      if (!retry) return { ok: false, reason };
      return await this.#begin(successorCommand(design, startedBy, settings, this.#parts.identifiers));
    } finally {
      this.#retrying.delete(design.id);
    }
  }

  /** A13: every event after `since`, in order, without gaps or repeats, and then live, until aborted. */
  async *follow(id: DesignId, since: number, signal: AbortSignal): AsyncGenerator<StoredEvent> {
    let last = since;
    while (!signal.aborted) {
      const changed = this.#changes.next(id, signal);
      const page = await this.#parts.store.events(id, last, FOLLOW_PAGE);
      for (const stored of page) {
        if (signal.aborted) return;
        last = stored.seq;
        yield stored;
      }
      if (page.length === 0) await changed;
    }
  }

  /** C18: takes up every design that has not ended. Those that cannot be taken up are logged and left for later. */
  async recover(): Promise<void> {
    for (const id of await this.#parts.store.unfinished()) {
      if (this.isStopping) return;
      try {
        const host = await this.#host(id);
        assertSameModel(host.design, this.#parts.rehearsal);
        await host.resume();
        this.#parts.log.info('design_resumed', { designId: id });
      } catch (error) {
        this.#parts.log.error('design_not_resumed', { designId: id, error });
      }
    }
  }

  /** Resolves when the design has ended and its files are written. */
  async settled(id: DesignId): Promise<void> {
    const host = await this.#host(id);
    await host.isAtRest();
  }

  /** No new work; what runs stays resumable; every child process is gone when this resolves. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    const hosts = await Promise.allSettled(this.#hosts.values());
    const stopped = Promise.all(
      hosts.map((host) => (host.status === 'fulfilled' ? host.value.stop() : undefined)),
    );
    this.#parts.models.close();
    await this.#parts.sessions.close();
    await stopped;
    this.#changes.close();
    await this.#parts.store.close();
  }

  async #begin(command: StartDesign): Promise<Started> {
    if (this.isStopping) throw new Fault('store_unavailable', STOPPING);
    const { designId: id } = command;
    const host = new DesignHost(id, newHeld(), this.#parts, (commit) => this.#committed(id, commit));
    this.#hosts.set(id, Promise.resolve(host));
    const decision = await host.submit(command);
    if (decision.accepted && host.design !== null) {
      this.#parts.log.info('design_started', { designId: id, successorOf: command.successorOf });
      return { ok: true, design: host.design };
    }
    this.#hosts.delete(id);
    if (decision.accepted) throw new Error('broken invariant: a design started without a state');
    return { ok: false, refusal: decision.refusal };
  }

  #host(id: DesignId): Promise<DesignHost> {
    const known = this.#hosts.get(id);
    if (known !== undefined) return known;
    const loading = this.#load(id);
    this.#hosts.set(id, loading);
    // A design that could not be loaded is loaded again next time.
    loading.catch(() => this.#hosts.delete(id));
    return loading;
  }

  async #load(id: DesignId): Promise<DesignHost> {
    const epoch = await this.#parts.store.claim(id);
    const held = await loadHeld(this.#parts.store, id, epoch);
    if (held.design?.end != null) this.#forgetLater(id);
    return new DesignHost(id, held, this.#parts, (commit) => this.#committed(id, commit));
  }

  #committed(id: DesignId, commit: Commit): void {
    for (const observer of this.#observers) observer(commit);
    this.#changes.announce(id);
    if (commit.events.some(({ event }) => event.type === 'design_ended')) this.#forgetLater(id);
  }

  #forgetLater(id: DesignId): void {
    this.#ended.push(id);
    const oldest = this.#ended.length > ENDED_KEPT ? this.#ended.shift() : undefined;
    if (oldest !== undefined) this.#hosts.delete(oldest);
  }
}

/** What was begun as a rehearsal goes on as one, and nothing else does: a result says truly who spoke. */
function assertSameModel(design: Design | null, rehearsal: boolean): void {
  if (design === null || design.end !== null || design.rehearsal === rehearsal) return;
  const [then, now] = rehearsal ? ['with a model', 'as a rehearsal'] : ['as a rehearsal', 'with a model'];
  throw new Fault('bad_configuration', `It was started ${then}, and Charrette now runs ${now}.`);
}
