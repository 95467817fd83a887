import pRetry from 'p-retry';
import type { Command } from '../../core/commands.ts';
import { type Decision, decide } from '../../core/decide.ts';
import type { Design } from '../../core/design.ts';
import type { EventOf } from '../../core/events.ts';
import { replay } from '../../core/evolve.ts';
import type { DesignId } from '../../core/ids.ts';
import { GENESIS_HASH } from '../chain.ts';
import { Fault, StaleVersionError } from '../fault.ts';
import type { Clock } from '../ports/clock.ts';
import { type Identifiers, uuidsFrom } from '../ports/identifiers.ts';
import type { Log } from '../ports/log.ts';
import type { Commit, Store, StoredEvent } from '../ports/store.ts';
import type { TurnRecord } from '../turn/record.ts';
import { commitOf, type Held } from './commit.ts';

/** Decisions on one command before giving up on others appending in between (P6). */
const STALE_ATTEMPTS = 5;
/** P2: attempts of one write with backoff, over some ten seconds, before the fault reaches whoever commanded. */
const WRITE_RETRIES = 6;
const PAGE = 1_000;

export interface MailboxParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly identifiers: Identifiers;
  readonly log: Log;
}

/**
 * One design's commands, one at a time (A8): decided on its state, committed with everything that follows from them,
 * and only then acted on (P4).
 */
export class Mailbox {
  readonly id: DesignId;
  readonly #parts: MailboxParts;
  readonly #recordOf: (finished: EventOf<'turn_finished'>, design: Design) => TurnRecord;
  readonly #committed: (commit: Commit, design: Design) => void;
  #held: Held;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    id: DesignId,
    held: Held,
    parts: MailboxParts,
    hooks: {
      readonly recordOf: (finished: EventOf<'turn_finished'>, design: Design) => TurnRecord;
      /** Called after each commit, in order, before the next command is decided. */
      readonly committed: (commit: Commit, design: Design) => void;
    },
  ) {
    this.id = id;
    this.#held = held;
    this.#parts = parts;
    this.#recordOf = hooks.recordOf;
    this.#committed = hooks.committed;
  }

  get design(): Design | null {
    return this.#held.design;
  }

  /** Resolves once the command is refused or its events are committed. Rejects with `Fault` when they cannot be. */
  submit(command: Command, inboxId: string | null = null): Promise<Decision> {
    const result = this.#last.then(() => this.#handle(command, inboxId));
    // The next command waits for this one to be over, however it ended; its own caller gets the rejection.
    this.#last = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  /** Resolves when everything submitted so far is over. */
  async idle(): Promise<void> {
    await this.#last;
  }

  async #handle(command: Command, inboxId: string | null): Promise<Decision> {
    for (let attempt = 1; ; attempt++) {
      const decision = decide(this.#held.design, command, this.#stamp());
      if (!decision.accepted || decision.events.length === 0) {
        if (inboxId !== null) await this.#parts.store.markHandled(inboxId);
        return decision;
      }
      const { commit, next } = commitOf(this.#held, decision.events, this.#recordOf, inboxId);
      try {
        await this.#write(commit);
      } catch (error) {
        if (!(error instanceof StaleVersionError)) throw error;
        if (!(await this.#hasLanded(next))) {
          if (attempt >= STALE_ATTEMPTS) throw error;
          this.#parts.log.warn('commit_was_stale', { designId: this.id, version: commit.expectedVersion });
          this.#held = await loadHeld(this.#parts.store, this.id, this.#held.epoch);
          continue;
        }
      }
      this.#held = next;
      this.#committed(commit, next.design);
      return decision;
    }
  }

  async #write(commit: Commit): Promise<void> {
    await pRetry(() => this.#parts.store.commit(commit), {
      retries: WRITE_RETRIES,
      minTimeout: 100,
      maxTimeout: 4_000,
      randomize: true,
      shouldRetry: ({ error }) => error instanceof Fault && error.code === 'store_unavailable',
      onFailedAttempt: ({ error, attemptNumber }) =>
        this.#parts.log.warn('commit_failed', { designId: this.id, attempt: attemptNumber, error }),
    });
  }

  /**
   * P6: an attempt whose acknowledgement was lost is in the store all the same, and makes the next one stale. Decided
   * again, the command would be carried out twice; the hash chain tells this commit from anybody else's.
   */
  async #hasLanded({ version, headHash }: Held): Promise<boolean> {
    const [stored] = await this.#parts.store.events(this.id, version - 1, 1);
    return stored?.hash === headHash;
  }

  #stamp() {
    const { clock, identifiers } = this.#parts;
    return { at: clock.now(), uuids: uuidsFrom(identifiers) };
  }
}

/** A design that does not exist yet, under its first ownership. */
export function newHeld(): Held {
  return { design: null, version: 0, headHash: GENESIS_HASH, epoch: 0 };
}

/** Replays a design from the store. */
export async function loadHeld(store: Store, id: DesignId, epoch: number): Promise<Held> {
  const events = await allEvents(store, id);
  const last = events.at(-1);
  const design = replay(events.map(({ event }) => event));
  return { design, version: last?.seq ?? 0, headHash: last?.hash ?? GENESIS_HASH, epoch };
}

export async function allEvents(store: Store, id: DesignId): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (;;) {
    const page = await store.events(id, events.length, PAGE);
    events.push(...page);
    if (page.length < PAGE) return events;
  }
}
