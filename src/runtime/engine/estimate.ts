import { LRUCache } from 'lru-cache';
import { depthOf } from '../../core/policy/depth.ts';
import { workOf } from '../../core/policy/reserve.ts';
import type { Design } from '../../core/vocabulary/design.ts';
import type { Depth, Pinned, Profile, Settings, Usage } from '../../core/vocabulary/events.ts';
import { costOf } from '../../core/vocabulary/figures.ts';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { withTimeout } from '../timeout.ts';
import { loadDesign } from './loading.ts';
import type { Parts } from './parts.ts';

/** A design's probable cost and time, told before it starts. */
export interface Estimate {
  /** USD, regardless of its ceiling; `null` if a model's price is not known. */
  readonly usd: number | null;
  /** Without waits for people. */
  readonly minutes: number;
  /** The median of this many recorded designs of the depth; 0: from the table. */
  readonly designs: number;
}

/** The terms that an estimate depends on. Designs with equal ones are comparable. */
interface Terms {
  readonly settings: Pick<Settings, 'depth'>;
  readonly repository: Pick<Pinned, 'name'> | null;
  /** Each by role and model. */
  readonly participants: readonly Pick<Profile, 'role' | 'model'>[];
}

interface Expected {
  readonly minutes: number;
  readonly usage: Usage;
}

const usage = (output: number, cacheWrite: number, cacheRead: number, input: number): Usage => ({
  outputTokens: output * 1_000,
  cacheWriteTokens: cacheWrite * 1_000,
  cacheReadTokens: cacheRead * 1_000,
  inputTokens: input * 1_000,
});

/**
 * Used until enough designs are on record: tokens of a design with this many personas, so that it has a price for each model.
 * Counted by `bench/price.ts` with scripted answers; *deep*, which argues more the more there is to argue, is judgement.
 */
const TABLE: Record<
  Depth,
  { readonly personas: number; readonly alone: Expected; readonly withRepository: Expected }
> = {
  quick: {
    personas: 3,
    alone: { minutes: 3, usage: usage(16, 31, 129, 2) },
    withRepository: { minutes: 3, usage: usage(18, 45, 238, 2) },
  },
  standard: {
    personas: 6,
    alone: { minutes: 6, usage: usage(59, 95, 455, 2) },
    withRepository: { minutes: 7, usage: usage(70, 175, 1_000, 3) },
  },
  deep: {
    personas: 6,
    alone: { minutes: 9, usage: usage(85, 140, 700, 3) },
    withRepository: { minutes: 10, usage: usage(100, 260, 1_500, 4) },
  },
};

/** Fewer designs than this say less than the table. */
const MIN_RECORDED = 3;
/** The newest completed designs that are looked at. */
const MAX_LOOKED_AT = 24;
/** Milliseconds for the look-up, since a person waits for it. */
const LOOK_UP_MS = 1_000;

type EstimateParts = Pick<Parts, 'store' | 'clock' | 'priceOf' | 'rehearsal'>;

/** Caches its findings: a design that has ended does not change. */
export class Estimates {
  readonly #parts: EstimateParts;
  /** Twice the number that is looked at, so that a new one does not evict those looked at after it. */
  readonly #known = new LRUCache<DesignId, Recorded>({ max: 2 * MAX_LOOKED_AT });

  constructor(parts: EstimateParts) {
    this.#parts = parts;
  }

  /** Returns `null` in a rehearsal, which costs nothing and takes as long as it is told to. */
  async of(terms: Terms): Promise<Estimate | null> {
    const { rehearsal, clock } = this.#parts;
    if (rehearsal) return null;
    const recorded = await withTimeout(this.#recorded(terms), LOOK_UP_MS, () => [], clock);
    return recorded.length < MIN_RECORDED ? fromTable(terms, this.#parts) : fromRecorded(recorded);
  }

  async #recorded(terms: Terms): Promise<Recorded[]> {
    const completed = await this.#parts.store.list({ status: 'completed', limit: MAX_LOOKED_AT });
    const found: Recorded[] = [];
    for (const { id } of completed) {
      const recorded = this.#known.get(id) ?? recordedOf((await loadDesign(this.#parts.store, id)).design);
      this.#known.set(id, recorded);
      found.push(recorded);
    }
    return found.filter(({ comparable }) => comparable === comparableWith(terms));
  }
}

/** Prices each participant's part by its own model, until enough designs are on record. */
export function fromTable(
  { settings, repository, participants }: Terms,
  { priceOf }: Pick<Parts, 'priceOf'>,
): Estimate {
  const { personas, alone, withRepository } = TABLE[depthOf(settings)];
  const { minutes, usage: whole } = repository === null ? alone : withRepository;
  const work = personas * workOf('persona') + workOf('synthesizer') + workOf('auditor');
  const prices = participants.map(({ role, model }) => {
    const price = priceOf(model, whole);
    return price === null ? null : (price * workOf(role)) / work;
  });
  const usd = prices.reduce((sum, price) => (sum === null || price === null ? null : sum + price), 0);
  return { usd, minutes, designs: 0 };
}

interface Recorded {
  /** `null`: comparable with nothing. */
  readonly comparable: string | null;
  readonly usd: number | null;
  readonly minutes: number;
}

/** Reads a design. A rehearsal, a run with earlier work, and one cut short by money or time say nothing about the next. */
function recordedOf(design: Design | null): Recorded {
  if (design === null || design.end === null || !isWhole(design))
    return { comparable: null, usd: null, minutes: 0 };
  return {
    comparable: comparableWith(design),
    usd: costOf(design.turns),
    minutes: (design.end.at - design.startedAt - design.waitedForPeopleMs) / 60_000,
  };
}

function isWhole({ rehearsal, successorOf, dropped, settled, end }: Design): boolean {
  const stoppedBecause = (settled ?? end)?.stoppedBecause ?? null;
  const isCutShort = stoppedBecause === 'time_used_up' || stoppedBecause === 'money_used_up';
  return !rehearsal && successorOf === null && dropped.length === 0 && !isCutShort;
}

function comparableWith({ settings, repository, participants }: Terms): string {
  const models = participants.map(({ role, model }) => `${role} ${model}`).toSorted();
  return JSON.stringify([depthOf(settings), repository !== null, ...models]);
}

function fromRecorded(recorded: readonly Recorded[]): Estimate {
  const prices = recorded.map(({ usd }) => usd).filter((usd) => usd !== null);
  return {
    usd: prices.length < MIN_RECORDED ? null : Number(median(prices).toFixed(2)),
    minutes: Math.max(1, Math.round(median(recorded.map(({ minutes }) => minutes)))),
    designs: recorded.length,
  };
}

/** Returns the middle value, the upper one of two. */
function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
