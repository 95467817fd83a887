/**
 * For a move that names no claim of the other side as its reason, and so settles nothing. Follows
 * *moved*, *switches*, *given up*. Stored in settlement reasons, so it is not in presentation.
 */
export const WITHOUT_REASON = 'without a reason';

/**
 * Citation statuses, after the place. Code finds the quotation; readers judge whether the lines
 * support the claim.
 */
export const CITATION_WORDS = {
  checked: 'stands there',
  failed: 'does not stand there',
  not_checkable: 'could not be looked up',
  not_checked: 'not looked up',
};
export const FINDING_WORDS = { acted_on: 'Acted on', left_open: 'Left open' };
/** How a decision treats a claim, after the claim's id. */
export const FATE_WORDS = { adopted: 'adopted', unresolved: 'left open', not_used: 'not used' };
