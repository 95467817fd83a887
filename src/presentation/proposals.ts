import { claimIdAt, labelOf } from '../core/proposals/labels.ts';
import { type CheckedCitation, checkOf } from '../core/vocabulary/checked.ts';
import type { Design, SealedProposal } from '../core/vocabulary/design.ts';
import { participant } from '../core/vocabulary/participants.ts';
import { rehearsalMark } from '../core/vocabulary/rehearsal.ts';
import type { Proposal } from '../core/vocabulary/submission.ts';
import { citationOf, sealedCitation } from './citations.ts';
import { claimLine } from './claims.ts';
import {
  alert,
  type Block,
  bullets,
  codeSpan,
  type Document,
  document,
  type Line,
  line,
  lines,
  marked,
  named,
  numbered,
  type Section,
  section,
  title,
  trusted,
  under,
  untrustedMarkdown,
  untrustedMarkdownBlock,
  WHOLE,
} from './format/document.ts';
import { type Fields, toldFields } from './format/fields.ts';
import { fileMarkdown } from './format/markdown.ts';
import { proposalLine, shownProposals } from './proposal.ts';
import { shortHash, TEXTS } from './run/texts.ts';

type Occasion = Pick<Design, 'topic' | 'participants' | 'drawnOrder' | 'rehearsal'>;
/** `citations`: checked before it was sealed. */
type Written = Pick<SealedProposal, 'participant' | 'proposal'> & {
  readonly citations: readonly CheckedCitation[];
};

/**
 * The sealed text of a proposal: the input of its SHA-256 and, byte for byte, its file. The same proposal always gives the same
 * text; every line ends with LF. It contains everything submitted, and a rehearsal's notice, because a reader could mistake it
 * for advice.
 */
export function renderProposal(design: Occasion, written: Written): string {
  const mark = rehearsalMark(design, 'afterwards');
  const marked = mark === '' ? [] : [alert('warning', mark, WHOLE)];
  return fileMarkdown(marked, proposalSection(design, written, 1));
}

interface Context extends Written {
  readonly design: Occasion;
  readonly level: 1 | 3;
}

export function proposalSection(design: Occasion, written: Written, level: 1 | 3 = 3): Section {
  return toldFields(PROPOSAL, written.proposal, { ...written, design, level });
}

const PROPOSAL: Fields<Proposal, Block, Context> = {
  headline: (words, _, { design, level, participant: author }) => [
    title(level, line`${named(participant(design, author).title)}: ${untrustedMarkdown(words, WHOLE)}`),
    lines(
      line`Proposal ${labelOf(design, author)} on the question: ${untrustedMarkdown(design.topic, WHOLE)}`,
    ),
  ],
  confidence: null,
  rationale: (words) => [untrustedMarkdownBlock(words, WHOLE)],
  summary: (words, _, context) => [headed('The proposal', context), untrustedMarkdownBlock(words, WHOLE)],
  claims: (claims, _, context) => [headed('Claims', context), bullets(sealedClaims(claims, context))],
  steps: (steps, _, context) =>
    under(headed('Steps', context), numbered(steps.map((step) => untrustedMarkdown(step, WHOLE)))),
  nextBest: (words, _, context) => [
    headed('The next best way, and why not', context),
    untrustedMarkdownBlock(words, WHOLE),
  ],
  changesMind: (words, _, context) => [
    headed('What would change its mind', context),
    untrustedMarkdownBlock(words, WHOLE),
  ],
};

function sealedClaims(
  claims: Proposal['claims'],
  { design, participant: author, citations }: Context,
): Line[] {
  const label = labelOf(design, author);
  return claims.map((claim, index) => {
    const cited = sealedCitation(
      citationOf({ citation: claim.citation, check: checkOf(citations, index + 1) }),
    );
    return claimLine(claimIdAt(label, index), claim, cited);
  });
}

function headed(words: string, { level }: Context): Block {
  return title(level === 1 ? 2 : 4, [trusted(words)]);
}

export function proposalsDocument(design: Design): Document {
  const proposals = shownProposals(design);
  const heading = TEXTS.proposalsHeading(proposals.length);
  return document(
    heading,
    (maxChars) => [
      section(...marked(rehearsalMark(design, 'now')), lines([trusted(heading)])),
      ...proposals.map((sealed) =>
        section(lines(line`${proposalLine(design, sealed, maxChars)} ${codeSpan(shortHash(sealed))}`)),
      ),
    ],
    { files: proposalFiles(design) },
  );
}

/** The sealed texts, byte for byte, in the drawn order; empty before the reveal (J1). */
export function proposalFiles(design: Design) {
  return shownProposals(design).map((sealed) => ({
    title: participant(design, sealed.participant).title,
    name: `${sealed.participant}.md`,
    text: renderProposal(design, sealed),
  }));
}
