import * as z from 'zod';

/**
 * Characters of a place, of a quote and of the kept lines; lines that one citation may span; citations of one submission. A quote
 * has `quoteWords` words or `quoteLetters` letters and digits at least, and stands in `quotePlaces` places of its file at most.
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

/**
 * Results of code for the citations of a submission, stored with it: looked up in the repository at the commit that the
 * design reads, when it was submitted. `not_checkable`: there was no repository, or its content could not be read.
 */
export const CheckedCitation = z.strictObject({
  /** Number, from 1, of what it belongs to: the claim of a proposal, the point of an argument, the finding of an audit. */
  item: z.number().int().positive(),
  status: z.enum(['checked', 'failed', 'not_checkable']),
  /** Path in the form that git uses; empty, with lines of 0, where the place could not be understood. */
  path: z.string().max(CITATION_BOUNDS.placeCharacters),
  from: z.number().int().nonnegative(),
  to: z.number().int().nonnegative(),
  /** The cited lines as they stand at the commit, long ones cut in the middle. Absent: none were read. */
  excerpt: z.string().max(CITATION_BOUNDS.excerptCharacters).optional(),
});
export type CheckedCitation = z.infer<typeof CheckedCitation>;

export const CheckedCitations = z.array(CheckedCitation).max(CITATION_BOUNDS.citations);

/** The check of the claim or finding with this number, from 1. */
export function checkOf(checks: readonly CheckedCitation[], item: number): CheckedCitation | null {
  return checks.find((check) => check.item === item) ?? null;
}
