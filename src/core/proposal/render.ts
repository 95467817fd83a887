import { type CheckedCitation, checkOf } from '../citation/checked.ts';
import type { ProposalLabel } from '../ids.ts';
import { sealedCitation } from '../paper/citations.ts';
import { block, inline, name } from '../paper/markdown.ts';
import { paragraphs, section } from '../paper/pieces.ts';
import type { Proposal } from '../submission.ts';
import { claimIdAt } from './labels.ts';

interface ProposalToRender {
  /** Title of the persona that wrote it. */
  readonly title: string;
  /** Its letter in the drawn order (J3); its claims are `<letter>-1`, `<letter>-2`, … */
  readonly label: ProposalLabel;
  readonly topic: string;
  readonly proposal: Proposal;
  /** What code found where its claims cite: part of the sealed text, because code looked before it was sealed. */
  readonly citations: readonly CheckedCitation[];
  /** That of a rehearsal, because a reader could mistake its text for advice; else empty. */
  readonly mark: string;
}

/**
 * The sealed text of a proposal: what its SHA-256 is taken of, and, byte for byte, what its file holds. The same
 * proposal always gives the same text: lines end with LF, the last one too. Everything that was submitted is in it.
 */
export function renderProposal(sealed: ProposalToRender): string {
  const mark = sealed.mark === '' ? '' : `> **${sealed.mark}**\n\n`;
  return `${mark}${proposalMarkdown(sealed, '#')}\n`;
}

/** The same words below a heading of another level, to stand within another text. */
export function proposalMarkdown(sealed: Omit<ProposalToRender, 'mark'>, heading: '#' | '###'): string {
  const { title, label, topic, proposal, citations } = sealed;
  return paragraphs(
    `${heading} ${name(title)}: ${inline(proposal.headline)}`,
    `Proposal ${label} on the question: ${inline(topic)}`,
    `Confidence ${proposal.confidence}, because:`,
    block(proposal.rationale),
    `${heading}# The proposal`,
    block(proposal.summary),
    `${heading}# Claims`,
    proposal.claims
      .map((claim, index) => renderedClaim(claimIdAt(label, index), claim, checkOf(citations, index + 1)))
      .join('\n'),
    section(`${heading}# Steps`, numbered(proposal.steps)),
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

function numbered(items: readonly string[]): string {
  return items.map((item, index) => `${index + 1}. ${inline(item)}`).join('\n');
}
