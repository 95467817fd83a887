import type { Design } from '../../vocabulary/design.ts';
import { costOf, isAtLeast, money } from '../../vocabulary/figures.ts';
import { listed } from '../../vocabulary/text.ts';

/** Money spent by now: `at least $0.11`, and `$0.11 of $5.00` with its ceiling. */
export function spentWords(
  { turns, settings }: Pick<Design, 'turns' | 'settings'>,
  withCeiling = false,
): string {
  const ceiling = withCeiling && settings.budgetUsd !== null ? ` of ${money(settings.budgetUsd)}` : '';
  return `${money(costOf(turns), isAtLeast(turns))}${ceiling}`;
}

/** An estimate before the start; `words`: of figures, empty for none. */
export function estimateWords(words: string): string {
  return words === '' ? '' : `About ${words}.`;
}

/** `claude-opus-5 from Anthropic`. */
export function modelsWords(models: readonly string[], vendor: string): string {
  return `${listed(models)}${vendor === '' ? '' : ` from ${vendor}`}`;
}

/** As git shortens it. */
const COMMIT_CHARACTERS = 7;

export function readsWords({ name, commit }: NonNullable<Design['repository']>): string {
  return `Reads ${name} at ${commit.slice(0, COMMIT_CHARACTERS)}`;
}
