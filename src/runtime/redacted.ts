/**
 * The same value with every text in it redacted (D6). Used where words come in, from people and from models, so that
 * nothing that is stored, hashed, written or shown afterwards has a secret in it. Depth is bounded by what JSON that
 * was parsed under a size bound can have.
 */
export function redacted<Value>(value: Value, redact: (text: string) => string): Value;
export function redacted(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value);
  if (Array.isArray(value)) return value.map((item) => redacted(item, redact));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      FIELD_NAME.test(name) ? name : redact(name),
      redacted(item, redact),
    ]),
  );
}

/** A name that a program gives: words without a sign between them. A secret that is an ordinary word must not change one. */
const FIELD_NAME = /^[a-z]{1,30}(?:[A-Z][a-z]{0,30}){0,8}\d{0,3}$/;
