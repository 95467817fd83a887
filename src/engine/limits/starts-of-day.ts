import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';
import { startsAnyway } from '../../core/outcome/policy/run-again.ts';
import { nameOnRecord } from '../../core/vocabulary/claimed-name.ts';
import type { StartDesign } from '../../core/vocabulary/commands.ts';
import { countOf } from '../../core/vocabulary/figures.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { dayStartOf } from '../../foundation/day.ts';
import { keepDefined } from '../../foundation/keep-defined.ts';
import type { DesignSummary } from '../../ports/store.ts';
import { listDesigns } from '../../record/listed-designs.ts';
import { loadIfWhole } from '../../record/loading.ts';
import type { Parts } from '../parts/parts.ts';
import { type Counted, countStarter, scaleLimit } from './counted.ts';

const KNOWN_STARTS = 1_000;

/**
 * Bounds the designs that a person or token may start in a day (UTC). Admits one start at a time, so that all
 * concurrent starts count; another daemon may still admit one at the same moment.
 */
export class StartsOfDay {
  readonly #parts: Pick<Parts, 'store' | 'clock' | 'designsPerPersonPerDay'>;
  /** Starts not yet on record, with the key of their person. */
  readonly #starting = new Map<DesignId, string>();
  readonly #admitted = new LRUCache<string, true>({ max: KNOWN_STARTS });
  readonly #oneAfterTheOther = pLimit(1);

  constructor(parts: Pick<Parts, 'store' | 'clock' | 'designsPerPersonPerDay'>) {
    this.#parts = parts;
  }

  /**
   * Refusal in words for the person; `null` admits, and the start counts until released. A `key` admitted here before
   * is not counted again.
   */
  admit(command: StartDesign, key: string): Promise<string | null> {
    return this.#oneAfterTheOther(() => this.#admit(command, key));
  }

  /** Refusal for starting more today; `null` if they may. */
  async refusalForMore(who: Counted): Promise<string | null> {
    const { designsPerPersonPerDay: perPerson } = this.#parts;
    if (perPerson === null || who.kind === 'nobody') return null;
    const most = scaleLimit(who, perPerson);
    const startCount = await this.#startedBy(who, most);
    return startCount < most ? null : refuseMore(startCount, who, most);
  }

  release(id: DesignId): void {
    this.#starting.delete(id);
  }

  /** Withdraws an admission after another limit refused the start. */
  forget(id: DesignId, key: string): void {
    this.#starting.delete(id);
    this.#admitted.delete(key);
  }

  async #admit(command: StartDesign, key: string): Promise<string | null> {
    if (this.#admitted.has(key)) return null;
    const { startedBy, via } = command;
    const who = countStarter({ ...command, startedBy: nameOnRecord(startedBy, via) });
    const why = await this.refusalForMore(who);
    if (why !== null) return why;
    this.#starting.set(command.designId, who.key);
    this.#admitted.set(key, true);
    return null;
  }

  async #startedBy({ key, starter }: Counted, most: number): Promise<number> {
    const { store, clock } = this.#parts;
    const starting = new Map(this.#starting);
    let startCount = 0;
    const startedSince = dayStartOf(clock.now());
    for await (const design of listDesigns(store, { startedSince, ...keepDefined({ starter }) })) {
      starting.delete(design.id);
      if (countStarter(design).key === key && !(await this.#wasNoQuestion(design))) startCount += 1;
      if (startCount >= most) return startCount;
    }
    return startCount + [...starting.values()].filter((each) => each === key).length;
  }

  /** A start whose topic was not a design question does not count. */
  async #wasNoQuestion({ id, status }: DesignSummary): Promise<boolean> {
    if (status !== 'cancelled') return false;
    const design = await loadIfWhole(this.#parts.store, id);
    return design !== null && startsAnyway(design);
  }
}

function refuseMore(startCount: number, { kind }: Counted, most: number): string {
  const [what, whose] = kind === 'token' ? ['This token has', 'one token'] : ['You have', 'one person'];
  return `${what} started ${countOf(startCount, 'design')} today; ${whose} may start ${most} a day. You can start more after midnight UTC.`;
}
