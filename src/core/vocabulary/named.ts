import { type Refusal, refuse } from './commands.ts';

/** Sentences about ids joined by commas. `twice` is present only if no id may repeat. */
interface Words {
  readonly unknown: (ids: string) => string;
  readonly forgotten: (ids: string) => string;
  readonly twice?: (ids: string) => string;
}

/** Problems with the ids in a submission: unknown (A4), repeated, or missing although `owed`. */
export function checkNamed(
  named: readonly string[],
  known: readonly string[],
  owed: readonly string[],
  { unknown, forgotten, twice }: Words,
): Refusal[] {
  const list = known.length === 0 ? 'there is none' : `they are ${inRanges(known, known)}`;
  const of = (ids: readonly string[], code: Refusal['code'], words: (joined: string) => string) =>
    ids.length === 0 ? [] : [refuse(code, words(inRanges(ids, known)))];
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

/** Items that occur more than once, each listed once. */
export function repeated<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items.filter((item, index) => items.indexOf(item) !== index))];
}

/** Longer lists are told in ranges: `R2.1 to R2.40`. */
const MOST_LISTED = 20;

/** Joined by commas; many ids in ranges of those that follow each other in `order`. */
function inRanges(ids: readonly string[], order: readonly string[]): string {
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
