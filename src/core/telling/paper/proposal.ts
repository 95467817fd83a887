import { claimIdAt, labelOf } from '../../proposal/labels.ts';
import { type CheckedCitation, checkOf } from '../../vocabulary/checked.ts';
import type { Design, SealedProposal } from '../../vocabulary/design.ts';
import { participant } from '../../vocabulary/participants.ts';
import { rehearsalMark } from '../../vocabulary/rehearsal.ts';
import type { Proposal } from '../../vocabulary/submission.ts';
import { block, inline, name } from '../render/escape.ts';
import { sealedCitation } from './citations.ts';
import { numbered, paragraphs, section } from './pieces.ts';

/** What of the design stands in the sealed text: who wrote it, under which letter, on which topic, and whether as a rehearsal. */
type Occasion = Pick<Design, 'topic' | 'participants' | 'drawnOrder' | 'rehearsal'>;
/** `citations`: what code found where its claims cite; code looked before it was sealed. */
type Written = Pick<SealedProposal, 'participant' | 'proposal'> & {
  readonly citations: readonly CheckedCitation[];
};

/**
 * The sealed text of a proposal: what its SHA-256 is taken of, and, byte for byte, what its file holds. The same
 * proposal always gives the same text: lines end with LF, the last one too. Everything that was submitted is in it, and
 * the mark of a rehearsal, because a reader could mistake its text for advice.
 */
export function renderProposal(design: Occasion, written: Written): string {
  const mark = rehearsalMark(design, 'afterwards');
  return `${mark === '' ? '' : `> **${mark}**\n\n`}${proposalMarkdown(design, written, '#')}\n`;
}

/** The same words below a heading of another level, to stand within another text. */
export function proposalMarkdown(
  design: Occasion,
  { participant: author, proposal, citations }: Written,
  heading: '#' | '###' = '###',
): string {
  const { title } = participant(design, author);
  const label = labelOf(design, author);
  return paragraphs(
    `${heading} ${name(title)}: ${inline(proposal.headline)}`,
    `Proposal ${label} on the question: ${inline(design.topic)}`,
    `Confidence ${proposal.confidence}, because:`,
    block(proposal.rationale),
    `${heading}# The proposal`,
    block(proposal.summary),
    `${heading}# Claims`,
    proposal.claims
      .map((claim, index) => renderedClaim(claimIdAt(label, index), claim, checkOf(citations, index + 1)))
      .join('\n'),
    section(`${heading}# Steps`, numbered(proposal.steps.map(inline))),
    section(`${heading}# Suppose it was done and it failed: why`, block(proposal.premortem)),
  );
}

function renderedClaim(id: string, claim: Proposal['claims'][number], check: CheckedCitation | null): string {
  const { kind, about, stance, text } = claim;
  const side = stance === 'neither' ? '' : `, ${stance}`;
  const option = about === '' ? '' : `${side === '' ? ', about' : ''} *${inline(about)}*`;
  const cited = sealedCitation(claim.citation, check);
  const source = cited === '' ? '' : ` (read in ${cited})`;
  return `- **${id}**, ${kind}${side}${option}${source}: ${inline(text)}`;
}
