import type { Design } from '../vocabulary/design.ts';
import { findParticipant } from '../vocabulary/participants.ts';

/** Who dissents, in the order of signing. `reason`: in one sentence, or empty. */
export function listDissents(design: Design) {
  return design.signatures
    .filter(({ verdict }) => verdict === 'dissents')
    .map(({ participant: id, dissent, reason = '' }) => ({
      participant: id,
      title: findParticipant(design, id).title,
      dissent,
      reason,
    }));
}
