import type { Design } from '../../core/design.ts';
import type { Depth, Usage } from '../../core/events.ts';
import { costOf } from '../../core/figures.ts';
import type { DesignId } from '../../core/ids.ts';
import { depthOf } from '../../core/policy/depth.ts';
import { withTimeout } from '../timeout.ts';
import { loadDesign } from './loading.ts';
import type { Parts } from './parts.ts';

/** What a design will probably cost and take, said before it starts. */
interface Estimate {
  /** USD; `null` where the price of the model is not known. */
  readonly usd: number | null;
  /** Without the time that it waits for people. */
  readonly minutes: number;
  /** The median of this many recorded designs of the depth; 0: from the table. */
  readonly designs: number;
}

/** Which designs are comparable. */
interface Kind {
  readonly depth: Depth;
  readonly hasRepository: boolean;
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
 * What holds until enough designs are on record: tokens, so that it has a price for each model. As `bench/price.ts`
 * counts them, with scripted answers; *deep*, which argues more the more there is to argue, is judgement.
 */
const TABLE: Record<Depth, { readonly alone: Expected; readonly withRepository: Expected }> = {
  quick: {
    alone: { minutes: 3, usage: usage(16, 31, 129, 2) },
    withRepository: { minutes: 3, usage: usage(18, 45, 238, 2) },
  },
  standard: {
    alone: { minutes: 6, usage: usage(59, 95, 455, 2) },
    withRepository: { minutes: 7, usage: usage(70, 175, 1_000, 3) },
  },
  deep: {
    alone: { minutes: 9, usage: usage(85, 140, 700, 3) },
    withRepository: { minutes: 10, usage: usage(100, 260, 1_500, 4) },
  },
};

/** Fewer designs than this say less than the table. */
const MIN_RECORDED = 3;
/** The newest completed designs that are looked at. */
const MAX_LOOKED_AT = 24;
/** Somebody waits for it. */
const LOOK_UP_MS = 1_000;

type EstimateParts = Pick<
  Parts,
  'store' | 'clock' | 'reducerVersion' | 'priceOf' | 'defaultModel' | 'rehearsal'
>;

/** Keeps what was found: a design that has ended does not change. */
export class Estimates {
  readonly #parts: EstimateParts;
  #known = new Map<DesignId, Recorded | null>();

  constructor(parts: EstimateParts) {
    this.#parts = parts;
  }

  /** `null` in a rehearsal, which costs nothing and takes as long as it is told to. */
  async of(kind: Kind): Promise<Estimate | null> {
    const { rehearsal, clock } = this.#parts;
    if (rehearsal) return null;
    const recorded = await withTimeout(this.#recorded(kind), LOOK_UP_MS, () => [], clock);
    return recorded.length < MIN_RECORDED ? this.#fromTable(kind) : fromRecorded(recorded);
  }

  #fromTable({ depth, hasRepository }: Kind): Estimate {
    const { priceOf, defaultModel } = this.#parts;
    const expected = TABLE[depth][hasRepository ? 'withRepository' : 'alone'];
    return { usd: priceOf(defaultModel, expected.usage), minutes: expected.minutes, designs: 0 };
  }

  async #recorded({ depth, hasRepository }: Kind): Promise<Recorded[]> {
    const completed = await this.#parts.store.list({ status: 'completed', limit: MAX_LOOKED_AT });
    const found: (Recorded | null)[] = [];
    const known = new Map<DesignId, Recorded | null>();
    for (const { id } of completed) {
      const recorded = this.#known.get(id) ?? (await this.#look(id));
      known.set(id, recorded);
      found.push(recorded);
    }
    this.#known = known;
    return found.filter(
      (each) => each !== null && each.depth === depth && each.hasRepository === hasRepository,
    ) as Recorded[];
  }

  async #look(id: DesignId): Promise<Recorded | null> {
    const { design } = await loadDesign(this.#parts.store, id, this.#parts.reducerVersion);
    return design === null || design.end === null ? null : recordedOf(design, design.end.at);
  }
}

interface Recorded extends Kind {
  readonly usd: number | null;
  readonly minutes: number;
}

/** A rehearsal, or what took over the work of an earlier design, says nothing about the next. */
function recordedOf(design: Design, endedAt: number): Recorded | null {
  if (design.rehearsal || design.successorOf !== null) return null;
  return {
    depth: depthOf(design.settings),
    hasRepository: design.repository !== null,
    usd: costOf(design.turns),
    minutes: (endedAt - design.startedAt - design.waitedForPeopleMs) / 60_000,
  };
}

function fromRecorded(recorded: readonly Recorded[]): Estimate {
  const prices = recorded.map(({ usd }) => usd).filter((usd) => usd !== null);
  return {
    usd: prices.length < MIN_RECORDED ? null : Number(median(prices).toFixed(2)),
    minutes: Math.max(1, Math.round(median(recorded.map(({ minutes }) => minutes)))),
    designs: recorded.length,
  };
}

/** The upper of the two in the middle, where there are two. */
function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

/** `$2.50 and 8 min`, to go on after "It will probably take". */
export function estimateWords({ usd, minutes, designs }: Estimate): string {
  const price = usd === null ? 'an unknown price' : `$${usd.toFixed(2)}`;
  const from = designs === 0 ? '' : `, as ${designs} designs before it`;
  return `${price} and ${minutes} min${from}`;
}
