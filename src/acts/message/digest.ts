import { hash } from 'node:crypto';

/** SHA-256 of a value's JSON. */
export function digestOf(drawn: unknown): string {
  return hash('sha256', JSON.stringify(drawn));
}
