/**
 * How long a platform's answer about a person's rights serves, by what it is asked for. Of one that
 * fails to come, reading keeps the last for a minute, and an act nothing.
 */
export const RIGHTS_KEPT = {
  act: { freshMs: 10_000, staleMs: 0, againMs: 10_000 },
  page: { freshMs: 10_000, staleMs: 60_000, againMs: 10_000 },
  /** A stream that stays open. */
  stream: { freshMs: 60_000, staleMs: 60_000, againMs: 60_000 },
} as const;

/** The purpose of a look-up of rights. */
export type Asking = keyof typeof RIGHTS_KEPT;
