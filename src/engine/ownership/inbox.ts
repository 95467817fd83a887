import { type OutsideCommand, type Refusal, refuse } from '../../core/vocabulary/commands.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { unstorableIn } from '../../core/vocabulary/text.ts';
import { decide } from '../../core/workflow/decide.ts';
import { BusyError, Fault } from '../../foundation/fault.ts';
import { uuidsFrom } from '../../foundation/identifiers.ts';
import { redacted } from '../../foundation/redaction.ts';
import { withTimeout } from '../../foundation/timeout.ts';
import type { Changes } from '../commit/changes.ts';
import type { Parts } from '../design/parts.ts';
import type { InboxAnswer } from '../ports/store.ts';
import type { OwnedDesigns } from './owned-designs.ts';

/** Milliseconds for carrying out a command, perhaps by another daemon. */
const ANSWER_MS = 10_000;

/** The progress of a command from outside. */
export interface Submitted<Answer> {
  /**
   * Resolves as soon as the command cannot be lost any more, which may be long before it is carried out; to `null` if it was
   * refused, or failed, before that. Never rejects.
   */
  readonly stored: Promise<Pick<Stored, 'fresh' | 'designId'> | null>;
  /** Rejects with `BusyError` when a stored command was not carried out in time; it is not lost then. */
  readonly answered: Promise<Answer>;
}

/** A stored command: `fresh` is false when its key was used before, for the design that is then named. */
export interface Stored {
  readonly key: string;
  readonly designId: DesignId;
  readonly fresh: boolean;
}

/** A command that is being stored, or the answer to one that is refused before that. */
export type Storing<Answer> = Promise<Stored | { readonly refused: Answer }>;

/** Follows a command. `answer` asks for the answer once it is stored. */
export function submitted<Answer>(
  storing: Storing<Answer>,
  answer: (stored: Stored) => Promise<Answer>,
): Submitted<Answer> {
  return {
    // The answer reports a failure to store it.
    stored: Promise.allSettled([storing]).then(([given]) =>
      given.status === 'fulfilled' && !('refused' in given.value) ? given.value : null,
    ),
    answered: storing.then((given) => ('refused' in given ? given.refused : answer(given))),
  };
}

/** Waits for the answer, and calls `onStored` as soon as the command cannot be lost any more. */
export async function answerTo<Answer>(
  { stored, answered }: Submitted<Answer>,
  onStored: (kept: Pick<Stored, 'fresh' | 'designId'>) => void,
): Promise<Answer> {
  const kept = await stored;
  if (kept !== null) onStored(kept);
  return answered;
}

/** Returns the refusal, in words about the sender's own message, if it holds a character that the store does not take. */
function unstorable(command: OutsideCommand, { message }: Fault): Refusal {
  const field = unstorableIn(command);
  if (field === null) return refuse('invalid', message);
  const what = 'a character that cannot be stored (U+0000 or half of a surrogate pair)';
  return refuse('invalid', `The ${field} holds ${what}. Remove it.`, field);
}

type InboxParts = Pick<Parts, 'store' | 'clock' | 'identifiers' | 'log' | 'redact'>;

/** Commands from outside: stored before anything else, and answered by the commit that carries them out (P5). */
export class Inbox {
  readonly #parts: InboxParts;
  readonly #owned: OwnedDesigns;
  readonly #changes: Changes;
  #isClosed = false;

  constructor(parts: InboxParts, owned: OwnedDesigns, changes: Changes) {
    this.#parts = parts;
    this.#owned = owned;
    this.#changes = changes;
  }

  /** Accepts nothing any more, and waits for nothing. */
  close(): void {
    this.#isClosed = true;
  }

  assertOpen(): void {
    if (this.#isClosed) throw new Fault('store_unavailable', 'Charrette is stopping. Try again in a moment.');
  }

  /** Stores a command. One that cannot be stored is refused at once, in the words that its design would use. */
  async store(
    designId: DesignId,
    command: OutsideCommand,
    key: string,
  ): Promise<Stored | { readonly refusal: Refusal }> {
    this.assertOpen();
    const { store, clock, identifiers, redact } = this.#parts;
    const withoutSecrets = redacted(command, redact);
    try {
      const entry = { id: key, designId, command: withoutSecrets, receivedAt: clock.now() };
      const accepted = await store.accept(entry);
      return { key, ...accepted };
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'invalid_record') throw error;
      const stamp = { at: clock.now(), uuids: uuidsFrom(identifiers) };
      const tried = decide(await this.#owned.design(designId), withoutSecrets, stamp);
      return { refusal: tried.accepted ? unstorable(withoutSecrets, error) : tried.refusal };
    }
  }

  /** Returns the design's answer to a stored command. One delivery may fail: another follows, or the answer is elsewhere. */
  async answer({ designId, key }: Stored): Promise<InboxAnswer> {
    const { store, clock, log } = this.#parts;
    const until = clock.now() + ANSWER_MS;
    for (;;) {
      const late = new AbortController();
      const changed = this.#changes.nextOrLater(designId, late.signal);
      const delivered = this.#owned
        .deliver(designId)
        .catch((error) => log.warn('inbox_not_read', { designId, error }));
      await withTimeout(delivered, until - clock.now(), () => undefined, clock);
      const answer = await store.answerTo(key);
      if (answer === null && clock.now() < until && !this.#isClosed) await changed;
      late.abort();
      if (answer !== null) return answer;
      if (clock.now() >= until || this.#isClosed) throw new BusyError(designId);
    }
  }
}
