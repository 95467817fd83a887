/**
 * A move that names nothing of the other side as its cause (J2): it settles nothing. Continues *moved*, *switches*, *given
 * up*. Stored in the reasons of settlements, and so not in the telling.
 */
export const WITHOUT_REASON = 'without a reason';

/** States of a citation in words. Each follows its place, and counts of them. */
export const CITATION_WORDS = {
  checked: 'checked',
  failed: 'failed the check',
  not_checkable: 'could not be checked',
  not_checked: 'not checked',
};
/** Answers of a revision to a finding of the audit. */
export const FINDING_WORDS = { acted_on: 'Acted on', left_open: 'Left open' };
