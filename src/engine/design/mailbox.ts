/**
 * One design at work in this process. Here: its commands in order, each decided, committed, and
 * only then carried out. `running-turns.ts` holds its turns.
 */

import type { Command } from '../../core/vocabulary/commands.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { type CommandResult, decide } from '../../core/workflow/decide.ts';
import { Fault, StaleVersionError } from '../../foundation/fault.ts';
import { generateUuids } from '../../foundation/identifiers.ts';
import { type LeadsTo, Mode } from '../../foundation/mode.ts';
import { noteWork } from '../../foundation/stalls.ts';
import { awaitWithTimeout } from '../../foundation/timeout.ts';
import type { Commit, Handled, InboxEntry, Store } from '../../ports/store.ts';
import { addPage } from '../../presentation/format/page-address.ts';
import type { LoadedDesign } from '../../record/loading.ts';
import type { Submit } from '../../turns/turn-parts.ts';
import { type CommitDecision, CommitDraft } from '../commit/commit.ts';
import type { Parts } from '../parts/parts.ts';
import { logRefusedCommand } from './log-refused-command.ts';
import type { OwnedStore } from './owned-store.ts';
import { redactCommand } from './redact-command.ts';
import { RunningTurns } from './running-turns.ts';
import type { UnderWay } from './under-way.ts';

const BATCH = 50;
/** Milliseconds that a command or trace which can share a commit waits for others. */
const SOON_MS = 25;
/** Milliseconds that a stop waits to store the usage of calls. */
const LAST_TRACES_MS = 1_000;

type MailboxParts = Pick<Parts, 'clock' | 'identifiers' | 'log' | 'publicUrl' | 'redact'>;

interface Pending {
  readonly command: Command;
  readonly inboxId: string | null;
  readonly resolve: (decision: CommandResult) => void;
  readonly reject: (error: unknown) => void;
}

type MailboxMode =
  | { readonly kind: 'idle' }
  | { readonly kind: 'gathering'; readonly timer: Disposable }
  | { readonly kind: 'running'; readonly run: Promise<void> };

const LEADS_TO: LeadsTo<MailboxMode['kind']> = {
  idle: ['gathering', 'running'],
  gathering: ['running'],
  running: ['idle'],
};

/**
 * One design's commands, in order: decided on its state, committed with all their consequences, and
 * only then carried out. Modes:
 *
 * - *idle*: nothing waits. To *gathering* by a command that can share a commit, to *running* by any
 *   other, by one from outside, or by a trace to keep.
 * - *gathering*: commands wait for `SOON_MS`. To *running* when that is over, or by what leads
 *   there from *idle*.
 * - *running*: all that waits is decided on one draft and committed at once; what arrives meanwhile
 *   is the next batch, and traces are stored when no command is left. A batch that cannot be stored
 *   is tried command by command. To *idle* in the step that finds nothing waiting.
 *
 * Once another process owns the design, submissions reject; the mode stays.
 */
