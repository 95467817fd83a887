import { createHash } from 'node:crypto';
import type { Design } from '../../core/design.ts';
import type { ParticipantId } from '../../core/ids.ts';
import { participant } from '../../core/participants.ts';
import { labelOf } from '../../core/proposal/labels.ts';
import { renderProposal } from '../../core/proposal/render.ts';
import type { Proposal } from '../../core/submission.ts';

/** The SHA-256 under which a proposal is sealed: of the UTF-8 bytes of the file that it will be. */
export function sealOf(design: Design, author: ParticipantId, proposal: Proposal): string {
  const text = renderProposal({
    title: participant(design, author).title,
    label: labelOf(design, author),
    topic: design.topic,
    proposal,
    rehearsal: design.rehearsal,
  });
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
