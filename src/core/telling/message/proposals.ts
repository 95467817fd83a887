import type { Design } from '../../vocabulary/design.ts';
import { confidence, counted } from '../../vocabulary/figures.ts';
import { rehearsalMark } from '../../vocabulary/rehearsal.ts';
import {
  bold,
  type Document,
  document,
  given,
  type Line,
  line,
  lines,
  ours,
  prose,
  section,
  small,
} from '../document.ts';
import { proposalsOf, type RevealedProposal, sealsOf } from '../thread/proposals.ts';
import { marked, sealedWords, TEXTS } from './texts.ts';

/** All proposals at once, each with its first sentence; the rest is in its file. */
export function proposalsDocument(design: Design): Document {
  const proposals = proposalsOf(design);
  const heading = TEXTS.proposalsHeading(proposals.length);
  return document(
    heading,
    (most) => [
      section(...marked(rehearsalMark(design, 'now')), lines([ours(heading)])),
      ...proposals.map((proposal) => section(lines(proposalLine(proposal, most)))),
      section(small(sealedWords(sealsOf(design)), Math.max(most, 200) * 4)),
    ],
    { files: proposals.map(({ file }) => file) },
  );
}

function proposalLine(
  { emoji, title, headline, confidence: sure, claims, sources }: RevealedProposal,
  most: number,
): Line {
  const who = given(`${emoji} ${title}:`, most, { bold: true });
  const said = line`${who}${bold(' ')}${prose(headline, most, { bold: true })}`;
  return line`${said} · ${TEXTS.confidence}${confidence(sure)} · ${[counted(claims, 'claim'), ...sources].join(', ')}`;
}
