import { hash } from 'node:crypto';

export function digestOf(value: unknown): string {
  return hash('sha256', JSON.stringify(value));
}
