import { lettersOf } from '../vocabulary/compared.ts';
import type { Decision } from '../vocabulary/submission.ts';

type Option = Decision['options'][number];

/** Returns the name of an option as names are compared. */
export function optionKey(words: string): string {
  return lettersOf(words);
}

/** Returns the options that these words of a claim mean: by an option's name, or by what it covers. */
export function optionsCalled(options: readonly Option[], about: string): Option[] {
  const key = optionKey(about);
  return options.filter(({ name, covers }) => [name, ...covers].some((words) => optionKey(words) === key));
}

/** Returns the one option that these words of a claim mean; `null` for none, and for words that could mean several. */
export function optionOf(options: readonly Option[], about: string): Option | null {
  const [called = null, ...others] = about === '' ? [] : optionsCalled(options, about);
  return others.length === 0 ? called : null;
}
