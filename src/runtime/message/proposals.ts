import { confidence, counted } from '../../core/figures.ts';
import { rehearsalMark } from '../../core/rehearsal.ts';
import type { RevealedProposal, Seals } from '../../core/thread/proposals.ts';
import {
  bold,
  type Document,
  document,
  given,
  joined,
  type Line,
  line,
  lines,
  ours,
  section,
} from './document.ts';
import { inlineMarkdown } from './markdown.ts';
import { TEXTS } from './texts.ts';

/** Enough of a SHA-256 for people to compare. */
const HASH_CHARACTERS = 8;

/** One line, from the first seal to the last. */
export function sealsDocument({ seals, of }: Seals): Document {
  const words = TEXTS.sealed(seals.length, of);
  const hash = (sha256: string) => ours(`${sha256.slice(0, HASH_CHARACTERS)}…`, { code: true });
  return document(`${words}${seals.map(({ title }) => title).join(', ')}`, (most) => {
    const all = seals.map(({ title, sha256 }) => line`${given(title, most)} ${hash(sha256)}`);
    return [section(lines(line`${words}${joined(all, ' · ')}`))];
  });
}

/** All proposals at once, each with its first sentence; the rest is in its file. */
export function proposalsDocument(
  proposals: readonly RevealedProposal[],
  design: Parameters<typeof rehearsalMark>[0],
): Document {
  const mark = rehearsalMark(design, 'now');
  const heading = TEXTS.proposalsHeading(proposals.length);
  return document(
    heading,
    (most) => [
      section(lines(...(mark === '' ? [] : [[bold(`${mark}.`)]]), [ours(heading)])),
      ...proposals.map((proposal) => section(lines(proposalLine(proposal, most)))),
    ],
    { files: proposals.map(({ file }) => file) },
  );
}

function proposalLine(
  { emoji, title, headline, confidence: sure, claims, sources }: RevealedProposal,
  most: number,
): Line {
  const who = given(`${emoji} ${title}:`, most, { bold: true });
  const said = line`${who}${bold(' ')}${inlineMarkdown(headline, most, { bold: true })}`;
  return line`${said} · ${TEXTS.confidence}${confidence(sure)} · ${[counted(claims, 'claim'), ...sources].join(', ')}`;
}
