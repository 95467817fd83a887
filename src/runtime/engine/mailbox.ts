import type { Command } from '../../core/commands.ts';
import { type Decision, decide } from '../../core/decide.ts';
import type { Design } from '../../core/design.ts';
import { Fault, StaleVersionError } from '../fault.ts';
import type { Clock } from '../ports/clock.ts';
import type { Claim } from '../ports/fleet.ts';
import { type Identifiers, uuidsFrom } from '../ports/identifiers.ts';
import type { Log } from '../ports/log.ts';
import type { Commit, Handled, Store } from '../ports/store.ts';
import { redacted } from '../redacted.ts';
import { retryWhileUnavailable } from '../retry.ts';
import type { Submit } from '../submit.ts';
import { CommitDraft, type RecordOf } from './commit.ts';
import { type LoadedDesign, loadDesign } from './loading.ts';

/** Decisions on one batch before giving up on others appending in between (P6). */
const STALE_ATTEMPTS = 5;
/** Commands that share one commit. */
const BATCH = 50;
/** Milliseconds that a command which may share a commit waits for another one. */
const SOON_MS = 25;

export interface MailboxParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly identifiers: Identifiers;
  readonly log: Log;
  /** Takes secrets out of a text (D6). */
  readonly redact: (text: string) => string;
  readonly reducerVersion: string;
}

/** A command that is stored in the inbox, under its sender's key. */
interface InboxItem {
  readonly id: string;
  readonly command: Command;
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
  #loaded: LoadedDesign;
  #waiting: Pending[] = [];
  #running: Promise<void> | null = null;
  #soon: Disposable | null = null;
  #done: string[] = [];

  constructor(
    claim: Claim,
    loaded: LoadedDesign,
    parts: MailboxParts,
    owner: {
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
    this.#loaded = loaded;
    this.#parts = parts;
    this.#recordOf = owner.recordOf;
    this.#committed = owner.committed;
    this.#idle = owner.idle;
    this.#signal = owner.signal;
  }

  get loaded(): LoadedDesign {
    return this.#loaded;
  }

  get design(): Design | null {
    return this.#loaded.design;
  }

  get isIdle(): boolean {
    return this.#running === null && this.#waiting.length === 0;
  }

  /** Rejects with `OwnershipLostError` when another process owns the design. */
  readonly submit: Submit = (command, when = 'now') => {
    if (this.#signal.aborted) return Promise.reject(this.#signal.reason);
    const decision = this.#enqueue(command, null);
    const { clock } = this.#parts;
    if (when === 'now') this.#wake();
    else this.#soon ??= clock.at(clock.now() + SOON_MS, () => this.#wake());
    return decision;
  };

  /** Carries out a command from outside: the commit that holds its events holds its answer (P5). */
  handle({ id, command }: InboxItem): Promise<Decision> {
    const decision = this.#enqueue(command, id);
    this.#wake();
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
    await this.#retryWhileUnavailable(() => this.#parts.store.markEffects(designId, epoch, marks));
  }

  #enqueue(command: Command, inboxId: string | null): Promise<Decision> {
    const { promise, resolve, reject } = Promise.withResolvers<Decision>();
    const withoutSecrets = redacted(command, this.#parts.redact);
    this.#waiting.push({ command: withoutSecrets, inboxId, resolve, reject });
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
      const draft = new CommitDraft(this.#loaded, this.#recordOf);
      const decided = batch.map((pending) => ({ pending, decision: this.#decide(draft, pending) }));
      if (await this.#stored(draft, handledIn(decided), attempt)) {
        for (const { pending, decision } of decided) if (decision !== null) this.#settle(pending, decision);
        return;
      }
    }
  }

  /** What refuses a submission is told to the model, and what refuses a person to that person. */
  #settle({ command: { type }, inboxId, resolve }: Pending, decision: Decision): void {
    if (!decision.accepted && inboxId === null && type !== 'submit') {
      const { designId } = this.#claim;
      this.#parts.log.warn('report_refused', { designId, type, code: decision.refusal.code });
    }
    resolve(decision);
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
    const { store, log, reducerVersion } = this.#parts;
    const { designId, epoch } = this.#claim;
    if (draft.isEmpty) {
      if (handled.length > 0)
        await this.#retryWhileUnavailable(() => store.markHandled(designId, epoch, handled));
      return true;
    }
    const done = this.#done.splice(0);
    const { commit, next } = draft.finish(epoch, handled, done);
    try {
      await this.#retryWhileUnavailable(() => store.commit(commit));
    } catch (error) {
      if (!(error instanceof StaleVersionError) || !(await this.#hasLanded(next))) {
        this.#done.unshift(...done);
        if (!(error instanceof StaleVersionError) || attempt >= STALE_ATTEMPTS) throw error;
        log.warn('commit_was_stale', { designId, version: commit.expectedVersion });
        this.#loaded = await this.#retryWhileUnavailable(() => loadDesign(store, designId, reducerVersion));
        return false;
      }
    }
    this.#loaded = next;
    this.#committed(commit, next.design);
    return true;
  }

  /**
   * An attempt whose acknowledgement was lost is in the store all the same, and makes the next one stale (P6). Decided
   * again, the command would be carried out twice; the hash chain tells this commit from anybody else's.
   */
  async #hasLanded({ version, headHash }: LoadedDesign): Promise<boolean> {
    const { store } = this.#parts;
    const [stored] = await this.#retryWhileUnavailable(() =>
      store.events(this.#claim.designId, version - 1, 1),
    );
    return stored?.hash === headHash;
  }

  #retryWhileUnavailable<Result>(work: () => Promise<Result>): Promise<Result> {
    return retryWhileUnavailable(work, {
      signal: this.#signal,
      log: this.#parts.log,
      what: this.#claim.designId,
    });
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
