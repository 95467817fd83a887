/**
 * A teller of a structure by its fields, in the order in which they are told: who adds a field is led by the compiler to
 * each of these tables, and says there how it is told, or by `null` that it is not.
 */
export type Fields<Whole, Told, Context = undefined> = {
  readonly [Field in keyof Whole]-?:
    | ((value: Whole[Field], whole: Whole, context: Context) => readonly Told[])
    | null;
};

/** All that a table says of this structure. */
export function toldFields<Whole extends object, Told, Context>(
  table: Fields<Whole, Told, Context>,
  whole: Whole,
  context: Context,
): Told[] {
  const fields = Object.keys(table) as (keyof Whole)[];
  return fields.flatMap((field) => table[field]?.(whole[field], whole, context) ?? []);
}
