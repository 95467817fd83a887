/** What may be left out of a list, by a condition in its place. */
export type Optional<Item> = Item | false | null | undefined | '';

export function compact<Item>(...items: readonly Optional<Item>[]): Item[] {
  return items.filter((item): item is Item => Boolean(item));
}
