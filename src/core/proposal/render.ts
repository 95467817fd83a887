import type { ProposalLabel } from '../ids.ts';
import { block, code, inline, name } from '../paper/markdown.ts';
import { paragraphs, section } from '../paper/pieces.ts';
import type { Proposal } from '../submission.ts';
import { claimIdAt } from './labels.ts';

export interface ProposalToRender {
  /** Title of the persona that wrote it. */
  readonly title: string;
  /** Its letter in the drawn order (J3); its claims are `<letter>-1`, `<letter>-2`, … */
  readonly label: ProposalLabel;
  readonly topic: string;
  readonly proposal: Proposal;
  /** Marks the text as rehearsal, because a reader could mistake it for advice. */
  readonly rehearsal: boolean;
}

/**
 * The sealed text of a proposal: what its SHA-256 is taken of, and, byte for byte, what its file holds. The same
 * proposal always gives the same text: lines end with LF, the last one too. Everything that was submitted is in it.
 */
export function renderProposal(sealed: ProposalToRender): string {
  const mark = sealed.rehearsal ? '> **REHEARSAL: no model was called**\n\n' : '';
  return `${mark}${proposalMarkdown(sealed, '#')}\n`;
}

/** The same words below a heading of another level, to stand within another text. */
export function proposalMarkdown(sealed: Omit<ProposalToRender, 'rehearsal'>, heading: '#' | '###'): string {
  const { title, label, topic, proposal } = sealed;
  return paragraphs(
    `${heading} ${name(title)}: ${inline(proposal.headline)}`,
    `Proposal ${label} on the question: ${inline(topic)}`,
    `Confidence ${proposal.confidence}, because:`,
    block(proposal.rationale),
    `${heading}# The proposal`,
    block(proposal.summary),
    `${heading}# Claims`,
    proposal.claims.map((claim, index) => renderedClaim(claimIdAt(label, index), claim)).join('\n'),
    section(`${heading}# Steps`, numbered(proposal.steps)),
    section(`${heading}# Suppose it was done and it failed: why`, block(proposal.premortem)),
  );
}

function renderedClaim(id: string, claim: Proposal['claims'][number]): string {
  const source = claim.citation === '' ? '' : ` (read in ${code(claim.citation)})`;
  return `- **${id}**, ${claim.kind}${source}: ${inline(claim.text)}`;
}

function numbered(items: readonly string[]): string {
  return items.map((item, index) => `${index + 1}. ${inline(item)}`).join('\n');
}
