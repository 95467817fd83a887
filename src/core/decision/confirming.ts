import type { Design } from '../vocabulary/design.ts';
import { decisionsOf, isBeforeRevision, listRoundsSinceDraft } from './decided.ts';
import { listFindingsToConfirm } from './findings.ts';
import { listSentencesOwed } from './people.ts';

/** Most calls in which the auditor reads what people said before the revision: the audit and two more. */
const MOST_CALLS = 3;

/**
 * `true` if the auditor has to be asked once more. Before a revision: people said more than one call judges. After it:
 * the text changed, and it acts on what the auditor must confirm, or a sentence of a person is to be judged anew.
 */
export function isConfirmationDue(design: Design): boolean {
  const { audit, revisions } = design;
  const since = listRoundsSinceDraft(design);
  const owed = listSentencesOwed(design);
  if (isBeforeRevision(design)) {
    const calls = since.filter(({ kind }) => kind === 'audit' || kind === 'confirmation').length;
    return audit !== null && calls < MOST_CALLS && owed.length > 0;
  }
  const revised = since.findIndex(({ id }) => id === revisions.at(-1)?.roundId);
  const [before, after] = decisionsOf(design).slice(-2);
  if (revised === -1 || before?.sha256 === after?.sha256) return false;
  if (since.slice(revised).some(({ kind }) => kind === 'confirmation')) return false;
  return listFindingsToConfirm(design).length + owed.length > 0;
}
