import { evolve } from '../../core/course/evolve.ts';
import { spentUsd } from '../../core/policy/reserve.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import { DesignEvent } from '../../core/vocabulary/events.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { upcast } from '../../core/vocabulary/upcast.ts';
import { chained, GENESIS_HASH } from '../chain.ts';
import { summaryOf } from '../engine/commit.ts';
import { errorMessage, Fault } from '../fault.ts';
import type { Projection } from '../ports/store.ts';
import type { StoredRow } from '../ports/transfer.ts';
import { joined } from '../words.ts';

/**
 * A design whose rows pass one by one. Its chain is recomputed and its events are folded, so no derived value has to be
 * believed. Keeps only their state. Throws `Fault('invalid_record')` for a row that belongs to no such design.
 */
export class PassingDesign {
  readonly id: DesignId;
  #design: Design | null = null;
  #seq = 0;
  #head = GENESIS_HASH;

  constructor(id: DesignId) {
    this.id = id;
  }

  add(row: StoredRow): void {
    switch (row.kind) {
      case 'event':
        this.#addEvent(row);
        break;
      case 'effect':
        this.#assert(row.id.startsWith(`${this.id}/`), `effect ${row.id} is of another design`);
        break;
      case 'turn': {
        const { turnId, designId } = row.record;
        this.#assert(designId === this.id, `turn ${turnId} is of another design`);
        break;
      }
      case 'command':
      case 'trace':
      case 'dismissal':
      case 'failure':
        break;
    }
  }

  /** Returns `null` for a design of which only the start was accepted. */
  projection(): Projection | null {
    if (this.#design === null) return null;
    return { summary: summaryOf(this.#design), spentUsd: spentUsd(this.#design) };
  }

  #addEvent({ seq, event, words = [], hash }: Extract<StoredRow, { kind: 'event' }>): void {
    this.#assert(seq === this.#seq + 1, `event ${this.#seq + 1} is missing`);
    this.#assert(hash === chained(this.#head, seq, event), `event ${seq} was changed`);
    this.#seq = seq;
    this.#head = hash;
    const whole = joined(event, words);
    if (whole === null) throw this.#fault(`a text of event ${seq} was changed`);
    const present = DesignEvent.safeParse(upcast(whole.event));
    if (!present.success) throw this.#fault(`event ${seq} is not known to this version of Charrette`);
    try {
      this.#design = evolve(this.#design, present.data);
    } catch (error) {
      throw this.#fault(`event ${seq} contradicts those before it: ${errorMessage(error)}`);
    }
    this.#assert(this.#design.id === this.id, 'its events are those of another');
  }

  #assert(holds: boolean, problem: string): void {
    if (!holds) throw this.#fault(problem);
  }

  #fault(problem: string): Fault {
    return new Fault('invalid_record', `Design ${this.id} is not as it was recorded: ${problem}.`);
  }
}
