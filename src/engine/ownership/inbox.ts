import { type OutsideCommand, type Refusal, refuse } from '../../core/vocabulary/commands.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { findUnstorable } from '../../core/vocabulary/text.ts';
import { BusyError, Fault } from '../../foundation/fault.ts';
import { generateUuids } from '../../foundation/identifiers.ts';
import { No } from '../../foundation/no.ts';
import { awaitWithTimeout } from '../../foundation/timeout.ts';
import type { InboxAnswer } from '../../ports/store.ts';
import type { Changes } from '../commit/changes.ts';
import type { Parts } from '../parts/parts.ts';
import type { OwnedDesigns } from './owned-designs.ts';

/** Milliseconds for carrying out a command, perhaps at another daemon. */
const ANSWER_MS = 10_000;
/** Milliseconds for which somebody can still be told of a later refusal. */
const LATER_MS = 14 * 60_000;

export interface Submitted<Answer> {
  /**
   * Resolves once the command cannot be lost, perhaps long before it is carried out; to `null` if
   * it was refused or failed before that. Never rejects.
   */
  readonly stored: Promise<Pick<StoredCommand, 'fresh' | 'designId'> | null>;
  /** Rejects with `BusyError` if a stored command was not carried out in time; it is not lost. */
  readonly answered: Promise<Answer>;
}

/** `fresh`: false if the key was used before; `designId` is then the first one. */
export interface StoredCommand {
  readonly key: string;
  readonly designId: DesignId;
  readonly fresh: boolean;
}

/** A command being stored, or why it was refused before that. */
export type Storing<Why = Refusal> = Promise<StoredCommand | No<Why>>;

/**
 * `answer` waits for the answer to a stored command; `refuse` words it for one refused before that.
 */
export function submit<Answer, Why>(
  storing: Storing<Why>,
  answer: (inboxEntry: StoredCommand) => Promise<Answer>,
  refused: (no: No<Why>) => Answer,
): Submitted<Answer> {
  return {
    // `answered` reports a failure to store.
    stored: Promise.allSettled([storing]).then(([outcome]) =>
      outcome.status === 'fulfilled' && !(outcome.value instanceof No) ? outcome.value : null,
    ),
    answered: storing.then((result) => (result instanceof No ? refused(result) : answer(result))),
  };
}

/** Calls `onStored` once the command cannot be lost, and waits for the answer. */
export async function answerTo<Answer>(
  { stored, answered }: Submitted<Answer>,
  onStored: (inboxEntry: Pick<StoredCommand, 'fresh' | 'designId'>) => void,
): Promise<Answer> {
  const inboxEntry = await stored;
  if (inboxEntry !== null) onStored(inboxEntry);
  return answered;
}

/** Refusal for the sender's own text if it has a character that the store cannot hold. */
function unstorable(command: OutsideCommand, { message }: Fault): Refusal {
  const field = findUnstorable(command);
  if (field === null) return refuse('invalid', message);
  const what = 'a character that cannot be stored (U+0000 or half of a surrogate pair)';
  return refuse('invalid', `The ${field} contains ${what}. Remove it.`, field);
}

type InboxParts = Pick<Parts, 'store' | 'clock' | 'identifiers' | 'log' | 'redact'>;

/**
 * Commands from outside: stored before anything else, and answered by the commit that carries them
 * out.
 */
export class Inbox {
  readonly #parts: InboxParts;
  readonly #owned: OwnedDesigns;
  readonly #changes: Changes;
  #isClosed = false;

  constructor(parts: InboxParts, ownedDesigns: OwnedDesigns, changes: Changes) {
    this.#parts = parts;
    this.#owned = ownedDesigns;
    this.#changes = changes;
  }

  close(): void {
    this.#isClosed = true;
  }

  assertOpen(): void {
    if (this.#isClosed)
      throw new Fault('stopping', 'Charrette is stopping. Try again in a moment.');
  }

  /**
   * Stores a command. Refuses a command that cannot be stored, in the same way as its design would.
   * `starts`: as in the store's port.
   */
  async store(designId: DesignId, command: OutsideCommand, key: string, starts?: number): Storing {
    this.assertOpen();
    const { store, clock, identifiers, redact } = this.#parts;
    const { redactCommand } = await import('../design/redact-command.ts');
    const withoutSecrets = redactCommand(command, redact);
    try {
      const entry = { id: key, designId, command: withoutSecrets, receivedAt: clock.now() };
      const acceptance = await store.accept(entry, starts);
      return { key, ...acceptance };
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'invalid_record') throw error;
      const stamp = { at: clock.now(), uuids: generateUuids(identifiers) };
      const { decide } = await import('../../core/workflow/decide.ts');
      const decision = decide(await this.#owned.design(designId), withoutSecrets, stamp);
      return new No(decision.accepted ? unstorable(withoutSecrets, error) : decision.refusal);
    }
  }

  /**
   * Waits for the design's answer to a stored command. A failed delivery does not matter: another
   * follows, or another daemon answers.
   */
  async answer(inboxEntry: StoredCommand): Promise<InboxAnswer> {
    const answer = await this.#answerWithin(inboxEntry, ANSWER_MS);
    if (answer !== null) return answer;
    throw new BusyError(inboxEntry.designId, async () => {
      const later = await this.#answerWithin(inboxEntry, LATER_MS);
      return later === null || later.accepted ? null : later.refusal.message;
    });
  }

  async #answerWithin(
    { designId, key }: StoredCommand,
    withinMs: number,
  ): Promise<InboxAnswer | null> {
    const { store, clock } = this.#parts;
    const until = clock.now() + withinMs;
    for (;;) {
      const late = new AbortController();
      const nextChange = this.#changes.nextOrLater(designId, late.signal);
      await awaitWithTimeout(
        this.#owned.deliver(designId),
        until - clock.now(),
        () => undefined,
        clock,
      );
      const answer = await store.answerTo(key);
      if (answer === null && clock.now() < until && !this.#isClosed) await nextChange;
      late.abort();
      if (answer !== null) return answer;
      if (clock.now() >= until || this.#isClosed) return null;
    }
  }
}
