import type { Design } from '../../core/vocabulary/design.ts';
import type { Estimate, ModelEnd, OneFamily } from '../../core/vocabulary/estimate.ts';
import type { Depth } from '../../core/vocabulary/event-parts.ts';
import { countOf, formatMoney } from '../../core/vocabulary/figures.ts';
import { listWords } from '../../core/vocabulary/text.ts';
import { compact } from '../../foundation/compact.ts';
import { capitalize } from '../format/plain.ts';
import type { DesignView } from '../schema/view.ts';

/** What a design has cost: `at least $0.11`. */
export function sayCostOf({ cost }: Pick<DesignView, 'cost'>): string {
  return formatMoney(cost.usd, cost.isAtLeast);
}

/** `at least $0.11`, or while it runs `$0.11 of $5.00` with its ceiling. */
export function saySpent(view: DesignView): string {
  const { cost, endedAt } = view;
  const ceiling =
    endedAt === null && cost.budgetUsd !== null ? ` of ${formatMoney(cost.budgetUsd)}` : '';
  return `${sayCostOf(view)}${ceiling}`;
}

/**
 * Share of a design's price that is spent once it has proposals
 * (`test/core/policy/budgets.test.ts`).
 */
const PROPOSALS_SHARE = 1 / 3;

/**
 * `About $2.50 and 8 min at standard depth, judging by the last 5 designs.`, with the effect of a
 * smaller budget.
 */
export function sayEstimate(
  { usd, minutes, designs, ...models }: Estimate,
  budgetUsd: number | null,
  depth: Depth = 'standard',
): string {
  const price = usd === null ? 'an unknown price' : formatMoney(usd);
  const from = designs === 0 ? '' : `, judging by the last ${designs} designs`;
  return [
    `About ${price} and ${minutes} min at ${depth} depth${from}${budgetWords(usd, budgetUsd)}.`,
    ...sayVoices(models),
  ].join(' ');
}

/** Facts about the models, before a start and for the operator. */
export function sayVoices({
  oneFamily,
  vendor,
  endings,
}: Pick<Estimate, 'oneFamily' | 'vendor' | 'endings'>): string[] {
  const alike = sayOneFamily(oneFamily);
  return compact(
    `All messages and the repository’s content are sent to ${vendor}.`,
    alike !== '' && `${capitalize(alike)}.`,
    ...endings.map(endingWords),
  );
}

/** `personas and auditor are of one model family`; empty if neither are. */
export function sayOneFamily({ personas, auditor }: OneFamily): string {
  if (personas && auditor) return 'personas and auditor are of one model family';
  if (personas) return 'personas are of one model family';
  return auditor ? 'auditor and synthesizer are of one model family' : '';
}

function endingWords({ model, endsOn, hasEnded, instead }: ModelEnd): string {
  const other = instead.length === 0 ? 'another model' : instead.join(' or ');
  return `${model} ${hasEnded ? 'ended' : 'ends'} on ${endsOn}: name ${other} instead.`;
}

function budgetWords(usd: number | null, budgetUsd: number | null): string {
  if (usd === null || budgetUsd === null || usd <= budgetUsd) return '';
  const end =
    budgetUsd < usd * PROPOSALS_SHARE
      ? 'so it will probably end before there is a proposal: raise the budget or choose less depth'
      : 'so part of it will be left out';
  return `; its budget is ${formatMoney(budgetUsd)}, ${end}`;
}

/** `claude-opus-5 from Anthropic` */
export function sayModels(models: readonly string[], vendor: string): string {
  return `${listWords(models)}${vendor === '' ? '' : ` from ${vendor}`}`;
}

type Pinned = Pick<NonNullable<Design['repository']>, 'name' | 'commit' | 'missing'>;

/** As git shortens a commit. */
const COMMIT_CHARACTERS = 7;

export function readsWords(repository: Pinned): string {
  return `Reads ${sayPinned(repository)}`;
}

/** `shop at 08aa129` */
export function sayPinned(repository: Pinned): string {
  return `${repository.name} at ${shortenCommit(repository.commit)}${sayMissing(repository)}`;
}

/** Empty unless it is a partial clone without all files of the commit. */
export function sayMissing({ missing = 0 }: Pick<Pinned, 'missing'>): string {
  return missing === 0
    ? ''
    : `, a partial clone without ${countOf(missing, 'file or folder', 'files or folders')} of it: git fetch --refetch --no-filter completes it`;
}

function shortenCommit(commit: string): string {
  return commit.slice(0, COMMIT_CHARACTERS);
}

export const START_ANYWAY = 'Start anyway';

/** Button to run a design again. `budgetUsd`: its new budget, or `null` for the same. */
export function labelRunAgain(budgetUsd: number | null, isAnyway: boolean): string {
  if (isAnyway) return START_ANYWAY;
  return budgetUsd === null ? 'Run again' : `Run again with ${formatShortMoney(budgetUsd)}`;
}

export function sayRaisedBudget({ can, cost }: DesignView): string {
  const budgetUsd = can.runAgain?.budgetUsd ?? null;
  if (budgetUsd === null || cost.budgetUsd === null) return '';
  return `Its budget is ${formatShortMoney(budgetUsd)} instead of ${formatShortMoney(cost.budgetUsd)}.`;
}

/** Shows cents only if there are any. */
export function formatShortMoney(usd: number): string {
  return Number.isInteger(usd) ? `$${usd}` : formatMoney(usd);
}
