import { hash } from 'node:crypto';

/** A digest of a drawing: another text whenever the drawing differs. */
export function digestOf(drawn: unknown): string {
  return hash('sha256', JSON.stringify(drawn));
}
