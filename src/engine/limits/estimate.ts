import { LRUCache } from 'lru-cache';
import { depthOf } from '../../core/policy/depth.ts';
import { longestMsOf, meanUsdOf, turnsOf } from '../../core/policy/expected.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Estimate } from '../../core/vocabulary/estimate.ts';
import type { ExpectedTurn } from '../../core/vocabulary/event-parts.ts';
import { oneFamilyOf } from '../../core/vocabulary/family.ts';
import { sumCosts } from '../../core/vocabulary/figures.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { ROUND_KINDS } from '../../core/vocabulary/sets.ts';
import { awaitWhileRunning } from '../../foundation/timeout.ts';
import { loadIfWhole } from '../../record/loading.ts';
import type { Parts } from '../parts/parts.ts';
import { listUsualTurns, type Terms, wholeOf } from './usual-turns.ts';

/** Probable cost and time of everything still to come, regardless of its ceiling. */
type ExpectedCost = Pick<Estimate, 'usd' | 'minutes' | 'designs'>;

/** With fewer recorded designs, the table is a better guide. */
const MIN_RECORDED = 3;
const MAX_LOOKED_AT = 24;
/** Milliseconds for the look-up, since a person waits. */
const LOOK_UP_MS = 1_000;

type EstimateParts = Pick<
  Parts,
  'store' | 'clock' | 'priceOf' | 'vendorOf' | 'endingsOf' | 'rehearsal'
>;

/** Caches findings: an ended design does not change. */
export class Estimates {
  readonly #parts: EstimateParts;
  /** Holds twice as many as are looked at, so that new designs do not evict ones still needed. */
  readonly #known = new LRUCache<DesignId, Recorded>({ max: 2 * MAX_LOOKED_AT });

  constructor(parts: EstimateParts) {
    this.#parts = parts;
  }

  /** Returns `null` in a rehearsal, which costs nothing. */
  async of(terms: Terms): Promise<Estimate | null> {
    const { rehearsal, clock } = this.#parts;
    if (rehearsal) return null;
    const cost = terms.carried ? ofTurns(terms, await this.turns(terms)) : await this.#whole(terms);
    return { ...cost, ...voicesOf(terms.participants, this.#parts, clock.now()) };
  }

  async #whole(terms: Terms): Promise<ExpectedCost> {
    const records = (await this.#comparable(terms)).filter(({ isWhole }) => isWhole);
    return records.length < MIN_RECORDED ? fromTable(terms, this.#parts) : fromRecorded(records);
  }

  /**
   * Usual price and length of one turn of each kind: the median of comparable recorded designs,
   * without refused attempts, else the table.
   */
  async turns(terms: Terms): Promise<ExpectedTurn[]> {
    const records = await this.#comparable(terms);
    return listUsualTurns(terms, this.#parts.priceOf).map((usual) => {
      const had = records.flatMap(({ turns }) => turns.filter(({ kind }) => kind === usual.kind));
      const prices = had.map(({ usd }) => usd).filter((usd) => usd !== null);
      return {
        ...usual,
        ...(prices.length < MIN_RECORDED ? {} : { usd: median(prices) }),
        ...(had.length < MIN_RECORDED ? {} : { ms: median(had.map(({ ms }) => ms)) }),
      };
    });
  }

  async #comparable(terms: Terms): Promise<Recorded[]> {
    const comparableTerms = comparableWith(terms);
    const records = await awaitWhileRunning(
      this.#listRecords(),
      LOOK_UP_MS,
      () => [],
      this.#parts.clock,
    );
    return records.filter(({ comparable }) => comparable === comparableTerms);
  }

  async #listRecords(): Promise<Recorded[]> {
    const summaries = await this.#parts.store.list({ status: 'completed', limit: MAX_LOOKED_AT });
    const records: Recorded[] = [];
    for (const { id } of summaries) {
      const record = this.#known.get(id) ?? recordedOf(await loadIfWhole(this.#parts.store, id));
      this.#known.set(id, record);
      records.push(record);
    }
    return records;
  }
}

/** Facts about the models that speak for these participants. */
export function voicesOf(
  participants: Terms['participants'],
  { vendorOf, endingsOf }: Pick<Parts, 'vendorOf' | 'endingsOf'>,
  now: number,
): Pick<Estimate, 'oneFamily' | 'vendor' | 'endings'> {
  const models = [...new Set(participants.map(({ model }) => model))];
  const personas = participants.filter(({ role }) => role === 'persona');
  const facilitators = participants.filter(({ role }) => role !== 'persona');
  return {
    oneFamily: oneFamilyOf(personas, facilitators),
    vendor: vendorOf(models),
    endings: endingsOf(models, now),
  };
}

/** Prices each participant's turns by its own model, until enough designs are on record. */
function fromTable(terms: Terms, { priceOf }: Pick<Parts, 'priceOf'>): ExpectedCost {
  return ofTurns(terms, listUsualTurns(terms, priceOf));
}

function ofTurns(terms: Terms, turns: readonly ExpectedTurn[]): ExpectedCost {
  const { usd, ms } = wholeOf(terms, turns);
  return { usd, minutes: Math.max(1, Math.round(ms / 60_000)), designs: 0 };
}

interface Recorded {
  /** `null` if nothing is comparable with the design. */
  readonly comparable: string | null;
  /**
   * True if the design was neither cut short nor built on an earlier run, so its price is typical.
   */
  readonly isWhole: boolean;
  readonly usd: number | null;
  readonly minutes: number;
  readonly turns: readonly ExpectedTurn[];
}

/**
 * A rehearsal is no guide; a run that was cut short or built on another is one only for single
 * turns.
 */
function recordedOf(design: Design | null): Recorded {
  if (design === null || design.end === null || design.rehearsal)
    return { comparable: null, isWhole: false, usd: null, minutes: 0, turns: [] };
  return {
    comparable: comparableWith(design),
    isWhole: isWhole(design),
    turns: turnsHad(design),
    usd: sumCosts(design.turns),
    minutes: (design.end.at - design.startedAt - design.waitedForPeopleMs) / 60_000,
  };
}

function turnsHad(design: Design): ExpectedTurn[] {
  return ROUND_KINDS.flatMap((kind) => {
    const turns = turnsOf(design, kind);
    const ms = longestMsOf(turns);
    return ms === null ? [] : [{ kind, usd: meanUsdOf(turns), ms }];
  });
}

function isWhole({ successorOf, dropped, partsOver, pauses, settled, end }: Design): boolean {
  const stoppedBecause = (settled ?? end)?.stoppedBecause ?? null;
  const isCutShort = stoppedBecause === 'time_used_up' || stoppedBecause === 'money_used_up';
  return (
    successorOf === null && dropped.length + partsOver.length + pauses.length === 0 && !isCutShort
  );
}

function comparableWith({ settings, repository, participants }: Terms): string {
  const models = participants.map(({ role, model }) => `${role} ${model}`).toSorted();
  return JSON.stringify([depthOf(settings), repository !== null, ...models]);
}

function fromRecorded(records: readonly Recorded[]): ExpectedCost {
  const prices = records.map(({ usd }) => usd).filter((usd) => usd !== null);
  return {
    usd: prices.length < MIN_RECORDED ? null : Number(median(prices).toFixed(2)),
    minutes: Math.max(1, Math.round(median(records.map(({ minutes }) => minutes)))),
    designs: records.length,
  };
}

/** The middle value; of two, the upper. */
function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
