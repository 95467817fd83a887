/**
 * Words for a structure, field by field, in order. The compiler names every table that a new field
 * needs; `null` leaves it out.
 */
export type Fields<Whole, Told, Context = undefined> = {
  readonly [Field in keyof Whole]-?:
    | ((value: Whole[Field], whole: Whole, context: Context) => readonly Told[])
    | null;
};

export function listToldFields<Whole extends object, Told, Context>(
  table: Fields<Whole, Told, Context>,
  whole: Whole,
  context: Context,
): Told[] {
  const fields = Object.keys(table) as (keyof Whole)[];
  return fields.flatMap((field) => table[field]?.(whole[field], whole, context) ?? []);
}
