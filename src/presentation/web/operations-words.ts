import { counted, money } from '../../core/vocabulary/figures.ts';

/** Words of the operations page. */
export const OPERATIONS = {
  title: 'Operations',
  well: 'Nothing is waiting for an operator.',
  today: 'Today',
  usedUp: 'The day’s budget is used up',
  afterUsedUp: 'Designs end with what they have, or wait for a person.',
  troubles: 'Needs an operator',
  more: 'Operations',
  remedies: {
    doctor: 'Run charrette doctor, which says why.',
    full: 'Start another daemon, or wait until a design ends.',
    money: 'Raise CHARRETTE_BUDGET_USD_PER_DAY, or wait until tomorrow (UTC).',
    warnings: 'The last warnings say what would help.',
  },
  costs: 'Cost by day (UTC)',
  most: (words: string) => `highest: ${words}`,
  thisDay: 'today',
  warnings: 'Last warnings',
  noWarnings: 'None since this daemon began.',
  storeAway: 'The store does not answer. Designs wait until it is back.',
} as const;

export function costsWords(days: number, usd: number, designs: number): string {
  return `${money(usd)} for ${counted(designs, 'design')} in ${counted(days, 'day')}`;
}

/** Cost of the designs that started today. `budgetUsd`: `null` for no limit. */
export interface Today {
  readonly spentUsd: number;
  readonly budgetUsd: number | null;
}

export function isUsedUp({ spentUsd, budgetUsd }: Today): boolean {
  return budgetUsd !== null && spentUsd >= budgetUsd;
}

export function spentWords(today: Today): string {
  const { spentUsd, budgetUsd } = today;
  if (budgetUsd === null) return `${money(spentUsd)}, without a ceiling`;
  const rest = isUsedUp(today) ? `. ${OPERATIONS.afterUsedUp}` : '';
  return `${money(spentUsd)} of ${money(budgetUsd)}${rest}`;
}
