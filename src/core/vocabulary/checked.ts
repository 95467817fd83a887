import * as z from 'zod';

/**
 * Bounds of citations. A quote has at least `quoteWords` words or `quoteLetters` letters and
 * digits, and occurs at most `quotePlaces` times in its file.
 */
export const CITATION_BOUNDS = {
  placeCharacters: 400,
  quoteCharacters: 400,
  quoteWords: 3,
  quoteLetters: 12,
  quotePlaces: 3,
  excerptCharacters: 600,
  lines: 40,
  lineNumber: 10_000_000,
  citations: 60,
} as const;

/** Of twenty proposals. */
const MOST_CLAIMS = 420;

/**
 * Result of code's check of a citation on submission, at the commit that the design reads.
 * `not_checkable`: there was no repository, or it could not be read.
 */
export const CheckedCitation = z.strictObject({
  /** Number, from 1, of the claim, argument or finding that cites. */
  item: z.number().int().positive(),
  status: z.enum(['checked', 'failed', 'not_checkable']),
  /** Path as git writes it; empty, with lines 0 to 0, if the place could not be parsed. */
  path: z.string().max(CITATION_BOUNDS.placeCharacters),
  from: z.number().int().nonnegative(),
  to: z.number().int().nonnegative(),
  /** The cited lines at the commit, cut in the middle if long. Absent: none were read. */
  excerpt: z.string().max(CITATION_BOUNDS.excerptCharacters).optional(),
});
export type CheckedCitation = z.infer<typeof CheckedCitation>;

export const CheckedCitations = z.array(CheckedCitation).max(CITATION_BOUNDS.citations);

/**
 * What became of quotations in a commit that the repository has moved on to; empty `commit`: it
 * could not be read again.
 */
export const LaterCitations = z.strictObject({
  commit: z.string().max(64),
  /** Claims whose quotation is gone from its file. */
  changed: z.array(z.string().max(8)).max(MOST_CLAIMS),
  /** Claims whose file could not be read. */
  unread: z.array(z.string().max(8)).max(MOST_CLAIMS),
});
export type LaterCitations = z.infer<typeof LaterCitations>;

export function checkOf(checks: readonly CheckedCitation[], item: number): CheckedCitation | null {
  return checks.find((check) => check.item === item) ?? null;
}
