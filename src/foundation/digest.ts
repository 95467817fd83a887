import { hash } from 'node:crypto';

/** As hexadecimal digits. */
export function sha256Of(content: string | Uint8Array): string {
  return hash('sha256', content);
}

export function digestOf(value: unknown): string {
  return sha256Of(JSON.stringify(value));
}
