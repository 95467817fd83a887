import { claimIdAt, labelOf, listClaims } from '../../core/proposals/labels.ts';
import { checkOf } from '../../core/vocabulary/checked.ts';
import type { Design, Gate, SealedProposal } from '../../core/vocabulary/design.ts';
import { STEPS } from '../../core/vocabulary/event-parts.ts';
import type { ParticipantId } from '../../core/vocabulary/ids.ts';
import { findParticipant } from '../../core/vocabulary/participants.ts';
import type { Round } from '../../core/vocabulary/round.ts';
import type { Proposal } from '../../core/vocabulary/submission.ts';
import {
  type Block,
  line,
  lines,
  numberItems,
  under,
  untrustedMarkdown,
  untrustedMarkdownBlock,
} from '../../presentation/format/document.ts';
import { type Fields, listToldFields } from '../../presentation/format/fields.ts';
import { plainOf } from '../../presentation/format/plain-document.ts';
import { citationOf, drawCitation } from '../../presentation/judged/citations.ts';
import { drawClaimLine } from '../../presentation/judged/claims.ts';
import { removeName, shortenMaterial, wrapMaterial } from './material-text.ts';
import { listAnswerSections, listLaterWords } from './transcript-answers.ts';
import { listRefinementSections, listSettledBefore } from './transcript-refinement.ts';
import { lastOpeningOf, type TranscriptSection } from './transcript-section.ts';
import { listSynthesisSections } from './transcript-synthesis.ts';

export const PROPOSALS_HEADING = '# The proposals';

/**
 * Proposals are shown once the step that writes them is over. The mark `revealed` does not suffice:
 * a repeated design carries over proposals that its remaining authors must not see.
 */
export function isAfterReveal(design: Design): boolean {
  return STEPS.indexOf(design.step) > STEPS.indexOf('proposing');
}

/**
 * The transcript has map and arguments once arguing is over. Participants who argue read them from
 * `arguing-material.ts`.
 */
function isAfterArguing(design: Design): boolean {
  return STEPS.indexOf(design.step) > STEPS.indexOf('arguing');
}

/**
 * Sections on everything so far, oldest first. Leaves out contributions to the open round, so that
 * all its participants get the same text, and a replacement the same bytes. Names proposals only by
 * letter.
 */
export function listTranscriptSections(design: Design): string[] {
  const sections: TranscriptSection[] = [
    ...listSettledBefore(design),
    ...listAnswerSections(design),
    ...(isAfterReveal(design) ? deliberationSections(design) : []),
    ...gateSections(design),
    ...listLaterWords(design),
  ];
  return sections
    .filter(({ text }) => text !== '')
    .toSorted((one, other) => one.since - other.since)
    .map(({ text }) => text);
}

/**
 * People's words as of this round's opening: settlements of the earlier run, questions with
 * answers, later words.
 */
export function listPeoplesWords(design: Design, { since }: Round): string[] {
  return [...listSettledBefore(design), ...listAnswerSections(design), ...listLaterWords(design)]
    .filter((section) => section.text !== '' && section.since < since)
    .map(({ text }) => text);
}

function deliberationSections(design: Design): TranscriptSection[] {
  return [
    { since: lastOpeningOf(design, 'proposals'), text: proposalsSection(design) },
    ...(isAfterArguing(design) ? listRefinementSections(design) : []),
    ...listSynthesisSections(design),
    { since: Number.POSITIVE_INFINITY, text: lateSection(design) },
  ];
}

function proposalsSection(design: Design): string {
  const proposalTexts = design.drawnOrder.flatMap((id) => {
    const sealedProposal = design.proposals.findLast((each) => each.participant === id);
    return sealedProposal?.revealed === true ? [renderSealed(design, id, sealedProposal)] : [];
  });
  return proposalTexts.length === 0 ? '' : `${PROPOSALS_HEADING}\n\n${proposalTexts.join('\n\n')}`;
}

function renderSealed(
  design: Design,
  author: ParticipantId,
  { proposal, citations }: SealedProposal,
): string {
  const label = labelOf(design, author);
  const proposalText = plainOf(listToldFields(PROPOSAL, proposal, { label, citations }));
  return `## Proposal ${label}\n\n${wrapMaterial(`proposal ${label}`, removeName(proposalText, findParticipant(design, author)))}`;
}

/** Blocks of a proposal, without its author's confidence; asks show that where it may be known. */
const PROPOSAL: Fields<
  Proposal,
  Block,
  Pick<SealedProposal, 'citations'> & { readonly label: string }
> = {
  headline: (words) => [untrustedMarkdownBlock(words)],
  summary: (words) => [untrustedMarkdownBlock(words)],
  claims: (_, proposal, { label, citations }) => [
    lines(
      line`Claims:`,
      ...listClaims(proposal).map((claim, index) =>
        drawClaimLine(
          claimIdAt(label, index),
          claim,
          drawCitation(
            citationOf({ citation: claim.citation, check: checkOf(citations, index + 1) }),
          ),
        ),
      ),
    ),
  ],
  // The last of the claims.
  against: null,
  steps: (steps) =>
    under(lines(line`Steps:`), numberItems(steps.map((step) => untrustedMarkdown(step)))),
  nextBest: (words) => [lines(line`The next best way, and why not: ${untrustedMarkdown(words)}`)],
  changesMind: (words) => [lines(line`What would change its mind: ${untrustedMarkdown(words)}`)],
  rationale: (words) => [untrustedMarkdownBlock(words)],
  confidence: null,
};

const IS_OF_REFINEMENT: ReadonlySet<string> = new Set(['map_divergences', 'argue']);

/** Shown although it changes nothing. */
function lateSection(design: Design): string {
  const readable = design.lateSubmissions.filter(
    ({ report }) => isAfterArguing(design) || !IS_OF_REFINEMENT.has(report),
  );
  const lateTexts = readable.map(({ participant: id, report: tool, detail }) => {
    const label = labelOf(design, id);
    const proposal = tool === 'argue' ? 'one who argued' : `proposal ${label}`;
    const author = label === '' ? 'a facilitator' : proposal;
    return wrapMaterial(
      `late ${tool} of ${author}`,
      removeName(shortenMaterial(detail, 8_000), findParticipant(design, id)),
    );
  });
  const intro = 'These came after their round was closed and changed nothing.';
  return lateTexts.length === 0
    ? ''
    : `# What came too late\n\n${intro}\n\n${lateTexts.join('\n\n')}`;
}

const SENT_BACK =
  '# Sent back by people\n\nThe decision above was sent back once, to be done again.';
const SAID = '# What people said at the gate';

/**
 * People's notes at gates, by name, for later turns. Settlements are told with their difference.
 */
function gateSections({ gates }: Pick<Design, 'gates'>): TranscriptSection[] {
  return gates.flatMap(({ since, decision }) => {
    const text = decision === null ? '' : sectionOf(decision);
    return text === '' ? [] : [{ since, text }];
  });
}

function sectionOf({ choice, note, by }: NonNullable<Gate['decision']>): string {
  const words = wrapMaterial(`note by ${by}`, note === '' ? '(no note)' : note);
  switch (choice) {
    case 'send_back':
      return `${SENT_BACK}\n\n${words}`;
    case 'again':
      return note === ''
        ? ''
        : `${SAID}\n\nThe round was asked once more, with this note:\n\n${words}`;
    case 'accept':
      return note === '' ? '' : `${SAID}\n\nThe design went on, with this note:\n\n${words}`;
    case 'stop':
    case 'settle':
    case 'unanswered':
      return '';
  }
}
