import type { Design } from '../../vocabulary/design.ts';
import { participant } from '../../vocabulary/participants.ts';
import { rehearsalMark } from '../../vocabulary/rehearsal.ts';
import { codeSpan, type Document, document, line, lines, section, trusted } from '../format/document.ts';
import { marked, shortHash, TEXTS } from '../run/texts.ts';
import { proposalLine, shownProposals } from './proposal.ts';
import { renderProposal } from './proposal-document.ts';

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
