/**
 * A move that names nothing of the other side as its cause (J2): it settles nothing. Continues *moved*, *switches*, *given
 * up*. Stored in the reasons of settlements, and so not in the telling.
 */
export const WITHOUT_REASON = 'without a reason';

/**
 * States of a citation in words, each behind its place. Code finds a quotation in a line; whether the line shows what is claimed
 * is for readers (J4).
 */
export const CITATION_WORDS = {
  checked: 'stands there',
  failed: 'does not stand there',
  not_checkable: 'could not be looked up',
  not_checked: 'not looked up',
};
/** The same behind a count of several. */
export const CITATIONS_WORDS: typeof CITATION_WORDS = {
  ...CITATION_WORDS,
  checked: 'stand there',
  failed: 'do not stand there',
};
export const FINDING_WORDS = { acted_on: 'Acted on', left_open: 'Left open' };
