import { type Refusal, refuse } from './commands.ts';

interface Rule {
  /** Ids that have to be named. */
  readonly owed?: readonly string[];
  /** What to do about those that are not. */
  readonly advice?: string;
  readonly mayRepeat?: true;
}

/**
 * Problems with the ids that a list of a submission names: unknown, repeated, or missing although
 * `owed`.
 */
export function checkNamed(
  list: string,
  named: readonly string[],
  names: readonly string[],
  { owed = [], advice, mayRepeat }: Rule,
): Refusal[] {
  const there =
    names.length === 0 ? 'there is nothing to name' : `it may name ${joinInRanges(names, names)}`;
  const what = advice === undefined ? '' : `; ${advice}`;
  const of = (ids: readonly string[], code: Refusal['code'], words: (joined: string) => string) =>
    ids.length === 0 ? [] : [refuse(code, `${list} ${words(joinInRanges(ids, names))}.`)];
  return [
    ...of(
      [...new Set(named)].filter((id) => !names.includes(id)),
      'unknown_reference',
      (ids) => `names ${ids}; ${there}`,
    ),
    ...of(mayRepeat ? [] : listRepeated(named), 'invalid', (ids) => `names ${ids} more than once`),
    ...of(
      owed.filter((id) => !named.includes(id)),
      'incomplete',
      (ids) => `says nothing about ${ids}${what}`,
    ),
  ];
}

/** Items that occur more than once, each listed once. */
export function listRepeated<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items.filter((item, index) => items.indexOf(item) !== index))];
}

/** Longer lists are told in ranges: `R2.1 to R2.40`. */
const MOST_LISTED = 20;

/** Joined by commas; many ids in ranges of those that follow each other in `order`. */
function joinInRanges(ids: readonly string[], order: readonly string[]): string {
  if (ids.length <= MOST_LISTED) return ids.join(', ');
  const ranges: string[][] = [];
  for (const id of ids) {
    const range = ranges.at(-1);
    const before = order[order.indexOf(id) - 1];
    if (range !== undefined && before !== undefined && range.at(-1) === before) range.push(id);
    else ranges.push([id]);
  }
  return ranges
    .map((range) => (range.length < 3 ? range.join(', ') : `${range[0]} to ${range.at(-1)}`))
    .join(', ');
}
