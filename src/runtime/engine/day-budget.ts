import { spentUsd } from '../../core/policy/reserve.ts';
import { loadDesign } from './loading.ts';
import type { Parts } from './parts.ts';

const PAGE = 50;
const DAY_MS = 86_400_000;

/** Why no design may start any more today (UTC), in words; `null` while the day's budget is not used up. */
export async function dayBudgetProblem({
  store,
  clock,
  reducerVersion,
  budgetUsdPerDay,
}: Pick<Parts, 'store' | 'clock' | 'reducerVersion' | 'budgetUsdPerDay'>): Promise<string | null> {
  if (budgetUsdPerDay === null) return null;
  const dayBeganAt = Math.floor(clock.now() / DAY_MS) * DAY_MS;
  let spent = 0;
  for (let page = await store.list({ limit: PAGE }); page.length > 0; ) {
    const today = page.filter((summary) => summary.startedAt >= dayBeganAt);
    for (const { id } of today) {
      const { design } = await loadDesign(store, id, reducerVersion);
      if (design !== null) spent += spentUsd(design);
    }
    const last = page.at(-1);
    if (today.length < page.length || last === undefined) break;
    page = await store.list({ limit: PAGE, before: last.id });
  }
  if (spent < budgetUsdPerDay) return null;
  return `Today's budget of $${budgetUsdPerDay.toFixed(2)} is used up. It starts again at midnight UTC.`;
}
