import { type Refusal, refuse } from './commands.ts';

/** Sentences about these ids, joined by commas; `twice` only where nothing may be named again. */
interface Words {
  readonly unknown: (ids: string) => string;
  readonly forgotten: (ids: string) => string;
  readonly twice?: (ids: string) => string;
}

/** Finds fault with the names in a submission: one that is not `known` (A4), one given twice, or one that is `owed` and missing. */
export function checkNamed(
  named: readonly string[],
  known: readonly string[],
  owed: readonly string[],
  { unknown, forgotten, twice }: Words,
): Refusal[] {
  const list = known.length === 0 ? 'there is none' : `they are ${known.join(', ')}`;
  const of = (ids: readonly string[], code: Refusal['code'], words: (joined: string) => string) =>
    ids.length === 0 ? [] : [refuse(code, words(ids.join(', ')))];
  return [
    ...of(
      named.filter((id) => !known.includes(id)),
      'unknown_reference',
      (ids) => `${unknown(ids)}; ${list}.`,
    ),
    ...(twice === undefined ? [] : of(repeated(named), 'invalid', twice)),
    ...of(
      owed.filter((id) => !named.includes(id)),
      'incomplete',
      forgotten,
    ),
  ];
}

/** Returns items that stand in a list more than once, each named once. */
export function repeated<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items.filter((item, index) => items.indexOf(item) !== index))];
}
