import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { Attempt } from '../../../runtime/ports/identity-provider.ts';

/** Milliseconds that somebody has to come back from a provider. */
export const ATTEMPT_MS = 10 * 60_000;
const MAX_CHARACTERS = 2_000;
const secret = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** An attempt as the cookie of its browser has it. */
const Kept = z.strictObject({
  provider: z.string().max(31),
  state: secret,
  nonce: secret,
  verifier: secret,
  next: z.string().max(500),
  beganAt: z.number().int(),
});
export type KeptAttempt = z.infer<typeof Kept> & Attempt;

export function newAttempt(provider: string, next: string, now: number): KeptAttempt {
  const chance = () => randomBytes(32).toString('base64url');
  return { provider, next, beganAt: now, state: chance(), nonce: chance(), verifier: chance() };
}

export function attemptText(attempt: KeptAttempt): string {
  return Buffer.from(JSON.stringify(attempt)).toString('base64url');
}

/** Reads an attempt with this provider that is not over; `null` for anything else. */
export function readAttempt(text: string | null, provider: string, now: number): KeptAttempt | null {
  if (text === null || text.length > MAX_CHARACTERS) return null;
  const kept = Kept.safeParse(jsonOf(Buffer.from(text, 'base64url').toString('utf8'))).data;
  if (kept?.provider !== provider) return null;
  return kept.beganAt <= now && now < kept.beganAt + ATTEMPT_MS ? kept : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
