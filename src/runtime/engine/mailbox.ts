import type { Command } from '../../core/commands.ts';
import { type Decision, decide } from '../../core/decide.ts';
import type { Design } from '../../core/design.ts';
import { Fault, StaleVersionError } from '../fault.ts';
import type { Clock } from '../ports/clock.ts';
import type { Claim } from '../ports/fleet.ts';
import { type Identifiers, uuidsFrom } from '../ports/identifiers.ts';
import type { Log } from '../ports/log.ts';
import type { Commit, Handled, Store } from '../ports/store.ts';
import { CommitDraft, type RecordOf } from './commit.ts';
import { type Held, loadHeld } from './loading.ts';
import { patiently } from './patience.ts';

/** Decisions on one batch before giving up on others appending in between (P6). */
const STALE_ATTEMPTS = 5;
/** Commands that share one commit. */
const BATCH = 50;
/** Milliseconds that a report which may share a commit waits for another command. */
const SOON_MS = 25;

export interface MailboxParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly identifiers: Identifiers;
  readonly log: Log;
  readonly fold: string;
}

interface Pending {
  readonly command: Command;
  readonly inboxId: string | null;
  readonly resolve: (decision: Decision) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One design's commands, in order (A8): decided on its state, committed with everything that follows from them, and
 * only then acted on (P4). Commands that wait at the same time share a commit.
 */
export class Mailbox {
  readonly #claim: Claim;
  readonly #parts: MailboxParts;
  readonly #recordOf: RecordOf;
  readonly #committed: (commit: Commit, design: Design) => void;
  readonly #idle: () => void;
  readonly #signal: AbortSignal;
  #held: Held;
  #waiting: Pending[] = [];
  #running: Promise<void> | null = null;
  #soon: Disposable | null = null;
  #done: string[] = [];

  constructor(
    claim: Claim,
    held: Held,
    parts: MailboxParts,
    hooks: {
      readonly recordOf: RecordOf;
      /** Called after each commit, in order, before the next command is decided. */
      readonly committed: (commit: Commit, design: Design) => void;
      /** Nothing is waiting any more. */
      readonly idle: () => void;
      /** Aborted when this process has nothing to say about the design any more. */
      readonly signal: AbortSignal;
    },
  ) {
    this.#claim = claim;
    this.#held = held;
    this.#parts = parts;
    this.#recordOf = hooks.recordOf;
    this.#committed = hooks.committed;
    this.#idle = hooks.idle;
    this.#signal = hooks.signal;
  }

  get held(): Held {
    return this.#held;
  }

  get isIdle(): boolean {
    return this.#running === null && this.#waiting.length === 0;
  }

  /**
   * Resolves once the command is refused or its events are committed, however long the store is away. Rejects when
   * they cannot be committed, with `OwnershipLostError` when the design is somebody else's by now.
   */
  submit(command: Command, inboxId: string | null = null): Promise<Decision> {
    const decision = this.#enqueue(command, inboxId);
    this.#wake();
    return decision;
  }

  /** The same for a report that nothing waits for: it shares the next commit, which is at most a moment away. */
  submitSoon(command: Command): Promise<Decision> {
    const decision = this.#enqueue(command, null);
    const { clock } = this.#parts;
    this.#soon ??= clock.at(clock.now() + SOON_MS, () => this.#wake());
    return decision;
  }

  /** These effects are over: stored together with the next commit, or by `flush`. */
  noteDone(effectIds: readonly string[]): void {
    this.#done.push(...effectIds);
  }

  /** Resolves when everything submitted so far is over. */
  async idle(): Promise<void> {
    this.#wake();
    await this.#running;
  }

  /** Stores which effects are over, where no commit has come that could have taken it along. */
  async flush(): Promise<void> {
    await this.idle();
    const done = this.#done.splice(0);
    if (done.length === 0) return;
    const { designId, epoch } = this.#claim;
    const marks = done.map((id) => ({ id, state: 'done', receipt: '' }) as const);
    await this.#patiently(() => this.#parts.store.markEffects(designId, epoch, marks));
  }

