import type { Design } from '../../vocabulary/design.ts';
import { participant } from '../../vocabulary/participants.ts';
import { rehearsalMark } from '../../vocabulary/rehearsal.ts';
import { type Document, document, lines, ours, section, small } from '../document.ts';
import { proposalLine, sealsOf, shownProposals } from '../facts/proposal.ts';
import { renderProposal } from '../paper/proposal.ts';
import { marked, sealedWords, TEXTS } from './texts.ts';

/** All proposals at once, each with its first sentence; the rest is in its file. */
export function proposalsDocument(design: Design): Document {
  const proposals = shownProposals(design);
  const heading = TEXTS.proposalsHeading(proposals.length);
  return document(
    heading,
    (most) => [
      section(...marked(rehearsalMark(design, 'now')), lines([ours(heading)])),
      ...proposals.map((sealed) => section(lines(proposalLine(design, sealed, most)))),
      section(small(sealedWords(sealsOf(design)), Math.max(most, 200) * 4)),
    ],
    { files: proposalFiles(design) },
  );
}

/** Each with its whole, byte for byte what was sealed, in the drawn order; nothing before the reveal (J1). */
export function proposalFiles(design: Design) {
  return shownProposals(design).map((sealed) => ({
    title: participant(design, sealed.participant).title,
    name: `${sealed.participant}.md`,
    text: renderProposal(design, sealed),
  }));
}
