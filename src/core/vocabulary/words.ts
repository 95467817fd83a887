/**
 * For a move without a claim of the other side as its reason, which settles nothing (J2). Continues *moved*, *switches*, *given
 * up*. Stored in settlement reasons, so it is not in presentation.
 */
export const WITHOUT_REASON = 'without a reason';

/** Citation statuses, after the place. Code finds the quotation; readers judge if the lines show what is claimed (J4). */
export const CITATION_WORDS = {
  checked: 'stands there',
  failed: 'does not stand there',
  not_checkable: 'could not be looked up',
  not_checked: 'not looked up',
};
/** After a count of several. */
export const CITATIONS_WORDS: typeof CITATION_WORDS = {
  ...CITATION_WORDS,
  checked: 'stand there',
  failed: 'do not stand there',
};
export const FINDING_WORDS = { acted_on: 'Acted on', left_open: 'Left open' };