export class Mailbox {
  /** Turns under way, until a commit ends them and stores their records. */
  readonly turns: RunningTurns;
  readonly #owned: OwnedStore;
  readonly #underWay: UnderWay;
  readonly #parts: MailboxParts;
  readonly #onCommitted: (
    commit: Commit,
    design: Design,
    decided: readonly CommitDecision[],
  ) => void;
  #loaded: LoadedDesign;
  #waiting: Pending[] = [];
  readonly #mode = new Mode<MailboxMode>('a mailbox', LEADS_TO, { kind: 'idle' });
  #done: string[] = [];
  #keeping: PromiseWithResolvers<void>[] = [];
  #usageTimer: Disposable | null = null;
  #tracesTimer: Disposable | null = null;

  /** `onCommitted` is called after each commit, in order, before the next command is decided. */
  constructor(
    loadedDesign: LoadedDesign,
    owned: OwnedStore,
    underWay: UnderWay,
    parts: MailboxParts,
    onCommitted: (commit: Commit, design: Design, decided: readonly CommitDecision[]) => void,
  ) {
    this.#loaded = loadedDesign;
    this.#owned = owned;
    this.#underWay = underWay;
    this.#parts = parts;
    this.#onCommitted = onCommitted;
    this.turns = new RunningTurns(parts.clock);
  }

  get designId() {
    return this.#owned.claim.designId;
  }

  get design(): Design | null {
    return this.#loaded.design;
  }

  /** The hash of each event that this process has loaded or stored. */
  get hashes(): readonly string[] {
    return this.#loaded.hashes;
  }

  /** The design with facts that only this process knows, for presentation. */
  get designToShow(): Design | null {
    const { silence } = this.turns;
    if (this.design === null) return null;
    const design = addPage(this.design, this.#parts.publicUrl);
    return silence === null ? design : { ...design, silence };
  }

  get isIdle(): boolean {
    return this.#mode.now.kind === 'idle';
  }

  get #hasWork(): boolean {
    return this.#waiting.length + this.#keeping.length > 0;
  }

  /** Rejects with `OwnershipLostError` when another process owns the design. */
  readonly submit: Submit = (command, when = 'now') => {
    const { signal } = this.#owned;
    if (signal.aborted) return Promise.reject(signal.reason);
    const decision = this.#enqueue(command, null);
    if (when === 'now') this.#wake();
    else this.#gather();
    return decision;
  };

  /**
   * Stores traces of turns, with the next commit or alone; afterwards stores the usage of running
   * calls every few seconds.
   */
  keepTraces(): Promise<void> {
    const { signal } = this.#owned;
    if (signal.aborted) return Promise.reject(signal.reason);
    const waiter = Promise.withResolvers<void>();
    this.#keeping.push(waiter);
    this.#wake();
    return waiter.promise;
  }

  /** Stores traces unless a commit or a call does so before: usually the first call of a round. */
  keepTracesSoon(): void {
    const { clock } = this.#parts;
    this.#tracesTimer ??= clock.at(clock.now() + SOON_MS, () => {
      this.#tracesTimer = null;
      if (!this.#owned.signal.aborted) this.#underWay.watch(this.keepTraces());
    });
  }

  /**
   * Stores the usage of calls before a stop, so that the next owner counts it. If the store is
   * unavailable, the usage stored earlier remains, a lower bound.
   */
  async keepLastTraces(): Promise<void> {
    if (!this.turns.stopping()) return;
    const { clock, log } = this.#parts;
    const notKept = (error?: unknown): void =>
      log.debug('traces_not_kept', { designId: this.designId, error });
    await awaitWithTimeout(this.keepTraces().catch(notKept), LAST_TRACES_MS, notKept, clock);
  }

  close(): void {
    this.turns.close();
    this.#usageTimer?.[Symbol.dispose]();
    this.#tracesTimer?.[Symbol.dispose]();
  }

  /** Carries out a command from outside; one commit holds its events and its answer. */
  handle({ id, command }: Pick<InboxEntry, 'id' | 'command'>): Promise<CommandResult> {
    const decision = this.#enqueue(command, id);
    this.#wake();
    return decision;
  }

  noteDone(effectId: string): void {
    this.#done.push(effectId);
  }

  async idle(): Promise<void> {
    this.#wake();
    const mode = this.#mode.now;
    if (mode.kind === 'running') await mode.run;
  }

  /** Marks effects that no commit has marked; for an idle mailbox. */
  flush(): Promise<void> {
    return this.#owned.mark('done', this.#done.splice(0));
  }

  #enqueue(command: Command, inboxId: string | null): Promise<CommandResult> {
    const { promise, resolve, reject } = Promise.withResolvers<CommandResult>();
    this.#waiting.push({
      command: redactCommand(command, this.#parts.redact),
      inboxId,
      resolve,
      reject,
    });
    return promise;
  }

  /** From *idle* to *gathering*. */
  #gather(): void {
    if (!this.#mode.mayBecome('gathering')) return;
    const { clock } = this.#parts;
    const timer = clock.at(clock.now() + SOON_MS, () => this.#wake());
    this.#mode.become({ kind: 'gathering', timer });
  }

  /** To *running*, if anything waits. */
  #wake(): void {
    const mode = this.#mode.now;
    if (mode.kind === 'running' || !this.#hasWork) return;
    if (mode.kind === 'gathering') mode.timer[Symbol.dispose]();
    this.#mode.become({ kind: 'running', run: this.#underWay.track(this.#run()) });
  }

  async #run(): Promise<void> {
    // Lets commands that arrive in this turn of the loop share the first commit.
    await new Promise(setImmediate);
    while (this.#hasWork) {
      const batch = this.#waiting.splice(0, BATCH);
      const keeping = this.#keeping.splice(0);
      try {
        if (batch.length > 0) await this.#carryOut(batch);
      } catch (error) {
        // One command that cannot be stored must not fail the others.
        if (batch.length > 1 && error instanceof Fault) await this.#oneByOne(batch);
        else for (const { reject } of batch) reject(error);
      }
      // A trace is never stored before the reports about it.
      if (this.#waiting.length > 0) this.#keeping.unshift(...keeping);
      else if (keeping.length > 0) await this.#storeTraces(keeping);
    }
    // In the very step that found nothing waiting: a later submission starts its own run.
    this.#mode.become({ kind: 'idle' });
  }

  async #storeTraces(keeping: readonly PromiseWithResolvers<void>[]): Promise<void> {
    try {
      const parts = this.turns.parts(new Set());
      if (parts.length > 0)
        await this.#owned.run((store, { designId, epoch }) =>
          store.keepTraces(designId, epoch, parts),
        );
      this.turns.noteKept(parts);
      for (const { resolve } of keeping) resolve();
    } catch (error) {
      for (const { reject } of keeping) reject(error);
    }
    this.#keepSoon();
  }

  /**
   * Stores traces soon. A failure is only logged: the usage stored earlier remains, a lower bound.
   */
  #keepSoon(): void {
    if (this.#owned.signal.aborted) return;
    this.#usageTimer ??= this.turns.whileSpending(() => {
      this.#usageTimer = null;
      this.keepTraces().catch((error) =>
        this.#parts.log.debug('traces_not_kept', { designId: this.designId, error }),
      );
    });
  }

  async #oneByOne(batch: readonly Pending[]): Promise<void> {
    for (const pending of batch) await this.#carryOut([pending]).catch(pending.reject);
  }

  async #carryOut(batch: readonly Pending[]): Promise<void> {
    noteWork(`decide ${batch.map(({ command }) => command.type).join(', ')} of ${this.designId}`);
    const draft = new CommitDraft(this.#loaded, (event, before) =>
      this.turns.recordOf(event, before),
    );
    const decisions = batch.map((pending) => ({ pending, decision: this.#decide(draft, pending) }));
    await this.#commit(draft, answersIn(decisions));
    for (const { pending, decision } of decisions)
      if (decision !== null) this.#settle(pending, decision);
  }

  /**
   * A refusal goes back to the model that submitted or the person who asked; any but a model's is
   * logged.
   */
  #settle({ command, inboxId, resolve }: Pending, decision: CommandResult): void {
    const { type } = command;
    if (!decision.accepted && inboxId !== null)
      logRefusedCommand(this.#parts, this.designId, command, decision.refusal);
    else if (!decision.accepted && type !== 'submit')
      this.#parts.log.warn('report_refused', {
        designId: this.designId,
        type,
        code: decision.refusal.code,
      });
    resolve(decision);
  }

  /** Decides a command; `null` if deciding threw, which is a bug and rejects the submission. */
  #decide(draft: CommitDraft, { command, reject }: Pending): CommandResult | null {
    const { clock, identifiers } = this.#parts;
    try {
      // Within a chain, time never goes back, even if the machine's clock does.
      const at = Math.max(clock.now(), draft.lastAt);
      const decision = decide(draft.design, command, { at, uuids: generateUuids(identifiers) });
      if (decision.accepted) draft.add(decision.events);
      return decision;
    } catch (error) {
      reject(error);
      return null;
    }
  }

  async #commit(draft: CommitDraft, handled: readonly Handled[]): Promise<void> {
    if (draft.isEmpty) {
      if (handled.length > 0)
        await this.#owned.run((store, { designId, epoch }) =>
          store.markHandled(designId, epoch, handled),
        );
      return;
    }
    const done = this.#done.splice(0);
    const traces = this.#waiting.length > 0 ? [] : this.turns.parts(draft.turnIds);
    const { commit, next, decided } = draft.finish(this.#owned.claim.epoch, handled, done, traces);
    try {
      await this.#owned.run((store) => storeOnce(store, commit));
    } catch (error) {
      this.#done.unshift(...done);
      throw error;
    }
    this.#loaded = next;
    this.turns.noteKept(traces);
    this.turns.noteCommit(commit);
    this.#onCommitted(commit, next.design, decided);
  }
}

/**
 * Commits. If only an earlier attempt's acknowledgement was lost, this one is stale although all is
 * stored.
 */
async function storeOnce(store: Store, commit: Commit): Promise<void> {
  try {
    await store.commit(commit);
  } catch (error) {
    if (!(error instanceof StaleVersionError)) throw error;
    const { designId, events } = commit;
    const last = events.at(-1);
    const [stored] = last === undefined ? [] : await store.events(designId, last.seq - 1, 1);
    if (stored?.hash !== last?.hash) throw error;
  }
}

function answersIn(
  decisions: readonly { readonly pending: Pending; readonly decision: CommandResult | null }[],
): Handled[] {
  return decisions.flatMap(({ pending: { inboxId }, decision }) => {
    if (inboxId === null || decision === null) return [];
    const answer = decision.accepted
      ? ({ accepted: true } as const)
      : { accepted: false as const, refusal: decision.refusal };
    return [{ inboxId, answer }];
  });
}
