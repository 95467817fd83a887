import type { Depth, Pinned, Profile, Settings, Usage } from '../../core/events.ts';
import { money } from '../../core/figures.ts';
import { depthOf } from '../../core/policy/depth.ts';
import { workOf } from '../../core/policy/reserve.ts';
import type { Parts } from './parts.ts';

/** What a design will probably cost and take, said before it starts. */
export interface Estimate {
  /** USD, whatever its ceiling; `null` where the price of a model is not known. */
  readonly usd: number | null;
  /** Without the time that it waits for people. */
  readonly minutes: number;
}

/** What it depends on. */
interface Terms {
  readonly settings: Pick<Settings, 'depth'>;
  readonly repository: Pinned | null;
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
 * Tokens of a design with this many personas, so that it has a price for each model. As `bench/price.ts` counts them, with
 * scripted answers; *deep*, which argues more the more there is to argue, is judgement.
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

/** Each participant's part at the price of its own model; `null` in a rehearsal, which costs nothing and takes as long as it is told to. */
export function estimateOf(
  { settings, repository, participants }: Terms,
  { priceOf, rehearsal }: Pick<Parts, 'priceOf' | 'rehearsal'>,
): Estimate | null {
  if (rehearsal) return null;
  const { personas, alone, withRepository } = TABLE[depthOf(settings)];
  const { minutes, usage: whole } = repository === null ? alone : withRepository;
  const work = personas * workOf('persona') + workOf('synthesizer') + workOf('auditor');
  const prices = participants.map(({ role, model }) => {
    const price = priceOf(model, whole);
    return price === null ? null : (price * workOf(role)) / work;
  });
  const usd = prices.reduce((sum, price) => (sum === null || price === null ? null : sum + price), 0);
  return { usd, minutes };
}

/** From this part of its price on a design has proposals (`test/core/policy/budgets.test.ts`). */
const PROPOSALS_SHARE = 1 / 3;

/** `$2.50 and 8 min`, to go on after "It will probably take", and what becomes of it where its budget is smaller. */
export function estimateWords({ usd, minutes }: Estimate, budgetUsd: number | null): string {
  const price = usd === null ? 'an unknown price' : `$${usd.toFixed(2)}`;
  return `${price} and ${minutes} min${budgetWords(usd, budgetUsd)}`;
}

function budgetWords(usd: number | null, budgetUsd: number | null): string {
  if (usd === null || budgetUsd === null || usd <= budgetUsd) return '';
  const end =
    budgetUsd < usd * PROPOSALS_SHARE
      ? 'so it will probably end before there is a proposal; with a larger budget or less depth it would not'
      : 'so part of it will be left out';
  return `; its budget is ${money(budgetUsd)}, ${end}`;
}
