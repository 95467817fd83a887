/** The decision's text is signed; where it was written again, it is audited again beside that. */

import { newestAudit } from './audits.ts';
import type { Change } from './change.ts';
import { conclude } from './gate.ts';
import { isDead, livingPersonas } from './participants.ts';
import { beginRound } from './rounds.ts';

/**
 * Each living persona signs the newest text, and the auditor audits it beside them if nobody has: no
 * stand-in, for a persona owes one thing in a round (J9). A text that was not written again keeps
 * its signatures.
 */
export function beginSigning(change: Change): void {
  const { design } = change;
  if (design.signatures.length > 0) {
    conclude(change);
    return;
  }
  const signers = livingPersonas(design).map(({ id }) => id);
  const auditor = design.participants.find((each) => each.role === 'auditor' && !isDead(each));
  const isAuditDue = design.decisions.length > 1 && newestAudit(design) === null;
  const asked = isAuditDue && auditor !== undefined ? [...signers, auditor.id] : signers;
  beginRound(change, 'signing', asked);
}