  #enqueue(command: Command, inboxId: string | null): Promise<Decision> {
    const { promise, resolve, reject } = Promise.withResolvers<Decision>();
    this.#waiting.push({ command, inboxId, resolve, reject });
    return promise;
  }

  #wake(): void {
    this.#soon?.[Symbol.dispose]();
    this.#soon = null;
    if (this.#running !== null || this.#waiting.length === 0) return;
    this.#running = this.#run();
  }

  async #run(): Promise<void> {
    // Whatever is submitted in this very moment shares the first commit.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, BATCH);
      try {
        await this.#carryOut(batch);
      } catch (error) {
        // One that cannot be stored must not take the others with it.
        if (batch.length > 1 && error instanceof Fault) await this.#oneByOne(batch);
        else for (const { reject } of batch) reject(error);
      }
    }
    // In the very step that found nothing waiting: whatever is submitted from now on begins a run of its own.
    this.#running = null;
    this.#idle();
  }

  async #oneByOne(batch: readonly Pending[]): Promise<void> {
    for (const pending of batch) await this.#carryOut([pending]).catch(pending.reject);
  }

  async #carryOut(batch: readonly Pending[]): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      const draft = new CommitDraft(this.#held, this.#recordOf);
      const decided = batch.map((pending) => ({ pending, decision: this.#decide(draft, pending) }));
      if (await this.#stored(draft, handledIn(decided), attempt)) {
        for (const { pending, decision } of decided) if (decision !== null) pending.resolve(decision);
        return;
      }
    }
  }

  /** `null` for one that could not even be decided: a bug, which is told to whoever submitted it. */
  #decide(draft: CommitDraft, { command, reject }: Pending): Decision | null {
    const { clock, identifiers } = this.#parts;
    try {
      const decision = decide(draft.design, command, { at: clock.now(), uuids: uuidsFrom(identifiers) });
      if (decision.accepted) draft.add(decision.events);
      return decision;
    } catch (error) {
      reject(error);
      return null;
    }
  }

  /** `false`: others have appended in the meantime; the newer state has been loaded to decide again. */
  async #stored(draft: CommitDraft, handled: readonly Handled[], attempt: number): Promise<boolean> {
    const { store, log, fold } = this.#parts;
    const { designId, epoch } = this.#claim;
    if (draft.isEmpty) {
      if (handled.length > 0) await this.#patiently(() => store.markHandled(designId, epoch, handled));
      return true;
    }
    const done = this.#done.splice(0);
    const { commit, next } = draft.finish(epoch, handled, done);
    try {
      await this.#patiently(() => store.commit(commit));
    } catch (error) {
      if (!(error instanceof StaleVersionError) || !(await this.#hasLanded(next))) {
        this.#done.unshift(...done);
        if (!(error instanceof StaleVersionError) || attempt >= STALE_ATTEMPTS) throw error;
        log.warn('commit_was_stale', { designId, version: commit.expectedVersion });
        this.#held = await this.#patiently(() => loadHeld(store, designId, fold));
        return false;
      }
    }
    this.#held = next;
    this.#committed(commit, next.design);
    return true;
  }

  /**
   * P6: an attempt whose acknowledgement was lost is in the store all the same, and makes the next one stale. Decided
   * again, the command would be carried out twice; the hash chain tells this commit from anybody else's.
   */
  async #hasLanded({ version, headHash }: Held): Promise<boolean> {
    const { store } = this.#parts;
    const [stored] = await this.#patiently(() => store.events(this.#claim.designId, version - 1, 1));
    return stored?.hash === headHash;
  }

  #patiently<Result>(work: () => Promise<Result>): Promise<Result> {
    return patiently(work, { signal: this.#signal, log: this.#parts.log, what: this.#claim.designId });
  }
}

function handledIn(
  decided: readonly { readonly pending: Pending; readonly decision: Decision | null }[],
): Handled[] {
  return decided.flatMap(({ pending: { inboxId }, decision }) => {
    if (inboxId === null || decision === null) return [];
    const answer = decision.accepted
      ? ({ accepted: true } as const)
      : { accepted: false as const, refusal: decision.refusal };
    return [{ inboxId, answer }];
  });
}
