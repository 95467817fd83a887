import type { EventOf } from '../../core/vocabulary/events.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import type { Parts } from '../../engine/design/parts.ts';

type Said = Pick<EventOf<'record_asked'>, 'question' | 'answer' | 'costUsd' | 'kind' | 'isRehearsal'>;

/** A private answer with the name under which it can be posted. `at`: when it was given. */
interface NamedAnswer {
  readonly posted: string;
  readonly said: Said;
  readonly at: number;
}

interface Kept {
  readonly designId: DesignId;
  readonly person: string;
  readonly said: Said;
  readonly until: number;
}

/** Milliseconds for which an answer can be posted, and most answers kept. */
const [HOLDS_MS, MAX_KEPT] = [3_600_000, 500];
/** Characters of a name, as many as a button has room for. */
const NAME_CHARACTERS = 12;

/** Private answers, kept in this process alone: their words are stored nowhere (A18) and end with it. */
export class PrivateAnswers {
  readonly #parts: Pick<Parts, 'clock' | 'identifiers'>;
  readonly #kept = new Map<string, Kept>();

  constructor(parts: Pick<Parts, 'clock' | 'identifiers'>) {
    this.#parts = parts;
  }

  /** Returns the name under which its author can post it. */
  keep(designId: DesignId, person: string, said: Said): string {
    const { clock, identifiers } = this.#parts;
    const name = identifiers.uuid().slice(-NAME_CHARACTERS);
    this.#kept.set(name, { designId, person, said, until: clock.now() + HOLDS_MS });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return name;
  }

  /** A person's answers about one design that are still kept, oldest first. */
  of(designId: DesignId, person: string): NamedAnswer[] {
    return [...this.#kept].flatMap(([posted, { until }]) => {
      const said = this.find(designId, posted, person);
      return said === null ? [] : [{ posted, said, at: until - HOLDS_MS }];
    });
  }

  /** `null` if it is gone, or another person's. */
  find(designId: DesignId, name: string, person: string): Said | null {
    const kept = this.#kept.get(name);
    const holds =
      kept?.designId === designId && kept.person === person && kept.until > this.#parts.clock.now();
    return holds ? kept.said : null;
  }
}
