/** What somebody says first who was mapped to a position that it does not hold. Continues its name. */
export function correctedWords(from: string, to: string): string {
  return `was mapped to ${from} and says that it holds ${to}`;
}

/** How a citation stands. Each follows its place, and counts of them. */
export const CITATION_WORDS = {
  checked: 'checked',
  failed: 'failed the check',
  not_checkable: 'could not be checked',
  not_checked: 'not checked',
};
/** What a revision did about a finding of the audit. */
export const FINDING_WORDS = { acted_on: 'Acted on', left_open: 'Left open' };
