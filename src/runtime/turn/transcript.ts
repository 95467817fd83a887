import { claimIdAt, labelOf } from '../../core/proposal/labels.ts';
import { numbered } from '../../core/telling/paper/pieces.ts';
import { type CheckedCitation, checkOf } from '../../core/vocabulary/checked.ts';
import type { Design, SealedProposal } from '../../core/vocabulary/design.ts';
import { STEPS } from '../../core/vocabulary/events.ts';
import type { ParticipantId } from '../../core/vocabulary/ids.ts';
import { participant } from '../../core/vocabulary/participants.ts';
import type { Proposal } from '../../core/vocabulary/submission.ts';
import { citedText, material, shortened, withoutName } from './material-text.ts';
import { answerSections, laterWords } from './transcript-answers.ts';
import { refinementSections, settledBefore } from './transcript-refinement.ts';
import { lastOpened, type Section } from './transcript-section.ts';
import { synthesisSections } from './transcript-synthesis.ts';

export const PROPOSALS_HEADING = '# The proposals';

/**
 * Proposals are shown once the step that writes them is over (J1). Being marked as revealed is not enough: a design
 * that runs again brings proposals along which those who have yet to write must not see.
 */
export function isAfterReveal(design: Design): boolean {
  return STEPS.indexOf(design.step) > STEPS.indexOf('proposing');
}

/**
 * Who holds what, how many, and how sure they are is nobody's to read who argues (J6): the map and the arguments come
 * into the transcript once arguing is over. Those who argue get their part of them with their ask.
 */
function isAfterArguing(design: Design): boolean {
  return STEPS.indexOf(design.step) > STEPS.indexOf('arguing');
}

/**
 * What has happened so far, one section each, oldest first. Contributions to the open round are left out, so that all
 * participants of a round get the same text, and a replacement gets it byte for byte. Proposals and what followed from
 * them go by letter (J3).
 */
export function transcriptSections(design: Design): string[] {
  const sections: Section[] = [
    ...settledBefore(design),
    ...answerSections(design),
    ...(isAfterReveal(design) ? deliberationSections(design) : []),
    ...laterWords(design),
  ];
  return sections
    .filter(({ text }) => text !== '')
    .toSorted((one, other) => one.since - other.since)
    .map(({ text }) => text);
}

function deliberationSections(design: Design): Section[] {
  return [
    { since: lastOpened(design, 'proposals'), text: proposalsSection(design) },
    ...(isAfterArguing(design) ? refinementSections(design) : []),
    ...synthesisSections(design),
    { since: Number.POSITIVE_INFINITY, text: lateSection(design) },
  ];
}

function proposalsSection(design: Design): string {
  const shown = design.drawnOrder.flatMap((id) => {
    const sealed = design.proposals.findLast((each) => each.participant === id);
    return sealed?.revealed === true ? [renderedProposal(design, id, sealed)] : [];
  });
  return shown.length === 0 ? '' : `${PROPOSALS_HEADING}\n\n${shown.join('\n\n')}`;
}

function renderedProposal(
  design: Design,
  author: ParticipantId,
  { proposal, citations }: SealedProposal,
): string {
  const label = labelOf(design, author);
  const claims = proposal.claims.map((claim, index) =>
    renderedClaim(claimIdAt(label, index), claim, checkOf(citations, index + 1)),
  );
  const parts = [
    proposal.headline,
    proposal.summary,
    `Claims:\n${claims.join('\n')}`,
    proposal.steps.length === 0 ? '' : `Steps:\n${numbered(proposal.steps)}`,
    proposal.premortem === '' ? '' : `It was done and it failed: why\n${proposal.premortem}`,
    proposal.rationale,
  ];
  const text = parts.filter((part) => part !== '').join('\n\n');
  return `## Proposal ${label}\n\n${material(`proposal ${label}`, withoutName(text, participant(design, author)))}`;
}

function renderedClaim(id: string, claim: Proposal['claims'][number], check: CheckedCitation | null): string {
  const { kind, about, stance, text, citation } = claim;
  const side = [stance === 'neither' ? '' : stance, about].filter((part) => part !== '').join(' ');
  return `${id} (${kind}${side === '' ? '' : `, ${side}`}) ${text}${citedText(citation, check)}`;
}

const IS_OF_REFINEMENT: ReadonlySet<string> = new Set(['map_divergences', 'argue']);

/** A late submission changes nothing and is shown (C16). */
function lateSection(design: Design): string {
  const readable = design.lateSubmissions.filter(
    ({ tool }) => isAfterArguing(design) || !IS_OF_REFINEMENT.has(tool),
  );
  const shown = readable.map(({ participant: id, tool, text }) => {
    const label = labelOf(design, id);
    const author = label === '' ? 'a facilitator' : `proposal ${label}`;
    return material(
      `late ${tool} of ${author}`,
      withoutName(shortened(text, 8_000), participant(design, id)),
    );
  });
  const intro = 'These came after their round was closed and changed nothing.';
  return shown.length === 0 ? '' : `# What came too late\n\n${intro}\n\n${shown.join('\n\n')}`;
}
