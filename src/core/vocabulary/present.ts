/** The value. Without one the program is wrong: `invariant` says what does not hold. */
export function present<Value>(value: Value | null | undefined, invariant: string): Value {
  if (value === null || value === undefined) throw new Error(`broken invariant: ${invariant}`);
  return value;
}
