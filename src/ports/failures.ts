import * as z from 'zod';

/** Most characters of a failure's text, so that every store can hold it. */
export const FAILURE_CHARACTERS = 64 * 1024;

/** Names of diagnostics, kept beside a bundle and not part of it. */
export const DIAGNOSTICS_NAME = /^failures\/[a-z0-9][a-z0-9-]{0,80}\.log$/;

/** Most failures kept of one design, more than an ordinary run can have. */
export const MAX_FAILURES = 100;

/** Remains of a crashed session, readable by every daemon of a fleet. */
export const StoredFailure = z.strictObject({
  name: z.string().refine((name) => DIAGNOSTICS_NAME.test(`failures/${name}`)),
  at: z.number().int().nonnegative(),
  text: z.string().max(FAILURE_CHARACTERS),
});
export type StoredFailure = z.infer<typeof StoredFailure>;
