import { hash } from 'node:crypto';

export function digestOf(drawn: unknown): string {
  return hash('sha256', JSON.stringify(drawn));
}
