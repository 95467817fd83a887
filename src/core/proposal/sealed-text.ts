import type { CheckedCitation } from '../citation/checked.ts';
import type { Design } from '../design.ts';
import type { ParticipantId } from '../ids.ts';
import { participant } from '../participants.ts';
import { rehearsalMark } from '../rehearsal.ts';
import type { Proposal } from '../submission.ts';
import { labelOf } from './labels.ts';
import { renderProposal } from './render.ts';

/** The file of a proposal of this design: the text under whose SHA-256 it is sealed. */
export function sealedText(
  design: Design,
  author: ParticipantId,
  { proposal, citations }: { readonly proposal: Proposal; readonly citations: readonly CheckedCitation[] },
): string {
  return renderProposal({
    title: participant(design, author).title,
    label: labelOf(design, author),
    topic: design.topic,
    proposal,
    citations,
    mark: rehearsalMark(design, 'afterwards'),
  });
}
