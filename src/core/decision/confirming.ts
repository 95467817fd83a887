import { isOfNote } from '../questions/replies/sentences-said.ts';
import type { Design } from '../vocabulary/design.ts';
import { isBeforeRevision, listRoundsSinceDraft } from './decided.ts';
import { listSentencesOwed } from './people.ts';

/**
 * Most calls in which the auditor reads what people said before the revision: the audit and two
 * more.
 */
const MOST_CALLS = 3;

/**
 * `true` if the auditor has to be asked once more. Before a revision: people said more than one
 * call judges. After it: the text changed, or a person's note changed nothing.
 */
export function isConfirmationDue(design: Design): boolean {
  const { audit, revisions } = design;
  const since = listRoundsSinceDraft(design);
  if (isBeforeRevision(design)) {
    const calls = since.filter(({ kind }) => kind === 'audit' || kind === 'confirmation').length;
    return audit !== null && calls < MOST_CALLS && listSentencesOwed(design).length > 0;
  }
  const revised = since.findIndex(({ id }) => id === revisions.at(-1)?.roundId);
  if (revised === -1 || since.slice(revised).some(({ kind }) => kind === 'confirmation'))
    return false;
  const { changes = [], base = '' } = revisions.at(-1)?.revision ?? {};
  const isChanged = changes.length > 0 || base !== '';
  return isChanged || listSentencesOwed(design).some(isOfNote);
}
